// Whether scores put leaders in the order in which they were planted.
#pragma once

#include "led_scores.hpp"

#include <map>
#include <string>
#include <vector>

namespace bellwether::bench {

/// Spearman's rank correlation of scores with planted standings within each company, of honest leaders whose score is covered.
class Ranks {
 public:
  void add(const LedScores& scores, const Shipped& shipped);
  /// Means over companies.
  [[nodiscard]] double of_frameworks() const { return mean_of(true); }
  [[nodiscard]] double of_dimensions() const { return mean_of(false); }
  void print() const;

 private:
  struct Found {
    std::vector<double> correlations;  ///< one per company
    double coverage = 0;
    int scores = 0;
  };
  struct Look;
  void add(const LedScores& scores, const Look& look);
  [[nodiscard]] double mean_of(bool frameworks) const;

  std::map<std::string, Found> found_;  ///< "lead.learn"; "lead" for the whole framework
};

}  // namespace bellwether::bench
