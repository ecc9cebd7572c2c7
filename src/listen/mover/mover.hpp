// Carries what came in from the inbox into the facts, in order, and fills in what its texts mean. Rows and position go in together, so that nothing is lost and nothing
// comes twice, wherever the program stops. What comes after a quiet time goes at once; what comes all the time goes four times a second.
//
//   Mover mover(inbox, facts, directory.folder() / "inbox.refused.ndjson");   // begins at once, on a thread of its own
//   mover.wait_until(position, 5s);                                           // for tests and an orderly end
#pragma once

#include "base/result.hpp"
#include "listen/understanding/signal_reader.hpp"
#include "store/facts/facts.hpp"
#include "store/inbox/inbox.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace bellwether::listen {

class Mover {
 public:
  struct Progress {
    std::uint64_t position = 0;  ///< the last entry that is in the facts
    std::uint64_t moved = 0;     ///< entries since the start
    std::uint64_t refused =
        0;  ///< entries since the start that the facts can't hold: kept in the file, with the reason
    std::optional<Error> trouble;  ///< why nothing moves just now; it is tried again and again
  };
  /// Called on the mover's thread after each commit, with the snapshot that holds it.
  using Moved = std::function<void(const facts::Commit&)>;

  struct Parts {
    std::filesystem::path
        refused;  ///< one JSON object a line, `number`, `reason`, `entry` (base 16); on disk before the position moves on
    Moved moved = {};
    const understand::Knowledge* knowledge = nullptr;  ///< what texts are read with; nothing: they are not
  };

  /// Both, and the knowledge, must outlive it.
  Mover(inbox::Inbox& inbox, facts::Facts& facts, Parts parts);
  Mover(const Mover&) = delete;
  Mover& operator=(const Mover&) = delete;
  ~Mover();  ///< finishes the batch that is under way

  [[nodiscard]] Progress progress() const;
  /// False where it took longer.
  [[nodiscard]] bool wait_until(std::uint64_t position, std::chrono::milliseconds most) const;

 private:
  void run(const std::stop_token& stop);
  void rest(const std::stop_token& stop, std::chrono::steady_clock::time_point until);
  [[nodiscard]] Result<void> carry(std::vector<inbox::Waiting> entries);
  /// What the facts won't hold is looked for by halves, and put aside alone.
  [[nodiscard]] Result<void> carry_in_parts(std::vector<inbox::Waiting> entries, const Error& reason);
  [[nodiscard]] Result<void> put_aside(const inbox::Waiting& entry, const Error& reason);
  void read_texts(facts::SignalBatch& signals);
  void note(const facts::Commit& commit, std::uint64_t position, std::size_t entries);

  inbox::Inbox& inbox_;
  facts::Facts& facts_;
  Parts parts_;
  std::optional<SignalReader> reader_;

  mutable std::mutex mutex_;
  mutable std::condition_variable went_;
  Progress progress_;
  std::jthread thread_;  ///< last: it uses all of the above
};

}  // namespace bellwether::listen
