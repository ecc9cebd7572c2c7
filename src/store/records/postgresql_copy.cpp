#include "store/records/postgresql_copy.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::records::engine {

namespace {

using Pair = std::pair<std::string, std::string>;

std::vector<Pair> pairs(soci::session& session, const std::string& sql) {
  std::vector<Pair> found;
  const soci::rowset<soci::row> rows = (session.prepare << sql);
  for (const soci::row& row : rows) found.emplace_back(row.get<std::string>(0), row.get<std::string>(1));
  return found;
}

}  // namespace

void copy_schema(soci::session& session, const std::string& schema, const std::string& copy) {
  session << fmt::format("DROP SCHEMA IF EXISTS \"{}\" CASCADE", copy);
  session << fmt::format("CREATE SCHEMA \"{}\"", copy);
  for (const auto& [table, kind] : pairs(session, fmt::format("SELECT CAST(tablename AS TEXT), CAST('' AS TEXT) FROM "
                                                              "pg_tables WHERE schemaname = '{}'",
                                                              schema))) {
    session << fmt::format("CREATE TABLE \"{0}\".\"{2}\" (LIKE \"{1}\".\"{2}\" INCLUDING ALL)", copy, schema, table);
    session << fmt::format("INSERT INTO \"{0}\".\"{2}\" SELECT * FROM \"{1}\".\"{2}\"", copy, schema, table);
  }
  // LIKE leaves foreign keys out. Their text names tables without a schema, so that it says the same in the copy.
  const auto keys = pairs(session, fmt::format("SELECT CAST(conrelid AS regclass) || ' ADD CONSTRAINT ' || "
                                               "quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint "
                                               "WHERE contype = 'f' AND connamespace = CAST('\"{}\"' AS regnamespace)",
                                               schema));
  session << fmt::format("SET LOCAL search_path = \"{}\", pg_temp", copy);
  for (const auto& [of, rule] : keys) session << fmt::format("ALTER TABLE {} {}", of, rule);
  session << fmt::format("SET LOCAL search_path = \"{}\", pg_temp", schema);
}

}  // namespace bellwether::records::engine
