// Whether a score is told to have moved where nothing changed.
//
// The same company is simulated in several courses (lead_truth_coverage.hpp): the same leaders, seasons and shocks, so that the change
// of a leader's score is the same in truth in each. What the other courses show on average is taken off each indicator's change, and
// what is left is chance alone; over m other courses its variance is 1 + 1/m of a single change's, and it is made so much smaller.
#pragma once

#include "lead/change.hpp"
#include "led_scores.hpp"

#include <map>
#include <span>
#include <string>

namespace bellwether::bench {

class Changes {
 public:
  /// Courses of one company; two at least.
  void add(std::span<const LedScores> courses, const Shipped& shipped);

  /// Share of changes by chance alone that lead::change() calls a change.
  [[nodiscard]] double false_alarms() const { return whole_.alarms(); }
  /// By the intervals of both scores, as if they shared no fact.
  [[nodiscard]] double plain_alarms() const { return plain_.alarms(); }
  void print(bool indicators) const;

 private:
  struct Told {
    double n = 0, cried = 0, squares = 0, claimed = 0;
    void add(double moved, lead::Arms arms);
    [[nodiscard]] double alarms() const { return n == 0 ? 0 : cried / n; }
    /// Standard deviation of changes by chance, by what their intervals claim.
    [[nodiscard]] double spread() const;
  };
  static void print(const std::string& name, const Told& told);

  Told whole_, plain_;
  std::map<std::string, Told> by_framework_, by_indicator_;
};

}  // namespace bellwether::bench
