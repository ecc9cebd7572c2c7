#include "serve/http/loop.hpp"

#include "base/invariant.hpp"
#include "serve/http/connection.hpp"
#include "serve/http/response_text.hpp"

#include <boost/asio/post.hpp>

namespace bellwether::http {

namespace {

constexpr std::chrono::milliseconds k_sweep_every{100};
constexpr std::size_t k_scratch_bytes = 64 << 10;

}  // namespace

Loop::Loop(House& of) : house(of), work_(context.get_executor()), timer_(context), scratch_(k_scratch_bytes) {
  mailbox->hang_up([this] { boost::asio::post(context, [this] { tell_all(); }); });
}

Loop::~Loop() { mailbox->hang_up({}); }

void Loop::run() {
  sweep();
  context.run();
  mailbox->hang_up({});
}

void Loop::stop(Time kill) {
  boost::asio::post(context, [this, kill] {
    is_stopping_ = true;
    kill_ = kill;
    for (std::size_t place = connections_.size(); place-- > 0;) {
      if (place < connections_.size()) connections_[place]->wake();
    }
    end_if_empty();
  });
}

void Loop::add(Connection& connection) {
  connection.place = connections_.size();
  connections_.push_back(&connection);
}

void Loop::remove(Connection& connection) {
  invariant(connection.place < connections_.size() && connections_[connection.place] == &connection);
  connections_[connection.place] = connections_.back();
  connections_[connection.place]->place = connection.place;
  connections_.pop_back();
  if (is_stopping_) end_if_empty();
}

std::string_view Loop::date() {
  const auto second =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  if (second != date_second_) {
    date_second_ = second;
    date_ = date_text(second);
  }
  return date_;
}

/// One timer for all connections: a deadline that moves with every read costs nothing, and is met within a tenth of a
/// second.
void Loop::sweep() {
  const Time now = std::chrono::steady_clock::now();
  // From the back: a connection that ends makes room for the last one, which was seen already.
  for (std::size_t place = connections_.size(); place-- > 0;) {
    if (place >= connections_.size()) continue;
    Connection& connection = *connections_[place];
    if (now >= kill_) {
      connection.kill();
    } else if (connection.deadline() <= now) {
      connection.expire();
    }
  }
  if (is_stopping_ && connections_.empty()) return;
  timer_.expires_after(k_sweep_every);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) sweep();
  });
}

void Loop::tell_all() {
  for (const auto& exchange : mailbox->take()) {
    if (exchange->sleeper != nullptr) exchange->sleeper->wake();
  }
}

void Loop::end_if_empty() {
  if (!connections_.empty()) return;
  timer_.cancel();
  work_.reset();
}

}  // namespace bellwether::http
