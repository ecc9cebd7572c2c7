#include "serve/http/connection.hpp"

#include "serve/http/problem.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <tuple>

#include <boost/asio/post.hpp>
#include <fmt/format.h>

namespace bellwether::http {

using std::chrono::steady_clock;

namespace {

constexpr int k_requests_in_a_row = 32;  // of one connection that sends ahead; then the loop's others have their turn

}  // namespace

Connection::Connection(Loop& loop, Socket socket, const Entrance& entrance)
    : loop_(loop),
      socket_(std::move(socket)),
      wire_(socket_.native_handle(), loop.house.tls.get()),
      entrance_(entrance),
      parser_(loop.house.settings.limits.header_bytes),
      body_allowance_{.span = loop.house.settings.limits.body_time,
                      .least_bytes_per_second = loop.house.settings.limits.least_bytes_per_second},
      write_allowance_{.span = loop.house.settings.limits.write_time,
                       .least_bytes_per_second = loop.house.settings.limits.least_bytes_per_second} {}

void Connection::begin(const std::shared_ptr<Connection>& connection) { connection->live(connection); }

Detached Connection::live(std::shared_ptr<Connection> self) {
  loop_.add(*this);
  parser_.start();
  // A loop that has let go of its work would never come back to what waits here.
  if (!loop_.is_stopping() && co_await greet()) {
    if (entrance_.refusal) {
      const bool one = *entrance_.refusal == 429;
      co_await refuse(*entrance_.refusal,
                      one ? "your address has too many connections open; close some, or use them again"
                          : "the server holds as many connections as it may; try again later",
                      std::chrono::seconds(5));
    } else {
      while (co_await serve()) {
      }
    }
  }
  boost::system::error_code ignored;
  std::ignore = socket_.close(ignored);
  if (entrance_.refusal) {
    loop_.house.being_refused.fetch_sub(1, std::memory_order_relaxed);
  } else {
    loop_.house.gate.leave(entrance_.peer, entrance_.counted);
  }
  loop_.remove(*this);
  self.reset();
}

// Waiting: the coroutine looks at what it waits for, and sleeps until anything happened; then it looks again.

void Connection::wake() {
  if (waiting_) std::exchange(waiting_, nullptr).resume();
}

void Connection::expire() {
  is_expired_ = true;
  wake();
}

void Connection::kill() {
  is_killed_ = true;
  wake();
}

Connection::Pause Connection::pause(Time until) {
  deadline_ = until;
  return {*this};
}

Connection::Pause Connection::yield() {
  boost::asio::post(loop_.context, [self = shared_from_this()] { self->wake(); });
  return pause(Time::max());
}

Connection::Woken Connection::woken() {
  requests_in_a_row_ = 0;
  deadline_ = Time::max();
  const bool is_expired = std::exchange(is_expired_, false);
  if (is_killed_) return Woken::killed;
  return is_expired ? Woken::expired : Woken::again;
}

void Connection::arm(Wire::Now wait) {
  const bool reads = wait == Wire::Now::read_wait;
  bool& is_armed = reads ? is_read_armed_ : is_write_armed_;
  if (std::exchange(is_armed, true)) return;
  socket_.async_wait(
      reads ? Socket::wait_read : Socket::wait_write,
      [self = shared_from_this(), reads](const boost::system::error_code& /*the next read or write tells*/) {
        (reads ? self->is_read_armed_ : self->is_write_armed_) = false;
        if (reads) self->may_have_more_ = true;
        self->wake();
      });
}

Time Connection::Allowance::until(Time now) const {
  const std::chrono::nanoseconds granted =
      span + std::chrono::seconds(bytes / std::max<std::size_t>(1, least_bytes_per_second));
  return now + std::max(std::chrono::nanoseconds(0), granted - waited);
}

// Reading.

Wire::Now Connection::read() {
  // A socket that had nothing left is asked again when it has something: a try costs as much as a wait.
  if (!may_have_more_ && !wire_.is_secure()) return Wire::Now::read_wait;
  const std::span<char> scratch = loop_.scratch();
  const Wire::Moved moved = wire_.read(scratch);
  if (moved.now != Wire::Now::done) {
    may_have_more_ = false;
    return moved.now;
  }
  may_have_more_ = moved.bytes == scratch.size();
  bytes_in_ += moved.bytes;
  const std::string_view got(scratch.data(), moved.bytes);
  if (in_.empty()) {
    // Understood where it lies; mostly nothing is left to be kept.
    const bool was_head = parser_.at() == Parser::At::head;
    std::size_t used = parser_.take(got);
    if (was_head && parser_.at() == Parser::At::body) used += parser_.take(got.substr(used));
    in_.assign(got.substr(used));
  } else {
    in_.erase(0, std::exchange(in_from_, 0));
    in_.append(got);
    parse_waiting();
  }
  return Wire::Now::done;
}

void Connection::parse_waiting() {
  in_from_ += parser_.take(unread());
  if (in_from_ < in_.size()) return;
  in_ = {};
  in_from_ = 0;
}

Task<bool> Connection::greet() {
  if (!wire_.is_secure()) co_return true;
  const Time until = steady_clock::now() + loop_.house.settings.limits.head_time;
  for (;;) {
    const Wire::Now now = wire_.greet().now;
    if (now == Wire::Now::done) co_return true;
    if (now == Wire::Now::ended || now == Wire::Now::broken) co_return false;
    arm(now);
    if (co_await pause(until) != Woken::again) co_return false;
  }
}

/// False: the connection is over, and nobody is told. A head that is wrong or late is for serve() to refuse.
Task<bool> Connection::read_head() {
  const Limits& limits = loop_.house.settings.limits;
  parser_.start();
  bytes_in_ = unread().size();
  if (!unread().empty()) parse_waiting();
  const Time start = steady_clock::now();
  bool has_begun = false;
  // Who has just come has something to ask.
  Time until =
      start + (std::exchange(is_fresh_, false) ? std::min(limits.head_time, limits.idle_time) : limits.idle_time);
  while (parser_.at() == Parser::At::head) {
    if (!has_begun && bytes_in_ > 0) {
      has_begun = true;
      until = steady_clock::now() + limits.head_time;
    }
    if (loop_.is_stopping() && !has_begun) co_return false;
    const Wire::Now now = read();
    if (now == Wire::Now::done) continue;
    if (now == Wire::Now::ended || now == Wire::Now::broken) co_return false;
    arm(now);
    const Woken how = co_await pause(until);
    if (how == Woken::killed || (how == Woken::expired && !has_begun)) co_return false;
    if (how == Woken::expired) {
      is_late_ = true;
      break;
    }
  }
  co_return true;
}

// The way of a request.

namespace {

std::string hex(std::uint64_t number) { return fmt::format("{:016x}", number); }

/// What the log shows of a method: a client can send any word.
std::string shown_method(const std::string& method) {
  static constexpr std::array<std::string_view, 8> k_known = {"GET",   "HEAD",   "POST",    "PUT",
                                                              "PATCH", "DELETE", "OPTIONS", "TRACE"};
  if (method.empty() || std::ranges::find(k_known, method) != k_known.end()) return method;
  return "other";
}

}  // namespace

void Connection::begin_request() {
  // Each number comes once in 2^64, and tells nothing of how many there were.
  id_ = hex(loop_.house.next_id.fetch_add(0x9E3779B97F4A7C15, std::memory_order_relaxed));
  method_ = shown_method(parser_.request.method);
  pattern_ = {};
  mistake_.clear();
  body_bytes_ = bytes_out_ = 0;
  status_ = 0;
  is_continued_ = false;
  body_failure_.reset();
  body_allowance_.waited = write_allowance_.waited = std::chrono::nanoseconds(0);
  body_allowance_.bytes = write_allowance_.bytes = 0;
  began_ = steady_clock::now();
}

/// False: the connection is over.
Task<bool> Connection::serve() {
  if (++requests_in_a_row_ > k_requests_in_a_row) co_await yield();
  if (!co_await read_head()) co_return false;
  begin_request();
  House& house = loop_.house;
  if (is_late_) {
    co_return co_await refuse(408, fmt::format("the head did not come within {} ms; send it at once",
                                               house.settings.limits.head_time.count()));
  }
  if (parser_.at() == Parser::At::refused)
    co_return co_await refuse(parser_.refusal().status, parser_.refusal().detail);

  Request& request = parser_.request;
  const Asker asker = asker_of(entrance_.peer, wire_.is_secure(), request.headers, house.settings.proxies);
  request.client = to_text(asker.address);
  request.scheme = asker.secure ? "https" : "http";
  request.id = id_;
  if (const auto wait = house.gate.wait_for_request(asker.address, began_); wait.count() > 0) {
    co_return co_await refuse(429, "your address sends more requests than it may; wait as long as Retry-After says",
                              wait);
  }
  std::optional<Route> route = routed();
  if (!route) co_return co_await refuse(500, "the server made a mistake; its log knows the request by its id");
  pattern_ = route->pattern;
  if (auto* const response = std::get_if<Response>(&route->answer)) co_return co_await answer(std::move(*response));

  auto* const whole = std::get_if<Whole>(&route->answer);
  most_body_bytes_ = route->most_body_bytes.value_or(whole != nullptr ? house.settings.limits.body_bytes : UINT64_MAX);
  if (parser_.content_length.value_or(0) > most_body_bytes_) {
    co_return co_await refuse(413, fmt::format("the body is over {} bytes; send less at once", most_body_bytes_));
  }
  if (whole != nullptr && !co_await read_whole_body()) {
    if (body_failure_) co_return co_await refuse(body_failure_->status, body_failure_->detail);
    finish();
    co_return false;
  }
  exchange_ = std::make_shared<Exchange>(loop_.mailbox, house.settings.limits.stream_bytes);
  exchange_->sleeper = this;
  try {
    const Reply reply(exchange_);
    if (whole != nullptr) {
      (*whole)(std::move(request), reply);
    } else {
      std::get<Streamed>(route->answer)(std::move(request), BodyReader(exchange_), reply);
    }
  } catch (const std::exception& thrown) {
    mistake_ = thrown.what();  // the reply was let go on the way, which is told as a 500
  }
  route.reset();
  const bool stays = co_await converse();
  exchange_->close();
  exchange_->sleeper = nullptr;
  exchange_.reset();
  co_return stays;
}

std::optional<Route> Connection::routed() {
  try {
    return loop_.house.router(parser_.request);
  } catch (const std::exception& thrown) {
    mistake_ = thrown.what();
    return {};
  }
}

Task<bool> Connection::refuse(int status, std::string_view detail,
                              std::optional<std::chrono::milliseconds> retry_after) {
  if (entrance_.refusal) begin_request();
  Response response = problem(status, detail, id_);
  if (retry_after) {
    const auto seconds = (retry_after->count() + 999) / 1000;
    response.headers.add("Retry-After", fmt::format("{}", seconds));
  }
  co_return co_await answer(std::move(response));
}

// The body.

bool Connection::owes_continue() const {
  return parser_.expects_continue && !is_continued_ && parser_.at() == Parser::At::body && parser_.piece.empty() &&
         body_bytes_ == 0 && unread().empty();
}

/// One step: a piece may wait in the parser then, or it is at the end, or refuses.
Wire::Now Connection::advance_body() {
  if (!unread().empty()) {
    const std::size_t before = unread().size();
    parse_waiting();
    if (unread().size() < before || parser_.at() != Parser::At::body) return Wire::Now::done;
  }
  return read();
}

/// False: the client is gone, or `body_failure_` says what to tell it.
Task<bool> Connection::read_whole_body() {
  std::string& body = parser_.request.body;
  for (;;) {
    body_bytes_ += parser_.piece.size();
    body_allowance_.bytes = body_bytes_;
    if (body_bytes_ > most_body_bytes_) {
      body_failure_ = {.status = 413,
                       .detail = fmt::format("the body is over {} bytes; send less at once", most_body_bytes_)};
      co_return false;
    }
    if (body.empty()) {
      body = std::exchange(parser_.piece, {});
    } else {
      body.append(parser_.piece);
      parser_.piece.clear();
    }
    if (parser_.at() == Parser::At::done) co_return true;
    if (parser_.at() == Parser::At::refused) {
      body_failure_ = parser_.refusal();
      co_return false;
    }
    if (owes_continue()) {
      is_continued_ = true;
      if (!co_await send("HTTP/1.1 100 Continue\r\n\r\n", {})) co_return false;
    }
    const Wire::Now now = advance_body();
    if (now == Wire::Now::done) continue;
    if (now == Wire::Now::ended || now == Wire::Now::broken) co_return false;
    arm(now);
    const Time before = steady_clock::now();
    const Woken how = co_await pause(body_allowance_.until(before));
    body_allowance_.waited += steady_clock::now() - before;
    if (how == Woken::killed) co_return false;
    if (how == Woken::expired) {
      body_failure_ = {.status = 408, .detail = "the body came too slowly; send it at once, or less of it"};
      co_return false;
    }
  }
}

}  // namespace bellwether::http
