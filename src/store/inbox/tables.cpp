#include "store/inbox/tables.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::inbox {

namespace {

constexpr std::int64_t k_schema = 2;

/// Numbers are given by the writer: `last` outlives the entries.
constexpr std::string_view k_entries = "CREATE TABLE entries (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL);";

constexpr std::string_view k_trees = R"(
CREATE TABLE keys_0 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE keys_1 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('schema', 2), ('moved', 0), ('young', 0), ('young_since', 0), ('last', 0);
)";

constexpr std::string_view k_lists = R"(
CREATE TABLE list_0 (number INTEGER PRIMARY KEY, key BLOB NOT NULL, content INTEGER NOT NULL);
CREATE TABLE list_1 (number INTEGER PRIMARY KEY, key BLOB NOT NULL, content INTEGER NOT NULL);
INSERT INTO state VALUES ('filling', 0), ('carrying', 0), ('carried_into', 0);
)";

/// The engine gave the numbers, and new keys went into the trees at once.
constexpr std::string_view k_from_1 = R"(
INSERT INTO state VALUES ('last', COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'entries'), 0));
ALTER TABLE entries RENAME TO entries_1;
)";
constexpr std::string_view k_from_1_end = R"(
INSERT INTO entries SELECT number, bytes FROM entries_1 ORDER BY number;
DROP TABLE entries_1;
UPDATE state SET value = 2 WHERE name = 'schema';
)";

Result<void> run_together(const Engine& engine, const std::string& sql) {
  auto done = engine.run("BEGIN IMMEDIATE;" + sql + "COMMIT;");
  if (!done) engine.roll_back();
  return done;
}

}  // namespace

Result<void> make_tables(const Engine& engine, const std::filesystem::path& file) {
  // Durable means on disk: the log is brought there at each commit.
  if (auto set = engine.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                            "PRAGMA cache_size = -65536;");
      !set) {
    return set;
  }
  const auto tables = engine.number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'state'");
  if (!tables) return std::unexpected(tables.error());
  if (*tables == 0) return run_together(engine, std::string(k_entries).append(k_trees).append(k_lists));
  const auto schema = engine.number("SELECT value FROM state WHERE name = 'schema'");
  if (!schema) return std::unexpected(schema.error());
  if (*schema > k_schema) {
    return fail(Code::conflict, "this inbox was written by a newer version", file.string(), "start that version");
  }
  if (*schema == 1) {
    return run_together(engine, std::string(k_from_1).append(k_entries).append(k_lists).append(k_from_1_end));
  }
  return {};
}

}  // namespace bellwether::inbox
