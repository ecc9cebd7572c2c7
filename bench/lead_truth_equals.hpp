// Whether leaders who are alike in everything are told apart.
#pragma once

#include "led_scores.hpp"

#include <map>
#include <string>

namespace bellwether::bench {

/// Each pair of leaders planted as equals, in each framework's score: over what is known of both (lead::difference), and by their
/// plain scores, which may rest on different indicators.
class Equals {
 public:
  void add(const LedScores& scores, const Shipped& shipped);
  [[nodiscard]] double false_alarms() const { return compared_ == 0 ? 0 : static_cast<double>(cried_) / compared_; }
  [[nodiscard]] double plain_alarms() const {
    return compared_ == 0 ? 0 : static_cast<double>(cried_plain_) / compared_;
  }
  void print(bool indicators) const;

 private:
  /// Standard deviation of the difference of equals, by what their intervals claim: 1 where these are right.
  struct Spread {
    double n = 0, squares = 0;
    void add(const measure::Estimate& a, const measure::Estimate& b);
  };
  std::map<std::string, Spread> by_framework_, by_indicator_;
  int pairs_ = 0, compared_ = 0, cried_ = 0, cried_plain_ = 0;
};

}  // namespace bellwether::bench
