#include "store/inbox/tables.hpp"

#include "store/inbox/entry_rows.hpp"
#include "store/inbox/known_keys.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace bellwether::inbox {

namespace {

constexpr std::int64_t k_schema = 3;

/// Numbers are given by the writer. The last one is the greatest of `last` and `moved` of the state, and of what is here.
constexpr std::string_view k_entries =
    "CREATE TABLE entries (last INTEGER PRIMARY KEY, first INTEGER NOT NULL, bytes BLOB NOT NULL);";

constexpr std::string_view k_trees = R"(
CREATE TABLE keys_0 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE keys_1 (key BLOB PRIMARY KEY, number INTEGER NOT NULL, content INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('schema', 3), ('moved', 0), ('young', 0), ('young_since', 0), ('last', 0);
)";

constexpr std::string_view k_lists = R"(
CREATE TABLE list_0 (part INTEGER PRIMARY KEY, keys BLOB NOT NULL);
CREATE TABLE list_1 (part INTEGER PRIMARY KEY, keys BLOB NOT NULL);
)";
constexpr std::string_view k_lists_state =
    "INSERT INTO state VALUES ('filling', 0), ('carrying', 0), ('carried_into', 0);";

/// The engine gave the numbers, and new keys went into the trees at once.
constexpr std::string_view k_from_1 =
    "INSERT INTO state VALUES ('last', COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'entries'), 0));";

/// Each entry and each key of a list had a row of its own.
Result<void> pack_entries(const Engine& engine) {
  auto rows = EntryRows::open(engine);
  if (!rows) return std::unexpected(rows.error());
  auto old = engine.prepare("SELECT number, bytes FROM old_entries ORDER BY number");
  if (!old) return std::unexpected(old.error());
  while (true) {
    const auto more = old->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows->write();
    const auto bytes = old->bytes(1);
    if (auto added = rows->add(static_cast<std::uint64_t>(old->number(0)),
                               {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        !added) {
      return added;
    }
  }
}

Result<void> pack_list(const Engine& engine, const std::string& list) {
  auto old = engine.prepare("SELECT number, key, content FROM old_" + list);
  if (!old) return std::unexpected(old.error());
  std::string row;
  while (true) {
    const auto more = old->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    Key key;
    const auto bytes = old->bytes(1);
    std::ranges::copy(bytes.first(std::min(bytes.size(), key.bytes.size())), key.bytes.begin());
    append_key(
        row, key,
        {.number = static_cast<std::uint64_t>(old->number(0)), .content = static_cast<std::uint64_t>(old->number(2))});
  }
  if (row.empty()) return {};
  auto insert = engine.prepare("INSERT INTO " + list + " (keys) VALUES (?)");
  if (!insert) return std::unexpected(insert.error());
  return insert->bind(1, std::as_bytes(std::span(row))).run();
}

Result<void> bring_up_to_date(const Engine& engine, std::int64_t schema) {
  const bool has_lists = schema >= 2;
  // What the engine knows of a table goes with its name.
  std::string begin(has_lists ? "" : k_from_1);
  begin += "ALTER TABLE entries RENAME TO old_entries;";
  if (has_lists) begin += "ALTER TABLE list_0 RENAME TO old_list_0; ALTER TABLE list_1 RENAME TO old_list_1;";
  begin.append(k_entries).append(k_lists);
  if (!has_lists) begin.append(k_lists_state);
  if (auto begun = engine.run(begin); !begun) return begun;
  if (auto packed = pack_entries(engine); !packed) return packed;
  for (const char* list : {"list_0", "list_1"}) {
    if (!has_lists) continue;
    if (auto packed = pack_list(engine, list); !packed) return packed;
  }
  std::string end = "DROP TABLE old_entries; UPDATE state SET value = 3 WHERE name = 'schema';";
  if (has_lists) end += "DROP TABLE old_list_0; DROP TABLE old_list_1;";
  return engine.run(end);
}

/// All of the work in one transaction.
template <class Work>
Result<void> together(const Engine& engine, Work work) {
  if (auto begun = engine.run("BEGIN IMMEDIATE"); !begun) return begun;
  Result<void> done = work();
  if (done) done = engine.run("COMMIT");
  if (!done) engine.roll_back();
  return done;
}

}  // namespace

Result<void> make_tables(const Engine& engine, const std::filesystem::path& file) {
  // Durable means on disk: the log is brought there at each commit.
  if (auto set = engine.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                            "PRAGMA cache_size = -65536; PRAGMA secure_delete = FAST;");
      !set) {
    return set;
  }
  const auto tables = engine.number("SELECT COUNT(*) FROM sqlite_master WHERE name = 'state'");
  if (!tables) return std::unexpected(tables.error());
  if (*tables == 0) {
    return together(engine, [&] {
      return engine.run(std::string(k_entries).append(k_trees).append(k_lists).append(k_lists_state));
    });
  }
  const auto schema = engine.number("SELECT value FROM state WHERE name = 'schema'");
  if (!schema) return std::unexpected(schema.error());
  if (*schema > k_schema) {
    return fail(Code::conflict, "this inbox was written by a newer version", file.string(), "start that version");
  }
  if (*schema == k_schema) return {};
  return together(engine, [&] { return bring_up_to_date(engine, *schema); });
}

}  // namespace bellwether::inbox
