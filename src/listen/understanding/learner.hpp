// Learns from the company's own scores in the background: some time after the start, then once a week, and when asked. What was learned is
// used only where it reads the newest texts better than what reads today (understand/own_scores.hpp).
//
//   Learner learner(facts, knowledge, {.keep = …, .judged = …, .last = …, .taken = [&] { rereader.look_again(); }});
//   learner.learn_now();
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "listen/understanding/scored_texts.hpp"
#include "store/facts/facts.hpp"
#include "understand/own_scores.hpp"
#include "understand/reader.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace bellwether::listen {

class Learner {
 public:
  struct Parts {
    /// Keeps what was learned for good, before it is used; or why nothing could be (Code::not_enough).
    std::function<Result<void>(const Result<understand::OwnLearned>&)> keep;
    /// What people said of texts.
    std::function<Result<JudgedSides>()> judged;
    /// Another model reads from now on, or none of one's own.
    std::function<void()> changed;
    std::optional<Instant> last = {};                                   ///< when it was tried before this start
    std::chrono::seconds first_after = std::chrono::minutes(10);        ///< the start
    std::chrono::seconds again_after = std::chrono::hours(24 * 7);      ///< a try
    std::chrono::seconds too_few_again_after = std::chrono::hours(24);  ///< one that found too few texts
  };
  struct Progress {
    bool under_way = false;
    std::uint64_t tries = 0;  ///< since the start, whatever came of them
    Instant next;             ///< when it is tried again, if nobody asks before
    std::optional<Error>
        trouble;  ///< why the last try came to nothing: too few texts, or a store that could not be read
  };

  /// All of it outlives the learner.
  Learner(const facts::Facts& facts, const understand::Knowledge& knowledge, Parts parts);
  Learner(const Learner&) = delete;
  Learner& operator=(const Learner&) = delete;
  ~Learner();  ///< gives up what is under way, within a second or so

  void learn_now();
  [[nodiscard]] Progress progress() const;
  /// Until that many tries are through since the start; false where it took longer.
  [[nodiscard]] bool wait_for_tries(std::uint64_t tries, std::chrono::milliseconds most) const;

 private:
  void run(const std::stop_token& stop);
  [[nodiscard]] Result<void> learn(const std::stop_token& stop);

  const facts::Facts& facts_;
  const understand::Knowledge& knowledge_;
  Parts parts_;

  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  bool asked_ = false;
  Progress progress_;
  std::jthread thread_;  ///< last: it uses all of the above
};

}  // namespace bellwether::listen
