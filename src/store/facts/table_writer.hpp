// Adds rows to a small table (rollups, words): the engine's appender, fed in chunks.
#pragma once

#include "store/facts/chunk_writer.hpp"
#include "store/facts/duck.hpp"

#include <cstddef>
#include <string>

namespace bellwether::facts {

class TableWriter {
 public:
  [[nodiscard]] static Result<TableWriter> open(const Connection& connection, const std::string& table);

  /// Makes room for one more row and says where in the chunk it stands.
  [[nodiscard]] Result<std::size_t> row();

  template <class T>
  void set(std::size_t column, std::size_t row, T value) {
    chunk_writer_.set(column, row, value);
  }
  void set_text(std::size_t column, std::size_t row, std::string_view text) {
    chunk_writer_.set_text(column, row, text);
  }

  /// Hands on what is left. Errors: `io`, `too_large`.
  [[nodiscard]] Result<void> close();

 private:
  TableWriter() = default;
  /// Hands the present chunk on to the table.
  [[nodiscard]] Result<void> flush();
  [[nodiscard]] std::unexpected<Error> refused() const;

  Owned<duckdb_appender, duckdb_appender_destroy> appender_;
  Owned<duckdb_data_chunk, duckdb_destroy_data_chunk> chunk_;
  ChunkWriter chunk_writer_;
};

}  // namespace bellwether::facts
