// The organisation as the analyses of leadership want it: units, leaders and weeks as numbers, and what facts say of them in
// columns. Everything is read in a few wide queries, whatever the number of leaders.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/analysis/reach.hpp"
#include "lead/analysis/shadow.hpp"
#include "measure/store_reader.hpp"
#include "org/organisation.hpp"
#include "store/facts/query.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::lead {

struct Field {
  std::vector<std::string> units;      ///< words that facts carry; their places are the analyses' units
  std::vector<std::string> leaders;    ///< ids, down the reporting tree: who reports to whom stands behind him or her
  std::vector<Led> led;                ///< of each leader
  std::vector<std::uint32_t> nearest;  ///< of each unit: the leader next above; k_nobody where there is none
  Day first;                           ///< the Monday of week 0
  Grid grid;                           ///< units × whole weeks
  static constexpr std::uint32_t k_nobody = static_cast<std::uint32_t>(-1);

  [[nodiscard]] std::optional<std::uint32_t> unit(std::string_view word) const;
  [[nodiscard]] std::optional<std::uint32_t> leader(std::string_view id) const;
  /// The week that a day falls into, if it is one of the field's.
  [[nodiscard]] std::optional<std::size_t> week(Day day) const;
  [[nodiscard]] Day end() const { return Day{first.days + static_cast<std::int32_t>(7 * grid.periods)}; }
  /// Of each unit, whose units share their luck: the nearest leader of several; itself where that leaves fewer than 10.
  [[nodiscard]] std::vector<std::uint32_t> clusters() const;

  std::unordered_map<std::string, std::uint32_t> unit_places = {}, leader_places = {};
};

/// The units in the order given, and those who lead on the last day before `end`. Weeks are the `weeks` whole ones before
/// `end`. A unit that is led several times over (by its own leader, the region's …) stands under each, a step further for
/// every leader in between.
/// Without an organisation there are no leaders. Units stand in `tree`, where one is given, instead of that of the last day.
[[nodiscard]] Field field_of(std::vector<std::string> units, const org::Organisation* organisation, Day end,
                             std::size_t weeks, const org::Tree* tree = nullptr);

/// Words of units in answers to a rating from `from` to before `to`, in order.
[[nodiscard]] Result<std::vector<std::string>> units_answering(measure::StoreReader& signals,
                                                               const facts::Field& rating, const facts::Expr& who,
                                                               Day from, Day to);

/// Means of a rating, in its own unit, and how many answers stand behind them.
[[nodiscard]] Result<Outcome> read_outcome(measure::StoreReader& signals, const Field& field,
                                           const facts::Field& rating, const facts::Expr& who);

/// The same of employees, in groups of at least k people (joined_weeks.hpp): a group stands in the last of its weeks with all its
/// answers, so that nothing that came after them is taken for what came before. Groups that lie partly outside the field are none of
/// it. Where weeks are joined, what leaders did between a group's first answer and its last week counts as before it, which makes
/// effects smaller, and late by up to four weeks.
///
/// So whatever is worked out from it, for whatever unit, leader or time, tells of groups of k people, or of several. It is not proven
/// against the sums of guarded cells, whose months cut these groups: an effect that fixed effects of all units and weeks stand in is
/// no sum of answers, but nothing rules out that many of them, set against months, tell more than either alone.
[[nodiscard]] Result<Outcome> read_outcome_of_employees(measure::StoreReader& signals, const Field& field,
                                                        const facts::Field& rating, const facts::Expr& who,
                                                        std::int64_t k);

/// What the field's leaders did for others to see, of the kinds in `reach`. A town hall, promise or decision in a unit that gives no
/// answers is for all whom the leader leads; another act there met people who are not in the field, and is left out.
[[nodiscard]] Result<std::vector<VisibleAct>> read_visible_acts(measure::StoreReader& acts, const Field& field,
                                                                const Reach& reach);

/// The first week from which such acts are written down at all; the number of weeks where there is none.
[[nodiscard]] std::size_t known_from(std::span<const VisibleAct> acts, const Field& field);

/// A unit and all below it, as words; itself alone without an organisation or where the tree does not know it.
[[nodiscard]] std::vector<std::string> with_all_below(const org::Organisation* organisation, const std::string& unit,
                                                      Day day);

/// An exact sum of the store as a number.
[[nodiscard]] double in_units(const std::optional<Int128>& sum, std::int64_t scale);

}  // namespace bellwether::lead
