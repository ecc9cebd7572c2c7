// What is thought of oneself, said and promised, against what others answer and what was done.
#pragma once

#include "measure/estimate.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::lead {

using measure::AnswerScale;
using measure::Estimate;

/// Answers of several people to the same items: one row for each, NaN where an item was left out.
struct ItemAnswers {
  std::size_t items = 0;
  std::vector<double> rows;  ///< people × items

  [[nodiscard]] std::size_t people() const { return items == 0 ? 0 : rows.size() / items; }
};

struct Gap {
  Estimate gap;           ///< on the scale of the answers; n counts people of both sides
  double p = 1;           ///< two-sided, that there is none
  std::size_t items = 0;  ///< that both answered, each counted alike
};

/// Mean over the items that both sides answered, each item alike however many answered it. A person's answers go
/// together: the error is that of the people's parts in the mean (linearised; Student's t with people − 1). All alike:
/// bounded by how many asked could have answered otherwise unseen (Hanley & Lippman-Hand, JAMA 249 (1983) 1743–1745).
/// Cut at the ends of the scale.
/// Errors: `not_enough` without a common item, or with fewer than 2 people on a side that is a sample.

/// Self-assessment less others' answers to the same items: above 0, more is thought of oneself than others see. What a
/// leader says of themselves is taken as said, without an error; several rows (leaders of a unit, or more than one
/// time) are averaged.
[[nodiscard]] Result<Gap> self_gap(const ItemAnswers& self, const ItemAnswers& others, const AnswerScale& scale,
                                   double level = 0.95);

/// One group's answers less another's to the same items, both as samples; interval from those of both (MOVER).
[[nodiscard]] Result<Gap> group_gap(const ItemAnswers& here, const ItemAnswers& there, const AnswerScale& scale,
                                    double level = 0.95);

struct PerceptionGaps {
  Result<Gap> leaders_teams, leaders_customers,
      teams_customers;  ///< the former less the latter; p by Holm over the three
};

/// Three groups on the same items, pair by pair, each pair on the items that these two have in common.
/// Source of the correction: Holm, Scandinavian Journal of Statistics 6 (1979) 65–70.
[[nodiscard]] PerceptionGaps perception_gaps(const ItemAnswers& leaders, const ItemAnswers& teams,
                                             const ItemAnswers& customers, const AnswerScale& scale,
                                             double level = 0.95);

/// What stands behind one brand value. All on 0 … 100.
struct ValueSaid {
  std::string value;               ///< the brand value's name
  Estimate claimed;                ///< what is said of it: 100 as a plain promise, or leaders' own answers
  std::int64_t kept = 0, due = 0;  ///< promises of this value
  std::vector<Estimate> answered;  ///< by customers, by employees
};

struct SayDo {
  std::string value;
  std::optional<Estimate> kept;  ///< share of promises kept, in 0 … 100
  Estimate done;                 ///< mean of kept promises and each side's answers that are there
  Estimate gap;                  ///< claimed less done: above 0, more is said than done
  double p = 1;
  std::size_t sides = 0;  ///< how many were there
};

/// Say-do gap of one brand value; each side of what was done counts alike, intervals by MOVER (Zou & Donner, Statistics
/// in Medicine 27 (2008) 1693–1702), sides taken to be independent. Error: `not_enough` where nothing was done or
/// answered.
[[nodiscard]] Result<SayDo> say_do_gap(const ValueSaid& said, double level = 0.95);

/// An answer's estimate moved from its scale to 0 … 100.
[[nodiscard]] Estimate in_hundredths(const Estimate& answer, const AnswerScale& scale);

}  // namespace bellwether::lead
