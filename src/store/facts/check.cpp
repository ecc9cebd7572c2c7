// Verifies a store: that it can be read, and that everything kept twice is the same both times.
#include "base/text.hpp"
#include "store/facts/rollups.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/sql.hpp"
#include "store/facts/state.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

constexpr const char* k_bring_back = "bring back the last backup of the data directory";
constexpr const char* k_make_anew =
    "export the facts and import them into a new data directory, or bring back the last backup";

/// One run over a store. Every look adds a line to what was looked at, and what it finds wrong to the problems; an engine that
/// can't go on is a problem like the others.
class Checking {
 public:
  Checking(const Connection& connection, const Names& names, CheckReport& report)
      : connection_(connection), names_(names), report_(report) {}

  void readable(Table table) {
    const std::string name(table_name(table));
    // A hash over whole rows makes the engine fetch every block and verify its checksum.
    const auto rows =
        count("all of " + name + " can be read", name, fmt::format("SELECT COUNT(hash(t)) FROM {} AS t", name));
    if (rows) (table == Table::signals ? report_.signals : report_.acts) = static_cast<std::uint64_t>(*rows);
  }

  void ids(Table table) {
    const std::string name(table_name(table));
    expect_none(
        "ids in " + name + " are there and unique", name,
        fmt::format("SELECT COUNT(*) FROM (SELECT id FROM {} GROUP BY id HAVING COUNT(*) > 1 OR id IS NULL) AS twice",
                    name),
        "{} ids that stand more than once", k_make_anew);
  }

  void snapshots(Table table, std::uint64_t newest) {
    const std::string name(table_name(table));
    expect_none(
        "every row of " + name + " belongs to a commit", name,
        fmt::format("SELECT COUNT(*) FROM {} WHERE snapshot IS NULL OR snapshot < 1 OR snapshot > {}", name, newest),
        "{} rows of a commit that never was", k_bring_back);
  }

  void days(Table table) {
    const std::string name(table_name(table));
    std::string differs;
    for (const Grain grain : {Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year}) {
      differs += fmt::format("{}{} IS DISTINCT FROM zone_period(occurred_at, {})", differs.empty() ? "" : " OR ",
                             period_column(grain), static_cast<int>(grain));
    }
    expect_none("days of " + name + " fit the time zone", name,
                fmt::format("SELECT COUNT(*) FROM {} WHERE {}", name, differs),
                "{} rows whose day, week, month, quarter or year is not that of their time", k_make_anew);
  }

  void words(Table table, std::span<const Dimension> dimensions) {
    const std::string name(table_name(table));
    for (const Dimension dimension : dimensions) {
      expect_none(fmt::format("every {} of {} has its word", word_of(dimension), name), name,
                  fmt::format("SELECT COUNT(*) FROM {0} WHERE {1} < 0 OR {1} >= {2}", name, word_of(dimension),
                              names_.words(dimension).size()),
                  fmt::format("{{}} rows with a {} that is not in the dictionary", word_of(dimension)), k_bring_back);
    }
  }

  void mentions() {
    expect_none("every theme has its word", "signals",
                fmt::format("SELECT COUNT(*) FROM {} WHERE theme IS NULL OR theme < 0 OR theme >= {}",
                            dialect::mentions("TRUE"), names_.words(Dimension::theme).size()),
                "{} mentions of a theme that is not in the dictionary", k_bring_back);
    expect_none("every theme has its sentiment beside it", "signals",
                "SELECT COUNT(*) FROM signals WHERE COALESCE(len(themes), 0) <> COALESCE(len(theme_sentiments), 0)",
                "{} signals with more themes than sentiments, or fewer", k_make_anew);
    expect_none("signals with text are marked so", "signals",
                "SELECT COUNT(*) FROM signals WHERE has_text IS DISTINCT FROM (text IS NOT NULL)",
                "{} signals whose mark of having text is wrong", k_make_anew);
  }

  void fields(Table table) {
    const std::string name(table_name(table));
    for (const auto& [map, kind] :
         {std::pair("more_ratings", FieldKind::rating), std::pair("more_texts", FieldKind::text),
          std::pair("more_numbers", FieldKind::number)}) {
      if (table == Table::acts && kind == FieldKind::rating) continue;
      std::string known = "-1";
      for (const NamedField& field : names_.fields(table)) {
        if (field.kind == kind && field.column.empty()) known += fmt::format(", {}", field.id);
      }
      expect_none(
          fmt::format("every {} of {} in a map has its name", word_of(kind), name), name,
          fmt::format("SELECT COUNT(*) FROM (SELECT unnest(map_keys({})) AS k FROM {}) AS keys WHERE k NOT IN ({})",
                      map, name, known),
          fmt::format("{{}} values of a {} without a name", word_of(kind)), k_bring_back);
    }
    for (const NamedField& field : names_.fields(table)) {
      if (field.column.empty()) continue;
      const auto place = count(
          "", name,
          fmt::format("SELECT COUNT(*) FROM information_schema.columns WHERE table_name = '{}' AND column_name = '{}'",
                      name, field.column));
      if (place && *place == 0) problem(name, fmt::format("the column of {} is missing", field.name), k_bring_back);
    }
  }

  void rollup(const Rollup& rollup) {
    std::string keys = "day, week, month, quarter, year";
    for (const std::string_view dimension : rollup.dimensions) keys += fmt::format(", {}", dimension);
    std::vector<std::string> sums = {"n"};
    if (rollup.of_mentions) {
      sums = {"n", "known", "negative", "positive", "total", "squares"};
    } else {
      keys += ", rating, value";
    }
    const auto side = [&](int sign, std::string_view rows) {
      std::string columns = keys;
      for (const std::string& sum : sums) columns += fmt::format(", {} * {} AS {}", sign, sum, sum);
      if (rollup.of_mentions) columns += fmt::format(", {} AS side, low, high", sign);
      return fmt::format("SELECT {} FROM ({}) AS rows", columns, rows);
    };
    std::string unequal;
    for (const std::string& sum : sums) unequal += fmt::format("{}SUM({}) <> 0", unequal.empty() ? "" : " OR ", sum);
    if (rollup.of_mentions) {
      for (const auto& [extreme, column] : {std::pair("MIN", "low"), std::pair("MAX", "high")}) {
        unequal += fmt::format(
            " OR {0}(CASE WHEN side > 0 THEN {1} END) IS DISTINCT FROM {0}(CASE WHEN side < 0 THEN {1} END)", extreme,
            column);
      }
    }
    expect_none(fmt::format("{} equals the facts", rollup.table), std::string(rollup.table),
                fmt::format("SELECT COUNT(*) FROM (SELECT 1 AS one FROM ({} UNION ALL {}) AS both_sides GROUP BY {} "
                            "HAVING {}) AS cells",
                            side(1, fmt::format("SELECT * FROM {}", rollup.table)), side(-1, from_facts(rollup)), keys,
                            unequal),
                "{} cells that differ from the facts", k_make_anew);
  }

 private:
  std::optional<std::int64_t> count(std::string looked_at, const std::string& where, const std::string& sql) {
    if (!looked_at.empty()) report_.looked_at.push_back(std::move(looked_at));
    const auto number = connection_.number(sql);
    if (number) return number->value_or(0);
    problem(where, number.error().message, number.error().mend.empty() ? k_bring_back : number.error().mend);
    return std::nullopt;
  }

  void expect_none(std::string looked_at, const std::string& where, const std::string& sql, const std::string& what,
                   const char* mend) {
    const auto found = count(std::move(looked_at), where, sql);
    if (found && *found != 0) problem(where, fmt::format(fmt::runtime(what), with_thousands(*found)), mend);
  }

  void problem(std::string where, std::string what, std::string mend) {
    report_.problems.push_back({.where = std::move(where), .what = std::move(what), .mend = std::move(mend)});
  }

  const Connection& connection_;
  const Names& names_;
  CheckReport& report_;
};

}  // namespace

Result<CheckReport> Facts::check() const {
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  const Connection& connection = **reader;
  const auto transaction = Transaction::begin(connection);
  if (!transaction) return std::unexpected(transaction.error());
  CheckReport report;
  const auto seen = seen_by(connection);
  if (!seen) return std::unexpected(seen.error());
  report.snapshot = seen->snapshot;

  Checking checking(connection, state_->names, report);
  for (const Table table : {Table::signals, Table::acts}) {
    checking.readable(table);
    checking.ids(table);
    checking.snapshots(table, seen->snapshot);
    checking.days(table);
    checking.fields(table);
  }
  checking.words(Table::signals, k_signal_dimensions);
  checking.words(Table::acts, k_act_dimensions);
  checking.mentions();
  for (const Rollup& rollup : rollups()) checking.rollup(rollup);
  return report;
}

}  // namespace bellwether::facts
