#include "store/facts/rollups.hpp"

#include "store/facts/schema.hpp"

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

constexpr auto k_unit = std::to_array<std::string_view>({"unit", "voice_of"});
constexpr auto k_place = std::to_array<std::string_view>({"touchpoint", "channel", "voice_of"});
constexpr auto k_theme = std::to_array<std::string_view>({"unit", "voice_of", "theme"});
constexpr auto k_rollups =
    std::to_array<Rollup>({{.table = "rollup_unit", .dimensions = k_unit, .of_mentions = false},
                           {.table = "rollup_place", .dimensions = k_place, .of_mentions = false},
                           {.table = "rollup_theme", .dimensions = k_theme, .of_mentions = true}});

constexpr std::string_view k_periods = "day, week, month, quarter, year";

std::string dimensions_of(const Rollup& rollup) {
  std::string list;
  for (const std::string_view dimension : rollup.dimensions) {
    if (!list.empty()) list += ", ";
    list += dimension;
  }
  return list;
}

/// Columns that tell cells apart, and the sums of the rest.
std::string keys_of(const Rollup& rollup) {
  return fmt::format("{}, {}{}", k_periods, dimensions_of(rollup), rollup.of_mentions ? "" : ", rating, value");
}
std::string_view sums_of(const Rollup& rollup) {
  return rollup.of_mentions ? "CAST(SUM(n) AS BIGINT) AS n, CAST(SUM(known) AS BIGINT) AS known, CAST(SUM(negative) AS "
                              "BIGINT) AS negative, "
                              "CAST(SUM(positive) AS BIGINT) AS positive, CAST(SUM(total) AS BIGINT) AS total, "
                              "CAST(SUM(squares) AS BIGINT) AS squares, MIN(low) AS low, MAX(high) AS high"
                            : "CAST(SUM(n) AS BIGINT) AS n";
}

/// Rows with one rating together, then by day: a question about one rating skips the rest.
std::string order_of(const Rollup& rollup) {
  return fmt::format("{}day, {}{}", rollup.of_mentions ? "" : "rating, ", dimensions_of(rollup),
                     rollup.of_mentions ? "" : ", value");
}

Result<void> set_compacted(const Connection& connection, std::uint64_t snapshot) {
  return set_meta(connection, "compacted", fmt::format("{}", snapshot));
}

Result<void> remake(const Connection& connection, const Rollup& rollup, const std::string& rows,
                    std::uint64_t snapshot) {
  // A table made anew is packed anew; the old one's space is used again.
  return connection.run(
      fmt::format("CREATE OR REPLACE TABLE {} AS SELECT CAST({} AS BIGINT) AS snapshot, {}, {} FROM ({}) AS cells "
                  "GROUP BY {} ORDER BY {}",
                  rollup.table, snapshot, keys_of(rollup), sums_of(rollup), rows, keys_of(rollup), order_of(rollup)));
}

}  // namespace

std::span<const Rollup> rollups() { return k_rollups; }

std::string from_facts(const Rollup& rollup, std::string_view where) {
  const std::string dimensions = dimensions_of(rollup);
  if (rollup.of_mentions) {
    return fmt::format(
        "SELECT CAST(0 AS BIGINT) AS snapshot, {0}, {1}, COUNT(*) AS n, COUNT(feeling) AS known, "
        "SUM(CASE WHEN feeling < 0 THEN 1 ELSE 0 END) AS negative, SUM(CASE WHEN feeling > 0 THEN 1 ELSE 0 END) AS "
        "positive, "
        "COALESCE(SUM(feeling), 0) AS total, COALESCE(SUM(CAST(feeling AS INTEGER) * feeling), 0) AS squares, "
        "MIN(feeling) AS low, MAX(feeling) AS high "
        "FROM (SELECT {0}, unit, voice_of, unnest(themes) AS theme, unnest(theme_sentiments) AS feeling FROM signals "
        "WHERE {2}) AS mentions "
        "GROUP BY {0}, {1}",
        k_periods, dimensions, where);
  }
  std::string rows = fmt::format(
      "SELECT CAST(0 AS BIGINT) AS snapshot, {0}, {1}, CAST(0 AS TINYINT) AS rating, CASE WHEN has_text THEN 1 ELSE 0 "
      "END AS value, "
      "COUNT(*) AS n FROM signals WHERE {2} GROUP BY {0}, {1}, CASE WHEN has_text THEN 1 ELSE 0 END",
      k_periods, dimensions, where);
  for (std::size_t i = 0; i < k_well_known.size(); ++i) {
    rows += fmt::format(
        " UNION ALL SELECT CAST(0 AS BIGINT), {0}, {1}, CAST({2} AS TINYINT), {3}, COUNT(*) FROM signals WHERE {3} IS "
        "NOT NULL AND {4} "
        "GROUP BY {0}, {1}, {3}",
        k_periods, dimensions, i + 1, k_well_known[i], where);
  }
  return rows;
}

Result<void> compact(const Connection& connection, std::uint64_t snapshot) {
  for (const Rollup& rollup : rollups()) {
    if (auto done = remake(connection, rollup, fmt::format("SELECT * FROM {}", rollup.table), snapshot); !done)
      return done;
  }
  return set_compacted(connection, snapshot);
}

Result<void> remake_rollups(const Connection& connection, std::uint64_t snapshot) {
  for (const Rollup& rollup : rollups()) {
    if (auto done = remake(connection, rollup, from_facts(rollup), snapshot); !done) return done;
  }
  return set_compacted(connection, snapshot);
}

Result<void> remake_mentions(const Connection& connection, std::string_view days, std::span<const Parameter> parameters,
                             std::uint64_t snapshot) {
  for (const Rollup& rollup : rollups()) {
    if (!rollup.of_mentions) continue;
    const auto gone = connection.run(fmt::format("DELETE FROM {} WHERE {}", rollup.table, days), parameters);
    if (!gone) return gone;
    const auto made = connection.run(
        fmt::format("INSERT INTO {} SELECT CAST({} AS BIGINT) AS snapshot, {}, {} FROM ({}) AS cells GROUP BY {}",
                    rollup.table, snapshot, keys_of(rollup), sums_of(rollup), from_facts(rollup, days),
                    keys_of(rollup)),
        parameters);
    if (!made) return made;
  }
  return set_compacted(connection, snapshot);
}

Result<RollupRows> rollup_rows(const Connection& connection) {
  const auto compacted = meta(connection, "compacted");
  if (!compacted) return std::unexpected(compacted.error());
  RollupRows rows;
  for (const Rollup& rollup : rollups()) {
    const std::array<Parameter, 1> since = {std::int64_t{std::stoll(compacted->value_or("0"))}};
    const auto all = connection.number(fmt::format("SELECT COUNT(*) FROM {}", rollup.table));
    if (!all) return std::unexpected(all.error());
    const auto added =
        connection.number(fmt::format("SELECT COUNT(*) FROM {} WHERE snapshot > ?", rollup.table), since);
    if (!added) return std::unexpected(added.error());
    rows.all += static_cast<std::uint64_t>(all->value_or(0));
    rows.added += static_cast<std::uint64_t>(added->value_or(0));
  }
  return rows;
}

}  // namespace bellwether::facts
