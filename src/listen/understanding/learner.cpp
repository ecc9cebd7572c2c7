#include "listen/understanding/learner.hpp"

#include "base/priority.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace bellwether::listen {

namespace {

Instant later(Instant at, std::chrono::seconds by) {
  return {at.us + std::chrono::duration_cast<std::chrono::microseconds>(by).count()};
}

/// At the earliest some time after the start, at the latest when the last try is old enough.
Instant first_try(const Learner::Parts& parts) {
  const Instant earliest = later(now(), parts.first_after);
  if (!parts.last) return earliest;
  return {std::max(earliest.us, later(*parts.last, parts.again_after).us)};
}

}  // namespace

Learner::Learner(const facts::Facts& facts, const understand::Knowledge& knowledge, Parts parts)
    : facts_(facts), knowledge_(knowledge), parts_(std::move(parts)) {
  progress_.next = first_try(parts_);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Learner::~Learner() {
  thread_.request_stop();
  changed_.notify_all();
}

void Learner::learn_now() {
  const std::scoped_lock lock(mutex_);
  asked_ = true;
  progress_.under_way = true;
  changed_.notify_all();
}

Learner::Progress Learner::progress() const {
  const std::scoped_lock lock(mutex_);
  return progress_;
}

bool Learner::wait_for_tries(std::uint64_t tries, std::chrono::milliseconds most) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, most, [&] { return progress_.tries >= tries; });
}

void Learner::run(const std::stop_token& stop) {
  give_way();
  constexpr auto k_longest_rest = std::chrono::minutes(10);  // clocks are put right now and then
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      const auto is_due = [&] { return asked_ || now().us >= progress_.next.us; };
      const auto rest = std::chrono::microseconds(std::max<std::int64_t>(0, progress_.next.us - now().us));
      if (!changed_.wait_for(lock, stop, std::min<std::chrono::microseconds>(rest, k_longest_rest), is_due)) continue;
      asked_ = false;
      progress_.under_way = true;
    }
    const auto learned = learn(stop);
    if (stop.stop_requested()) return;
    const std::scoped_lock lock(mutex_);
    progress_.under_way = asked_;
    progress_.trouble = learned ? std::nullopt : std::optional(learned.error());
    progress_.next = later(now(), learned ? parts_.again_after : parts_.too_few_again_after);
    ++progress_.tries;
    changed_.notify_all();
  }
}

Result<void> Learner::learn(const std::stop_token& stop) {
  const auto stops = [&stop] { return stop.stop_requested(); };
  const auto judged = parts_.judged();
  if (!judged) return std::unexpected(judged.error());
  auto texts = scored_texts(facts_, *judged, understand::k_most_scored, stops);
  if (!texts) return std::unexpected(texts.error());
  const auto learned = understand::learn_own(*std::move(texts), knowledge_, stops);
  if (stop.stop_requested()) return fail(Code::conflict, "the server stops");
  if (!learned && learned.error().code != Code::not_enough) return std::unexpected(learned.error());
  if (auto kept = parts_.keep(learned); !kept) return kept;
  if (!learned) return std::unexpected(learned.error());
  if (learned->verdict == understand::Verdict::keep) return {};
  const bool is_taken = learned->verdict == understand::Verdict::take;
  knowledge_.own->set(is_taken ? std::make_shared<const understand::OwnModel>(*learned->model) : nullptr);
  if (parts_.changed) parts_.changed();
  return {};
}

}  // namespace bellwether::listen
