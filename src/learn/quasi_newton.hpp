// The minimum of a smooth function of many numbers, by the limited-memory method of Broyden, Fletcher, Goldfarb and Shanno.
// Source: Nocedal and Wright, Numerical Optimization (2006), algorithm 7.4, with a backtracking line search that asks for the weak Wolfe
// conditions' first and keeps only pairs of positive curvature.
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace bellwether::learn {

struct Descent {
  int most_steps = 200;
  double gradient_share = 1e-4;      ///< it ends when the gradient's length is that share of what it was at the start
  int memory = 8;                    ///< pairs that are kept
  std::function<bool()> stops = {};  ///< asked before each step: true ends it where it is
};

/// Value of the function at a place, its gradient written into the second.
using Slope = std::function<double(std::span<const float>, std::span<float>)>;

/// Goes down from a place as far as told, and returns the value there. Deterministic.
double descend(const Slope& slope, std::vector<float>& place, const Descent& settings);

}  // namespace bellwether::learn
