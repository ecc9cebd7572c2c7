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

struct TogetherItem {
  std::string name;   ///< Evidence::rests_on
  std::string where;  ///< items are paired where this is equal: they come from the same answers
  facts::Field value;
  facts::Expr filter;  ///< `where`, bound
};

/// Pearson's correlation of each pair over all answers from `from` to before `to` that carry both, to two digits; pairs with fewer
/// than k_least_pairs are left out. Over the whole organisation: of a unit alone there are too few.
[[nodiscard]] Result<Correlations> answers_together(measure::StoreReader& signals,
                                                    const std::vector<TogetherItem>& items, Day from, Day to);
inline constexpr std::int64_t k_least_pairs = 30;

/// An `evidence.contested` act: something that somebody says is not so, kept beside what it contests.
struct Contested {
  std::string about, unit;
  std::int64_t times = 0;
};

}  // namespace bellwether::lead
