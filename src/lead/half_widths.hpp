// How far chance may move a weighted mean of figures that go together: the interval of score.hpp's arithmetic, of a score as of its
// change.
#pragma once

#include "lead/score.hpp"

#include <string>
#include <vector>

namespace bellwether::lead {

/// How far chance may move a value down and up; neither is below zero.
struct Arms {
  double below = 0, above = 0;
};

/// MOVER (Zou & Donner, Statistics in Medicine 27 (2008) 1693–1702) over indicators, as score.hpp says.
class HalfWidths {
 public:
  /// `correlations` must outlive it.
  explicit HalfWidths(const Correlations& correlations) : correlations_(correlations) {}
  /// `arms` are those of the indicator's own points. `of` says what it rests on, and must outlive this.
  void add(double weight, const IndicatorScore& of, Arms arms);
  [[nodiscard]] Arms arms() const;

 private:
  struct Part {
    const std::string* rests_on;
    Arms arms;
    double sign;
    double repeats;
  };
  [[nodiscard]] double together(const Part& a, const Part& b) const;
  const Correlations& correlations_;
  std::vector<Part> parts_;
};

}  // namespace bellwether::lead
