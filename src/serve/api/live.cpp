#include "serve/api/live.hpp"

#include "tell/voices.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bellwether::api {

Live::Live(const facts::Facts& facts, const LiveLimits& limits)
    : facts_(facts), limits_(limits), snapshot_(facts.snapshot()) {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Live::~Live() {
  thread_.request_stop();
  thread_.join();
}

Result<void> Live::join(Listening wish, const http::Reply& reply) {
  {
    const std::scoped_lock lock(mutex_);
    if (listeners_ >= limits_.listeners) {
      return fail(Code::full, fmt::format("{} pages listen already", listeners_), {}, "try again later");
    }
    if (!held_.contains(wish.group) && held_.size() >= limits_.groups) {
      return fail(Code::full, fmt::format("pages listen by {} different filters already", held_.size()), {},
                  "use one of the usual filters, or try again later");
    }
    ++listeners_;
    ++held_[wish.group];
    newcomers_.push_back({.wish = std::move(wish), .stream = reply.stream({}, http::Reply::Kind::events)});
  }
  came_.notify_one();
  return {};
}

void Live::moved(std::uint64_t snapshot) {
  {
    const std::scoped_lock lock(mutex_);
    snapshot_ = std::max(snapshot_, snapshot);
  }
  came_.notify_one();
}

std::size_t Live::listeners() const {
  const std::scoped_lock lock(mutex_);
  return listeners_;
}

void Live::run(const std::stop_token& stop) {
  std::uint64_t told = 0;
  auto last_sweep = std::chrono::steady_clock::now();
  while (!stop.stop_requested()) {
    std::vector<Listener> newcomers;
    std::uint64_t snapshot = 0;
    {
      std::unique_lock lock(mutex_);
      came_.wait_for(lock, stop, limits_.sweep, [&] { return snapshot_ > told || !newcomers_.empty(); });
      newcomers.swap(newcomers_);
      // A newcomer may know of a commit that was not told of yet.
      for (const Listener& newcomer : newcomers) snapshot_ = std::max(snapshot_, newcomer.wish.since);
      snapshot = snapshot_;
    }
    if (stop.stop_requested()) return;
    for (auto& [name, group] : groups_) tell(group, snapshot);
    let_in(std::move(newcomers), snapshot);
    told = snapshot;
    if (const auto now = std::chrono::steady_clock::now(); now - last_sweep >= limits_.sweep) {
      last_sweep = now;
      sweep();
    }
    std::unique_lock lock(mutex_);
    std::condition_variable_any().wait_for(lock, stop, limits_.pause, [] { return false; });
  }
}

void Live::let_in(std::vector<Listener> newcomers, std::uint64_t snapshot) {
  for (Listener& newcomer : newcomers) {
    const auto [at, is_new] = groups_.try_emplace(newcomer.wish.group);
    Group& group = at->second;
    if (is_new) {
      group.where = newcomer.wish.where;
      group.seen = snapshot;
    }
    // What the group has seen already, and the newcomer has not.
    if (newcomer.wish.since < group.seen) {
      if (const auto missed = events(group.where, newcomer.wish.since, group.seen); missed && !missed->empty()) {
        [[maybe_unused]] const bool sent = newcomer.stream.send(*missed);
      }
    }
    group.listeners.push_back(std::move(newcomer));
  }
}

void Live::tell(Group& group, std::uint64_t snapshot) {
  if (group.seen >= snapshot) return;
  const auto news = events(group.where, group.seen, snapshot);
  if (!news) return;  // the next pass asks again
  group.seen = snapshot;
  if (news->empty()) return;
  // Whoever can't be sent to any more is let go by the sweep.
  for (const Listener& listener : group.listeners) {
    [[maybe_unused]] const bool sent = listener.stream.send(*news);
  }
}

Result<std::string> Live::events(const facts::Expr& where, std::uint64_t since, std::uint64_t snapshot) const {
  auto voices =
      facts_.look({.where = where, .limit = limits_.voices_at_once + 1, .snapshot = snapshot, .since_snapshot = since});
  if (!voices) return std::unexpected(voices.error());
  std::string text;
  if (voices->size() > limits_.voices_at_once) {
    voices->pop_back();
    text += fmt::format("event: gap\ndata: {{\"told\":{}}}\n\n", voices->size());
  }
  std::ranges::reverse(*voices);  // the newest last
  for (const facts::StoredSignal& voice : *voices) {
    if (&voice == &voices->back()) text += fmt::format("id: {}\n", snapshot);
    text += "event: voice\ndata: ";
    text += tell::voice_json(voice).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text += "\n\n";
  }
  return text;
}

void Live::sweep() {
  for (auto at = groups_.begin(); at != groups_.end();) {
    Group& group = at->second;
    const std::size_t gone = std::erase_if(group.listeners, [](const Listener& listener) {
      if (!listener.stream.is_open()) return true;
      if (!listener.wish.may_listen || listener.wish.may_listen()) return false;
      listener.stream.end();
      return true;
    });
    if (gone > 0) {
      const std::scoped_lock lock(mutex_);
      listeners_ -= gone;
      std::size_t& held = held_[at->first];
      held -= gone;
      if (held == 0) held_.erase(at->first);
    }
    at = group.listeners.empty() ? groups_.erase(at) : std::next(at);
  }
}

}  // namespace bellwether::api
