// Whether leaders who are alike in everything are told apart.
#pragma once

#include "led_scores.hpp"

namespace bellwether::bench {

/// Each pair of leaders planted as equals, in each framework's score, as the product compares two scores.
class Equals {
 public:
  void add(const LedScores& scores, const Shipped& shipped);
  [[nodiscard]] double false_alarms() const { return compared_ == 0 ? 0 : static_cast<double>(cried_) / compared_; }
  void print() const;

 private:
  int pairs_ = 0, compared_ = 0, cried_ = 0;
};

}  // namespace bellwether::bench
