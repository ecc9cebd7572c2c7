#include "base/text.hpp"
#include "serve/fetch/fetch.hpp"
#include "serve/fetch/reach.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include <curl/curl.h>
#include <fmt/format.h>

namespace bellwether::fetch {

namespace {

struct Free {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(char* text) const { curl_free(text); }
};
using Url = std::unique_ptr<CURLU, Free>;

/// Read as libcurl itself will read it when it asks: two readers that differ are a hole.
Url parsed(std::string_view text) {
  Url url(curl_url());
  const std::string whole(text);
  const bool is_read = url != nullptr && curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), 0) == CURLUE_OK;
  return is_read ? std::move(url) : nullptr;
}

std::optional<std::string> part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, Free> held(text);
  return std::string(text);
}

std::string_view without_brackets(std::string_view host) {
  if (host.size() > 2 && host.front() == '[') return host.substr(1, host.size() - 2);
  return host;
}

std::unexpected<Error> wrong(std::string what) {
  return fail(Code::bad_input, std::move(what), "url", "write a whole address, as in https://example.org/hooks");
}

}  // namespace

std::string host_of(std::string_view url) {
  const Url read = parsed(url);
  return read ? part(read, CURLUPART_HOST).value_or("") : "";
}

Result<void> check_url(std::string_view url, const Rules& rules) {
  if (url.size() > k_most_url_bytes) {
    return wrong(fmt::format("a URL has at most {} bytes", k_most_url_bytes));
  }
  const bool is_plain = std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F; });
  const Url read = is_plain ? parsed(url) : nullptr;
  const std::string scheme = read ? part(read, CURLUPART_SCHEME).value_or("") : "";
  if (!read || (scheme != "https" && scheme != "http") || url.find("://") == std::string_view::npos ||
      url.find(":///") != std::string_view::npos) {  // libcurl would take a name out of the path
    return wrong("this is no URL of http or https");
  }
  if (part(read, CURLUPART_USER) || part(read, CURLUPART_PASSWORD))
    return wrong("a URL must not hold a user or password");
  if (part(read, CURLUPART_FRAGMENT)) return wrong("a URL that is asked has no fragment (\"#…\")");
  const std::string host = part(read, CURLUPART_HOST).value_or("");
  if (host.empty()) return wrong("this URL names no host");
  // libcurl has written "0x7f.1" and the like as four numbers by now.
  const auto address = http::address_from(without_brackets(host));
  if (address && !may_reach(*address, rules.allowed)) {
    return fail(Code::unsupported, fmt::format("{} is not an address of the public internet", host), "url",
                "give a public address, or let whoever runs the server allow that network");
  }
  return {};
}

}  // namespace bellwether::fetch
