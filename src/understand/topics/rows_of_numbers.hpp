// Rows of numbers of one length, side by side in memory, and the few sums that are taken over them.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace bellwether::topics {

class RowsOfNumbers {
 public:
  RowsOfNumbers() = default;
  RowsOfNumbers(std::size_t rows, std::size_t columns) : columns_(columns), numbers_(rows * columns) {}

  [[nodiscard]] std::size_t rows() const { return columns_ == 0 ? 0 : numbers_.size() / columns_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] float* row(std::size_t at) { return numbers_.data() + at * columns_; }
  [[nodiscard]] const float* row(std::size_t at) const { return numbers_.data() + at * columns_; }

 private:
  std::size_t columns_ = 0;
  std::vector<float> numbers_;
};

/// Plain pointers: these loops take most of the time, and the compiler makes them wide only so.
inline void add_times(float* to, const float* from, float times, std::size_t columns) {
  for (std::size_t i = 0; i < columns; ++i) to[i] += times * from[i];
}

inline float product(const float* a, const float* b, std::size_t columns) {
  constexpr std::size_t k_lanes = 8;
  float sums[k_lanes] = {};
  for (std::size_t at = 0; at < columns / k_lanes; ++at, a += k_lanes, b += k_lanes) {
    for (std::size_t lane = 0; lane < k_lanes; ++lane) sums[lane] += a[lane] * b[lane];
  }
  for (std::size_t lane = 0; lane < columns % k_lanes; ++lane) sums[lane] += a[lane] * b[lane];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]) + (sums[4] + sums[5]) + (sums[6] + sums[7]);
}

/// To length 1; a row of zeros stays one.
inline void normalise(float* row, std::size_t columns) {
  const float length = std::sqrt(product(row, row, columns));
  if (length <= 1e-12F) return;
  for (std::size_t i = 0; i < columns; ++i) row[i] /= length;
}

}  // namespace bellwether::topics
