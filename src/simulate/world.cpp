#include "simulate/world.hpp"

#include "base/embedded.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

std::uint16_t index_in(std::vector<std::string>& names, const std::string& name) {
  const auto at = std::ranges::find(names, name);
  const auto index = static_cast<std::uint16_t>(at - names.begin());
  if (at == names.end()) names.push_back(name);
  return index;
}

template <class Things, class Weight>
Pick pick_by(const Things& things, Weight weight) {
  std::vector<double> weights;
  weights.reserve(things.size());
  for (const auto& thing : things) weights.push_back(weight(thing));
  return Pick(weights);
}

bool is_within(const YearMonthDay& date, int from_month, int from_day, int to_month, int to_day) {
  const int day = static_cast<int>(date.month) * 100 + static_cast<int>(date.day);
  const int from = from_month * 100 + from_day;
  const int to = to_month * 100 + to_day;
  return from <= to ? from <= day && day <= to : day >= from || day <= to;  // the second runs over New Year
}

double volume_on(const Season& season, Day day) {
  const YearMonthDay date = date_of(day);
  double volume = season.weekday[static_cast<std::size_t>(weekday_of(day) - 1)] * season.month[date.month - 1];
  for (const Season::Holiday& holiday : season.holidays) {
    if (is_within(date, holiday.from_month, holiday.from_day, holiday.to_month, holiday.to_day))
      volume *= holiday.volume;
  }
  return volume;
}

std::vector<double> volume_upto(const World& world, std::uint64_t key) {
  const Season& season = world.scenario.season;
  const int longest = std::ranges::max(world.scenario.frequencies, {}, &Frequency::every_days).every_days;
  std::vector<double> upto{0};
  Stream noise(key);
  for (int day = 0; day < world.days + longest; ++day) {
    const double luck = std::max(0.1, 1 + season.noise * static_cast<double>(noise.normal()));
    upto.push_back(upto.back() + std::max(1e-6, volume_on(season, world.date(day)) * luck));
  }
  return upto;
}

void place_regions(World& world) {
  double total = 0;
  for (const Region& region : world.scenario.regions) {
    PlacedRegion placed;
    placed.first_unit = static_cast<std::uint32_t>(world.units.size());
    placed.unit = pick_by(region.units, [](const Unit& unit) { return unit.size; });
    placed.language = pick_by(region.languages, [](const auto& language) { return language.second; });
    for (const auto& [language, share] : region.languages) {
      placed.language_of.push_back(static_cast<std::uint8_t>(index_in(world.languages, language)));
    }
    placed.staff_language = static_cast<std::uint8_t>(index_in(world.languages, region.staff_language));
    for (const Unit& unit : region.units) {
      placed.share += unit.size;
      world.units.push_back(
          {.unit = unit, .region = static_cast<std::uint32_t>(world.regions.size()), .planted = {}, .felt = {}});
    }
    total += placed.share;
    placed.volume_upto = volume_upto(world, key_of(world.seed, 1, world.regions.size()));
    world.regions.push_back(std::move(placed));
  }
  for (PlacedRegion& region : world.regions) region.share /= total;
}

void place_hours(World& world) {
  const std::vector<double>& hours = world.scenario.season.hours;
  const double total = std::accumulate(hours.begin(), hours.end(), 0.0);
  for (std::size_t h = 0; h < 24; ++h) {
    // No hour is wholly empty, so that each has a place in the day's order.
    world.hours_upto[h + 1] = world.hours_upto[h] + (hours[h] / total + 1e-4) / 1.0024;
  }
  world.hours_upto[24] = 1;
  for (std::size_t i = 0, h = 0; i < world.hour_near.size(); ++i) {
    while (world.hours_upto[h + 1] <= static_cast<double>(i) / 256) ++h;
    world.hour_near[i] = static_cast<std::uint8_t>(h);
  }
  for (const Channel& channel : world.scenario.channels) {
    std::array<float, 24> factors{};
    double mean = 0;
    for (std::size_t h = 0; h < 24; ++h) mean += (world.hours_upto[h + 1] - world.hours_upto[h]) * channel.hours[h];
    for (std::size_t h = 0; h < 24; ++h) factors[h] = static_cast<float>(channel.hours[h] / mean);
    world.channel_by_hour.push_back(factors);
  }
}

void place_planted(World& world) {
  const Scenario& scenario = world.scenario;
  for (PlacedUnit& unit : world.units) unit.felt.resize(static_cast<std::size_t>(world.days));
  for (std::uint32_t p = 0; p < scenario.planted.size(); ++p) {
    const Planted& planted = scenario.planted[p];
    for (PlacedUnit& unit : world.units) {
      const auto names = {unit.unit.name, scenario.regions[unit.region].name};
      const bool here = planted.units.empty() || std::ranges::any_of(names, [&](const std::string& name) {
                          return std::ranges::find(planted.units, name) != planted.units.end();
                        });
      if (here && planted.kind != Kind::equal) unit.planted.push_back(p);
    }
    const YearMonthDay from = date_of(planted.from);
    const YearMonthDay to = date_of(planted.to);
    std::vector<float> strength(static_cast<std::size_t>(world.days), 0.0F);
    for (int day = 0; day < world.days; ++day) {
      const Day date = world.date(day);
      const bool on = planted.every_year
                          ? is_within(date_of(date), static_cast<int>(from.month), static_cast<int>(from.day),
                                      static_cast<int>(to.month), static_cast<int>(to.day))
                          : planted.from <= date && date <= planted.to;
      if (!on) continue;
      const int length = planted.to.days - planted.from.days + 1;
      strength[static_cast<std::size_t>(day)] =
          planted.ramp ? static_cast<float>(date.days - planted.from.days + 1) / static_cast<float>(length) : 1.0F;
    }
    for (PlacedUnit& unit : world.units) {
      if (unit.planted.empty() || unit.planted.back() != p) continue;
      for (std::size_t day = 0; day < strength.size(); ++day) unit.felt[day] |= strength[day] > 0 ? Mask{1} << p : 0;
    }
    world.strength.push_back(std::move(strength));
    world.shift.push_back(planted.shift);
    const auto touchpoint = std::ranges::find(scenario.touchpoints, planted.touchpoint, &Touchpoint::name);
    world.planted_touchpoint.push_back(
        planted.touchpoint.empty() ? -1 : static_cast<int>(touchpoint - scenario.touchpoints.begin()));
    world.planted_theme.push_back(planted.theme.empty() ? -1 : index_in(world.themes, planted.theme));
    std::array<float, k_most_channels> volume{};
    volume.fill(1);
    for (const auto& [name, times] : planted.volume) {
      const auto channel = std::ranges::find(scenario.channels, name, &Channel::name);
      volume[static_cast<std::size_t>(channel - scenario.channels.begin())] = static_cast<float>(times);
    }
    world.planted_volume.push_back(volume);
  }
}

/// Straight instead of compound: over a few years the same, and free of the mathematics library.
double growth_on(const World& world, int day) {
  const double years_to_go = static_cast<double>(world.days - 1 - day) / 365.25;
  const double a_year = world.scenario.season.growth_a_year;
  return std::max(0.05, 1 - a_year / (1 + a_year) * years_to_go);
}

std::string item_name(std::string_view touchpoint) {
  std::string name = "csat_";
  for (const char c : touchpoint) name += c == '-' || c == ' ' ? '_' : c;
  return name;
}

Result<void> read_grammars(World& world) {
  for (const std::string& language : world.languages) {
    const std::string file = "grammar/" + language + ".toml";
    const std::string_view text = embedded_file(file);
    if (text.empty()) {
      return fail(Code::not_found, fmt::format("there is no grammar for the language \"{}\"", language),
                  world.scenario.name, "use de, en, es, fr or pt");
    }
    auto grammar = Grammar::from_toml(text, file, world.scenario.domain, world.themes);
    if (!grammar) return std::unexpected(grammar.error());
    world.grammars.push_back(std::move(*grammar));
    const auto style = std::ranges::find(world.scenario.styles, language, &Style::language);
    world.styles.push_back(style == world.scenario.styles.end() ? Style{.language = language} : *style);
  }
  return {};
}

}  // namespace

std::string_view World::country_of(std::size_t language, std::uint32_t region, double at) const {
  // Mostly at home if the language is the region's first one, else in one of the countries that speak it.
  const auto& homes = grammars[language].countries;
  const Region& here = scenario.regions[region];
  if (here.languages.front().first == languages[language] && at < 0.85) return here.country;
  const double left = here.languages.front().first == languages[language] ? (at - 0.85) / 0.15 : at;
  return homes[std::min(static_cast<std::size_t>(left * static_cast<double>(homes.size())), homes.size() - 1)];
}

Result<World> world_of(const Scenario& scenario, std::uint64_t seed, std::optional<std::uint64_t> course) {
  auto whole = grown(scenario);
  if (!whole) return std::unexpected(whole.error());
  World world;
  world.scenario = std::move(*whole);
  world.seed = key_of(seed, 0xbe11);
  world.course = course;
  world.days = world.scenario.end.days - world.scenario.start.days + 1;
  for (int day = 0; day < world.days; ++day) world.growth.push_back(growth_on(world, day));
  for (const Touchpoint& touchpoint : world.scenario.touchpoints) {
    world.item_names.push_back(item_name(touchpoint.name));
    std::vector<std::uint16_t> themes;
    themes.reserve(touchpoint.themes.size());
    for (const std::string& theme : touchpoint.themes) themes.push_back(index_in(world.themes, theme));
    world.theme_of.push_back(std::move(themes));
  }
  for (const std::string& theme : world.scenario.employees.themes)
    world.staff_themes.push_back(index_in(world.themes, theme));
  world.segment = pick_by(world.scenario.segments, [](const Segment& segment) { return segment.share; });
  for (const Attribute& attribute : world.scenario.attributes) {
    world.attributes.push_back(pick_by(attribute.values, [](const auto& value) { return value.second; }));
  }
  place_regions(world);
  place_hours(world);
  place_planted(world);
  if (auto read = read_grammars(world); !read) return std::unexpected(read.error());
  world.company = company_of(world);
  auto leading = leading_of(world);
  if (!leading) return std::unexpected(leading.error());
  world.leading = std::move(*leading);
  return world;
}

}  // namespace bellwether::simulate
