#include "store/facts/schema.hpp"

#include "base/time.hpp"

#include <random>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

// Periods are stored as dates, so that every engine groups by them without a date function of its own.
constexpr std::string_view k_first_schema = R"sql(
CREATE TABLE meta (name VARCHAR, value VARCHAR);
CREATE TABLE words (dimension TINYINT, id INTEGER, word VARCHAR);
CREATE TABLE fields (id INTEGER, facts VARCHAR, kind VARCHAR, name VARCHAR, own_column VARCHAR);
CREATE TABLE imports (source VARCHAR, facts VARCHAR, file VARCHAR, bytes UBIGINT, content_hash VARCHAR, accepted UBIGINT,
  complete BOOLEAN, snapshot BIGINT);
CREATE TABLE signals (
  id UUID, snapshot BIGINT, occurred_at TIMESTAMP, received_at TIMESTAMP,
  day DATE, week DATE, month DATE, quarter DATE, year DATE,
  source INTEGER, channel INTEGER, voice_of TINYINT, unit INTEGER, touchpoint INTEGER, language INTEGER, intent INTEGER,
  reader INTEGER, subject BIGINT, has_text BOOLEAN, text VARCHAR, sentiment SMALLINT, urgency SMALLINT, effort SMALLINT,
  themes INTEGER[], theme_sentiments SMALLINT[],
  more_ratings MAP(INTEGER, INTEGER), more_texts MAP(INTEGER, VARCHAR), more_numbers MAP(INTEGER, BIGINT),
  nps INTEGER, csat INTEGER, ces INTEGER, stars INTEGER);
CREATE TABLE acts (
  id UUID, snapshot BIGINT, occurred_at TIMESTAMP, received_at TIMESTAMP,
  day DATE, week DATE, month DATE, quarter DATE, year DATE,
  source INTEGER, kind INTEGER, actor INTEGER, unit INTEGER, currency INTEGER,
  subject BIGINT, about VARCHAR, amount BIGINT, duration_s BIGINT,
  more_texts MAP(INTEGER, VARCHAR), more_numbers MAP(INTEGER, BIGINT));
CREATE TABLE rollup_unit (snapshot BIGINT, day DATE, week DATE, month DATE, quarter DATE, year DATE,
  unit INTEGER, voice_of TINYINT, rating TINYINT, value INTEGER, n BIGINT);
CREATE TABLE rollup_place (snapshot BIGINT, day DATE, week DATE, month DATE, quarter DATE, year DATE,
  touchpoint INTEGER, channel INTEGER, voice_of TINYINT, rating TINYINT, value INTEGER, n BIGINT);
CREATE TABLE rollup_theme (snapshot BIGINT, day DATE, week DATE, month DATE, quarter DATE, year DATE,
  unit INTEGER, voice_of TINYINT, theme INTEGER,
  n BIGINT, known BIGINT, negative BIGINT, positive BIGINT, total BIGINT, squares BIGINT, low SMALLINT, high SMALLINT);
INSERT INTO fields VALUES (1, 'signals', 'rating', 'nps', 'nps'), (2, 'signals', 'rating', 'csat', 'csat'),
  (3, 'signals', 'rating', 'ces', 'ces'), (4, 'signals', 'rating', 'stars', 'stars');
INSERT INTO meta VALUES ('snapshot', '0'), ('compacted', '0');
)sql";

std::string drawn_name() {
  std::random_device random;
  return fmt::format("{:08x}", random());
}

Result<void> copy_beside(const std::filesystem::path& file, int schema) {
  std::error_code error;
  const std::filesystem::path copy = file.string() + fmt::format(".schema-{}", schema);
  std::filesystem::copy_file(file, copy, std::filesystem::copy_options::overwrite_existing, error);
  if (error) {
    return fail(Code::io, "can't copy the store before changing it: " + error.message(), copy.string(),
                "make room on the disk");
  }
  return {};
}

Result<void> step(const Connection& connection, const Migration& migration, bool first) {
  auto transaction = Transaction::begin(connection);
  if (!transaction) return std::unexpected(transaction.error());
  if (auto done = connection.run(migration.sql); !done) return done;
  if (first) {
    if (auto named = set_meta(connection, "store", drawn_name()); !named) return named;
  }
  if (auto noted = set_meta(connection, "schema", fmt::format("{}", migration.to)); !noted) return noted;
  return transaction->commit();
}

}  // namespace

std::string_view table_name(Table table) { return table == Table::signals ? "signals" : "acts"; }

std::string_view period_column(Grain grain) {
  switch (grain) {
    case Grain::week:
      return "week";
    case Grain::month:
      return "month";
    case Grain::quarter:
      return "quarter";
    case Grain::year:
      return "year";
    case Grain::day:
    case Grain::none:
      break;
  }
  return "day";
}

std::span<const Migration> migrations() {
  static const std::vector<Migration> k_steps = {
      {.to = 1, .what = "the first schema", .sql = std::string(k_first_schema)}};
  return k_steps;
}

Result<int> schema_of(const Connection& connection) {
  const auto there = connection.number("SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'meta'");
  if (!there) return std::unexpected(there.error());
  if (there->value_or(0) == 0) return 0;
  const auto schema = connection.number("SELECT value FROM meta WHERE name = 'schema'");
  if (!schema) return std::unexpected(schema.error());
  return static_cast<int>(schema->value_or(0));
}

Result<void> migrate(const DatabaseSettings& settings, std::span<const Migration> steps) {
  int schema = 0;
  {
    const auto database = Database::open(settings);
    if (!database) return std::unexpected(database.error());
    const auto connection = database->connect();
    if (!connection) return std::unexpected(connection.error());
    const auto found = schema_of(*connection);
    if (!found) return std::unexpected(found.error());
    schema = *found;
  }
  const int newest = steps.back().to;
  if (schema == newest) return {};
  if (schema > newest) {
    return fail(
        Code::conflict,
        fmt::format("this store has schema {}, made by a newer Bellwether; this one knows schema {}", schema, newest),
        settings.file->string(), "use the newer Bellwether, or another data directory");
  }
  if (settings.read_only) {
    return fail(Code::conflict,
                fmt::format("this store has schema {} and must be brought to schema {} first", schema, newest),
                settings.file->string(), "open it once for writing, for example by an import");
  }
  // The file was closed above, and so holds everything: a copy of it is a whole store.
  if (schema > 0) {
    if (auto copied = copy_beside(*settings.file, schema); !copied) return copied;
  }
  const auto database = Database::open(settings);
  if (!database) return std::unexpected(database.error());
  const auto connection = database->connect();
  if (!connection) return std::unexpected(connection.error());
  for (const Migration& migration : steps) {
    if (migration.to <= schema) continue;
    if (auto done = step(*connection, migration, schema == 0 && migration.to == steps.front().to); !done) return done;
  }
  return {};
}

Result<std::optional<std::string>> meta(const Connection& connection, std::string_view name) {
  const std::array<Parameter, 1> parameter = {std::string(name)};
  auto answered = connection.ask("SELECT value FROM meta WHERE name = ?", parameter);
  if (!answered) return std::unexpected(answered.error());
  const auto more = answered->next();
  if (!more) return std::unexpected(more.error());
  if (!*more || !answered->column(0).known(0)) return std::nullopt;
  return std::string(answered->column(0).text(0));
}

Result<void> set_meta(const Connection& connection, std::string_view name, std::string value) {
  const std::array<Parameter, 2> parameters = {std::move(value), std::string(name)};
  const auto there = meta(connection, name);
  if (!there) return std::unexpected(there.error());
  return connection.run(
      *there ? "UPDATE meta SET value = ? WHERE name = ?" : "INSERT INTO meta (value, name) VALUES (?, ?)", parameters);
}

}  // namespace bellwether::facts
