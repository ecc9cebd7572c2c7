// The inbox: what came in, safe on disk before anybody is told so, in order, each thing once.
//
//   auto inbox = Inbox::open(directory, {});
//   (*inbox)->put({entry}, [](Result<std::vector<Placed>> placed) { … });   // called once the disk has it
//   auto waiting = (*inbox)->after(position, 1'000);                        // the mover, in order
//   (*inbox)->moved(waiting->back().number);                                // they are in the facts
//
// Entries are bytes that nobody here looks into. One thread writes: it takes all that waits, writes it in one transaction, and answers
// when that is on disk (SQLite, write-ahead log, synchronous=FULL), so that a hundred senders share one wait for the disk.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/directory/data_directory.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::inbox {

/// By what a thing is known again: a hash of 128 bits of its source and its own id, or of a request's idempotency key and its place in
/// the request.
struct Key {
  std::array<std::byte, 16> bytes{};
  friend auto operator<=>(const Key&, const Key&) = default;
};

struct Entry {
  std::optional<Key> key;     ///< nothing: it is never known again
  std::uint64_t content = 0;  ///< a hash of what the sender sent, to tell a repeated thing from another under its key
  std::string bytes;
};

/// What became of an entry.
struct Placed {
  enum class As : std::uint8_t {
    taken_in,
    repeated,  ///< its key is known, with this content: nothing was added
    differs,   ///< its key is known, with another content: nothing was added
  };
  As as = As::taken_in;
  std::uint64_t number = 0;  ///< of the entry; where it was known, of the first under that key
};

/// An entry as the mover takes it. Numbers rise in order of arrival, with gaps, and are never given twice.
struct Waiting {
  std::uint64_t number = 0;
  std::string bytes;
};

struct Limits {
  std::size_t queue_bytes = 64 << 20;                    ///< most that may wait in memory for the disk
  std::uint64_t backlog_bytes = std::uint64_t{8} << 30;  ///< most that may wait on disk for the mover
  int keep_days = 7;  ///< so long at least a key is known again; twice as long at most
};

class Inbox {
 public:
  /// Opens (and makes) inbox.sqlite of a data directory that is held for writing; it must outlive the inbox.
  /// Errors: `io`, `damaged`, `conflict`.
  [[nodiscard]] static Result<std::unique_ptr<Inbox>> open(const store::DataDirectory& directory, const Limits& limits);

  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;
  ~Inbox();  ///< waits for what was put

  /// Called once, on the inbox's own thread: it must be quick, and must not call the inbox. One entry each, in order; or `io`, and nothing
  /// of the entries is in.
  using Answer = std::function<void(Result<std::vector<Placed>>)>;
  /// All of the entries or none. `today` ages keys. Errors, at once and without a call of `answer`: `full` where too much waits already:
  /// try again in a second or so.
  [[nodiscard]] Result<void> put(std::vector<Entry> entries, Day today, Answer answer);

  /// The oldest entries after a position, at most so many and so many bytes; at least one if there is one. Any thread, one at a time.
  [[nodiscard]] Result<std::vector<Waiting>> after(std::uint64_t position, std::size_t most,
                                                   std::size_t most_bytes = 64 << 20) const;
  /// Entries up to here are in the facts for good: they are dropped some time later. A position that goes back changes nothing.
  void moved(std::uint64_t position);
  /// Entries up to here are gone, or may be any time: whoever was told that they had moved must have them.
  [[nodiscard]] std::uint64_t let_go() const;
  /// For an inbox that is younger than the facts: from now on numbers are higher than this, so that nothing new passes for moved. Nothing
  /// happens where they are already. Before anything is put. Error: `io`.
  [[nodiscard]] Result<void> begin_after(std::uint64_t position);
  /// Waits until there is an entry after the position; false where there was none in time, or the inbox is closing.
  [[nodiscard]] bool wait_for_more(std::uint64_t position, std::chrono::milliseconds most) const;
  /// Lets go of whoever waits: for an orderly end.
  void close();

  struct Fill {
    std::size_t queue_bytes = 0;      ///< waiting in memory
    std::uint64_t backlog_bytes = 0;  ///< waiting on disk
    std::uint64_t backlog = 0;        ///< entries waiting on disk, or fewer
    std::uint64_t last = 0;           ///< number of the newest entry
  };
  [[nodiscard]] Fill fill() const;

 private:
  struct State;
  explicit Inbox(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::inbox
