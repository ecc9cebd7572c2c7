// A scenario made ready: names become numbers, calendars and choices become tables. It knows nothing of how many customers
// there are (crowd.hpp).
#pragma once

#include "base/result.hpp"
#include "simulate/grammar.hpp"
#include "simulate/leading.hpp"
#include "simulate/random.hpp"
#include "simulate/scenario.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::simulate {

/// Which of the planted things are so; bit i for scenario.planted[i]. Leaving one out asks "what if it had not been?".
using Mask = std::uint32_t;

struct PlacedUnit {
  Unit unit;
  std::uint32_t region = 0;
  std::vector<std::uint32_t> planted;  ///< what may be felt here
  std::vector<Mask> felt;              ///< day → what is felt on it
};

struct PlacedRegion {
  std::uint32_t first_unit = 0;
  Pick unit;      ///< of its units, by size
  Pick language;  ///< index into `language_of`
  std::vector<std::uint8_t> language_of;
  double share = 0;  ///< of the organisation's customers
  std::uint8_t staff_language = 0;
  /// Volume up to each day, growth left out; runs on beyond the end so that each cycle of visits has all of its days.
  std::vector<double> volume_upto;
};

struct World {
  Scenario scenario;
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> course;  ///< as Options::course
  int days = 0;
  std::vector<std::string> languages, themes;
  std::vector<std::string> item_names;  ///< touchpoint → "csat_room"
  std::vector<Grammar> grammars;        ///< by language
  std::vector<Style> styles;            ///< by language
  std::vector<PlacedUnit> units;
  std::vector<PlacedRegion> regions;
  std::vector<double> growth;  ///< day → customers against the last day
  Pick segment;
  std::vector<Pick> attributes;
  std::array<std::uint8_t, 256> hour_near{};           ///< a 256th of a day's volume → the hour that it begins in
  std::array<double, 25> hours_upto{};                 ///< share of a day's volume before each hour
  std::vector<std::array<float, 24>> channel_by_hour;  ///< a channel's rate at an hour, against its mean
  std::vector<std::vector<std::uint16_t>> theme_of;    ///< touchpoint → themes
  std::vector<std::uint16_t> staff_themes;
  std::vector<std::vector<float>> strength;            ///< planted → day → 0 … 1
  std::vector<double> shift;                           ///< planted → in standard deviations, as given or worked out
  std::vector<int> planted_touchpoint, planted_theme;  ///< −1: none
  std::vector<std::array<float, k_most_channels>> planted_volume;
  Company company;
  Leading leading;
  [[nodiscard]] Mask everything() const { return static_cast<Mask>((std::uint64_t{1} << scenario.planted.size()) - 1); }
  [[nodiscard]] Day date(int day) const { return Day{scenario.start.days + day}; }
  /// The key of something that another course of the same company has otherwise.
  [[nodiscard]] std::uint64_t on_course(std::uint64_t key) const { return course ? key_of(key, *course) : key; }
  /// Where a customer of that language lives who was met in that region; `at` in [0, 1) chooses.
  [[nodiscard]] std::string_view country_of(std::size_t language, std::uint32_t region, double at) const;
};

/// Errors: `not_found` for a language without a grammar; `bad_input` for a theme that a grammar does not know, or a unit that
/// [leadership] names and that is not there.
[[nodiscard]] Result<World> world_of(const Scenario& scenario, std::uint64_t seed,
                                     std::optional<std::uint64_t> course = {});

}  // namespace bellwether::simulate
