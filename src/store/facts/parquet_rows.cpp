#include "store/facts/parquet_rows.hpp"

#include "store/facts/duck.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace bellwether::facts {

namespace {

/// DuckDB takes a path for a pattern: the pattern that fits only this file.
std::string literally(const std::filesystem::path& file) {
  std::string pattern;
  for (const char c : file.string()) {
    if (c == '*' || c == '?' || c == '[') {
      pattern += {'[', c, ']'};
    } else {
      pattern += c;
    }
  }
  return pattern;
}

std::string identifier(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

std::string_view word_for(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 22> k_words = {{
      {"VARCHAR", "text"},
      {"BLOB", "text"},
      {"TINYINT", "whole"},
      {"SMALLINT", "whole"},
      {"INTEGER", "whole"},
      {"BIGINT", "whole"},
      {"HUGEINT", "whole"},
      {"UTINYINT", "whole"},
      {"USMALLINT", "whole"},
      {"UINTEGER", "whole"},
      {"UBIGINT", "whole"},
      {"UHUGEINT", "whole"},
      {"FLOAT", "number"},
      {"DOUBLE", "number"},
      {"DATE", "date"},
      {"TIME", "time"},
      {"TIMESTAMP", "walltime"},
      {"TIMESTAMP_S", "walltime"},
      {"TIMESTAMP_MS", "walltime"},
      {"TIMESTAMP_NS", "walltime"},
      {"TIMESTAMP WITH TIME ZONE", "instant"},
      {"BOOLEAN", "yes/no"},
  }};
  for (const auto& [engine, ours] : k_words) {
    if (type == engine) return ours;
  }
  return type.starts_with("DECIMAL") ? "number" : "other";
}

}  // namespace

struct ParquetRows::State {
  Database database;
  Connection connection;
  std::vector<std::string> names;
  std::vector<std::string_view> types;
  std::uint64_t rows = 0;
  std::optional<Answered> answered;
  std::size_t at = 0;  ///< next row of the present chunk
  bool ended = false;
};

namespace {

constexpr std::size_t k_memory_mb = 384;

Result<std::uint64_t> rows_of(const Connection& connection, const std::string& pattern) {
  const std::array<Parameter, 1> file = {pattern};
  const auto rows = connection.number("SELECT SUM(num_rows) FROM parquet_file_metadata(?)", file);
  if (!rows) return std::unexpected(rows.error());
  return static_cast<std::uint64_t>(rows->value_or(0));
}

/// Names and types of the columns.
Result<void> describe(const Connection& connection, const std::string& pattern, std::vector<std::string>& names,
                      std::vector<std::string_view>& types) {
  const std::array<Parameter, 1> file = {pattern};
  auto answered = connection.ask(
      "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(?, binary_as_string = true))", file);
  if (!answered) return std::unexpected(answered.error());
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    for (std::size_t row = 0; row < answered->rows(); ++row) {
      names.emplace_back(answered->column(0).text(row));
      types.push_back(word_for(answered->column(1).text(row)));
    }
  }
}

}  // namespace

Result<std::unique_ptr<ParquetRows>> ParquetRows::open(const std::filesystem::path& file) {
  std::error_code problem;
  if (!std::filesystem::is_regular_file(file, problem))
    return fail(Code::not_found, "there is no such file", file.string());

  const auto no_parquet = [&](const Error& error) {
    return fail(error.code == Code::too_large ? error.code : Code::bad_input,
                "this can't be read as a Parquet file: " + error.message, file.string(), "was it copied whole?");
  };
  auto database =
      Database::open({.file = {}, .read_only = false, .memory_mb = k_memory_mb, .threads = 1, .temporary = {}});
  if (!database) return std::unexpected(database.error());
  auto connection = database->connect();
  if (!connection) return std::unexpected(connection.error());
  // Instants are written in UTC, whatever the machine's zone.
  if (auto set = connection->run("SET TimeZone = 'UTC'"); !set) return std::unexpected(set.error());

  const std::string pattern = literally(file);
  const auto rows = rows_of(*connection, pattern);
  if (!rows) return no_parquet(rows.error());
  std::vector<std::string> names;
  std::vector<std::string_view> types;
  if (auto described = describe(*connection, pattern, names, types); !described) return no_parquet(described.error());
  if (names.size() > k_most_columns) {
    return fail(Code::too_large, "the file has " + std::to_string(names.size()) + " columns", file.string(),
                "at most " + std::to_string(k_most_columns) + " can be read: choose those that matter");
  }

  std::string columns;
  for (const std::string& name : names) {
    if (!columns.empty()) columns += ", ";
    columns += "CAST(" + identifier(name) + " AS VARCHAR)";
  }
  const std::array<Parameter, 1> parameter = {pattern};
  auto answered = connection->stream("SELECT " + columns + " FROM read_parquet(?, binary_as_string = true)", parameter);
  if (!answered) return no_parquet(answered.error());
  return std::unique_ptr<ParquetRows>(
      new ParquetRows(std::make_unique<State>(State{.database = *std::move(database),
                                                    .connection = *std::move(connection),
                                                    .names = std::move(names),
                                                    .types = std::move(types),
                                                    .rows = *rows,
                                                    .answered = *std::move(answered)})));
}

ParquetRows::ParquetRows(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParquetRows::~ParquetRows() = default;

std::span<const std::string> ParquetRows::names() const { return state_->names; }
std::span<const std::string_view> ParquetRows::types() const { return state_->types; }
std::uint64_t ParquetRows::rows() const { return state_->rows; }

Result<std::size_t> ParquetRows::next(std::vector<std::optional<std::string_view>>& cells, std::size_t max_rows) {
  cells.clear();
  if (state_->ended) return 0;
  if (state_->at == state_->answered->rows()) {
    const auto more = state_->answered->next();
    if (!more) return std::unexpected(more.error());
    state_->at = 0;
    if (!*more) {
      state_->ended = true;
      return 0;
    }
  }
  const std::size_t width = state_->names.size();
  const std::size_t count = std::min(max_rows, state_->answered->rows() - state_->at);
  cells.resize(count * width);
  for (std::size_t c = 0; c < width; ++c) {
    const Column column = state_->answered->column(c);
    for (std::size_t row = 0; row < count; ++row) {
      if (column.known(state_->at + row)) cells[row * width + c] = column.text(state_->at + row);
    }
  }
  state_->at += count;
  return count;
}

}  // namespace bellwether::facts
