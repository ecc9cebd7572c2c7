#include "simulate/random.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bellwether::simulate {

double two_to(double x) {
  invariant(x >= -1'000 && x <= 1'000);
  const double whole = std::floor(x);
  // The series of e^z for z = (x − whole) ln 2 in [0, 0.7): after twelve terms less than 1e-11 is left.
  const double z = (x - whole) * 0.69314718055994531;
  double term = 1;
  double sum = 1;
  for (int i = 1; i <= 12; ++i) {
    term *= z / i;
    sum += term;
  }
  return std::ldexp(sum, static_cast<int>(whole));  // exact
}

std::uint32_t Stream::times(double mean) {
  constexpr double k_log2_e = 1.4426950408889634;
  const double limit = two_to(-std::min(mean, 30.0) * k_log2_e);
  std::uint32_t count = 0;
  for (double product = unit(); product > limit && count < 200; product *= unit()) ++count;
  return count;
}

double Stream::around(double median, double spread) { return median * two_to(spread * static_cast<double>(normal())); }

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
