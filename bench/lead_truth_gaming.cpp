#include "lead_truth_gaming.hpp"

#include <set>

namespace bellwether::bench {

void Gaming::add(const LedScores& scores) {
  for (const simulate::LeaderTruth& leader : scores.truth.leaders) {
    std::set<std::string> signs;
    bool of_visits = false;
    bool of_answers = false;
    for (const lead::GamingFlag& flag : scores.gaming) {
      const bool own = flag.of_leader ? flag.id == leader.person : leader.is_team && flag.id == leader.unit;
      if (!own) continue;
      signs.emplace(lead::word_of(flag.flag.sign));
      (flag.of_leader ? of_visits : of_answers) = true;
    }
    (leader.games ? gamers_ : honest_) += 1;
    (leader.games ? gamers_flagged_ : honest_flagged_) += signs.empty() ? 0 : 1;
    if (leader.empty_visits > 0) visits_.add(of_visits);
    if (leader.begs > 0 && leader.is_team) begged_.add(of_answers);
    for (const std::string& sign : signs) (leader.games ? signs_[sign].gamers : signs_[sign].honest) += 1;
  }
}

void Gaming::print() const {
  fmt::print("\nGaming: {} of {} who game flagged ({:.1f} %), {} of {} honest ones ({:.1f} %)\n", gamers_flagged_,
             gamers_, 100 * found(), honest_flagged_, honest_, 100 * blamed());
  fmt::print("  empty visits: {} of {} flagged; begged scores: {} of {}\n", visits_.found, visits_.all, begged_.found,
             begged_.all);
  for (const auto& [sign, by] : signs_)
    fmt::print("  {:<24} of {:>4} who game, of {:>4} honest ones\n", sign, by.gamers, by.honest);
}

}  // namespace bellwether::bench
