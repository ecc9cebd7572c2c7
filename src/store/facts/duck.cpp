#include "store/facts/duck.hpp"

#include "base/priority.hpp"

#include <array>
#include <chrono>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

Result<void> bind(duckdb_prepared_statement statement, idx_t index, const Parameter& parameter) {
  duckdb_state state = DuckDBError;
  if (const auto* number = std::get_if<std::int64_t>(&parameter)) {
    state = duckdb_bind_int64(statement, index, *number);
  } else if (const auto* text = std::get_if<std::string>(&parameter)) {
    state = duckdb_bind_varchar_length(statement, index, text->data(), text->size());
  } else if (const auto* day = std::get_if<Day>(&parameter)) {
    state = duckdb_bind_date(statement, index, {day->days});
  } else if (const auto* id = std::get_if<Id>(&parameter)) {
    duckdb_value value = duckdb_create_uuid({id->low, id->high});
    state = duckdb_bind_value(statement, index, value);
    duckdb_destroy_value(&value);
  }
  if (state == DuckDBError) return engine_failed(duckdb_prepare_error(statement));
  return {};
}

using Prepared = Owned<duckdb_prepared_statement, duckdb_destroy_prepare>;

Result<Prepared> prepare(duckdb_connection connection, const std::string& sql, std::span<const Parameter> parameters) {
  duckdb_prepared_statement raw = nullptr;
  const duckdb_state state = duckdb_prepare(connection, sql.c_str(), &raw);
  Prepared statement(raw);
  if (state == DuckDBError) return engine_failed(duckdb_prepare_error(raw));
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (auto bound = bind(raw, i + 1, parameters[i]); !bound) return std::unexpected(bound.error());
  }
  return statement;
}

}  // namespace

Id Column::id(std::size_t row) const {
  // A UUID is kept as a signed number whose top bit is turned, so that it sorts like its text.
  const auto value = at<duckdb_hugeint>(row);
  return {.high = static_cast<std::uint64_t>(value.upper) ^ (std::uint64_t{1} << 63U), .low = value.lower};
}

Int128 Column::wide(std::size_t row) const {
  const auto value = at<duckdb_hugeint>(row);
  return (static_cast<Int128>(value.upper) << 64U) | static_cast<Int128>(value.lower);
}

std::string_view Column::text(std::size_t row) const {
  const duckdb_string_t& text = static_cast<const duckdb_string_t*>(values_)[row];
  const std::uint32_t bytes = text.value.inlined.length;
  return {bytes <= sizeof(text.value.inlined.inlined) ? text.value.inlined.inlined : text.value.pointer.ptr, bytes};
}

Result<bool> Answered::next() {
  chunk_.reset(duckdb_fetch_chunk(result_->result));
  rows_ = chunk_ == nullptr ? 0 : duckdb_data_chunk_get_size(chunk_.get());
  if (chunk_ == nullptr) {
    const char* said = duckdb_result_error(&result_->result);
    if (said != nullptr && *said != '\0') return engine_failed(said);
  }
  return rows_ > 0;
}

Result<void> Connection::run(const std::string& sql) const {
  duckdb_result result{};
  const duckdb_state state = duckdb_query(connection_.get(), sql.c_str(), &result);
  const Answered held(result);
  if (state == DuckDBError) return engine_failed(duckdb_result_error(&result));
  return {};
}

Result<void> Connection::run(const std::string& sql, std::span<const Parameter> parameters) const {
  const auto answered = ask(sql, parameters);
  if (!answered) return std::unexpected(answered.error());
  return {};
}

Result<void> Connection::run_and_sleep(const std::string& sql) const {
  constexpr auto k_asleep = std::chrono::microseconds(200);
  const auto statement = prepare(connection_.get(), sql, {});
  if (!statement) return std::unexpected(statement.error());
  duckdb_pending_result raw = nullptr;
  const duckdb_state pending_state = duckdb_pending_prepared(statement->get(), &raw);
  const Owned<duckdb_pending_result, duckdb_destroy_pending> pending(raw);
  if (pending_state == DuckDBError) return engine_failed(duckdb_pending_error(raw));
  for (duckdb_pending_state now = duckdb_pending_execute_task(raw); !duckdb_pending_execution_is_finished(now);
       now = duckdb_pending_execute_task(raw)) {
    if (now == DUCKDB_PENDING_NO_TASKS_AVAILABLE) std::this_thread::sleep_for(k_asleep);
  }
  duckdb_result result{};
  const duckdb_state state = duckdb_execute_pending(raw, &result);
  const Answered held(result);
  if (state == DuckDBError) return engine_failed(duckdb_result_error(&result));
  return {};
}

Result<Answered> Connection::ask(const std::string& sql, std::span<const Parameter> parameters) const {
  auto statement = prepare(connection_.get(), sql, parameters);
  if (!statement) return std::unexpected(statement.error());
  duckdb_result result{};
  const duckdb_state state = duckdb_execute_prepared(statement->get(), &result);
  Answered answered(result);
  if (state == DuckDBError) return engine_failed(duckdb_result_error(&result));
  return answered;
}

Result<Answered> Connection::stream(const std::string& sql, std::span<const Parameter> parameters) const {
  auto statement = prepare(connection_.get(), sql, parameters);
  if (!statement) return std::unexpected(statement.error());
  duckdb_pending_result raw = nullptr;
  const duckdb_state pending_state = duckdb_pending_prepared_streaming(statement->get(), &raw);
  const Owned<duckdb_pending_result, duckdb_destroy_pending> pending(raw);
  if (pending_state == DuckDBError) return engine_failed(duckdb_pending_error(raw));
  duckdb_result result{};
  const duckdb_state state = duckdb_execute_pending(raw, &result);
  Answered answered(result);
  if (state == DuckDBError) return engine_failed(duckdb_result_error(&result));
  return answered;
}

Result<std::optional<std::int64_t>> Connection::number(const std::string& sql,
                                                       std::span<const Parameter> parameters) const {
  auto answered = ask("SELECT CAST((" + sql + ") AS BIGINT)", parameters);
  if (!answered) return std::unexpected(answered.error());
  const auto more = answered->next();
  if (!more) return std::unexpected(more.error());
  if (!*more || !answered->column(0).known(0)) return std::nullopt;
  return answered->column(0).at<std::int64_t>(0);
}

Result<Transaction> Transaction::begin(const Connection& connection) {
  if (auto begun = connection.run("BEGIN TRANSACTION"); !begun) return std::unexpected(begun.error());
  return Transaction(connection);
}

Result<void> Transaction::commit() {
  // A failed commit leaves no transaction behind.
  return std::exchange(connection_, nullptr)->run("COMMIT");
}

Transaction::~Transaction() {
  if (connection_ != nullptr) [[maybe_unused]]
    const auto rolled_back = connection_->run("ROLLBACK");
}

Result<Database> Database::open(const DatabaseSettings& settings) {
  duckdb_config raw_config = nullptr;
  duckdb_create_config(&raw_config);
  const Owned<duckdb_config, duckdb_destroy_config> config(raw_config);
  const std::vector<std::pair<const char*, std::string>> options = {
      {"access_mode", settings.read_only ? "READ_ONLY" : "READ_WRITE"},
      {"memory_limit", fmt::format("{}MB", settings.memory_mb)},
      // Its log is carried into the file when it is so long: each time costs, and reading it back takes about a second.
      {"checkpoint_threshold", "64MB"},
      // Nothing is ever fetched from outside.
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},
  };
  for (const auto& [name, value] : options) {
    if (!settings.file && std::string_view(name) == "access_mode") continue;
    if (duckdb_set_config(raw_config, name, value.c_str()) == DuckDBError) {
      return engine_failed(fmt::format("the engine does not know its setting {}", name));
    }
  }
  if (settings.threads > 0) duckdb_set_config(raw_config, "threads", fmt::format("{}", settings.threads).c_str());
  if (!settings.temporary.empty()) duckdb_set_config(raw_config, "temp_directory", settings.temporary.c_str());

  duckdb_database raw = nullptr;
  char* said = nullptr;
  duckdb_state state = DuckDBError;
  // The engine's own threads are started here.
  std::jthread([&] {
    give_way();
    state = duckdb_open_ext(settings.file ? settings.file->c_str() : nullptr, &raw, raw_config, &said);
  }).join();
  if (state == DuckDBError) {
    Error error = engine_failed(said != nullptr ? said : "can't open the facts").error();
    duckdb_free(said);
    if (settings.file) error.where = settings.file->string();
    return std::unexpected(error);
  }
  return Database(raw);
}

Result<Connection> Database::connect() const {
  duckdb_connection raw = nullptr;
  if (duckdb_connect(database_.get(), &raw) == DuckDBError) return engine_failed("can't connect to the facts");
  return Connection(raw);
}

std::unexpected<Error> engine_failed(std::string_view said) {
  const auto holds = [&](std::string_view words) { return said.find(words) != std::string_view::npos; };
  const std::string message(said.substr(0, said.find("\n\n")));
  if (holds("Could not set lock on file") || holds("Conflicting lock")) {
    return fail(Code::conflict, message, {}, "wait until the other process is done");
  }
  if (holds("No space left") || holds("could not write")) return fail(Code::io, message, {}, "make room on the disk");
  if (holds("Out of Memory") || holds("out of memory")) {
    return fail(Code::too_large, message, {}, "raise [facts] memory_mb in bellwether.toml");
  }
  if (holds("checksum") || holds("orrupt") || holds("not a valid DuckDB database file") ||
      holds("Serialization Error") || holds("INTERNAL Error") || holds("database has been invalidated") ||
      holds("Could not read enough bytes") || holds("could not be replayed") || holds("Failure while replaying WAL")) {
    return fail(Code::damaged, message, {}, "bring back the last backup of the data directory");
  }
  return fail(Code::io, message);
}

}  // namespace bellwether::facts
