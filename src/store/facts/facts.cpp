#include "store/facts/facts.hpp"

#include "store/facts/answer.hpp"
#include "store/facts/distinct.hpp"
#include "store/facts/plan.hpp"
#include "store/facts/rollups.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/state.hpp"
#include "store/facts/statement.hpp"
#include "store/facts/torn_log.hpp"
#include "store/facts/zone_change.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

DatabaseSettings settings_of(const store::DataDirectory& directory, std::size_t most_memory_mb) {
  return {.file = directory.facts_file(),
          .read_only = directory.access() == store::Access::read,
          .memory_mb = std::min(directory.settings().memory_mb, most_memory_mb),
          .threads = directory.settings().threads,
          .temporary = directory.folder() / "temporary"};
}

/// Rows of each rollup and of the signals, as the engine keeps count of them.
Result<std::map<std::string, std::int64_t, std::less<>>> sizes(const Connection& connection) {
  auto answered = connection.ask("SELECT table_name, estimated_size FROM duckdb_tables()");
  if (!answered) return std::unexpected(answered.error());
  std::map<std::string, std::int64_t, std::less<>> rows;
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    for (std::size_t row = 0; row < answered->rows(); ++row) {
      rows.emplace(answered->column(0).text(row), answered->column(1).at<std::int64_t>(row));
    }
  }
}

/// The smallest table that answers exactly: the facts always do, a rollup where it knows enough.
Result<Statement> plan(const Connection& connection, const Query& query, const Names& names, const Seen& seen,
                       std::size_t memory_mb) {
  const auto rows = sizes(connection);
  if (!rows) return std::unexpected(rows.error());
  const auto size_of = [&](std::string_view table) {
    const auto found = rows->find(table);
    return found == rows->end() ? 0 : found->second;
  };
  std::int64_t least = size_of(table_name(query.table));
  auto best = from_the_facts(query, names, least <= most_rows_for_distinct(memory_mb));
  // Cells that were added together no longer know which commits they came from.
  const bool rollups_know = !query.snapshot || *query.snapshot >= seen.compacted;
  if (!best || !query.allow_rollups || !rollups_know || query.table != Table::signals) return best;
  for (const Rollup& rollup : rollups()) {
    // Rows of a rollup are narrow: two of them cost no more than one fact.
    const std::int64_t size = size_of(rollup.table) / 2;
    if (size > least) continue;
    auto other = from_rollup(rollup, query, names);
    if (!other) return std::unexpected(other.error());
    if (!*other) continue;
    best = *std::move(*other);
    least = size;
  }
  return best;
}

std::future<Result<Commit>> refused() {
  std::promise<Result<Commit>> promise;
  promise.set_value(fail(Code::wrong_usage, "this data directory was opened for reading"));
  return promise.get_future();
}

/// Of the schema of this version, with a log that can be read.
Result<std::optional<TornLog>> ready_to_open(const DatabaseSettings& settings) {
  auto migrated = migrate(settings, migrations());
  if (migrated) return std::nullopt;
  if (settings.read_only) {
    Error error = migrated.error();
    if (error.message.find("replaying WAL") != std::string::npos) {
      error.mend =
          "the log may end where the machine stopped: bellwether serve, or an import, cuts it there and goes on";
    }
    return std::unexpected(error);
  }
  auto torn = cut_torn_log(*settings.file, migrated.error());
  if (!torn) return torn;
  if (*torn) migrated = migrate(settings, migrations());
  if (!migrated) return std::unexpected(migrated.error());
  return torn;
}

}  // namespace

Result<Readers::Lease> Readers::lease() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      Lease lease(*this, std::move(idle_.back()));
      idle_.pop_back();
      return lease;
    }
  }
  auto connection = database_.connect();
  if (!connection) return std::unexpected(connection.error());
  return Lease(*this, *std::move(connection));
}

void Readers::give_back(Connection connection) {
  const std::scoped_lock lock(mutex_);
  if (idle_.size() < k_most_kept) idle_.push_back(std::move(connection));
}

Result<Seen> seen_by(const Connection& connection) {
  auto answered = connection.ask(
      "SELECT MAX(CASE WHEN name = 'snapshot' THEN CAST(value AS BIGINT) END), "
      "MAX(CASE WHEN name = 'compacted' THEN CAST(value AS BIGINT) END) FROM meta WHERE name IN ('snapshot', "
      "'compacted')");
  if (!answered) return std::unexpected(answered.error());
  const auto more = answered->next();
  if (!more) return std::unexpected(more.error());
  if (!*more || !answered->column(0).known(0) || !answered->column(1).known(0)) {
    return fail(Code::damaged, "the store does not say how far it is", "meta",
                "bring back the last backup of the data directory");
  }
  return Seen{.snapshot = static_cast<std::uint64_t>(answered->column(0).at<std::int64_t>(0)),
              .compacted = static_cast<std::uint64_t>(answered->column(1).at<std::int64_t>(0))};
}

std::string from_outside(const Names& names) {
  const auto own = names.find(Dimension::source, k_own_source);
  return own ? fmt::format("source IS DISTINCT FROM {}", *own) : "TRUE";
}

Facts::Facts(std::unique_ptr<State> state) : state_(std::move(state)) {}
Facts::~Facts() = default;

const std::optional<TornLog>& Facts::torn_log() const { return state_->torn_log; }

Result<std::unique_ptr<Facts>> Facts::open(const store::DataDirectory& directory, std::size_t most_memory_mb) {
  const DatabaseSettings settings = settings_of(directory, most_memory_mb);
  std::error_code problem;
  if (settings.read_only && !std::filesystem::exists(*settings.file, problem)) {
    return fail(Code::not_found, "this data directory holds no facts yet", directory.folder().string(),
                "import something: bellwether import FILE --data " + directory.folder().string());
  }
  const auto torn = ready_to_open(settings);
  if (!torn) return std::unexpected(torn.error());
  auto database = Database::open(settings);
  if (!database) return std::unexpected(database.error());
  auto state = std::make_unique<State>(directory.settings(), *std::move(database));
  state->memory_mb = settings.memory_mb;
  state->torn_log = *torn;

  auto connection = state->database.connect();
  if (!connection) return std::unexpected(connection.error());
  if (auto loaded = state->names.load(*connection); !loaded) return std::unexpected(loaded.error());
  const auto seen = seen_by(*connection);
  if (!seen) return std::unexpected(seen.error());
  state->snapshot = seen->snapshot;
  const auto position = meta(*connection, k_inbox_position);
  if (!position) return std::unexpected(position.error());
  state->inbox_position = std::stoull(position->value_or("0"));
  const auto name = meta(*connection, "store");
  if (!name) return std::unexpected(name.error());
  state->store_name = name->value_or("");
  if (auto known = register_zone(*connection, state->zone); !known) return std::unexpected(known.error());
  if (auto known = register_distinct(*connection); !known) return std::unexpected(known.error());
  if (auto fits = fit_zone(*connection, directory); !fits) return std::unexpected(fits.error());
  if (!settings.read_only) {
    const auto rows = rollup_rows(*connection);
    if (!rows) return std::unexpected(rows.error());
    auto insert = InsertFacts::make(*connection);
    if (!insert) return std::unexpected(insert.error());
    state->writer = std::make_unique<Writer>(*std::move(connection), *std::move(insert), state->names, state->zone,
                                             state->snapshot, state->inbox_position, *rows);
  }
  return std::unique_ptr<Facts>(new Facts(std::move(state)));
}

std::future<Result<Commit>> Facts::append(SignalBatch batch, std::optional<ImportNote> note) {
  return state_->writer ? state_->writer->submit(std::move(batch), std::move(note)) : refused();
}

std::future<Result<Commit>> Facts::append(ActBatch batch, std::optional<ImportNote> note) {
  return state_->writer ? state_->writer->submit(std::move(batch), std::move(note)) : refused();
}

std::future<Result<Commit>> Facts::append(FromInbox moved) {
  return state_->writer ? state_->writer->submit(std::move(moved), {}) : refused();
}

std::future<Result<Commit>> Facts::reread(SignalBatch batch) {
  return state_->writer ? state_->writer->submit(Writer::Reread{std::move(batch)}, {}) : refused();
}

Result<void> Facts::tidy() {
  const auto done = (state_->writer ? state_->writer->submit(Writer::Tidy{}, {}) : refused()).get();
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<Slices> Facts::ask(const Query& query) const {
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  const Connection& connection = **reader;
  // One transaction, so that the snapshot told is the one that was counted.
  const auto transaction = Transaction::begin(connection);
  if (!transaction) return std::unexpected(transaction.error());
  const auto seen = seen_by(connection);
  if (!seen) return std::unexpected(seen.error());
  if (query.snapshot && *query.snapshot > seen->snapshot) {
    return fail(Code::bad_input,
                fmt::format("there is no snapshot {} yet; the newest is {}", *query.snapshot, seen->snapshot));
  }
  const auto statement = plan(connection, query, state_->names, *seen, state_->memory_mb);
  if (!statement) return std::unexpected(statement.error());
  auto slices = answer(connection, *statement, query, state_->names);
  if (!slices) return std::unexpected(slices.error());
  slices->snapshot = query.snapshot.value_or(seen->snapshot);
  return slices;
}

Result<void> Facts::known_ids(Table table, std::string_view source,
                              const std::function<void(std::span<const Id>)>& take) const {
  const auto number = state_->names.find(Dimension::source, source);
  if (!number) return {};
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  const std::array<Parameter, 1> parameter = {std::int64_t{*number}};
  auto answered = (*reader)->stream(fmt::format("SELECT id FROM {} WHERE source = ?", table_name(table)), parameter);
  if (!answered) return std::unexpected(answered.error());
  std::vector<Id> ids;
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    ids.clear();
    const Column column = answered->column(0);
    for (std::size_t row = 0; row < answered->rows(); ++row) ids.push_back(column.id(row));
    take(ids);
  }
}

Result<std::vector<ImportNote>> Facts::imports() const {
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  auto answered = (*reader)->ask(
      "SELECT source, facts, file, CAST(bytes AS BIGINT), content_hash, CAST(accepted AS BIGINT), complete FROM "
      "imports "
      "ORDER BY snapshot, source, facts, file");
  if (!answered) return std::unexpected(answered.error());
  std::vector<ImportNote> notes;
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return notes;
    for (std::size_t row = 0; row < answered->rows(); ++row) {
      const auto text = [&](std::size_t column) { return std::string(answered->column(column).text(row)); };
      const auto count = [&](std::size_t column) {
        return static_cast<std::uint64_t>(answered->column(column).at<std::int64_t>(row));
      };
      notes.push_back({.source = text(0),
                       .table = text(1) == "acts" ? Table::acts : Table::signals,
                       .file = text(2),
                       .bytes = count(3),
                       .content_hash = text(4),
                       .accepted = count(5),
                       .complete = answered->column(6).at<bool>(row)});
    }
  }
}

std::uint64_t Facts::snapshot() const { return state_->snapshot; }
std::uint64_t Facts::inbox_position() const { return state_->inbox_position; }
Result<std::uint64_t> Facts::inbox_snapshot() const {
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  const auto stamped = meta(**reader, k_inbox_snapshot);
  if (!stamped) return std::unexpected(stamped.error());
  return std::stoull(stamped->value_or("0"));
}
const std::string& Facts::store_name() const { return state_->store_name; }

}  // namespace bellwether::facts
