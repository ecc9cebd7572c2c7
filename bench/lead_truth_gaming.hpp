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
  void print() const;

 private:
  int gamers_ = 0, gamers_flagged_ = 0, honest_ = 0, honest_flagged_ = 0;
  struct BySign {
    int gamers = 0, honest = 0;
  };
  std::map<std::string, BySign> signs_;
};

}  // namespace bellwether::bench
