#include "measure/histogram.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace bellwether::measure {

std::int64_t Histogram::n() const {
  std::int64_t n = 0;
  for (const Bar& bar : bars) n += bar.count;
  return n;
}

Int128 Histogram::sum() const {
  Int128 sum = 0;
  for (const Bar& bar : bars) sum += Int128{bar.value} * bar.count;
  return sum;
}

Int128 Histogram::sum_squares() const {
  Int128 sum = 0;
  for (const Bar& bar : bars) sum += Int128{bar.value} * bar.value * bar.count;
  return sum;
}

Histogram histogram_of(std::vector<Histogram::Bar> bars, std::int64_t scale) {
  invariant(scale > 0);
  std::sort(bars.begin(), bars.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
  std::size_t kept = 0;
  for (const Histogram::Bar& bar : bars) {
    invariant(bar.count >= 0);
    if (bar.count == 0) continue;
    if (kept > 0 && bars[kept - 1].value == bar.value) {
      bars[kept - 1].count += bar.count;
    } else {
      bars[kept++] = bar;
    }
  }
  bars.resize(kept);
  return {.bars = std::move(bars), .scale = scale};
}

Histogram merge(const Histogram& a, const Histogram& b) {
  invariant(a.scale == b.scale);
  std::vector<Histogram::Bar> both = a.bars;
  both.insert(both.end(), b.bars.begin(), b.bars.end());
  return histogram_of(std::move(both), a.scale);
}

}  // namespace bellwether::measure
