#include "simulate/scenario.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace bellwether::simulate {

namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 10> k_kinds{{{Kind::incident, "incident"},
                                                                     {Kind::drift, "drift"},
                                                                     {Kind::improvement, "improvement"},
                                                                     {Kind::mix, "mix"},
                                                                     {Kind::gaming, "gaming"},
                                                                     {Kind::theme, "theme"},
                                                                     {Kind::price, "price"},
                                                                     {Kind::season, "season"},
                                                                     {Kind::morale, "morale"},
                                                                     {Kind::equal, "equal"}}};
constexpr std::array<std::pair<About, std::string_view>, 4> k_abouts{
    {{About::journey, "journey"}, {About::any, "any"}, {About::worst, "worst"}, {About::leaving, "leaving"}}};

template <class Enum, std::size_t N>
Enum enum_from(const std::array<std::pair<Enum, std::string_view>, N>& words, std::string_view word,
               std::string_view what, unsigned line, Mistakes& mistakes) {
  std::vector<std::string> known;
  known.reserve(N);
  for (const auto& [value, text] : words) known.emplace_back(text);
  return words[index_of(word, known, what, line, mistakes)].first;
}

template <class T>
std::vector<std::string> names_of(const std::vector<T>& things) {
  std::vector<std::string> names;
  names.reserve(things.size());
  for (const T& thing : things) names.push_back(thing.name);
  return names;
}

/// A day of every year, "12-20".
std::pair<int, int> month_and_day(TableReader& reader, std::string_view key, Mistakes& mistakes) {
  const std::string text = reader.text(key);
  if (text.size() == 5 && text[2] == '-') {
    // 2024 has a 29 February.
    if (const auto day = day_from_text("2024-" + text)) {
      const YearMonthDay date = date_of(*day);
      return {static_cast<int>(date.month), static_cast<int>(date.day)};
    }
  }
  mistakes.add(reader.line_of(key), fmt::format("\"{}\" is not a day of the year", text),
               "write month and day: \"12-20\"");
  return {1, 1};
}

Season season_from(const TomlTable* table, Mistakes& mistakes) {
  Season season;
  if (table != nullptr) {
    TableReader reader(*table, "[season]", mistakes);
    season.weekday = reader.numbers("weekday", 7);
    season.month = reader.numbers("month", 12);
    season.hours = reader.numbers("hours", 24);
    season.growth_a_year = reader.number("growth_a_year", -0.5, 2, 0);
    season.noise = reader.number("noise", 0, 0.5, season.noise);
    for (const TomlTable* each : reader.tables("holiday")) {
      TableReader inner(*each, "the holiday", mistakes);
      Season::Holiday holiday;
      holiday.name = inner.text("name");
      std::tie(holiday.from_month, holiday.from_day) = month_and_day(inner, "from", mistakes);
      std::tie(holiday.to_month, holiday.to_day) = month_and_day(inner, "to", mistakes);
      holiday.volume = inner.number("volume", 0, 20);
      inner.finish();
      season.holidays.push_back(holiday);
    }
    reader.finish();
  }
  if (season.weekday.empty()) season.weekday.assign(7, 1);
  if (season.month.empty()) season.month.assign(12, 1);
  if (season.hours.empty()) season.hours.assign(24, 1);
  return season;
}

Frequency frequency_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the frequency", mistakes);
  Frequency frequency;
  frequency.name = reader.text("name");
  frequency.every_days = static_cast<int>(reader.number("every_days", 7, 1'000));
  frequency.share = reader.number("share", 0, 1);
  frequency.visits_kept = static_cast<int>(reader.number("visits_kept", 1, 24));
  frequency.leaving = reader.number("leaving", 0, 0.5, 0);
  reader.finish();
  return frequency;
}

Touchpoint touchpoint_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the touchpoint", mistakes);
  Touchpoint touchpoint;
  touchpoint.name = reader.text("name");
  touchpoint.level = reader.number("level", -2, 2, 0);
  touchpoint.weight = reader.number("weight", 0, 1);
  touchpoint.used = reader.number("used", 0, 1, 1);
  touchpoint.themes = reader.texts("themes");
  if (touchpoint.themes.empty()) mistakes.add(reader.line(), "the touchpoint has no themes", "themes = [\"…\"]");
  reader.finish();
  return touchpoint;
}

Channel channel_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the channel", mistakes);
  Channel channel;
  channel.name = reader.text("name");
  channel.about = enum_from(k_abouts, reader.text("about"), "way to speak", reader.line_of("about"), mistakes);
  channel.touchpoint = reader.text("touchpoint", "");
  channel.rate = reader.number("rate", 0, 1);
  channel.happy = reader.number("happy", 0, 20, 0);
  channel.unhappy = reader.number("unhappy", 0, 20, 0);
  channel.ratings = reader.texts("ratings");
  static const std::vector<std::string> k_ratings{"nps", "csat", "ces", "stars"};
  for (const std::string& rating : channel.ratings)
    index_of(rating, k_ratings, "rating", reader.line_of("ratings"), mistakes);
  channel.items = reader.flag("items", false);
  channel.text = reader.number("text", 0, 1);
  channel.brief = reader.number("brief", 0, 1, 0);
  channel.greets = reader.flag("greets", false);
  channel.asks_of_care = reader.number("asks_of_care", 0, 1, 0);
  channel.spend = reader.number("spend", 0, 100'000, 0);
  channel.cases = reader.number("cases", 0, 1, 0);
  channel.hours = reader.numbers("hours", 24);
  if (channel.hours.empty()) channel.hours.assign(24, 1);
  reader.finish();
  return channel;
}

Unit unit_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the unit", mistakes);
  Unit unit;
  unit.name = reader.text("name");
  unit.place = reader.text("place", unit.name);
  unit.size = reader.number("size", 0.01, 100, 1);
  unit.level = reader.number("level", -2, 2, 0);
  unit.morale = reader.number("morale", -2, 2, 0);
  reader.finish();
  return unit;
}

Region region_from(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the region", mistakes);
  Region region;
  region.name = reader.text("name");
  region.country = reader.text("country");
  region.languages = reader.shares("languages", 1);
  if (region.languages.empty())
    mistakes.add(reader.line(), "the region has no languages", "languages = {fr = 0.7, en = 0.3}");
  region.staff_language = reader.text("staff_language");
  for (const TomlTable* unit : reader.tables("unit")) region.units.push_back(unit_from(*unit, mistakes));
  reader.finish();
  return region;
}

Planted planted_from(const TomlTable& table, const Scenario& scenario, Mistakes& mistakes) {
  TableReader reader(table, "what is planted", mistakes);
  Planted planted;
  planted.line = reader.line();
  planted.id = reader.text("id");
  planted.what = reader.text("what");
  planted.kind = enum_from(k_kinds, reader.text("kind"), "kind", reader.line_of("kind"), mistakes);
  planted.units = reader.texts("units");
  planted.touchpoint = reader.text("touchpoint", "");
  planted.from = reader.has("from") ? reader.day("from") : scenario.start;
  planted.to = reader.has("to") ? reader.day("to") : scenario.end;
  planted.every_year = reader.flag("every_year", false);
  planted.ramp = reader.flag("ramp", planted.kind == Kind::drift);
  planted.shift = reader.number("shift", -6, 6, 0);
  if (reader.has("nps")) planted.nps = reader.number("nps", -150, 150);
  if (reader.has("csat")) planted.csat = reader.number("csat", -4, 4);
  planted.volume = reader.shares("volume", 50);
  planted.tens = reader.number("tens", 0, 1, 0);
  planted.theme = reader.text("theme", "");
  planted.theme_share = reader.number("theme_share", 0, 1, 0);
  planted.theme_sentiment = reader.number("theme_sentiment", -1, 1, 0);
  planted.leaving = reader.number("leaving", 0, 50, 1);
  planted.morale = reader.number("morale", -4, 4, 0);
  const int sizes = (planted.nps ? 1 : 0) + (planted.csat ? 1 : 0) + (planted.shift != 0 ? 1 : 0);
  if (sizes > 1) mistakes.add(reader.line(), "\"nps\", \"csat\" and \"shift\" say the same thing", "keep one of them");
  if (planted.to < planted.from) mistakes.add(reader.line_of("to"), "it ends before it begins");
  if (planted.to < scenario.start || planted.from > scenario.end) {
    mistakes.add(reader.line_of("from"), "it lies outside of the scenario's days",
                 fmt::format("choose days from {} to {}", to_text(scenario.start), to_text(scenario.end)));
  }

  std::vector<std::string> places = names_of(scenario.regions);
  for (const Region& region : scenario.regions) std::ranges::copy(names_of(region.units), std::back_inserter(places));
  for (const std::string& unit : planted.units)
    index_of(unit, places, "unit or region", reader.line_of("units"), mistakes);
  if (!planted.touchpoint.empty()) {
    index_of(planted.touchpoint, names_of(scenario.touchpoints), "touchpoint", reader.line_of("touchpoint"), mistakes);
  } else if (planted.csat) {
    mistakes.add(reader.line_of("csat"), "\"csat\" needs a touchpoint whose rating is to change", "touchpoint = \"…\"");
  }
  for (const auto& [channel, times] : planted.volume) {
    index_of(channel, names_of(scenario.channels), "channel", reader.line_of("volume"), mistakes);
  }
  reader.finish();
  return planted;
}

Employees employees_from(const TomlTable* table, Mistakes& mistakes) {
  Employees employees;
  if (table == nullptr) return employees;
  TableReader reader(*table, "[employees]", mistakes);
  employees.heads = reader.number("heads", 0, 10'000);
  employees.pulse_every_days = static_cast<int>(reader.number("pulse_every_days", 7, 400, 91));
  employees.pulse_days = static_cast<int>(reader.number("pulse_days", 1, employees.pulse_every_days, 10));
  employees.answers = reader.number("answers", 0, 1, employees.answers);
  employees.text = reader.number("text", 0, 1, employees.text);
  employees.level = reader.number("level", -2, 2, 0);
  employees.themes = reader.texts("themes");
  employees.teams = reader.texts("teams");
  if (employees.heads > 0 && (employees.themes.empty() || employees.teams.empty())) {
    mistakes.add(reader.line(), "employees need \"themes\" to speak of and \"teams\" to work in");
  }
  reader.finish();
  return employees;
}

Cases cases_from(const TomlTable* table, Mistakes& mistakes) {
  Cases cases;
  if (table == nullptr) return cases;
  TableReader reader(*table, "[cases]", mistakes);
  cases.amount = reader.number("amount", 0, 100'000);
  cases.limit = reader.number("limit", 0, 100'000);
  cases.most_a_day = static_cast<int>(reader.number("most_a_day", 0, 5'000, cases.most_a_day));
  reader.finish();
  return cases;
}

template <class T>
void check_list(const std::vector<T>& things, std::size_t most, std::string_view what, Mistakes& mistakes) {
  if (things.empty()) mistakes.add(1, fmt::format("the scenario has no {}", what), fmt::format("add [[{}]]", what));
  if (things.size() > most)
    mistakes.add(1, fmt::format("the scenario has {} of {}", things.size(), what), fmt::format("at most {}", most));
  std::set<std::string> seen;
  for (const T& thing : things) {
    if (!seen.insert(thing.name).second)
      mistakes.add(1, fmt::format("two of {} are called \"{}\"", what, thing.name), "give each its own name");
  }
}

template <class T>
void check_shares(const std::vector<T>& things, std::string_view what, Mistakes& mistakes) {
  double total = 0;
  for (const T& thing : things) total += thing.share;
  if (total < 0.999 || total > 1.001)
    mistakes.add(1, fmt::format("the shares of {} add up to {}", what, total), "let them add up to 1");
}

void check(const Scenario& scenario, Mistakes& mistakes) {
  check_list(scenario.touchpoints, k_most_touchpoints, "touchpoint", mistakes);
  check_list(scenario.channels, k_most_channels, "channel", mistakes);
  check_list(scenario.frequencies, 8, "frequency", mistakes);
  check_list(scenario.segments, 16, "segment", mistakes);
  check_list(scenario.regions, 50, "region", mistakes);
  check_shares(scenario.frequencies, "frequency", mistakes);
  check_shares(scenario.segments, "segment", mistakes);
  std::vector<Unit> units;
  for (const Region& region : scenario.regions) std::ranges::copy(region.units, std::back_inserter(units));
  if (!scenario.leadership.grow) {
    for (const Region& region : scenario.regions) {
      if (region.units.empty())
        mistakes.add(1, fmt::format("the region \"{}\" has no units", region.name), "add [[region.unit]] below it");
    }
    check_list(units, k_most_units, "region.unit", mistakes);
  }
  if (scenario.planted.size() > k_most_planted)
    mistakes.add(scenario.planted.back().line, fmt::format("more than {} things are planted", k_most_planted));
}

/// All that somebody leads, as company.hpp makes them.
std::vector<std::string> units_of(const Scenario& scenario) {
  std::vector<std::string> units{scenario.organisation};
  for (const Region& region : scenario.regions) {
    units.push_back(region.name);
    for (const Unit& unit : region.units) {
      units.push_back(unit.name);
      for (const std::string& team : scenario.employees.teams) units.push_back(unit.name + " / " + team);
    }
  }
  return units;
}

Scenario read(const TomlTable& table, Mistakes& mistakes) {
  TableReader reader(table, "the scenario", mistakes);
  Scenario scenario;
  scenario.file = mistakes.file;
  scenario.name = reader.text("name");
  scenario.organisation = reader.text("organisation");
  scenario.about = reader.text("about", "");
  scenario.domain = reader.text("domain");
  scenario.currency = reader.text("currency", "EUR");
  scenario.start = reader.day("start");
  scenario.end = reader.day("end");
  const int days = scenario.end.days - scenario.start.days + 1;
  if (days < 1 || days > 3'700)
    mistakes.add(reader.line_of("end"), fmt::format("the scenario lasts {} days", days),
                 "let it last 1 day to 10 years");
  scenario.signals = static_cast<std::uint64_t>(reader.number("signals", 0, 1e10, 60'000));
  scenario.level = reader.number("level", -2, 2, 0);
  scenario.contract = reader.number("contract", 0, 1e6, 0);
  scenario.season = season_from(reader.table("season"), mistakes);
  for (const TomlTable* each : reader.tables("frequency"))
    scenario.frequencies.push_back(frequency_from(*each, mistakes));
  for (const TomlTable* each : reader.tables("touchpoint"))
    scenario.touchpoints.push_back(touchpoint_from(*each, mistakes));
  for (const TomlTable* each : reader.tables("channel")) scenario.channels.push_back(channel_from(*each, mistakes));
  for (const TomlTable* each : reader.tables("segment")) {
    TableReader inner(*each, "the segment", mistakes);
    scenario.segments.push_back(
        {.name = inner.text("name"), .share = inner.number("share", 0, 1), .level = inner.number("level", -2, 2, 0)});
    inner.finish();
  }
  if (const TomlTable* attributes = reader.table("attributes")) {
    TableReader inner(*attributes, "[attributes]", mistakes);
    for (const std::string& name : attributes->keys)
      scenario.attributes.push_back({.name = name, .values = inner.shares(name, 1)});
    if (scenario.attributes.size() > 8) mistakes.add(attributes->line, "there are more than 8 attributes");
  }
  for (const TomlTable* each : reader.tables("style")) {
    TableReader inner(*each, "the style", mistakes);
    scenario.styles.push_back({.language = inner.text("language"),
                               .shift = inner.number("shift", -2, 2, 0),
                               .stretch = inner.number("stretch", 0.2, 3, 1)});
    inner.finish();
  }
  for (const TomlTable* each : reader.tables("region")) scenario.regions.push_back(region_from(*each, mistakes));
  scenario.employees = employees_from(reader.table("employees"), mistakes);
  scenario.cases = cases_from(reader.table("cases"), mistakes);
  scenario.leadership = leadership_from(reader.table("leadership"), mistakes);
  if (!mistakes.first && !scenario.leadership.grow) check_units(scenario.leadership, units_of(scenario), mistakes);
  if (!mistakes.first) {
    for (const TomlTable* each : reader.tables("planted"))
      scenario.planted.push_back(planted_from(*each, scenario, mistakes));
  }
  reader.finish();
  check(scenario, mistakes);
  return scenario;
}

}  // namespace

std::string_view word_of(Kind kind) {
  return std::ranges::find(k_kinds, kind, &std::pair<Kind, std::string_view>::first)->second;
}

Result<Scenario> scenario_from_toml(std::string_view toml, std::string_view file) {
  const auto tree = toml_tree(toml, file);
  if (!tree) return std::unexpected(tree.error());
  Mistakes mistakes{.file = std::string(file), .first = {}};
  Scenario scenario = read(*tree, mistakes);
  if (mistakes.first) return std::unexpected(std::move(*mistakes.first));
  return scenario;
}

}  // namespace bellwether::simulate
