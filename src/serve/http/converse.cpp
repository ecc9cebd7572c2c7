// A request whose handler has been called: it answers later, takes the body piece by piece, or streams its answer; or
// all of that at once.
#include "base/invariant.hpp"
#include "serve/http/connection.hpp"
#include "serve/http/problem.hpp"
#include "serve/http/response_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::http {

using std::chrono::steady_clock;

namespace {

constexpr std::string_view k_heartbeat = ":\n\n";
constexpr std::size_t k_most_ahead_bytes = 16 << 10;  // of a next request that comes while an event stream is open
constexpr int k_steps_in_a_row = 16;                  // then the loop's other connections have their turn

}  // namespace

struct Connection::Streaming {
  bool has_begun = false;
  bool is_events = false;
  Framing framing = Framing::chunks;
  bool has_body = true;
  bool stays = false;
  bool has_ended = false;
  bool is_cut = false;  ///< bytes are missing: the client must not take it for complete
  Time active = {};     ///< when the handler last did something, or was given something to do
};

/// False: the connection is over.
Task<bool> Connection::converse() {
  Streaming stream{.active = began_};
  for (int steps = 1;; ++steps) {
    Exchange::News news = exchange_->take(out_.size() - out_from_);
    if (auto response = take_news(stream, news)) co_return co_await answer(std::move(*response));
    const std::size_t unsent = out_.size() - out_from_;
    const Wire::Now flushed = flush();
    if (flushed == Wire::Now::broken || flushed == Wire::Now::ended) is_gone_ = true;
    if (is_gone_ || (stream.has_ended && out_.empty())) {
      const bool stays = end_stream(stream);
      if (!stays && !is_gone_ && !stream.is_cut) co_await linger();
      co_return stays;
    }
    if (news.room) {
      news.room();
      continue;
    }
    // The handler's side must know that there is room again, before it is given more to answer.
    if (out_.size() - out_from_ < unsent) continue;
    const bool asks = news.asks && out_.empty();
    if (asks && feed()) {
      stream.active = steady_clock::now();
      if (steps % k_steps_in_a_row == 0) co_await yield();
      continue;
    }
    if (!is_gone_) is_gone_ = is_gone_while_idle(stream);
    if (is_gone_) continue;
    if (flushed != Wire::Now::done) arm(flushed);
    if (!exchange_->sleep()) continue;

    const Time before = steady_clock::now();
    const Woken how = co_await pause(next_deadline(stream, flushed, asks, before));
    const auto waited = steady_clock::now() - before;
    if (asks) body_allowance_.waited += waited;
    if (flushed != Wire::Now::done) write_allowance_.waited += waited;
    if (how == Woken::killed) is_gone_ = true;
    if (how != Woken::expired) continue;
    if (auto response = late(stream, flushed, asks)) co_return co_await answer(std::move(*response));
  }
}

/// What the handler did; a response where that is the whole answer.
std::optional<Response> Connection::take_news(Streaming& stream, Exchange::News& news) {
  if (news.response) return std::move(news.response);
  if (news.dropped) {
    if (body_failure_) return problem(body_failure_->status, body_failure_->detail, id_);
    return problem(500, "the server gave no answer; its log knows the request by its id", id_);
  }
  if (news.head && !begin_stream(stream, *news.head, news.kind)) {
    exchange_->close();
    return problem(500, "the server made an answer that can't be written; its log knows the request by its id", id_);
  }
  if (stream.has_ended || !stream.has_begun) return {};
  if (!news.bytes.empty()) add(stream, news.bytes);
  if (stream.is_events && loop_.is_stopping() && !news.ended) {
    add(stream, loop_.house.settings.last_event);
    news.ended = true;
  }
  if (news.ended) {
    stream.has_ended = true;
    stream.is_cut = news.overflowed;
    if (stream.has_body && stream.framing == Framing::chunks && !stream.is_cut) out_.append(k_last_chunk);
  }
  return {};
}

/// False where the head can't be written.
bool Connection::begin_stream(Streaming& stream, const Response& head, Reply::Kind kind) {
  stream.has_begun = true;
  stream.is_events = kind == Reply::Kind::events;
  stream.has_body = has_body(method_, head.status);
  stream.framing = parser_.is_http_1_0 ? Framing::until_close : Framing::chunks;
  stream.stays = parser_.keeps_alive && !parser_.is_http_1_0 && !stream.is_events && !loop_.is_stopping();
  const auto text = head_text(head, {.request_id = id_,
                                     .date = loop_.date(),
                                     .framing = stream.has_body ? stream.framing : Framing::until_close,
                                     .stays = stream.stays,
                                     .is_http_1_0 = parser_.is_http_1_0});
  if (!text) return false;
  status_ = head.status;
  out_.append(*text);
  stream.active = steady_clock::now();
  if (stream.is_events) count(loop_.house.streams);
  if (!stream.has_body) stream.has_ended = true;
  return true;
}

void Connection::add(Streaming& stream, std::string_view bytes) {
  stream.active = steady_clock::now();
  if (!stream.has_body) return;
  out_.erase(0, std::exchange(out_from_, 0));
  if (stream.framing == Framing::chunks) {
    add_chunk(out_, bytes);
  } else {
    out_.append(bytes);
  }
}

Wire::Now Connection::flush() {
  while (out_from_ < out_.size()) {
    const Wire::Moved moved = wire_.write(std::string_view(out_).substr(out_from_), {});
    if (moved.now != Wire::Now::done) return moved.now;
    out_from_ += moved.bytes;
    bytes_out_ += moved.bytes;
    write_allowance_.bytes += moved.bytes;
  }
  // An idle stream holds no buffer.
  out_ = {};
  out_from_ = 0;
  return Wire::Now::done;
}

/// The handler asks for a piece of the body: one step towards giving it. False: it takes more from the client.
bool Connection::feed() {
  if (!body_failure_ && !parser_.piece.empty()) {
    body_bytes_ += parser_.piece.size();
    body_allowance_.bytes = body_bytes_;
    if (body_bytes_ > most_body_bytes_) {
      fail_body(413, Code::too_large, fmt::format("the body is over {} bytes; send less at once", most_body_bytes_));
    } else {
      exchange_->deliver(std::exchange(parser_.piece, {}));
    }
    return true;
  }
  if (!body_failure_ && parser_.at() == Parser::At::done) {
    exchange_->deliver(std::optional<std::string>());
    return true;
  }
  if (body_failure_ || parser_.at() == Parser::At::refused) {
    const Parser::Refusal failure = body_failure_.value_or(parser_.refusal());
    fail_body(failure.status, Code::bad_input, failure.detail);
    return true;
  }
  if (owes_continue() && status_ == 0) {
    is_continued_ = true;
    out_.append("HTTP/1.1 100 Continue\r\n\r\n");
    return true;
  }
  const Wire::Now now = advance_body();
  if (now == Wire::Now::done) return true;
  is_gone_ = now == Wire::Now::ended || now == Wire::Now::broken;
  if (!is_gone_) arm(now);
  return false;
}

void Connection::fail_body(int status, Code code, std::string detail) {
  body_failure_ = {.status = status, .detail = std::move(detail)};
  exchange_->deliver(fail(code, body_failure_->detail));
}

/// Nobody writes on an event stream while nothing happens: only reading tells that the client has left.
bool Connection::is_gone_while_idle(const Streaming& stream) {
  if (!stream.is_events || is_read_armed_ || unread().size() > k_most_ahead_bytes) return false;
  Wire::Now now = read();
  while (now == Wire::Now::done && unread().size() <= k_most_ahead_bytes) now = read();
  if (now == Wire::Now::read_wait || now == Wire::Now::write_wait) arm(now);
  return now == Wire::Now::ended || now == Wire::Now::broken;
}

Time Connection::next_deadline(const Streaming& stream, Wire::Now flushed, bool asks, Time now) const {
  const Limits& limits = loop_.house.settings.limits;
  Time next = Time::max();
  if (asks) next = std::min(next, body_allowance_.until(now));
  if (flushed != Wire::Now::done) next = std::min(next, write_allowance_.until(now));
  if (stream.is_events) return std::min(next, stream.active + limits.heartbeat);
  return next == Time::max() ? stream.active + limits.answer_time : next;
}

/// A deadline has passed: which one it was, by the order in which next_deadline() names them.
std::optional<Response> Connection::late(Streaming& stream, Wire::Now flushed, bool asks) {
  const Time now = steady_clock::now();
  if (flushed != Wire::Now::done && write_allowance_.until(now) <= now) {
    is_gone_ = true;
  } else if (asks && body_allowance_.until(now) <= now) {
    fail_body(408, Code::io, "the body came too slowly; send it at once, or less of it");
  } else if (stream.is_events) {
    // Where the last one is still unread, another says nothing new.
    if (out_.empty()) add(stream, k_heartbeat);
    stream.active = now;
  } else if (stream.has_begun) {
    is_gone_ = true;
  } else {
    exchange_->close();
    Response response = problem(503, "the answer took too long; try again later, or ask for less", id_);
    response.headers.add("Retry-After", "10");
    return response;
  }
  return {};
}

/// Whether the connection may be used again.
bool Connection::end_stream(const Streaming& stream) {
  if (stream.is_events) loop_.house.streams.fetch_sub(1, std::memory_order_relaxed);
  out_ = {};
  out_from_ = 0;
  finish();
  return stream.stays && !is_gone_ && !stream.is_cut && parser_.at() == Parser::At::done;
}

}  // namespace bellwether::http
