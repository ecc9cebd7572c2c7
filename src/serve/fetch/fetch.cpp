#include "serve/fetch/fetch.hpp"

#include "base/text.hpp"
#include "serve/fetch/reach.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>

#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace bellwether::fetch {

namespace {

constexpr std::size_t k_most_head_bytes = 64 << 10;

struct Free {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, Free>;
using Lines = std::unique_ptr<curl_slist, Free>;

/// What libcurl's callbacks see of one request.
struct Talk {
  const Request& request;
  const Rules& rules;
  const std::stop_token& stop;
  Answer answer = {};
  std::size_t head_bytes = 0;
  bool head_too_large = false;
  bool body_too_large = false;
  std::optional<http::Address> refused = {};  ///< the last address that is not allowed
};

Talk& talk_of(void* told) { return *static_cast<Talk*>(told); }

std::optional<http::Address> address_of(const sockaddr& given) {
  if (given.sa_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &given, sizeof(six));
    http::Address address;
    std::memcpy(address.bytes.data(), &six.sin6_addr, address.bytes.size());
    return address;
  }
  if (given.sa_family != AF_INET) return {};
  sockaddr_in four{};
  std::memcpy(&four, &given, sizeof(four));
  auto address = http::address_from("0.0.0.0");
  std::memcpy(address->bytes.data() + 12, &four.sin_addr, 4);
  return address;
}

/// The one way to a connection: what this refuses is not spoken to, whatever a name was found to be.
curl_socket_t open_socket(void* told, curlsocktype /*purpose*/, curl_sockaddr* to) {
  Talk& talk = talk_of(told);
  const auto address = address_of(to->addr);
  if (!address || !may_reach(*address, talk.rules.allowed)) {
    talk.refused = address.value_or(http::Address{});
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

std::size_t take_head(char* bytes, std::size_t size, std::size_t count, void* told) {
  Talk& talk = talk_of(told);
  const std::string_view line = trim(std::string_view(bytes, size * count));
  talk.head_bytes += size * count;
  talk.head_too_large = talk.head_bytes > k_most_head_bytes;
  if (talk.head_too_large) return 0;
  // "100 Continue" and "103 Early Hints" come before the answer, each with a head of its own.
  if (line.starts_with("HTTP/")) talk.answer.headers.clear();
  const std::size_t colon = line.find(':');
  if (!line.starts_with("HTTP/") && colon != std::string_view::npos) {
    talk.answer.headers.add(std::string(line.substr(0, colon)), std::string(trim(line.substr(colon + 1))));
  }
  return size * count;
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* told) {
  Talk& talk = talk_of(told);
  std::string& body = talk.answer.body;
  const std::size_t room = talk.request.limits.answer_bytes - body.size();
  body.append(bytes, std::min(room, size * count));
  talk.body_too_large = size * count > room;
  return talk.body_too_large ? 0 : size * count;
}

int look_up(void* told, curl_off_t /*to come*/, curl_off_t /*came*/, curl_off_t /*to go*/, curl_off_t /*went*/) {
  return talk_of(told).stop.stop_requested() ? 1 : 0;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7F && std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
  });
}

/// Error: `bad_input` for a field that would break out of its line.
Result<Lines> lines_of(const Request& request) {
  Lines lines;
  bool all_fit = true;
  const auto add = [&](const std::string& line) {
    curl_slist* const before = lines.release();
    curl_slist* const longer = curl_slist_append(before, line.c_str());
    all_fit = all_fit && longer != nullptr;
    lines.reset(longer != nullptr ? longer : before);
  };
  for (const auto& [name, value] : request.headers) {
    const bool is_line = std::ranges::all_of(
        value, [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F); });
    if (!is_token(name) || !is_line)
      return fail(Code::bad_input, "a header field can't be written as it is", cut(name, 60));
    add(value.empty() ? name + ";" : name + ": " + value);
  }
  // libcurl would wait for "100 Continue" before a large body, and call a body without a type a form.
  add("Expect:");
  if (!request.headers.find("Content-Type")) add("Content-Type:");
  if (!all_fit) return fail(Code::full, "there is no memory for a request");
  return lines;
}

bool is_method(std::string_view method) {
  constexpr std::array<std::string_view, 6> k_methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
  return std::ranges::find(k_methods, method) != k_methods.end();
}

void set_request(CURL* handle, const Request& request, const Lines& lines) {
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  if (request.method == "HEAD") {
    curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET" || !request.body.empty()) {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, lines.get());
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, long{request.limits.connect_time.count()});
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, long{request.limits.whole_time.count()});
}

void set_rules(CURL* handle, const Rules& rules) {
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");  // empty: also none of the environment
  curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);  // of several threads, none may wait by a signal
  if (!rules.authorities.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, rules.authorities.c_str());
}

void set_callbacks(CURL* handle, Talk& talk) {
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &talk);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_head);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &talk);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &talk);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &look_up);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &talk);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

std::unexpected<Error> failure(CURLcode code, const Talk& talk) {
  const std::string host = host_of(talk.request.url);
  if (talk.head_too_large || talk.body_too_large) {
    return fail(Code::too_large, "the answer is longer than is taken", host, "ask for less, or look at who answers");
  }
  if (code == CURLE_COULDNT_CONNECT && talk.refused) {
    return fail(Code::unsupported,
                fmt::format("the host is at {}, which is not of the public internet", to_text(*talk.refused)), host,
                "give another address, or let whoever runs the server allow that network");
  }
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return fail(Code::io, "the host's name was not found", host,
                  "look at how it is written, and at this machine's DNS");
    case CURLE_COULDNT_CONNECT:
      return fail(Code::io, "nobody takes connections there", host,
                  "look whether it runs, and whether a firewall stands between");
    case CURLE_OPERATION_TIMEDOUT:
      return fail(Code::io, "there was no whole answer in time", host,
                  "the other side must answer at once and work later");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
      return fail(Code::io, fmt::format("no secure connection: {}", curl_easy_strerror(code)), host,
                  "look at the other side's certificate; one of an own authority must be made known to this server");
    case CURLE_ABORTED_BY_CALLBACK:
      return fail(Code::io, "broken off, since the server stops", host);
    default:
      return fail(Code::io, fmt::format("the request failed: {}", curl_easy_strerror(code)), host);
  }
}

}  // namespace

Result<Answer> fetch(const Request& request, const Rules& rules, const std::stop_token& stop) {
  static std::once_flag ready;
  std::call_once(ready, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  if (auto checked = check_url(request.url, rules); !checked) return std::unexpected(checked.error());
  if (!is_method(request.method)) return fail(Code::bad_input, "this method is not known", cut(request.method, 20));
  const auto lines = lines_of(request);
  if (!lines) return std::unexpected(lines.error());
  const Handle handle(curl_easy_init());
  if (!handle) return fail(Code::full, "there is no memory for a request");
  Talk talk{.request = request, .rules = rules, .stop = stop};
  set_request(handle.get(), request, *lines);
  set_rules(handle.get(), rules);
  set_callbacks(handle.get(), talk);
  const CURLcode code = curl_easy_perform(handle.get());
  const bool is_cut = talk.body_too_large && request.keep_start_of_long_answer;
  if (code != CURLE_OK && !is_cut) return failure(code, talk);
  long status = 0;
  curl_off_t took_us = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle.get(), CURLINFO_TOTAL_TIME_T, &took_us);
  talk.answer.status = static_cast<int>(status);
  talk.answer.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::microseconds(took_us));
  return std::move(talk.answer);
}

}  // namespace bellwether::fetch
