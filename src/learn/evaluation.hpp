// How good a model is on examples that it did not learn from: each figure with its interval, and beside it what always guessing the
// largest class would get.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::learn {

/// A number with its 95 % interval; low <= value <= high.
struct Figure {
  double value = 0, low = 0, high = 0;
};

struct ClassFigures {
  std::size_t n = 0;     ///< examples that are of it
  std::size_t told = 0;  ///< examples that were told to be
  Figure precision, recall, f1;
};

struct Evaluation {
  std::size_t n = 0;
  Figure accuracy;
  Figure macro_f1;  ///< mean over the classes that an example is of, or was told to be
  std::vector<ClassFigures> classes;
  std::size_t largest = 0;       ///< the class that most examples are of
  double guessing_accuracy = 0;  ///< of telling it for every one
  double guessing_macro_f1 = 0;
  std::vector<std::size_t>
      counts;  ///< examples by class and then by what was told, classes + 1 columns: the last is "nothing"
};

struct Bootstrap {
  int draws = 2'000;
  std::uint64_t seed = 1;
};

/// `is` and `told`: classes, one for each example; `told` may be `classes`, for nothing. Intervals: percentiles of what drawing the examples
/// anew gives (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.3).
[[nodiscard]] Evaluation evaluate(std::span<const std::size_t> is, std::span<const std::size_t> told,
                                  std::size_t classes, const Bootstrap& bootstrap = {});

/// How surely a score tells the one from the other: the share of pairs in which the positive one has the higher score, ties counting half.
/// Interval by DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837–845. Value 0.5 with the interval 0 … 1 where one side is empty.
[[nodiscard]] Figure area_under_curve(std::span<const double> positive, std::span<const double> negative);

}  // namespace bellwether::learn
