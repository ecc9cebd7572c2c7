// Answers to the same items by place, as exact sums, and their means together: who is content with one thing is often content with
// the next, so that the mean of many items is known less well than as many answers would be.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/organisation_view.hpp"
#include "lead/score.hpp"
#include "lead/told_by_place.hpp"
#include "measure/composite.hpp"
#include "measure/estimate.hpp"
#include "measure/guarded_cells.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/query.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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
  [[nodiscard]] std::int64_t answers() const;  ///< most to any item
  void add(const ItemSums& other);
};
using SumsByPlace = std::map<std::string, ItemSums>;

/// Customers' sums by unit, or leaders' self-assessments by leader: one person's own answers, told to whoever may see that leader's
/// score. Neither reads what employees answer of their work.
[[nodiscard]] Result<SumsByPlace> read_customers_sums(measure::StoreReader& signals, const Subject* only, Day from,
                                                      Day to);
[[nodiscard]] Result<SumsByPlace> read_self_assessments(measure::StoreReader& signals, const Subject* only, Day from,
                                                        Day to);
/// Of the places together; no places: of all.
[[nodiscard]] ItemSums of_places(const SumsByPlace& sums, const std::vector<std::string>& places);

/// Whose answers of employees: those of teams, or leaders' own to the same items. Measures of the catalogue tell them apart
/// (pulse.toml, leaders.toml), so that no block holds both.
enum class Staff : std::uint8_t { teams, leaders };

/// What employees answered, in whole blocks (measure/guarded_cells.hpp).
struct EmployeeSums {
  /// Shared by the specials that ask for the same; nothing where nobody carries the item.
  std::array<std::shared_ptr<const ToldByPlace>, k_asked_items.size()> items;
  /// Of the blocks that lie wholly in the units; no units: of all.
  [[nodiscard]] ItemSums of(const std::vector<std::string>& units) const;
  /// Why nothing is told there although somebody answered; empty: something is, or nobody did.
  [[nodiscard]] std::string withheld(const std::vector<std::string>& units, std::int64_t k_employee) const;
};

/// Reads what several specials ask for alike, and each of it once.
class ItemReader {
 public:
  ItemReader(measure::StoreReader& signals, const measure::Rules& rules, const Subject* only)
      : signals_(signals), rules_(rules), only_(only) {}

  /// By unit, over the calendar months that lie wholly in the days; of these items alone.
  [[nodiscard]] Result<EmployeeSums> employees(Staff who, Day from, Day to,
                                               std::span<const std::string_view> items = k_asked_items);
  /// Correlations of the answers of the same people (of teams or of customers), by the items' words; over the last quarter of the
  /// time, which tells them well enough (answers_together.hpp). Strain turned around.
  [[nodiscard]] Result<Correlations> correlations(bool of_employees, Day to);

 private:
  struct Key {
    Staff who;
    std::size_t item;
    Day from, to;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  measure::StoreReader& signals_;
  measure::Rules rules_;
  const Subject* only_;
  std::map<Key, std::shared_ptr<const ToldByPlace>> told_;
  std::map<std::pair<bool, Day>, Correlations> correlations_;
};

/// Answers to whether the brand is lived: the sum, and its mean on 0–100; nothing where too few answered.
[[nodiscard]] const ItemSum& lived(const ItemSums& sums);
[[nodiscard]] std::optional<measure::Estimate> lived_in_hundredths(const ItemSums& sums, double level);

/// One group's part in a weighted mean over items.
struct GroupPart {
  const ItemSums* sums = nullptr;
  const Correlations* correlations = nullptr;
  std::array<double, k_asked_items.size()> weight = {};  ///< 0: the item is left out
};
/// The weighted mean over items of groups that know nothing of each other. Estimate.n adds up answers.
/// Errors: as of measure::mean() and measure::composite().
[[nodiscard]] Result<measure::Estimate> mean_of_items(std::span<const GroupPart> groups, double level);

}  // namespace bellwether::lead
