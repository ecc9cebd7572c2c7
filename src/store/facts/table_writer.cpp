#include "store/facts/table_writer.hpp"

#include <algorithm>
#include <cstring>

namespace bellwether::facts {

Result<TableWriter> TableWriter::open(const Connection& connection, const std::string& table) {
  TableWriter writer;
  duckdb_appender raw = nullptr;
  const duckdb_state state = duckdb_appender_create(connection.handle(), nullptr, table.c_str(), &raw);
  writer.appender_.reset(raw);
  if (state == DuckDBError) return writer.refused();

  std::vector<duckdb_logical_type> types(duckdb_appender_column_count(raw));
  for (std::size_t i = 0; i < types.size(); ++i) types[i] = duckdb_appender_column_type(raw, i);
  writer.chunk_.reset(duckdb_create_data_chunk(types.data(), types.size()));
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  writer.cells_.resize(types.size());
  writer.begin_chunk();
  return writer;
}

Result<std::size_t> TableWriter::row() {
  if (full()) {
    if (auto flushed = flush(); !flushed) return std::unexpected(flushed.error());
  }
  return used_++;
}

void TableWriter::begin_chunk() {
  duckdb_data_chunk_reset(chunk_.get());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_.get(), i);
    none_known(vector, k_rows);
    cells_[i] = {
        .vector = vector, .values = duckdb_vector_get_data(vector), .known = duckdb_vector_get_validity(vector)};
  }
  used_ = 0;
}

void TableWriter::none_known(duckdb_vector vector, std::size_t count) {
  duckdb_vector_ensure_validity_writable(vector);
  std::uint64_t* known = duckdb_vector_get_validity(vector);
  std::fill_n(known, (count + 63) / 64, 0);
}

duckdb_vector TableWriter::reserve(duckdb_vector list, std::size_t count) {
  duckdb_list_vector_reserve(list, count);
  duckdb_list_vector_set_size(list, count);
  return duckdb_list_vector_get_child(list);
}

void TableWriter::fill(duckdb_vector vector, const std::vector<std::string_view>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    duckdb_vector_assign_string_element_len(vector, i, values[i].data(), values[i].size());
  }
}

Result<void> TableWriter::flush() {
  if (used_ == 0) return {};
  duckdb_data_chunk_set_size(chunk_.get(), used_);
  if (duckdb_append_data_chunk(appender_.get(), chunk_.get()) == DuckDBError) return refused();
  begin_chunk();
  return {};
}

Result<void> TableWriter::close() {
  if (auto flushed = flush(); !flushed) return flushed;
  if (duckdb_appender_close(appender_.get()) == DuckDBError) return refused();
  return {};
}

std::unexpected<Error> TableWriter::refused() const {
  const char* said = duckdb_appender_error(appender_.get());
  return engine_failed(said != nullptr ? said : "the table can't be written to");
}

}  // namespace bellwether::facts
