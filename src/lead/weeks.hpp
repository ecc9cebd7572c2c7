// What happened when: raised targets, shocks and load by unit and day, and acts by week of those who did them.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/field.hpp"
#include "lead/organisation_view.hpp"
#include "measure/store_reader.hpp"
#include "org/organisation.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::lead {

/// Something that happened to a unit.
struct UnitDay {
  std::string unit;
  Day day;
};

/// Acts of these kinds, each day of a unit once; of one subject's units alone where there is one.
[[nodiscard]] Result<std::vector<UnitDay>> read_unit_days(measure::StoreReader& acts,
                                                          const std::vector<std::string>& kinds, Day from, Day to,
                                                          const Subject* only);

/// Which weeks were hard for whom.
struct Hard {
  std::set<std::string> leaders;                        ///< of the organisation
  std::map<std::string, std::set<std::int32_t>> weeks;  ///< of each leader, by the Monday's number
  bool told = false;                                    ///< anything is recorded that tells them

  [[nodiscard]] bool is_hard(const std::string& leader, Day monday) const {
    const auto found = weeks.find(leader);
    return found != weeks.end() && found->second.contains(monday.days);
  }
};

/// Hard is a week with a shock (from its begin to its end), a raised target or a mean load above 1 in a unit that the leader leads, or
/// told of the leader in person (the act's actor of a load, `attributes.to` of a target).
[[nodiscard]] Result<Hard> read_hard(measure::StoreReader& acts, const org::Organisation* organisation, Day from,
                                     Day to);

struct ActsByWeek {
  std::map<std::string, std::vector<std::int64_t>> by_actor;  ///< one count for each week of the field
  std::size_t first_week = 0;                                 ///< from which acts are written down at all
};
[[nodiscard]] Result<ActsByWeek> read_acts_by_week(measure::StoreReader& acts, const std::vector<std::string>& kinds,
                                                   const Field& calendar, const Subject* only);

}  // namespace bellwether::lead
