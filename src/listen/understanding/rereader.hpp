// Reads the texts of the store anew where they were read otherwise than they would be today: in the background, the newest days first.
//
//   Rereader rereader(facts, knowledge, {});         // begins at once, on a thread of its own that gives way
//   knowledge.themes->set(book); rereader.look_again();
//   rereader.progress().left;                         // texts that are still to be read
#pragma once

#include "base/result.hpp"
#include "store/facts/facts.hpp"
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

class SignalReader;

class Rereader {
 public:
  struct Progress {
    std::string reading;  ///< by which texts are read (understand/reading_mark.hpp)
    bool under_way = false;
    std::uint64_t done = 0;        ///< texts that this reading has taken in hand since it was asked for
    std::uint64_t left = 0;        ///< texts that stand in an older one, or in none
    std::optional<Error> trouble;  ///< why it does not go on just now; it is tried again
  };
  /// Called on its thread after each commit.
  using Reread = std::function<void(const facts::Commit&)>;

  /// Both outlive it. What somebody else read (their name stands as the reader) is left alone, and what senders told stays.
  Rereader(facts::Facts& facts, const understand::Knowledge& knowledge, Reread reread);
  Rereader(const Rereader&) = delete;
  Rereader& operator=(const Rereader&) = delete;
  ~Rereader();  ///< finishes the batch that is under way

  /// The themes in use are other ones now, or facts came in unread.
  void look_again();
  [[nodiscard]] Progress progress() const;
  /// False where it took longer.
  [[nodiscard]] bool wait_until_done(std::chrono::milliseconds most) const;

 private:
  void run(const std::stop_token& stop);
  /// Reads until nothing is left, or another reading is asked for. Error: of the store.
  [[nodiscard]] Result<void> read_all(const std::stop_token& stop, std::uint64_t asked);
  [[nodiscard]] Result<void> read_days(SignalReader& reader, const std::stop_token& stop, std::uint64_t asked);
  /// The newest of what a look finds, read and put back; how many there were.
  [[nodiscard]] Result<std::size_t> read_some(SignalReader& reader, facts::Look look);
  [[nodiscard]] bool goes_on(const std::stop_token& stop, std::uint64_t asked) const;
  void count_left();

  facts::Facts& facts_;
  const understand::Knowledge& knowledge_;
  Reread reread_;

  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  std::uint64_t asked_ = 1;  ///< goes up with look_again()
  Progress progress_;
  std::jthread thread_;  ///< last: it uses all of the above
};

}  // namespace bellwether::listen
