// What a scenario says of those who lead: how far traits spread, who is planted as what, and how large the effects are.
// docs/simulate.md explains every key of [leadership].
#pragma once

#include "base/time.hpp"
#include "simulate/toml_tree.hpp"
#include "simulate/trait.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::simulate {

inline constexpr std::uint32_t k_most_leaders = 20'000;
inline constexpr std::uint32_t k_most_employees = 1'000'000;
inline constexpr std::size_t k_most_values = 8;

/// Traits that a profile states; the others are drawn.
using StatedTraits = std::vector<std::pair<Trait, double>>;

/// Leaders of one kind, planted.
struct LeaderProfile {
  std::string name, what;
  double share = 0;                ///< of all leaders, or of `units`
  std::vector<std::string> units;  ///< that these leaders lead
  StatedTraits traits;
  std::optional<Day> from;  ///< before this day the leader is like any other
  /// From that day on each of `fades` (all stated traits, if none is named) loses half of what is above 0.1 every `half_life_days`.
  std::optional<Day> fades_from;
  std::vector<Trait> fades;
  double half_life_days = 120;
  /// From that day on, over `coached_days`, each of `coached_to` rises evenly to its value; coaching.given goes before.
  std::optional<Day> coached_from;
  double coached_days = 120;
  StatedTraits coached_to;
  double empty_visits = 0;  ///< a week: a minute or two, no notes, most of them in the last days of a month
  double begs = 0;          ///< share of customers' survey answers that are begged for
  bool equal = false;       ///< alike in all traits, in what befalls them and in size; two by two if told by `share`
  unsigned line = 0, units_line = 0;
};

/// Something that hits a unit on a day that the scenario says.
struct PlantedShock {
  std::string unit, what;
  Day from;
  double size = 1.5;
  unsigned line = 0;
};

/// What the brand stands for.
struct BrandValue {
  std::string id, label, promise;
  double lived = 0;  ///< added to the chance that a promise in its name is kept
};

/// Where the scenario's own units are not named but grown from a number.
struct Growing {
  std::uint32_t leaders = 60;
  std::uint32_t employees = 1'500;
  std::uint32_t span = 7;  ///< how many leaders report to one
};

struct Leadership {
  std::optional<Growing> grow;
  double spread = 0.2;            ///< of a drawn trait around 0.5
  double fade = 0.35;             ///< a leader one step further up is felt by so much
  double customers = 0.6;         ///< what the traits felt in a unit do to its customers' experience
  double visit_staff = 0.25;      ///< what one visit does to employees' answers, all weeks together
  double visit_customers = 0.12;  ///< to customers' experience
  double linkage = 0.15;          ///< of a unit's engagement on its customers' experience four weeks later
  double shocks_a_year = 0.5;     ///< per team
  double self_noise = 0.4;        ///< of self-assessments, in steps of 1–5
  int self_every_days = 91;
  std::vector<LeaderProfile> profiles;
  std::vector<PlantedShock> shocks;
  std::vector<BrandValue> values;
};

/// Reads [leadership]; `table` may be nothing.
[[nodiscard]] Leadership leadership_from(const TomlTable* table, Mistakes& mistakes);

/// Objects to units that are not there.
void check_units(const Leadership& leadership, const std::vector<std::string>& known, Mistakes& mistakes);

}  // namespace bellwether::simulate
