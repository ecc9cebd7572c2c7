// One leader's rows in a panel of the whole organisation: a slope for the leader alone, with everything common taken
// out.
#pragma once

#include "lead/analysis/lasting.hpp"
#include "lead/analysis/two_way.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::lead {

/// The slope of the outcome on one column that is 0 outside of `groups`, both with unit and week levels of the whole
/// grid taken out; errors as lasting.hpp, of the sums over the leader's units in each week. A week that pulls the line
/// through itself is corrected for it (HC2: MacKinnon & White, Journal of Econometrics 29 (1985) 305–325). `left` is
/// what is left of the outcome in the whole grid. Nothing where fewer than 20 weeks have cells, the column does not
/// move apart from the common levels, or fewer than 5 weeks carry its movement.
[[nodiscard]] std::optional<Slope> slope_of_own(const TwoWay& effects, const Column& left,
                                                std::span<const std::uint32_t> groups, const std::vector<double>& rows,
                                                double level = 0.95);

/// The same for `rows` beside `other`, a second column at the same groups that is taken out of it.
[[nodiscard]] std::optional<Slope> slope_beside(const TwoWay& effects, const Column& left,
                                                std::span<const std::uint32_t> groups, std::vector<double> rows,
                                                const std::vector<double>& other, double level = 0.95);

}  // namespace bellwether::lead
