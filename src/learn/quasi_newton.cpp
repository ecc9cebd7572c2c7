#include "learn/quasi_newton.hpp"

#include <cmath>
#include <cstddef>
#include <deque>
#include <utility>

namespace bellwether::learn {

namespace {

using Numbers = std::vector<float>;

double product(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

void add(std::span<float> to, double share, std::span<const float> of) {
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += static_cast<float>(share * double{of[i]});
}

struct Pair {
  Numbers moved, turned;  ///< how place and gradient changed
  double curvature = 0;   ///< their product
};

/// The gradient, seen through what was learned of the curvature; pointing down.
Numbers direction(const Numbers& gradient, const std::deque<Pair>& pairs) {
  Numbers down = gradient;
  std::vector<double> shares(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    shares[i] = product(pairs[i].moved, down) / pairs[i].curvature;
    add(down, -shares[i], pairs[i].turned);
  }
  if (!pairs.empty()) {
    const Pair& last = pairs.back();
    const double scale = last.curvature / product(last.turned, last.turned);
    for (float& number : down) number = static_cast<float>(double{number} * scale);
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double share = product(pairs[i].turned, down) / pairs[i].curvature;
    add(down, shares[i] - share, pairs[i].moved);
  }
  for (float& number : down) number = -number;
  return down;
}

}  // namespace

double descend(const Slope& slope, std::vector<float>& place, const Descent& settings) {
  constexpr double k_enough = 1e-4, k_shorter = 0.5;
  constexpr int k_most_tries = 30;
  Numbers gradient(place.size()), next(place.size()), next_gradient(place.size());
  double value = slope(place, gradient);
  const double at_start = std::sqrt(product(gradient, gradient));
  std::deque<Pair> pairs;
  for (int step = 0; step < settings.most_steps; ++step) {
    if (settings.stops && settings.stops()) break;
    const double length = std::sqrt(product(gradient, gradient));
    if (length <= settings.gradient_share * at_start) break;
    const Numbers down = direction(gradient, pairs);
    const double slant = product(down, gradient);
    if (slant >= 0) {
      if (pairs.empty()) break;
      pairs.clear();
      continue;
    }
    double far = pairs.empty() ? 1 / length : 1, next_value = 0;
    int tries = 0;
    for (; tries < k_most_tries; ++tries, far *= k_shorter) {
      next = place;
      add(next, far, down);
      next_value = slope(next, next_gradient);
      if (next_value <= value + k_enough * far * slant) break;
    }
    if (tries == k_most_tries) break;
    Pair pair{.moved = next, .turned = next_gradient};
    add(pair.moved, -1, place);
    add(pair.turned, -1, gradient);
    pair.curvature = product(pair.moved, pair.turned);
    if (pair.curvature > 0) pairs.push_back(std::move(pair));
    if (pairs.size() > static_cast<std::size_t>(settings.memory)) pairs.pop_front();
    std::swap(place, next);
    std::swap(gradient, next_gradient);
    value = next_value;
  }
  return value;
}

}  // namespace bellwether::learn
