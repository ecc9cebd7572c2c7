#include "serve/http/exchange.hpp"

#include "base/burst.hpp"
#include "base/invariant.hpp"

#include <utility>

namespace bellwether::http {

void Mailbox::tell(std::shared_ptr<Exchange> exchange) {
  {
    const std::scoped_lock lock(held_);
    if (!bell_) return;
    letters_.push_back(std::move(exchange));
    if (letters_.size() > 1) return;
  }
  if (!Burst::at_end([self = shared_from_this()] { self->ring(); })) ring();
}

void Mailbox::ring() {
  const std::scoped_lock lock(held_);
  if (bell_ && !letters_.empty()) bell_();
}

std::vector<std::shared_ptr<Exchange>> Mailbox::take() {
  const std::scoped_lock lock(held_);
  return std::exchange(letters_, {});
}

void Mailbox::hang_up(std::function<void()> bell) {
  const std::scoped_lock lock(held_);
  bell_ = std::move(bell);
}

/// The mailbox is told outside of the lock, and only where the loop sleeps: an answer given inside the handler's call
/// costs nothing.
void Exchange::tell(std::unique_lock<std::mutex> lock) {
  has_news_ = true;
  if (!std::exchange(asleep_, false)) return;
  lock.unlock();
  mailbox_->tell(shared_from_this());
}

void Exchange::answer(Response response) {
  std::unique_lock lock(held_);
  invariant(!std::exchange(answered_, true));
  if (closed_) return;
  news_.response = std::move(response);
  tell(std::move(lock));
}

void Exchange::stream(Response head, Reply::Kind kind) {
  std::unique_lock lock(held_);
  invariant(!std::exchange(answered_, true));
  if (closed_) return;
  news_.head = std::move(head);
  news_.kind = kind_ = kind;
  streams_ = true;
  tell(std::move(lock));
}

void Exchange::drop_reply() {
  std::unique_lock lock(held_);
  if (answered_ || closed_) return;
  news_.dropped = true;
  tell(std::move(lock));
}

bool Exchange::send(std::string_view bytes) {
  std::unique_lock lock(held_);
  if (closed_ || refuses_ || !streams_) return false;
  const std::size_t waiting = news_.bytes.size() + unsent_;
  if (waiting > 0 && waiting + bytes.size() > most_bytes_) {
    // What waits is of no use to somebody so far behind: events are cut with a word, other bytes would miss a part.
    refuses_ = news_.ended = true;
    news_.overflowed = kind_ == Reply::Kind::bytes;
    news_.bytes = kind_ == Reply::Kind::events ? ": dropped, because too much waited to be read\n\n" : "";
    tell(std::move(lock));
    return false;
  }
  news_.bytes.append(bytes);
  tell(std::move(lock));
  return true;
}

void Exchange::end_stream() {
  std::unique_lock lock(held_);
  if (closed_ || !streams_ || std::exchange(refuses_, true)) return;
  news_.ended = true;
  tell(std::move(lock));
}

bool Exchange::is_open() const {
  const std::scoped_lock lock(held_);
  return !closed_ && !refuses_;
}

void Exchange::when_closed(std::function<void()> then) {
  {
    const std::scoped_lock lock(held_);
    if (!closed_) {
      when_closed_ = std::move(then);
      return;
    }
  }
  then();
}

void Exchange::when_room(std::function<void()> then) {
  std::unique_lock lock(held_);
  if (closed_) return;
  when_room_ = std::move(then);
  tell(std::move(lock));
}

void Exchange::ask(std::function<void(BodyReader::Piece)> then) {
  {
    std::unique_lock lock(held_);
    invariant(!asked_);
    if (!closed_) {
      asked_ = std::move(then);
      tell(std::move(lock));
      return;
    }
  }
  then(fail(Code::io, "the client went away"));
}

Exchange::News Exchange::take(std::size_t unsent) {
  const std::scoped_lock lock(held_);
  asleep_ = has_news_ = false;
  News taken = std::exchange(news_, {});
  unsent_ = unsent + taken.bytes.size();
  taken.asks = static_cast<bool>(asked_);
  if (when_room_ && unsent_ <= most_bytes_ / 2) taken.room = std::exchange(when_room_, nullptr);
  return taken;
}

bool Exchange::sleep() {
  const std::scoped_lock lock(held_);
  asleep_ = !has_news_;
  return asleep_;
}

void Exchange::deliver(BodyReader::Piece piece) {
  std::function<void(BodyReader::Piece)> asked;
  {
    const std::scoped_lock lock(held_);
    asked = std::exchange(asked_, nullptr);
  }
  if (asked) asked(std::move(piece));
}

void Exchange::close() {
  std::function<void()> told;
  std::function<void()> room;  // let go outside of the lock: what it holds may be the stream itself
  {
    const std::scoped_lock lock(held_);
    if (std::exchange(closed_, true)) return;
    told = std::exchange(when_closed_, nullptr);
    room = std::exchange(when_room_, nullptr);
    news_ = {};
  }
  if (told) told();
  deliver(fail(Code::io, "the client went away"));
}

struct Stream::End {
  explicit End(std::shared_ptr<Exchange> of) : exchange(std::move(of)) {}
  End(const End&) = delete;
  End& operator=(const End&) = delete;
  ~End() { exchange->end_stream(); }
  std::shared_ptr<Exchange> exchange;  // shared with the connection that writes
};

bool Stream::send(std::string_view bytes) const { return end_->exchange->send(bytes); }
void Stream::end() const { end_->exchange->end_stream(); }
bool Stream::is_open() const { return end_->exchange->is_open(); }
void Stream::when_closed(std::function<void()> then) const { end_->exchange->when_closed(std::move(then)); }
void Stream::when_room(std::function<void()> then) const { end_->exchange->when_room(std::move(then)); }

struct Reply::End {
  explicit End(std::shared_ptr<Exchange> of) : exchange(std::move(of)) {}
  End(const End&) = delete;
  End& operator=(const End&) = delete;
  ~End() { exchange->drop_reply(); }
  std::shared_ptr<Exchange> exchange;  // shared with the connection that waits
};

Reply::Reply(std::shared_ptr<Exchange> exchange) : end_(std::make_shared<End>(std::move(exchange))) {}

void Reply::operator()(Response response) const { end_->exchange->answer(std::move(response)); }

Stream Reply::stream(Response head, Kind kind) const {
  if (kind == Kind::events) {
    head.headers.add("Content-Type", "text/event-stream");
    head.headers.add("Cache-Control", "no-store");
  }
  end_->exchange->stream(std::move(head), kind);
  return Stream(std::make_shared<Stream::End>(end_->exchange));
}

void BodyReader::next(std::function<void(Piece)> then) const { exchange_->ask(std::move(then)); }

}  // namespace bellwether::http
