#include "serve/http/connection.hpp"
#include "serve/http/problem.hpp"
#include "serve/http/response_text.hpp"

namespace bellwether::http {

using std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds k_linger{2};
constexpr std::size_t k_joined_bytes = 16 << 10;  // so much fits into one record of TLS

std::string_view from(std::string_view text, std::size_t at) {
  return at < text.size() ? text.substr(at) : std::string_view();
}

}  // namespace

/// Writes a whole response. False: the connection is over.
Task<bool> Connection::answer(Response response) {
  const bool is_read = parser_.at() == Parser::At::done;
  const bool stays = is_read && parser_.keeps_alive && !loop_.is_stopping();
  const HeadFacts facts{.request_id = id_, .date = loop_.date(), .stays = stays, .is_http_1_0 = parser_.is_http_1_0};
  auto head = head_text(response, facts);
  if (!head) {
    response =
        problem(500, "the server made an answer that can't be written; its log knows the request by its id", id_);
    head = head_text(response, facts);
  }
  if (out_from_ < out_.size()) head->insert(0, out_, out_from_);
  out_ = {};
  out_from_ = 0;
  status_ = response.status;
  std::string_view body = has_body(method_, response.status) ? response.bytes() : std::string_view();
  if (wire_.is_secure() && body.size() <= k_joined_bytes) head->append(std::exchange(body, {}));
  const bool is_sent = co_await send(*head, body);
  finish();
  if (!is_sent) co_return false;
  if (stays) co_return true;
  co_return co_await linger();
}

Task<bool> Connection::send(std::string_view head, std::string_view body) {
  std::size_t written = 0;
  while (written < head.size() + body.size()) {
    const Wire::Moved moved =
        wire_.write(from(head, written), from(body, written < head.size() ? 0 : written - head.size()));
    if (moved.now == Wire::Now::done) {
      written += moved.bytes;
      bytes_out_ += moved.bytes;
      write_allowance_.bytes += moved.bytes;
      continue;
    }
    if (moved.now == Wire::Now::ended || moved.now == Wire::Now::broken) co_return false;
    arm(moved.now);
    const Time before = steady_clock::now();
    const Woken how = co_await pause(write_allowance_.until(before));
    write_allowance_.waited += steady_clock::now() - before;
    if (how != Woken::again) co_return false;
  }
  co_return true;
}

/// The last answer was written. A socket that is closed while the client still sends throws away what the client has
/// not read yet, so its bytes are taken for a while. Always false: the connection is over.
Task<bool> Connection::linger() {
  wire_.end_writing();
  if (parser_.at() == Parser::At::done && unread().empty()) co_return false;
  const Time until = steady_clock::now() + k_linger;
  while (steady_clock::now() < until) {
    const Wire::Now now = wire_.read(loop_.scratch()).now;
    if (now == Wire::Now::ended || now == Wire::Now::broken) break;
    arm(now == Wire::Now::done ? Wire::Now::read_wait : now);
    if (co_await pause(until) != Woken::again) break;
  }
  co_return false;
}

void Connection::finish() {
  House& house = loop_.house;
  count(house.requests.at(static_cast<std::size_t>(status_)));
  count(house.bytes_in, bytes_in_);
  count(house.bytes_out, bytes_out_);
  if (!house.settings.on_finished) return;
  const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began_);
  house.settings.on_finished({.method = method_,
                              .pattern = pattern_,
                              .status = status_,
                              .bytes_in = bytes_in_ - unread().size(),
                              .bytes_out = bytes_out_,
                              .duration = duration,
                              .request_id = id_,
                              .mistake = mistake_});
}

}  // namespace bellwether::http
