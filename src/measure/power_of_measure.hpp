// How many answers a difference in a measure takes, and what those there are could show.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/catalogue.hpp"
#include "measure/guards.hpp"
#include "measure/power.hpp"
#include "measure/tally.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::measure {

struct PowerQuestion {
  std::string measure;                       ///< id in the catalogue, or a call: `mean(rating.x)`
  std::optional<double> difference = {};     ///< in the measure's unit: how many answers show it?
  std::optional<std::int64_t> answers = {};  ///< per group: which difference do they show?
  std::string where = {};                    ///< filter: whose answers are looked at
  Detection detection = {};
};

/// How far answers spread, and how that is known.
struct Spread {
  bool seen = false;                      ///< false: the widest that the scale allows
  std::string why = {};                   ///< where not seen, the reason, as in "because …"
  std::optional<double> share = {};       ///< of shares: where it stands, in [0, 1]; nothing: a half, the worst case
  double variance = 0;                    ///< of one answer, before the measure's factor
  std::int64_t n = 0;                     ///< answers that it was seen in
  std::optional<Day> from = {}, to = {};  ///< their days, `to` exclusive; nothing: all there are
};

struct Power {
  Measure measure;
  Detection detection;
  Spread spread;
  std::optional<double> difference = {};               ///< as asked
  std::optional<std::int64_t> answers_per_group = {};  ///< that show it
  std::optional<std::int64_t> answers = {};            ///< per group, as asked
  std::optional<double> smallest_difference = {};      ///< that they show; nothing: none that the scale has room for

  /// What the answers of late would show beside as many others.
  struct Now {
    std::int64_t n = 0;
    std::optional<Day> from = {}, to = {};           ///< `to` exclusive; nothing: all there are
    std::optional<double> smallest_difference = {};  ///< as above
  };
  std::optional<Now> now = {};
  std::string snapshot = {};  ///< empty where no store was asked
};

/// Late answers are those of so many days up to the newest fact.
inline constexpr std::int32_t k_late_days = 90;
/// From so many answers on their spread is taken from them: it is then known to about an eighth.
inline constexpr std::int64_t k_least_for_spread = 30;

/// The widest spread that the measure allows. Errors: `unsupported` for what is no share, net share or mean of answers;
/// `not_enough` for a mean whose scale is not known.
[[nodiscard]] Result<Spread> widest_spread(const Measure& measure);

/// As the answers spread; as widest_spread() where they are fewer than k_least_for_spread, or do not spread at all.
/// Errors: as widest_spread().
[[nodiscard]] Result<Spread> spread_of(const Measure& measure, const Tally& tally);

/// The sums (power.hpp) in the measure's unit; `now` and `snapshot` are the asker's. Errors: `wrong_usage` for a
/// question without difference and answers, a difference not above 0 or more than there is room for, fewer than 2
/// answers, a level outside of 0 … 1 or a power outside of 0.5 … 1.
[[nodiscard]] Result<Power> power_of_measure(const Measure& measure, const Spread& spread,
                                             const PowerQuestion& question);

/// The same by what the store's answers tell: those of the last k_late_days if they are enough, else all of them. What
/// ask() withholds is not looked at. Errors: those of ask() and of the above.
[[nodiscard]] Result<Power> ask_power(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                                      const PowerQuestion& question);
/// Without any store: the worst case. Errors: as above; `wrong_usage` for a filter, since nothing is there to filter.
[[nodiscard]] Result<Power> ask_power(const Catalogue& catalogue, const PowerQuestion& question);

}  // namespace bellwether::measure
