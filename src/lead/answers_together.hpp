// How answers of the same people go together: who is content with one thing is often content with the next, so that two items of
// one survey are less than two pieces of evidence.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/score.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/query.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::lead {

/// One value of an index, as it stands in its sum.
struct TogetherPart {
  facts::Field value;
  double weight = 1;  ///< per unit of the value; below 0 where less of it is better
};

struct TogetherItem {
  std::string name;                 ///< Evidence::rests_on
  std::string where;                ///< items are paired where this is equal: they come from the same answers
  std::vector<TogetherPart> parts;  ///< one, or those of an index, which is known where all of them are
  facts::Expr filter;               ///< `where`, bound
  bool of_employees = false;
};

/// Pearson's correlation of each pair over all answers from `from` to before `to` that carry both, to two digits; pairs with fewer
/// than k_least_pairs are left out. Over the whole organisation: of a unit alone there are too few.
///
/// Employees' are not of blocks, and yet told of nobody for all that is known: there is one figure for the organisation and a quarter,
/// of its three last whole calendar months before `to` (whatever `from`), so that no two differ by a unit or a day; it is rounded to two
/// digits; and it is told nowhere by itself, but moves the width of intervals. Two months' figures differ by a month of everybody.
/// It is no guarantee: in an organisation that gives thirty answers in a quarter, one of them can move the second digit.
[[nodiscard]] Result<Correlations> answers_together(measure::StoreReader& signals,
                                                    const std::vector<TogetherItem>& items, Day from, Day to);
inline constexpr std::int64_t k_least_pairs = 30;

/// An `evidence.contested` act: something that somebody says is not so, kept beside what it contests.
struct Contested {
  std::string about, unit;
  std::int64_t times = 0;
};

}  // namespace bellwether::lead
