// Beast asserts that a body's last chunk comes in no smaller pieces than it likes, which is for the client to say.
#define BOOST_DISABLE_ASSERTS

#include "serve/http/parser.hpp"

#include "base/text.hpp"
#include "serve/http/target.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/beast/http/basic_parser.hpp>
#include <fmt/format.h>

namespace bellwether::http {

namespace beast = boost::beast::http;
using boost::system::error_code;
using View = boost::beast::string_view;

namespace {

constexpr std::size_t k_most_piece_bytes = 64 << 10;
constexpr std::size_t k_most_fields = 100;

std::string_view viewed(View text) { return {text.data(), text.size()}; }

}  // namespace

/// Beast's parser, which knows the grammar; it hands over what it reads.
class Parser::Reader : public beast::basic_parser<true> {
 public:
  Reader(Parser& parser, std::size_t header_bytes) : parser_(parser) {
    header_limit(
        static_cast<std::uint32_t>(std::min<std::size_t>(header_bytes, std::numeric_limits<std::uint32_t>::max())));
    body_limit(std::numeric_limits<std::uint64_t>::max());  // the route's limit is known later
  }
  std::string target;

 private:
  void on_request_impl(beast::verb /*verb*/, View method, View where, int version, error_code& /*error*/) override {
    parser_.request.method.assign(method.data(), method.size());
    target.assign(where.data(), where.size());
    parser_.is_http_1_0 = version == 10;
  }
  void on_response_impl(int /*status*/, View /*reason*/, int /*version*/, error_code& /*error*/) override {}
  void on_field_impl(beast::field /*field*/, View name, View value, error_code& error) override {
    if (is_header_read_) return;  // trailers say nothing that anybody here waits for
    if (parser_.request.headers.size() >= k_most_fields) {
      error = beast::error::header_limit;
      return;
    }
    parser_.request.headers.add(std::string(viewed(name)), std::string(viewed(value)));
  }
  void on_header_impl(error_code& /*error*/) override { is_header_read_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/, error_code& /*error*/) override {}
  std::size_t on_body_impl(View bytes, error_code& /*error*/) override {
    parser_.piece.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t /*size*/, View /*extensions*/, error_code& /*error*/) override {}
  std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, View bytes, error_code& /*error*/) override {
    parser_.piece.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_finish_impl(error_code& /*error*/) override {}

  Parser& parser_;
  bool is_header_read_ = false;
};

Parser::Parser(std::size_t header_bytes) : header_bytes_(header_bytes) {}
Parser::~Parser() = default;

void Parser::start() {
  reader_.reset();
  at_ = At::head;
  request = {};
  keeps_alive = is_http_1_0 = expects_continue = has_body = false;
  content_length.reset();
  head_taken_ = 0;
  piece = {};
}

std::size_t Parser::take(std::string_view bytes) {
  if (at_ == At::head) return take_head(bytes);
  if (at_ == At::body) return take_body(bytes);
  return 0;
}

std::size_t Parser::take_head(std::string_view bytes) {
  std::size_t taken = 0;
  if (!reader_) {
    // An empty line before a request is skipped (RFC 9112 §2.2).
    while (bytes.substr(taken).starts_with("\r\n")) taken += 2;
    if (bytes.size() - taken < 2) return taken;
    reader_ = std::make_unique<Reader>(*this, header_bytes_);
  }
  error_code error;
  while (!error && !reader_->is_header_done() && taken < bytes.size()) {
    taken += reader_->put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), error);
  }
  head_taken_ += taken;
  const bool is_whole = reader_->is_header_done();
  const bool waits = error == beast::error::need_more;
  if (error == beast::error::header_limit || head_taken_ + (is_whole ? 0 : bytes.size() - taken) > header_bytes_) {
    refuse(431, fmt::format("the head is over {} bytes or {} fields; send fewer or shorter header fields",
                            header_bytes_, k_most_fields));
  } else if (error == beast::error::bad_version) {
    refuse(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
  } else if (error && !waits) {
    refuse(400, fmt::format("the head of the request can't be read ({}); send it as in RFC 9112", error.message()));
  } else if (is_whole) {
    check_head();
  }
  return taken;
}

/// What Beast lets pass, and this server does not. Who fronts it may read the same bytes in another way.
void Parser::check_head() {
  at_ = At::body;
  const Headers& headers = request.headers;
  keeps_alive = reader_->keep_alive();
  const auto hosts = headers.all("Host");
  if (hosts.size() > 1) return refuse(400, "there is more than one Host header; send one");
  if (hosts.empty() && !is_http_1_0) return refuse(400, "there is no Host header; HTTP/1.1 wants one");
  if (!hosts.empty() && hosts.front().find_first_of(" \t/@,") != std::string_view::npos) {
    return refuse(400,
                  "the Host header holds no host; send a name or an address, and a port where it is not the usual one");
  }
  const auto codings = headers.all("Transfer-Encoding");
  if (codings.size() > 1 || (!codings.empty() && is_http_1_0)) {
    return refuse(400,
                  "the body's length is told in a way that can't be trusted; send one Transfer-Encoding, in HTTP/1.1");
  }
  if (!codings.empty() && !equals_ignoring_case(codings.front(), "chunked")) {
    return refuse(501, "the only Transfer-Encoding that is read here is \"chunked\"");
  }
  if (const auto expected = headers.find("Expect")) {
    if (!equals_ignoring_case(*expected, "100-continue"))
      return refuse(417, "the only Expect that is met here is \"100-continue\"");
    expects_continue = !is_http_1_0;
  }
  auto target = target_from(reader_->target);
  if (!target) return refuse(400, fmt::format("{}; {}", target.error().message, target.error().mend));
  if (target->path == "*" && request.method != "OPTIONS") return refuse(400, "the target \"*\" is for OPTIONS only");
  request.path = std::move(target->path);
  request.segments = std::move(target->segments);
  request.query = std::move(target->query);
  request.host =
      !target->host.empty() ? std::move(target->host) : std::string(hosts.empty() ? std::string_view() : hosts.front());
  if (const auto length = reader_->content_length()) content_length = *length;
  has_body = !reader_->is_done();
  if (!has_body) at_ = At::done;
}

std::size_t Parser::take_body(std::string_view bytes) {
  std::size_t taken = 0;
  error_code error;
  while (!error && !reader_->is_done() && taken < bytes.size() && piece.size() < k_most_piece_bytes) {
    taken += reader_->put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), error);
  }
  if (reader_->is_done()) {
    at_ = At::done;
  } else if (error && error != beast::error::need_more) {
    refuse(400, fmt::format("the body's chunks can't be read ({}); send them as in RFC 9112", error.message()));
  } else if (error == beast::error::need_more && bytes.size() - taken > header_bytes_) {
    refuse(400, "a chunk's first line or the trailers are too long");
  }
  return taken;
}

void Parser::refuse(int status, std::string detail) {
  at_ = At::refused;
  refusal_ = {.status = status, .detail = std::move(detail)};
}

}  // namespace bellwether::http
