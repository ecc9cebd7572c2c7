// How alike the answers of one person are from one time to the next: whoever is content in March is mostly content in April, so that four
// answers of one employee are less than four answers of four.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/query.hpp"

#include <span>
#include <vector>

namespace bellwether::lead {

/// Of each item: variance of a unit's mean by that which as many answers of different people would have (the design effect: Kish,
/// Survey Sampling (1965) 8.2), 1 or more. Variances are those of people within their units, whole people drawn with all their
/// answers, against single answers; over the whole organisation, or 64 of its units where there are more: of one unit there are too
/// few. Answers that name nobody count as different people; 1 where fewer than k_least_again people answered.
/// `where` is what all the items' answers have in common.
[[nodiscard]] Result<std::vector<double>> answers_again(measure::StoreReader& signals,
                                                        std::span<const facts::Field> items, const facts::Expr& where,
                                                        Day from, Day to);
inline constexpr std::size_t k_least_again = 30;

}  // namespace bellwether::lead
