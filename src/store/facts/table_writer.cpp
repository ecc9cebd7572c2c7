#include "store/facts/table_writer.hpp"

#include <vector>

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
  writer.chunk_writer_.begin(writer.chunk_.get());
  return writer;
}

Result<std::size_t> TableWriter::row() {
  if (chunk_writer_.full()) {
    if (auto flushed = flush(); !flushed) return std::unexpected(flushed.error());
  }
  return chunk_writer_.row();
}

Result<void> TableWriter::flush() {
  if (chunk_writer_.used() == 0) return {};
  duckdb_data_chunk_set_size(chunk_.get(), chunk_writer_.used());
  if (duckdb_append_data_chunk(appender_.get(), chunk_.get()) == DuckDBError) return refused();
  duckdb_data_chunk_reset(chunk_.get());
  chunk_writer_.begin(chunk_.get());
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
