// Fills one chunk of at most 2,048 rows, column by column. A cell that is not set is not known.
#pragma once

#include "base/id.hpp"
#include "store/facts/duck.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bellwether::facts {

class ChunkWriter {
 public:
  static constexpr std::size_t k_rows = 2048;

  /// Begins the chunk, which stays the caller's: nothing in it is known yet.
  void begin(duckdb_data_chunk chunk);
  /// Room for one more row; where it stands in the chunk. Not to be called where it is full().
  [[nodiscard]] std::size_t row() { return used_++; }
  [[nodiscard]] bool full() const { return used_ == k_rows; }
  [[nodiscard]] std::size_t used() const { return used_; }

  template <class T>
  void set(std::size_t column, std::size_t row, T value) {
    static_cast<T*>(cells_[column].values)[row] = value;
    set_known(cells_[column].known, row);
  }
  void set_id(std::size_t column, std::size_t row, const Id& id) {
    set(column, row, duckdb_hugeint{id.low, static_cast<std::int64_t>(id.high ^ (std::uint64_t{1} << 63U))});
  }
  void set_text(std::size_t column, std::size_t row, std::string_view text) {
    duckdb_vector_assign_string_element_len(cells_[column].vector, row, text.data(), text.size());
    set_known(cells_[column].known, row);
  }

  /// Values of lists, gathered until the chunk is full.
  template <class T>
  struct Lists {
    std::size_t column = 0;
    std::vector<T> values;
    std::vector<bool> known;
    void clear() {
      values.clear();
      known.clear();
    }
  };
  template <class Key, class T>
  struct Maps {
    std::size_t column = 0;
    std::vector<Key> keys;
    std::vector<T> values;
    void clear() {
      keys.clear();
      values.clear();
    }
  };
  /// Says that row's list stands at `offset` in what is put at the chunk's end.
  void set_list(std::size_t column, std::size_t row, std::size_t offset, std::size_t count) {
    set(column, row, duckdb_list_entry{offset, count});
  }
  template <class T>
  void put_lists(Lists<T>& lists);
  template <class Key, class T>
  void put_maps(Maps<Key, T>& maps);

 private:
  struct Cells {
    duckdb_vector vector;
    void* values;
    std::uint64_t* known;
  };

  static void set_known(std::uint64_t* known, std::size_t row) { known[row / 64] |= std::uint64_t{1} << (row % 64); }
  static void none_known(duckdb_vector vector, std::size_t count);
  static duckdb_vector reserve(duckdb_vector list, std::size_t count);
  static void fill(duckdb_vector vector, const std::vector<std::string_view>& values);
  template <class T>
  static void fill(duckdb_vector vector, const std::vector<T>& values) {
    std::copy(values.begin(), values.end(), static_cast<T*>(duckdb_vector_get_data(vector)));
  }

  std::vector<Cells> cells_;
  std::size_t used_ = 0;
};

template <class T>
void ChunkWriter::put_lists(Lists<T>& lists) {
  duckdb_vector child = reserve(cells_[lists.column].vector, lists.values.size());
  fill(child, lists.values);
  if (!lists.known.empty()) {
    none_known(child, lists.values.size());
    std::uint64_t* known = duckdb_vector_get_validity(child);
    for (std::size_t i = 0; i < lists.known.size(); ++i) {
      if (lists.known[i]) set_known(known, i);
    }
  }
  lists.clear();
}

template <class Key, class T>
void ChunkWriter::put_maps(Maps<Key, T>& maps) {
  duckdb_vector entries = reserve(cells_[maps.column].vector, maps.keys.size());
  fill(duckdb_struct_vector_get_child(entries, 0), maps.keys);
  fill(duckdb_struct_vector_get_child(entries, 1), maps.values);
  maps.clear();
}

}  // namespace bellwether::facts
