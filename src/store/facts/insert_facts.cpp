#include "store/facts/insert_facts.hpp"

#include "store/facts/chunk_writer.hpp"
#include "store/facts/rows.hpp"
#include "store/facts/schema.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

constexpr const char* k_function = "bellwether_facts";
using Type = Owned<duckdb_logical_type, duckdb_destroy_logical_type>;

struct ColumnOf {
  std::string name;
  Type type;
};

/// Some rows of one batch, for one thread.
struct Stretch {
  AnyReadyBatch from;
  std::size_t begin = 0, end = 0;
};

}  // namespace

struct InsertFacts::Given {
  std::vector<ColumnOf> columns;
  std::vector<Stretch> stretches;
  std::size_t rows = 0;
  std::int64_t snapshot = 0;
  std::atomic<std::size_t> next = 0;  ///< the first stretch that no thread has taken
};

namespace {

using Given = InsertFacts::Given;

/// One thread's place in the stretch that it has taken.
struct Taker {
  ChunkWriter writer;
  const Stretch* stretch = nullptr;
  RowCursor cursor;
};

template <class T>
void delete_as(void* thing) {
  delete static_cast<T*>(thing);
}

bool take_stretch(Given& given, Taker& taker) {
  const std::size_t index = given.next.fetch_add(1);
  if (index >= given.stretches.size()) return false;
  taker.stretch = &given.stretches[index];
  taker.cursor = {};
  std::visit([&](const auto& from) { pass_to(taker.cursor, *from.batch, taker.stretch->begin); }, taker.stretch->from);
  return true;
}

void fill(Given& given, Taker& taker, duckdb_data_chunk chunk) {
  taker.writer.begin(chunk);
  if ((taker.stretch != nullptr && taker.cursor.row < taker.stretch->end) || take_stretch(given, taker)) {
    std::visit(
        [&](const auto& from) {
          write_rows(taker.writer, *from.batch, *from.ready, given.snapshot, taker.cursor, taker.stretch->end);
        },
        taker.stretch->from);
  }
  duckdb_data_chunk_set_size(chunk, taker.writer.used());
}

// What the engine calls. Nothing may be thrown through it.

void bind(duckdb_bind_info info) {
  const auto& given = *static_cast<const Given*>(duckdb_bind_get_extra_info(info));
  for (const ColumnOf& column : given.columns) {
    duckdb_bind_add_result_column(info, column.name.c_str(), column.type.get());
  }
  duckdb_bind_set_cardinality(info, given.rows, true);
}

void begin(duckdb_init_info info) {
  const auto& given = *static_cast<const Given*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_max_threads(info, std::max<std::size_t>(given.stretches.size(), 1));
}

void begin_thread(duckdb_init_info info) {
  try {
    duckdb_init_set_init_data(info, new Taker, delete_as<Taker>);
  } catch (const std::exception& thrown) {
    duckdb_init_set_error(info, thrown.what());
  }
}

void give(duckdb_function_info info, duckdb_data_chunk chunk) {
  try {
    auto& given = *static_cast<Given*>(duckdb_function_get_extra_info(info));
    auto& taker = *static_cast<Taker*>(duckdb_function_get_local_init_data(info));
    fill(given, taker, chunk);
  } catch (const std::exception& thrown) {
    duckdb_function_set_error(info, thrown.what());
  }
}

Result<std::vector<ColumnOf>> columns_of(const Connection& connection, std::string_view table) {
  duckdb_result result{};
  const std::string sql = fmt::format("SELECT * FROM {} LIMIT 0", table);
  const bool asked = duckdb_query(connection.handle(), sql.c_str(), &result) == DuckDBSuccess;
  std::vector<ColumnOf> columns;
  if (asked) {
    for (idx_t i = 0; i < duckdb_column_count(&result); ++i) {
      columns.push_back({.name = duckdb_column_name(&result, i), .type = Type(duckdb_column_logical_type(&result, i))});
    }
  }
  const std::string said = asked ? std::string() : duckdb_result_error(&result);
  duckdb_destroy_result(&result);
  if (!asked) return engine_failed(said);
  return columns;
}

void add_stretches(std::vector<Stretch>& stretches, const AnyReadyBatch& from) {
  const std::size_t rows = std::visit([](const auto& each) { return each.batch->size(); }, from);
  for (std::size_t begin = 0; begin < rows; begin += Facts::k_stretch) {
    stretches.push_back({.from = from, .begin = begin, .end = std::min(rows, begin + Facts::k_stretch)});
  }
}

}  // namespace

InsertFacts::InsertFacts(std::unique_ptr<Given> given) : given_(given.release()) {}

void InsertFacts::Delete::operator()(Given* given) const { delete given; }

Result<InsertFacts> InsertFacts::make(const Connection& connection) {
  InsertFacts made(std::make_unique<Given>());
  duckdb_table_function raw = duckdb_create_table_function();
  const Owned<duckdb_table_function, duckdb_destroy_table_function> function(raw);
  duckdb_table_function_set_name(raw, k_function);
  duckdb_table_function_set_extra_info(raw, made.given_.get(), nullptr);
  duckdb_table_function_set_bind(raw, bind);
  duckdb_table_function_set_init(raw, begin);
  duckdb_table_function_set_local_init(raw, begin_thread);
  duckdb_table_function_set_function(raw, give);
  if (duckdb_register_table_function(connection.handle(), raw) == DuckDBError) {
    return fail(Code::unsupported, "the engine takes no table function");
  }
  // Without this, one thread inserts alone. No statement here relies on the order of what is inserted.
  if (auto set = connection.run("SET preserve_insertion_order = false"); !set) return std::unexpected(set.error());
  return made;
}

Result<void> InsertFacts::set_out(const Connection& connection, Table table, std::span<const AnyReadyBatch> batches,
                                  std::int64_t snapshot) {
  auto columns = columns_of(connection, table_name(table));
  if (!columns) return std::unexpected(columns.error());
  given_->columns = *std::move(columns);
  given_->stretches.clear();
  given_->rows = 0;
  for (const AnyReadyBatch& batch : batches) add_stretches(given_->stretches, batch);
  for (const Stretch& stretch : given_->stretches) given_->rows += stretch.end - stretch.begin;
  given_->snapshot = snapshot;
  given_->next = 0;
  return {};
}

Result<void> InsertFacts::insert(const Connection& connection, Table table, std::span<const AnyReadyBatch> batches,
                                 std::int64_t snapshot) {
  if (auto given = set_out(connection, table, batches, snapshot); !given) return given;
  return connection.run_and_sleep(fmt::format("INSERT INTO {} SELECT * FROM {}()", table_name(table), k_function));
}

Result<void> InsertFacts::put_readings(const Connection& connection, const ReadyBatch<SignalBatch, ReadySignals>& of,
                                       std::string_view days, std::span<const Parameter> parameters) {
  const AnyReadyBatch batch = of;
  if (auto given = set_out(connection, Table::signals, {&batch, 1}, 0); !given) return given;
  constexpr auto k_read = std::to_array<std::string_view>(
      {"language", "intent", "reader", "sentiment", "urgency", "effort", "themes", "theme_sentiments"});
  std::string taken, put;
  for (const std::string_view column : k_read) {
    taken += fmt::format(", {}", column);
    put += fmt::format("{}{} = again.{}", put.empty() ? "" : ", ", column, column);
  }
  return connection.run(fmt::format("UPDATE signals SET {} FROM (SELECT id{} FROM {}()) AS again WHERE signals.id = "
                                    "again.id AND signals.has_text AND {}",
                                    put, taken, k_function, days),
                        parameters);
}

}  // namespace bellwether::facts
