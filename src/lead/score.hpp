// A score of 0 … 100 made of evidence, with its interval and how much of the wished evidence stands behind it. The arithmetic is
// short enough to be made again by hand; docs/frameworks/README.md tells it in words.
//
//   indicator:  curve(value); its interval the curve at both ends of the measure's interval, where the same people answered
//               several times first made √repeats times as wide
//   dimension:  weighted mean of its known indicators
//   framework:  weighted mean of its dimensions that know anything
//   interval:   value ± √ Σ Σ r (weight × half width) (weight × half width), each side apart (MOVER: Zou & Donner, Statistics in
//               Medicine 27 (2008) 1693–1702); r is 1 for indicators of the same figure, the correlation of the answers where
//               the same people give both, else 0; where they gave both several times, and are alike each time,
//               (r + √((repeats − 1) (repeats' − 1))) / √(repeats repeats')
//   coverage:   Σ weight × freshness of what is known / Σ weight, × (½ + ½ sides known / sides wished); of the framework the
//               weighted mean over all its dimensions
#pragma once

#include "base/time.hpp"
#include "lead/framework.hpp"
#include "measure/estimate.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::lead {

enum class State : std::uint8_t { known, unknown, withheld };
[[nodiscard]] std::string_view word_of(State state);  ///< "known", "unknown", "withheld"

/// What was found for one indicator.
struct Evidence {
  State state = State::unknown;
  measure::Estimate estimate = {};  ///< where known
  std::int64_t n = 0;               ///< answers or events; also where they are too few; 0 where withheld
  std::string why = {};             ///< unknown, withheld: a sentence
  std::optional<Day> newest = {};   ///< the latest fact
  std::string rests_on = {};        ///< equal where two indicators rest on the same facts
  /// Variance of the figure by that which as many answers of different people would have; 1 or more (answers_again.hpp).
  double repeats = 1;
  std::string query = {};      ///< makes the figure again; empty for specials
  std::int64_t contested = 0;  ///< facts that say it is contested
};

struct IndicatorScore {
  const Indicator* indicator = nullptr;
  Evidence evidence;
  double score = 0, low = 0, high = 0;  ///< where known
  double freshness = 0;                 ///< 0 unknown, else ½ … 1
  double share = 0;                     ///< of the framework's score: its weight in the whole, 0 … 1; 0 where not known
};

/// How two indicators' figures go together, by Evidence::rests_on: −1 … 1. Pairs that are not in it: 1 where both are the same
/// name, else 0.
class Correlations {
 public:
  void set(const std::string& a, const std::string& b, double r) { of_[a < b ? std::pair(a, b) : std::pair(b, a)] = r; }
  [[nodiscard]] double between(const std::string& a, const std::string& b) const;

 private:
  std::map<std::pair<std::string, std::string>, double> of_;
};

/// A score where anything is known.
struct Scored {
  double score = 0, low = 0, high = 0;
};

struct DimensionScore {
  const Dimension* dimension = nullptr;
  std::optional<Scored> scored;
  double coverage = 0;  ///< 0 … 1
  int sides_known = 0, sides_wished = 0;
  std::vector<IndicatorScore> indicators;
};

/// Points into its framework, which must outlive it.
struct Score {
  const Framework* framework = nullptr;
  std::optional<Scored> scored;
  double coverage = 0;
  std::vector<DimensionScore> dimensions;
};

/// 1 where the newest fact lies within a quarter of the window before its end, falling evenly to ½ at its far end.
[[nodiscard]] double freshness(Day newest, Day end, int window_days);

/// `evidence` has one entry per indicator, dimension by dimension. `end` is the first day after the period.
[[nodiscard]] Score score_of(const Framework& framework, std::span<const Evidence> evidence, Day end,
                             const Correlations& correlations = {});

/// One reason why a score moved.
struct Contribution {
  const Dimension* dimension = nullptr;
  const Indicator* indicator = nullptr;
  double points = 0;     ///< of the framework's score
  bool newly = false;    ///< it was not known before
  bool no_more = false;  ///< it is not known now
};
/// What moved the score from `before` to `now`: share × score of each indicator, now less before. They add up to the difference.
/// Largest first. Both must be of the same framework, with anything known.
[[nodiscard]] std::vector<Contribution> contributions(const Score& now, const Score& before);

/// The score over the indicators that are known of `other`, too. Both are of the same framework.
[[nodiscard]] Score narrowed(Score score, const Score& other, const Correlations& correlations = {});

/// `a` less `b`, two subjects' scores of the same framework, over the indicators that are known of both: what is known of one alone
/// would make a difference that is neither's doing. Nothing where no indicator is known of both. What a score was before shares facts
/// with what it is now: change.hpp.
[[nodiscard]] std::optional<measure::Difference> difference(const Score& a, const Score& b,
                                                            const Correlations& correlations = {});

/// What evidence to bring next: unknown indicators by how much coverage each would add to the framework, most first.
struct Wanted {
  const Dimension* dimension = nullptr;
  const Indicator* indicator = nullptr;
  double coverage = 0;  ///< 0 … 1, that it would add by itself
};
[[nodiscard]] std::vector<Wanted> wanted(const Score& score);

}  // namespace bellwether::lead
