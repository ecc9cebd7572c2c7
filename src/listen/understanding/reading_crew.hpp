// Reads the texts of a batch's signals on several threads, while the batch is still being filled.
//
//   ReadingCrew crew(knowledge, 7);                    // seven threads beside the one that fills
//   crew.add(batch.rows().subspan(0, 512));            // they begin with these
//   …
//   crew.finish(batch);                                // the filling thread reads along until all are read
#pragma once

#include "listen/understanding/signal_reader.hpp"
#include "store/facts/signal.hpp"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <span>
#include <stop_token>
#include <thread>
#include <vector>

namespace bellwether::listen {

class ReadingCrew {
 public:
  /// `knowledge` outlives the crew. `helpers` may be 0: then all is read in finish().
  ReadingCrew(const understand::Knowledge& knowledge, std::size_t helpers);
  ReadingCrew(const ReadingCrew&) = delete;
  ReadingCrew& operator=(const ReadingCrew&) = delete;
  ~ReadingCrew();  ///< what is not read yet stays so

  /// As many helpers as there are cores beside the caller's.
  [[nodiscard]] static std::size_t helpers_of_this_machine();

  /// These rows have all but their meaning, and stay where they are until finish() has returned, as does the crew or their batch.
  void add(std::span<facts::Signal> rows);
  /// Reads along until all that was added is read. What was kept of it becomes the batch's.
  void finish(facts::SignalBatch& batch);

 private:
  /// What one thread reads with.
  struct Hand {
    SignalReader reader;
    facts::Room room;
  };
  void help(Hand& hand, const std::stop_token& stop);
  /// Reads the next rows that wait; false where none do. The lock is held before and after.
  bool read_next(Hand& hand, std::unique_lock<std::mutex>& lock);

  std::vector<Hand> hands_;  ///< the first is the caller's
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::span<facts::Signal>> waiting_;
  std::size_t under_way_ = 0;          ///< spans that are being read
  std::vector<std::jthread> helpers_;  ///< last: they use all of the above
};

}  // namespace bellwether::listen
