// The rollups as a whole: what they are made of, compacting them, and making them anew from the facts.
#pragma once

#include "base/result.hpp"
#include "store/facts/duck.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::facts {

/// One rollup: its table, the columns that its cells are told apart by, and what each cell keeps.
struct Rollup {
  std::string_view table;
  std::span<const std::string_view> dimensions;  ///< "unit", "voice_of"
  bool of_mentions = false;  ///< false: counts of exact values of ratings; true: sums of the sentiment of mentions
};
[[nodiscard]] std::span<const Rollup> rollups();

/// The statement that makes a rollup's rows from the facts, with snapshot 0, where a condition holds: for check() and for making
/// them anew.
[[nodiscard]] std::string from_facts(const Rollup& rollup, std::string_view where = "TRUE");

/// Adds together the rows that belong to one cell. Figures of snapshots before `snapshot` are answered by the facts from then
/// on. Inside a transaction.
[[nodiscard]] Result<void> compact(const Connection& connection, std::uint64_t snapshot);

/// Makes all rollups anew from the facts, as of `snapshot`. Inside a transaction.
[[nodiscard]] Result<void> remake_rollups(const Connection& connection, std::uint64_t snapshot);

/// Makes those of mentions anew for some days, as of `snapshot`: a condition on `day`. Inside a transaction.
[[nodiscard]] Result<void> remake_mentions(const Connection& connection, std::string_view days,
                                           std::span<const Parameter> parameters, std::uint64_t snapshot);

/// Rows that were added since the last compaction, and rows in all.
struct RollupRows {
  std::uint64_t added = 0, all = 0;
};
[[nodiscard]] Result<RollupRows> rollup_rows(const Connection& connection);

}  // namespace bellwether::facts
