#include "store/facts/zone_change.hpp"

#include "store/facts/calendar.hpp"
#include "store/facts/rollups.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/state.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

/// Instants of a chunk → first days of one kind of period. The kind stands in the second argument.
void cut_days(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto* zone = static_cast<const Zone*>(duckdb_scalar_function_get_extra_info(info));
  const Column instants(duckdb_data_chunk_get_vector(input, 0));
  const Column grains(duckdb_data_chunk_get_vector(input, 1));
  auto* days = static_cast<std::int32_t*>(duckdb_vector_get_data(output));
  duckdb_vector_ensure_validity_writable(output);
  std::uint64_t* known = duckdb_vector_get_validity(output);
  const std::size_t rows = duckdb_data_chunk_get_size(input);
  for (std::size_t row = 0; row < rows; ++row) {
    const bool dated = instants.known(row);
    duckdb_validity_set_row_validity(known, row, dated);
    if (!dated) continue;
    const Day day = zone->day_at(Instant{instants.at<std::int64_t>(row)});
    days[row] = period_start(static_cast<Grain>(grains.at<std::int32_t>(row)), day).days;
  }
}

Result<void> cut_table(const Connection& connection, Table table) {
  return connection.run(
      fmt::format("CREATE OR REPLACE TABLE {0} AS SELECT * REPLACE ({1}) FROM {0}", table_name(table), cut_anew()));
}

Result<void> rewrite(const Connection& connection, const Zone& zone) {
  auto transaction = Transaction::begin(connection);
  if (!transaction) return std::unexpected(transaction.error());
  const auto seen = seen_by(connection);
  if (!seen) return std::unexpected(seen.error());
  for (const Table table : {Table::signals, Table::acts}) {
    if (auto cut = cut_table(connection, table); !cut) return cut;
  }
  if (auto made = remake_rollups(connection, seen->snapshot); !made) return made;
  if (auto noted = set_meta(connection, "zone", zone.name()); !noted) return noted;
  return transaction->commit();
}

}  // namespace

Result<void> register_zone(const Connection& connection, const Zone& zone) {
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, "zone_period");
  for (const duckdb_type type : {DUCKDB_TYPE_TIMESTAMP, DUCKDB_TYPE_INTEGER}) {
    duckdb_logical_type argument = duckdb_create_logical_type(type);
    duckdb_scalar_function_add_parameter(function, argument);
    duckdb_destroy_logical_type(&argument);
  }
  duckdb_logical_type date = duckdb_create_logical_type(DUCKDB_TYPE_DATE);
  duckdb_scalar_function_set_return_type(function, date);
  duckdb_destroy_logical_type(&date);
  duckdb_scalar_function_set_special_handling(function);
  // The engine only hands the pointer back to cut_days(), which looks and does not change.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast)
  duckdb_scalar_function_set_extra_info(function, const_cast<Zone*>(&zone), nullptr);
  duckdb_scalar_function_set_function(function, cut_days);
  const duckdb_state state = duckdb_register_scalar_function(connection.handle(), function);
  duckdb_destroy_scalar_function(&function);
  if (state == DuckDBError) return engine_failed("the calendar can't be made known to the engine");
  return {};
}

const char* cut_anew() {
  static_assert(static_cast<int>(Grain::day) == 1 && static_cast<int>(Grain::week) == 2 &&
                static_cast<int>(Grain::month) == 3 && static_cast<int>(Grain::quarter) == 4 &&
                static_cast<int>(Grain::year) == 5);
  return "zone_period(occurred_at, 1) AS day, zone_period(occurred_at, 2) AS week, zone_period(occurred_at, 3) AS "
         "month, "
         "zone_period(occurred_at, 4) AS quarter, zone_period(occurred_at, 5) AS year";
}

Result<void> fit_zone(const Connection& connection, const store::DataDirectory& directory) {
  const auto stored = meta(connection, "zone");
  if (!stored) return std::unexpected(stored.error());
  const Zone& zone = directory.settings().zone;
  if (*stored == zone.name()) return {};
  if (directory.access() == store::Access::read) {
    return fail(
        Code::conflict,
        fmt::format("days were cut in {}, and bellwether.toml now says {}", stored->value_or("no zone"), zone.name()),
        directory.folder().string(), "open it once for writing, for example by an import: days are cut anew then");
  }
  if (!*stored) return set_meta(connection, "zone", zone.name());
  return rewrite(connection, zone);
}

}  // namespace bellwether::facts
