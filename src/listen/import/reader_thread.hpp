// Reads a file's blocks ahead on a thread of its own, a few at a time, while rows of earlier ones become facts.
#pragma once

#include "base/result.hpp"
#include "listen/rows/rows.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace bellwether::listen {

/// A block with what the reader knew when it was read.
struct ReadBlock {
  RowBlock block;
  std::vector<Header> added;  ///< columns that this block is the first to know
  std::uint64_t bytes_read = 0;
};

class ReaderThread {
 public:
  static constexpr std::size_t k_blocks_ahead = 4;

  /// The reader must outlive this, and is not to be touched until it has ended. `columns` are known already.
  ReaderThread(RowReader& reader, std::size_t columns);
  ReaderThread(const ReaderThread&) = delete;
  ReaderThread& operator=(const ReaderThread&) = delete;
  ~ReaderThread();  ///< stops reading

  /// The next block; nothing at the end.
  [[nodiscard]] Result<std::optional<ReadBlock>> next();
  /// Gives a block's memory back for further ones.
  void recycle(RowBlock block);

 private:
  void read(const std::stop_token& stop);

  RowReader& reader_;
  std::size_t columns_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Result<std::optional<ReadBlock>>> ready_;
  std::vector<RowBlock> free_;
  std::jthread thread_;  ///< last: it uses all of the above
};

}  // namespace bellwether::listen
