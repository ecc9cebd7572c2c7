// Whether the 95 % intervals of scores hold the true score.
//
// The true score is what endless evidence of the same leader would give. The same company is simulated in several courses
// (simulate::Options::course): the same leaders, the same shocks; other visits and promises, employees of another nature, other
// customers, other answers. Held
// against a score of one course is the score of each indicator's mean value over all other courses, of the indicators that are
// known in that one. This mean is in doubt, too: over m courses its variance is 1/m of a single value's. So each indicator's interval is
// widened by √(1 + 1/m) before it is asked whether it holds it.
#pragma once

#include "led_scores.hpp"

#include <cmath>
#include <map>
#include <span>
#include <string>

namespace bellwether::bench {

class Coverage {
 public:
  /// Courses of one company; two at least.
  void add(std::span<const LedScores> courses, const Shipped& shipped);

  /// Share of intervals that hold the truth, over all scores whose coverage is k_covered or more.
  [[nodiscard]] double of_frameworks() const { return frameworks_.share(); }
  [[nodiscard]] double of_dimensions() const { return dimensions_.share(); }
  /// By framework, its whole score.
  [[nodiscard]] std::map<std::string, double> by_framework() const;
  void print(bool indicators) const;

 private:
  struct Held {
    double n = 0, held = 0, error = 0, squared_error = 0, squared_width = 0;
    void add(const lead::Scored& score, double truth);
    [[nodiscard]] double share() const { return n == 0 ? 0 : held / n; }
    /// Standard deviation of scores around the truth, by what their intervals claim.
    [[nodiscard]] double spread() const { return squared_width == 0 ? 0 : std::sqrt(squared_error / squared_width); }
  };
  void add(const lead::Score& score, const lead::Score& truth, const lead::Score& widened);
  static void print(const std::string& name, const Held& held);

  Held frameworks_, dimensions_;
  std::map<std::string, Held> whole_, by_dimension_, by_indicator_;
  int left_out_ = 0;  ///< scores with an indicator that is known in no other course
};

}  // namespace bellwether::bench
