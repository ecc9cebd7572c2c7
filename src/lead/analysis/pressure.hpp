// Pressure passed down: does the strain of teams rise with the load of their leader, and more than elsewhere?
#pragma once

#include "lead/analysis/panel.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::lead {

/// Teams' strain and their leaders' load, week by week.
struct PressureField {
  Grid grid;                          ///< teams × weeks
  Column strain;                      ///< of each team; higher is worse; NaN where nobody answered
  Column weight;                      ///< answers behind it; empty: all alike
  std::vector<std::uint32_t> leader;  ///< of each team: 0 … leaders − 1
  std::vector<Column> load;           ///< of each leader, one number for each week; NaN where it is not known
};

enum class Passes : std::uint8_t { more, less, cant_tell };

struct LeaderPressure {
  std::uint32_t leader = 0;
  std::optional<Estimate>
      slope;  ///< strain per 1 of load; nothing where there are fewer than 20 weeks or the load stands still
  std::optional<Estimate> drawn;  ///< the same drawn towards all leaders, for telling; verdicts do not use it
  double others = 0;              ///< pooled slope of all others
  double p = 1, p_adjusted = 1;   ///< that the leader's slope is the others'
  Passes passes = Passes::cant_tell;
  std::size_t teams = 0, weeks = 0;
};

struct Pressure {
  Result<Slope> pooled;  ///< over all teams; errors by leader
  double spread = 0;     ///< standard deviation of leaders' true slopes
  std::vector<LeaderPressure> leaders;
};

/// strain = level of the team + level of the week + slope of its leader × load `lag` weeks before + error. The pooled
/// slope by fit_panel() with leaders as clusters; each leader's from the leader's own teams with the common levels
/// taken out, its errors summed over the teams in each week (they share their leader's load) and lasting over weeks
/// (lasting.hpp); drawn together by pooling.hpp. A verdict is the leader against the others without drawing, at a false
/// discovery rate over all leaders.
/// Assumes that load comes to leaders from outside of their teams' strain; a slope is no proof that the leader passed
/// it on: load that reaches teams by another way looks the same, which is why it is held against others'. Small numbers
/// of leaders make `others` itself uncertain, which the test takes in.
[[nodiscard]] Pressure pressure_passed_down(const PressureField& field, int lag = 0, double level = 0.95,
                                            double false_discovery_rate = 0.05);

}  // namespace bellwether::lead
