// What a leader's visits and pressure do to a team's answers is found again by regression, with its lag, and nothing else is.
#include "simulate/led_company_for_test.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace bellwether::simulate {
namespace {

/// Least squares of y on x within groups, with the slope's standard error.
class Within {
 public:
  void add(const Text& group, double x, double y, double weight = 1) { points_[group].push_back({x, y, weight}); }
  [[nodiscard]] std::pair<double, double> slope() const {
    double xx = 0, xy = 0;
    std::vector<std::array<double, 3>> all;
    for (const auto& [group, points] : points_) {
      double w = 0, mx = 0, my = 0;
      for (const auto& [x, y, weight] : points) {
        w += weight;
        mx += weight * x;
        my += weight * y;
      }
      for (const auto& [x, y, weight] : points) {
        all.push_back({x - mx / w, y - my / w, weight});
        xx += weight * all.back()[0] * all.back()[0];
        xy += weight * all.back()[0] * all.back()[1];
      }
    }
    const double b = xy / xx;
    double meat = 0;
    for (const auto& [x, y, weight] : all) meat += std::pow(weight * x * (y - b * x), 2);
    return {b, std::sqrt(meat) / xx};
  }

 private:
  std::map<Text, std::vector<std::array<double, 3>>> points_;
};

/// unit → week → something.
using ByWeek = std::map<Text, std::map<int, double>>;

std::map<Text, std::map<int, Mean>> weekly(const Seen& seen, const Text& item) {
  std::map<Text, std::map<int, Mean>> means;
  for (const SeenAnswer& answer : seen.answers) {
    if (answer.channel != "pulse" || answer.is_leader) continue;
    Mean& mean = means[answer.unit][answer.week];
    mean.sum += answer.ratings.at(item);
    mean.n += 1;
  }
  return means;
}

TEST(LeadershipShadow, StrainRisesWithPressureWhereItIsPassedDown) {
  ByWeek load;
  for (const SeenAct& act : company().acts) {
    // The load that is measured is 0.9 + 0.2 pressure.
    if (act.kind == "load.measured") load[act.unit][act.week] = (act.amount - 0.9) / 0.2;
  }
  Within passing, absorbing;
  double truth = 0, leaders_passing = 0;
  for (const auto& [unit, weeks] : weekly(company(), "strain")) {
    const LeaderTruth& leader = *company().by_unit.at(unit);
    const bool passes_down = leader.profile == "passes pressure down";
    if (!passes_down && leader.profile != "absorbs pressure") continue;
    truth += passes_down ? leader.strain_slope : 0;
    leaders_passing += passes_down ? 1 : 0;
    for (const auto& [week, mean] : weeks) {
      if (load[unit].contains(week))
        (passes_down ? passing : absorbing).add(unit, load[unit][week], mean.sum / mean.n, mean.n);
    }
  }
  ASSERT_GE(leaders_passing, 4);
  const auto [slope, error] = passing.slope();
  // Somewhat flatter than at the mean, since the scale ends at 5 and the load is measured with an error of 0.15.
  EXPECT_NEAR(slope, 0.95 * truth / leaders_passing, 3.5 * error + 0.08);
  EXPECT_GT(slope, 8 * error);
  const auto [flat, flat_error] = absorbing.slope();
  EXPECT_LT(flat, slope / 3);
  EXPECT_NEAR(flat, 0.03, 3.5 * flat_error + 0.03);
}

TEST(LeadershipShadow, AVisitIsFollowedByBetterAnswersWithItsLagAndNothingElseIs) {
  // Without shocks and raised targets nothing else moves visits and answers together.
  Scenario calm = leaders();
  calm.leadership.shocks_a_year = 0;
  const Seen seen = see(calm, {.signals = 1'000, .seed = 12, .leaders = 220, .employees = 6'000});
  ByWeek visits, calls;
  for (const SeenAct& act : seen.acts) {
    if (act.kind == "floor.visited" && act.seconds > 180 && seen.by_person.at(act.actor)->unit == act.unit)
      visits[act.unit][act.week] += 1;
    if (act.kind == "call.listened") calls[act.unit][act.week] += 1;
  }
  const auto slope_at = [&](ByWeek& of, const Text& item, int lag) {
    Within within;
    for (const auto& [unit, weeks] : weekly(seen, item)) {
      if (!seen.by_unit.at(unit)->is_team) continue;
      for (const auto& [week, mean] : weeks) {
        if (week - lag < 0 || week - lag > 102 || week < 4) continue;
        within.add(unit, std::min(4.0, of[unit][week - lag]), mean.sum / mean.n, mean.n);
      }
    }
    return within.slope();
  };
  const double size = seen.truth.visit_staff;
  for (const LagShare& lag : k_staff_lag) {
    const auto [slope, error] = slope_at(visits, "listened_to", lag.weeks);
    // Nine tenths of a latent step are a step of the scale.
    EXPECT_NEAR(slope, 0.9 * size * lag.share, 3.5 * error + 0.015) << "after " << lag.weeks << " weeks";
  }
  EXPECT_GT(slope_at(visits, "listened_to", 1).first, 4 * slope_at(visits, "listened_to", 1).second);
  // Placebos: a visit that is still to come, a kind of act that nobody sees, an item that visits do not touch.
  for (const auto& [slope, error] :
       {slope_at(visits, "listened_to", -2), slope_at(calls, "listened_to", 1), slope_at(visits, "authority", 1)}) {
    EXPECT_LT(std::abs(slope), 3.5 * error + 0.01);
  }
}

}  // namespace
}  // namespace bellwether::simulate
