#include "store/records/engine.hpp"
#include "store/records/postgresql_connection.hpp"
#include "store/records/postgresql_copy.hpp"
#include "store/records/postgresql_errors.hpp"

#include <utility>

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>

namespace bellwether::records::engine {

namespace {

/// One value that the server answers.
template <class T = std::string>
T answer(soci::session& session, const std::string& sql) {
  T value{};
  session << sql, soci::into(value);
  return value;
}

std::vector<std::string> lines(soci::session& session, const std::string& sql) {
  const soci::rowset<std::string> rows = (session.prepare << sql);
  return {rows.begin(), rows.end()};
}

class Postgresql : public Engine {
 public:
  Postgresql(PostgresqlConnection connection, std::string schema, store::Access access)
      : connection_(std::move(connection)), schema_(std::move(schema)), access_(access) {}

  [[nodiscard]] const std::string& where() const override { return connection_.where; }
  [[nodiscard]] Result<bool> has_records() const override;
  [[nodiscard]] Result<std::unique_ptr<soci::session>> connect() const override;
  [[nodiscard]] bool shared() const override { return true; }
  void begin(soci::session& session) const override;
  [[nodiscard]] bool has_table(soci::session& session, std::string_view name) const override;
  [[nodiscard]] Result<void> begin_step(soci::session& session, std::optional<std::int64_t> kept) const override;
  void settle_step(soci::session& session) const override;
  [[nodiscard]] std::vector<std::string> problems(soci::session& session) const override;
  [[nodiscard]] Error error_of(const std::exception& thrown) const override {
    return postgresql_error(thrown, connection_);
  }

 private:
  /// A session as the server makes it, with what every one of ours sets. Error: `not_found`, `io`.
  [[nodiscard]] Result<std::unique_ptr<soci::session>> reach() const;
  /// Whether the server keeps what is promised; refused with what to change where it does not.
  [[nodiscard]] Result<void> suits(soci::session& session) const;
  /// Text columns, as "units.id", that another collation than C sorts.
  [[nodiscard]] std::vector<std::string> sorted_otherwise(soci::session& session) const;
  void unreadable_rows(soci::session& session, std::vector<std::string>& found) const;

  PostgresqlConnection connection_;
  std::string schema_;
  store::Access access_;
};

Result<std::unique_ptr<soci::session>> Postgresql::reach() const {
  std::unique_ptr<soci::session> session;
  try {
    session = std::make_unique<soci::session>(soci::postgresql, connection_.told);
  } catch (const std::exception& thrown) {
    return std::unexpected(cannot_reach(thrown, connection_));
  }
  // Only this schema: a table of the same name elsewhere, or a temporary one, is not ours.
  *session << fmt::format("SET search_path = \"{}\", pg_temp", schema_);
  // Waiting has an end, working has none: nobody knows how long a step of a large store may take.
  *session << fmt::format("SET lock_timeout = '{}s'", k_busy_timeout.count());
  *session << "SET client_min_messages = error";  // libpq would print notices among our words
  *session << "SET standard_conforming_strings = on";
  if (access_ == store::Access::read) *session << "SET default_transaction_read_only = on";
  return session;
}

Result<bool> Postgresql::has_records() const {
  try {
    const auto session = reach();
    if (!session) return std::unexpected(session.error());
    return has_table(**session, "migrations");
  } catch (const std::exception& thrown) {
    return std::unexpected(error_of(thrown));
  }
}

Result<std::unique_ptr<soci::session>> Postgresql::connect() const {
  try {
    auto session = reach();
    if (!session) return session;
    if (auto suited = suits(**session); !suited) return std::unexpected(suited.error());
    if (access_ == store::Access::read && !has_table(**session, "migrations")) return nothing_yet(where());
    return session;
  } catch (const std::exception& thrown) {
    return std::unexpected(error_of(thrown));
  }
}

Result<void> Postgresql::suits(soci::session& session) const {
  if (const std::string encoding = answer(session, "SHOW server_encoding"); encoding != "UTF8") {
    return fail(Code::unsupported, fmt::format("this database keeps text as {}, and records need UTF8", encoding),
                where(), "make another one: createdb --template template0 --encoding UTF8 bellwether");
  }
  if (answer(session, "SHOW synchronous_commit") == "off") {
    return fail(Code::unsupported,
                "this server acknowledges changes before they are on disk (synchronous_commit = off)", where(),
                "set it on for this database: ALTER DATABASE … SET synchronous_commit = on");
  }
  if (const auto others = sorted_otherwise(session); !others.empty()) {
    return fail(Code::unsupported,
                fmt::format("{} sorts by the rules of a language, and records sort by their bytes", others.front()),
                where(), "ALTER TABLE … ALTER COLUMN … TYPE text COLLATE \"C\"");
  }
  return {};
}

std::vector<std::string> Postgresql::sorted_otherwise(soci::session& session) const {
  return lines(session, fmt::format(R"sql(
    SELECT CAST(c.relname || '.' || a.attname AS TEXT) FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_collation l ON l.oid = a.attcollation
    WHERE n.nspname = '{}' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND l.collname <> 'C'
    ORDER BY 1)sql",
                                    schema_));
}

/// A transaction that may write waits here for the one before it, and sees what that left: LOCK takes no snapshot, the
/// first statement after it does. So changes come one after the other, as on SQLite, and none has to be tried again.
/// Serializable guards against programs that do not take the lock. Reading takes none and sees one state.
void Postgresql::begin(soci::session& session) const {
  if (access_ == store::Access::read) {
    session << "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    return;
  }
  session << "BEGIN ISOLATION LEVEL SERIALIZABLE";
  try {
    session << "LOCK TABLE migrations IN EXCLUSIVE MODE";
  } catch (const std::exception&) {
    roll_back(session);
    throw;
  }
}

bool Postgresql::has_table(soci::session& session, std::string_view name) const {
  return answer<long long>(session, fmt::format("SELECT COUNT(*) FROM pg_tables WHERE schemaname = '{}' AND "
                                                "tablename = '{}'",
                                                schema_, name)) > 0;
}

/// The copy is the schema "bellwether_schema_1" of the same database, made in the same transaction: there is one
/// exactly where the step was done.
Result<void> Postgresql::begin_step(soci::session& session, std::optional<std::int64_t> kept) const {
  session << "BEGIN";
  try {
    session << fmt::format("SELECT pg_advisory_xact_lock(hashtext('bellwether records'), hashtext('{}'))", schema_);
    // Asked first: to make what is there already would need the right to make.
    const std::string here = fmt::format("SELECT COUNT(*) FROM pg_namespace WHERE nspname = '{}'", schema_);
    if (answer<long long>(session, here) == 0) session << fmt::format("CREATE SCHEMA \"{}\"", schema_);
    if (kept) {
      session << "LOCK TABLE migrations IN EXCLUSIVE MODE";
      copy_schema(session, schema_, fmt::format("{}_schema_{}", schema_, *kept));
    }
  } catch (const std::exception&) {
    roll_back(session);
    throw;
  }
  return {};
}

/// A database sorts text by the rules of its language unless a column says otherwise, and our SQL does not: SQLite
/// knows no collation "C".
void Postgresql::settle_step(soci::session& session) const {
  for (const std::string& column : sorted_otherwise(session)) {
    const auto dot = column.find('.');
    session << fmt::format("ALTER TABLE \"{}\" ALTER COLUMN \"{}\" TYPE text COLLATE \"C\"", column.substr(0, dot),
                           column.substr(dot + 1));
  }
}

std::vector<std::string> Postgresql::problems(soci::session& session) const {
  std::vector<std::string> found;
  for (const char* setting : {"fsync", "full_page_writes"}) {
    if (answer(session, fmt::format("SHOW {}", setting)) == "off")
      found.push_back(fmt::format("the server runs with {} = off: a loss of power may damage the records", setting));
  }
  const auto add = [&](const std::string& sql) {
    for (std::string& line : lines(session, fmt::format(fmt::runtime(sql), schema_))) found.push_back(std::move(line));
  };
  add(R"sql(SELECT 'the rule ' || conname || ' was never held against the rows of ' || CAST(conrelid AS regclass)
    FROM pg_constraint WHERE connamespace = CAST('"{}"' AS regnamespace) AND NOT convalidated ORDER BY 1)sql");
  add(R"sql(SELECT 'the index ' || c.relname || ' is not usable' FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = CAST('"{}"' AS regnamespace) AND NOT (i.indisvalid AND i.indisready) ORDER BY 1)sql");
  add(R"sql(SELECT 'rules of ' || CAST(tgrelid AS regclass) || ' are switched off (' || tgname || ')' FROM pg_trigger
    WHERE tgenabled IN ('D', 'R') AND tgrelid IN
      (SELECT oid FROM pg_class WHERE relnamespace = CAST('"{}"' AS regnamespace)) ORDER BY 1)sql");
  unreadable_rows(session, found);
  if (found.size() > k_most_problems) found.resize(k_most_problems);
  return found;
}

/// Every row is read as a whole; where the server keeps checksums, it holds each page against its own.
void Postgresql::unreadable_rows(soci::session& session, std::vector<std::string>& found) const {
  const auto tables = lines(session, fmt::format("SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = "
                                                 "'{}' ORDER BY 1",
                                                 schema_));
  for (const std::string& table : tables) {
    try {
      answer<long long>(session, fmt::format("SELECT COALESCE(SUM(LENGTH(CAST(t AS TEXT))), 0) FROM \"{}\" t", table));
    } catch (const std::exception& thrown) {
      if (!session.is_connected()) throw;
      found.push_back(fmt::format("{} can't be read as a whole: {}", table, error_of(thrown).message));
    }
  }
}

}  // namespace

Result<std::unique_ptr<Engine>> postgresql(const PostgresqlSchema& place, store::Access access) {
  auto connection = connection_of(place);
  if (!connection) return std::unexpected(connection.error());
  return std::make_unique<Postgresql>(std::move(*connection), place.schema, access);
}

}  // namespace bellwether::records::engine
