#include "listen/understanding/reading_crew.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::listen {

namespace {

/// So many rows are read at once: more would leave some of the crew idle at the end of a batch.
constexpr std::size_t k_rows_at_once = 256;

}  // namespace

ReadingCrew::ReadingCrew(const understand::Knowledge& knowledge, std::size_t helpers) {
  hands_.reserve(helpers + 1);
  for (std::size_t i = 0; i <= helpers; ++i) hands_.push_back({.reader = SignalReader(knowledge), .room = {}});
  helpers_.reserve(helpers);
  for (std::size_t i = 1; i <= helpers; ++i) {
    helpers_.emplace_back([this, i](const std::stop_token& stop) { help(hands_[i], stop); });
  }
}

ReadingCrew::~ReadingCrew() {
  const std::scoped_lock lock(mutex_);
  waiting_.clear();
}

std::size_t ReadingCrew::helpers_of_this_machine() { return std::max(std::thread::hardware_concurrency(), 1U) - 1; }

void ReadingCrew::add(std::span<facts::Signal> rows) {
  const std::scoped_lock lock(mutex_);
  while (!rows.empty()) {
    const std::size_t taken = std::min(rows.size(), k_rows_at_once);
    waiting_.push_back(rows.first(taken));
    rows = rows.subspan(taken);
  }
  changed_.notify_all();
}

void ReadingCrew::help(Hand& hand, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return !waiting_.empty(); }) && !stop.stop_requested()) {
    read_next(hand, lock);
  }
}

bool ReadingCrew::read_next(Hand& hand, std::unique_lock<std::mutex>& lock) {
  if (waiting_.empty()) return false;
  const std::span<facts::Signal> rows = waiting_.front();
  waiting_.pop_front();
  ++under_way_;
  lock.unlock();
  for (facts::Signal& signal : rows) hand.reader.read(signal, hand.room);
  lock.lock();
  if (--under_way_ == 0 && waiting_.empty()) changed_.notify_all();
  return true;
}

void ReadingCrew::finish(facts::SignalBatch& batch) {
  std::unique_lock lock(mutex_);
  while (read_next(hands_.front(), lock)) {
  }
  changed_.wait(lock, [this] { return under_way_ == 0; });
  for (Hand& hand : hands_) {
    if (hand.room.bytes() > 0) batch.add_room(std::exchange(hand.room, facts::Room()));
  }
}

}  // namespace bellwether::listen
