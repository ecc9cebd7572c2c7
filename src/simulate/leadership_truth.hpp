// What is true of a simulated company's leaders, as plain values: traits over the months, where each stands in each dimension
// of the frameworks, and what is to be expected of the measures that indicators are made of.
#pragma once

#include "simulate/behaviour.hpp"
#include "simulate/standing.hpp"
#include "simulate/world.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::simulate {

using WayValues = std::array<double, k_ways>;
using ItemMeans = std::array<double, k_items>;

/// Of one calendar month of one leader.
struct LeaderMonth {
  Traits own;                    ///< the leader's traits, as planted
  Traits felt;                   ///< what is felt of all leaders in the unit, teams below weighted by heads
  std::vector<double> standing;  ///< per dimension, 0 … 1: half from `own`, half from `felt`
  double pressure = 0;           ///< on the leader; 0 is usual
  /// What is to be expected by behaviour.hpp: of the leader's own ways from the traits as they come out under pressure, of ways of
  /// cases from `felt`. Of leaders above teams, ways of teams and cases are the mean over the teams.
  WayValues ways{};
  ItemMeans staff{};  ///< mean answers of employees in the unit, 1 … 5; mean-zero morale assumed
};

struct LeaderTruth {
  std::string person, unit, manager;  ///< ids; `manager` is a person
  std::string profile;                ///< empty: like any other
  std::uint32_t depth = 0, height = 0, employees = 0;
  bool is_team = false;
  int equals = -1;  ///< leaders of the same number are alike
  bool games = false;
  double empty_visits = 0;  ///< a week
  double begs = 0;          ///< share of customers' survey answers
  std::vector<LeaderMonth> months;
  WayValues ways{};                 ///< means over all weeks
  ItemMeans staff{};                ///< mean answers of employees over all weeks
  ItemMeans said{};                 ///< what the leader says of him- or herself, mean over all
  double self_bias = 0;             ///< added to what others say before it is cut to 1 … 5
  double passes = 0;                ///< share of pressure passed down, mean
  double strain_slope = 0;          ///< steps of the strain item (1–5) per unit of pressure on the leader, at the mean
  double hard_weeks = 0;            ///< share of weeks with more pressure than k_hard_week
  std::optional<Day> changes_from;  ///< when the planted change begins
};

struct ShockTruth {
  std::string unit, what;
  Day from, to;  ///< `to` is when it is over; it may lie after the end
  double size = 0;
  bool named = false;
};

struct LeadershipTruth {
  std::vector<std::string> months;               ///< "2024-11"
  std::vector<LeaderTruth> leaders;              ///< those who have teams below, parents first
  std::vector<std::vector<std::string>> equals;  ///< persons who are alike
  std::vector<ShockTruth> shocks;
  double visit_staff = 0, visit_customers = 0, linkage = 0, fade = 0, self_noise = 0;
};

[[nodiscard]] LeadershipTruth leadership_truth(const World& world);

/// The same as a JSON object.
[[nodiscard]] std::string leadership_truth_json(const LeadershipTruth& truth);

}  // namespace bellwether::simulate
