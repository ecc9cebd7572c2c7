#include "store/facts/chunk_writer.hpp"

namespace bellwether::facts {

void ChunkWriter::begin(duckdb_data_chunk chunk) {
  cells_.resize(duckdb_data_chunk_get_column_count(chunk));
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
    none_known(vector, k_rows);
    cells_[i] = {
        .vector = vector, .values = duckdb_vector_get_data(vector), .known = duckdb_vector_get_validity(vector)};
  }
  used_ = 0;
}

void ChunkWriter::none_known(duckdb_vector vector, std::size_t count) {
  duckdb_vector_ensure_validity_writable(vector);
  std::uint64_t* known = duckdb_vector_get_validity(vector);
  std::fill_n(known, (count + 63) / 64, 0);
}

duckdb_vector ChunkWriter::reserve(duckdb_vector list, std::size_t count) {
  duckdb_list_vector_reserve(list, count);
  duckdb_list_vector_set_size(list, count);
  return duckdb_list_vector_get_child(list);
}

void ChunkWriter::fill(duckdb_vector vector, const std::vector<std::string_view>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    duckdb_vector_assign_string_element_len(vector, i, values[i].data(), values[i].size());
  }
}

}  // namespace bellwether::facts
