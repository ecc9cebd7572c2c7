// The tables of the store: their names, columns and order, and how a store of an older version becomes one of this.
// docs/decisions/facts-layout.md says why they are as they are.
#pragma once

#include "base/result.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/query.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::facts {

/// Columns of `signals` in their order; names that got a column of their own follow.
enum class SignalColumn : std::uint8_t {
  id,
  snapshot,
  occurred_at,
  received_at,
  day,
  week,
  month,
  quarter,
  year,
  source,
  channel,
  voice_of,
  unit,
  touchpoint,
  language,
  intent,
  reader,
  subject,
  has_text,
  text,
  sentiment,
  urgency,
  effort,
  themes,
  theme_sentiments,
  more_ratings,
  more_texts,
  more_numbers,
  own,  ///< the first of them
};

/// Columns of `acts` in their order.
enum class ActColumn : std::uint8_t {
  id,
  snapshot,
  occurred_at,
  received_at,
  day,
  week,
  month,
  quarter,
  year,
  source,
  kind,
  actor,
  unit,
  currency,
  subject,
  about,
  amount,
  duration_s,
  more_texts,
  more_numbers,
  own,
};

/// "signals", "acts".
[[nodiscard]] std::string_view table_name(Table table);

/// Ratings that always have a column of their own, under their own name, and stand in the rollups.
inline constexpr auto k_well_known = std::to_array<std::string_view>({"nps", "csat", "ces", "stars"});

/// The stored column of a calendar period: "week".
[[nodiscard]] std::string_view period_column(Grain grain);

/// One step from a schema to the next.
struct Migration {
  int to = 0;
  std::string_view what;  ///< for the log of the store
  std::string sql;
};
[[nodiscard]] std::span<const Migration> migrations();

/// The schema that a file has; 0 for an empty one.
[[nodiscard]] Result<int> schema_of(const Connection& connection);

/// Brings a store to the last of `steps`, each in its own transaction. Before a store that holds something is changed its
/// file is copied beside it ("facts.duckdb.schema-1"). Opens and closes the file itself: nobody else may have it open.
/// Errors: `conflict` for a store of a newer schema, naming both versions; `io`.
[[nodiscard]] Result<void> migrate(const DatabaseSettings& settings, std::span<const Migration> steps);

/// A value of the table `meta`.
[[nodiscard]] Result<std::optional<std::string>> meta(const Connection& connection, std::string_view name);
[[nodiscard]] Result<void> set_meta(const Connection& connection, std::string_view name, std::string value);

}  // namespace bellwether::facts
