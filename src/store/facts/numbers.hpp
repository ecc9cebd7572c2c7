// Numbers that facts carry, fact by fact, without whose they are: for what several of them have to do with each other, where sums
// per pair would be many.
#pragma once

#include "base/result.hpp"
#include "store/facts/query.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace bellwether::facts {

struct NumbersQuery {
  Table table = Table::signals;
  Expr where = {};
  std::vector<Field> of = {};    ///< ratings, numbers and attributes
  std::optional<Day> from = {};  ///< first day
  std::optional<Day> to = {};    ///< first day after
  std::optional<std::uint64_t> snapshot = {};
};

inline constexpr std::int64_t k_no_number = std::numeric_limits<std::int64_t>::min();

struct Numbers {
  std::vector<std::vector<std::int64_t>> columns;  ///< one per field, equally long, in no order; k_no_number: not known
  std::vector<std::int64_t> scales;                ///< one per field: what 1 is
  std::uint64_t snapshot = 0;
};

/// More than these are not held in memory: 800 MB.
inline constexpr std::size_t k_most_numbers = 100'000'000;

}  // namespace bellwether::facts
