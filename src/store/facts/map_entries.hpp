// What stands in a map column of an answer: values by the number of their name.
#pragma once

#include "store/facts/answer.hpp"

#include <cstddef>
#include <cstdint>

namespace bellwether::facts {

/// Goes through the entries of a row: take(number of the name, column of the values, row in it).
template <class Take>
void each_entry(const Column& map, std::size_t row, Take take) {
  if (!map.known(row)) return;
  const Column entries = map.list_child();
  const Column keys = entries.struct_child(0), values = entries.struct_child(1);
  const duckdb_list_entry at = map.entry(row);
  for (std::size_t i = at.offset; i < at.offset + at.length; ++i) take(keys.at<std::int32_t>(i), values, i);
}

}  // namespace bellwether::facts
