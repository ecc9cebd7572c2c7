// Whether leaders who feed their indicators are flagged, and honest ones are not.
#pragma once

#include "led_scores.hpp"

#include <map>
#include <string>

namespace bellwether::bench {

/// A leader is flagged by a flag of his or her own, or of the team that he or she leads.
class Gaming {
 public:
  void add(const LedScores& scores);
  [[nodiscard]] double found() const { return gamers_ == 0 ? 0 : static_cast<double>(gamers_flagged_) / gamers_; }
  [[nodiscard]] double blamed() const { return honest_ == 0 ? 0 : static_cast<double>(honest_flagged_) / honest_; }
  /// Of those who log empty visits, by a sign of visits; of those whose team's answers are begged for, by a sign of answers.
  [[nodiscard]] double visits_found() const { return visits_.share(); }
  [[nodiscard]] double begged_found() const { return begged_.share(); }
  void print() const;

 private:
  int gamers_ = 0, gamers_flagged_ = 0, honest_ = 0, honest_flagged_ = 0;
  struct BySign {
    int gamers = 0, honest = 0;
  };
  std::map<std::string, BySign> signs_;
  struct Part {
    int all = 0, found = 0;
    void add(bool is_found) {
      ++all;
      found += is_found ? 1 : 0;
    }
    [[nodiscard]] double share() const { return all == 0 ? 0 : static_cast<double>(found) / all; }
  };
  Part visits_, begged_;
};

}  // namespace bellwether::bench
