// Answers to the same items by place, as exact sums, and their means together: who is content with one thing is often content with
// the next, so that the mean of many items is known less well than as many answers would be.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/score.hpp"
#include "measure/composite.hpp"
#include "measure/estimate.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/query.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::lead {

/// What employees, leaders and customers are asked alike, on 1–5.
inline constexpr std::array<std::string_view, 16> k_asked_items{
    "engagement", "recognition_felt", "strain",         "clarity", "listened_to", "speak_up",
    "authority",  "learning",         "change_follows", "care",    "trust",       "brand_lived",
    "tools",      "customer_first",   "fairness",       "support"};
inline constexpr measure::AnswerScale k_five{.lowest = 1, .highest = 5};

/// Answers to one item. Strain is turned around, so that more is better throughout.
struct ItemSum {
  std::int64_t n = 0;
  Int128 sum = 0, sum_squares = 0;  ///< in hundredths, and their squares
  [[nodiscard]] double mean() const { return static_cast<double>(sum) / 100 / static_cast<double>(n); }
};

/// Of one group at one place.
struct ItemSums {
  std::array<ItemSum, k_asked_items.size()> items = {};
  std::optional<Day> newest = {};
  [[nodiscard]] std::int64_t people() const;  ///< most answers to any item
  void add(const ItemSums& other);
};
using SumsByPlace = std::map<std::string, ItemSums>;

/// The sums of those `who` are, by a field of places.
[[nodiscard]] Result<SumsByPlace> read_item_sums(measure::StoreReader& signals, const facts::Expr& who,
                                                 const facts::Field& by, Day from, Day to);
/// Of the places together; no places: of all.
[[nodiscard]] ItemSums of_places(const SumsByPlace& sums, const std::vector<std::string>& places);

/// Correlations of the answers of the same people, by the items' words; over the last quarter of the time, which tells them well
/// enough. Strain turned around.
[[nodiscard]] Result<Correlations> read_item_correlations(measure::StoreReader& signals, const facts::Expr& who,
                                                          Day to);

/// One group's part in a weighted mean over items.
struct GroupPart {
  const ItemSums* sums = nullptr;
  const Correlations* correlations = nullptr;
  std::array<double, k_asked_items.size()> weight = {};  ///< 0: the item is left out
};
/// The weighted mean over items of groups that know nothing of each other. Estimate.n adds up people.
/// Errors: as of measure::mean() and measure::composite().
[[nodiscard]] Result<measure::Estimate> mean_of_items(std::span<const GroupPart> groups, double level);

}  // namespace bellwether::lead
