// Entries as rows of the inbox's file: a row for each stretch of numbers without a gap, so that what a hundred senders put at once costs
// the engine one row.
//
//   engine.run("BEGIN IMMEDIATE");
//   rows.add(8, one);
//   rows.add(9, another);
//   rows.write();
//   engine.run("COMMIT");
//   read_entries(engine, 8, 100, 1 << 20);  // the one with number 9, and what came since
//
// A row is `first` and `last`, the numbers of its entries, and their bytes, each behind its length (32 bits, the low byte first).
#pragma once

#include "base/result.hpp"
#include "store/inbox/inbox.hpp"
#include "store/inbox/sqlite.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::inbox {

/// For one thread. Errors: as of the engine.
class EntryRows {
 public:
  [[nodiscard]] static Result<EntryRows> open(const Engine& engine);

  /// Within a transaction; numbers rise.
  [[nodiscard]] Result<void> add(std::uint64_t number, std::string_view bytes);
  /// Within the transaction, once at its end.
  [[nodiscard]] Result<void> write();
  /// The transaction was undone.
  void undone();

 private:
  explicit EntryRows(Statement insert) : insert_(std::move(insert)) {}

  Statement insert_;
  std::uint64_t first_ = 0, last_ = 0;  ///< of what is gathered
  std::string gathered_;
};

/// The oldest entries after a position, at most so many and so many bytes; at least one if there is one. Errors: as of the engine, `damaged`.
[[nodiscard]] Result<std::vector<Waiting>> read_entries(const Engine& engine, std::uint64_t position, std::size_t most,
                                                        std::size_t most_bytes);

}  // namespace bellwether::inbox
