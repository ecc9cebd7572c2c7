// All scores of a simulated company's leaders, beside what is true of them: what the studies of leadership look at once the
// company's store is gone again.
#pragma once

#include "lead/evidence.hpp"
#include "lead/gaming_flags.hpp"
#include "led_company_store.hpp"

#include <map>
#include <string>
#include <vector>

namespace bellwether::bench {

/// What is shipped, read once.
struct Shipped {
  measure::Catalogue catalogue;
  lead::Frameworks frameworks;
  std::vector<const lead::Framework*> all;  ///< of `frameworks`
};
[[nodiscard]] Shipped shipped();

/// Scores of all frameworks, in the order of Shipped::all.
using ScoresOfOne = std::vector<lead::Score>;

struct LedScores {
  simulate::LeadershipTruth truth;
  std::map<std::string, ScoresOfOne> of;      ///< by person
  std::map<std::string, ScoresOfOne> before;  ///< the same, `days` earlier; empty where they were not wished for
  /// lead::SharedFacts::of() both, by person, in the order of Shipped::all.
  std::map<std::string, std::vector<std::vector<double>>> shared;
  int days = 91;
  lead::Correlations correlations;
  Day end;                               ///< first day after the period
  std::vector<lead::GamingFlag> gaming;  ///< as the report of the leadership shadow tells them
};

/// Read as the product reads them: guarded, with the organisation; the scores before, too, where `with_before`. Ends the program
/// where that fails.
[[nodiscard]] LedScores scores_of(const Company& company, const Shipped& shipped, bool with_before = false);

/// Below this much of the wished evidence a score is not held against the truth.
inline constexpr double k_covered = 0.6;

}  // namespace bellwether::bench
