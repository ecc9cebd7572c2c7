#include "simulate/random.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <numeric>

namespace bellwether::simulate {

Pick::Pick(std::span<const double> weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  invariant(total > 0);
  double sum = 0;
  upto_.reserve(weights.size());
  for (const double weight : weights) {
    sum += weight;
    upto_.push_back(sum / total);
  }
  upto_.back() = 1;
}

std::uint32_t Pick::operator()(double at) const {
  // Few choices are searched faster from the front than by halves.
  if (upto_.size() <= 8) {
    std::uint32_t index = 0;
    while (at >= upto_[index] && index + 1 < upto_.size()) ++index;
    return index;
  }
  const auto found = std::ranges::upper_bound(upto_, at);
  const auto index = static_cast<std::size_t>(found - upto_.begin());
  return static_cast<std::uint32_t>(std::min(index, upto_.size() - 1));
}

double Pick::share(std::size_t index) const { return upto_[index] - (index == 0 ? 0.0 : upto_[index - 1]); }

}  // namespace bellwether::simulate
