#include "simulate/truth.hpp"

#include "simulate/leadership_truth.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace bellwether::simulate {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_how =
    "Every visit on the days and in the units of what was planted is lived twice with the same random numbers: as it "
    "was, "
    "and as if this one thing had not been, all else alike. 'counted' are the signals that were drawn so in this very "
    "simulation; 'expected' are those of a reference crowd of some 8,000 such visits, each answer weighted by its "
    "chance. "
    "Of very many visits a share is counted (counted_share_of_visits). What lingers in memory after the last day is "
    "not counted.";

Json rounded(const std::optional<double>& value) {
  return value ? Json(std::round(*value * 10'000) / 10'000) : Json(nullptr);
}

Json of_size(const Size& size) {
  return {{"value", rounded(size.value)}, {"with", rounded(size.with)}, {"without", rounded(size.without)}};
}

/// One figure with all the ways in which it is known.
Json of_sizes(const Size& expected, const Size& counted, const Size* at_full) {
  Json json{{"measure", expected.measure},
            {"unit", expected.unit},
            {"expected", of_size(expected)},
            {"counted", of_size(counted)}};
  if (at_full != nullptr) json["expected_at_full"] = of_size(*at_full);
  return json;
}

Json of_tally(const World& world, const Tally& tally) {
  Json channels = Json::object();
  for (std::size_t c = 0; c < world.scenario.channels.size(); ++c)
    channels[world.scenario.channels[c].name] = rounded(tally.signals[c]);
  return {{"visits", rounded(tally.visits)}, {"left", rounded(tally.left)},
          {"nps", rounded(tally.nps())},     {"nps_answers", rounded(tally.nps_n)},
          {"csat", rounded(tally.csat())},   {"csat_answers", rounded(tally.csat_n)},
          {"texts", rounded(tally.texts)},   {"themed", rounded(tally.themed)},
          {"enps", rounded(tally.enps())},   {"enps_answers", rounded(tally.enps_n)},
          {"signals", std::move(channels)}};
}

Json of_planted(const Plan& plan, const Counts& counts, std::uint32_t p) {
  const World& world = plan.world;
  const Planted& planted = world.scenario.planted[p];
  const Both counted = p < counts.planted.size() ? counts.planted[p] : Both{};
  Json where = Json::object();
  if (!planted.units.empty()) where["units"] = planted.units;
  if (!planted.touchpoint.empty()) where["touchpoint"] = planted.touchpoint;
  for (const auto& [channel, times] : planted.volume) where["volume"][channel] = times;
  if (!planted.theme.empty()) where["theme"] = planted.theme;

  Json json{{"id", planted.id},
            {"kind", word_of(planted.kind)},
            {"what", planted.what},
            {"where", std::move(where)},
            {"from", to_text(planted.from)},
            {"to", to_text(planted.to)},
            {"every_year", planted.every_year},
            {"grows_evenly", planted.ramp}};
  const auto sizes = sizes_of(world, p, plan.expected[p]);
  if (sizes.empty()) {
    json["size"] = {{"measure", "any"}, {"unit", "none"}, {"expected", {{"value", 0}}}, {"counted", nullptr}};
    return json;
  }
  const auto drawn = sizes_of(world, p, counted);
  const auto full = sizes_of(world, p, plan.expected_at_full[p]);
  json["shift"] = rounded(world.shift[p]);
  json["also"] = Json::array();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Json size = of_sizes(sizes[i], drawn[i], planted.ramp ? &full[i] : nullptr);
    if (i == 0) {
      json["size"] = std::move(size);
    } else {
      json["also"].push_back(std::move(size));
    }
  }
  json["counted_share_of_visits"] = rounded(plan.counted_share[p]);
  json["counted"] = {{"with", of_tally(world, counted.with)}, {"without", of_tally(world, counted.without)}};
  json["expected"] = {{"with", of_tally(world, plan.expected[p].with)},
                      {"without", of_tally(world, plan.expected[p].without)}};
  return json;
}

Json drivers(const World& world) {
  Json list = Json::array();
  double total = 0;
  for (const Touchpoint& touchpoint : world.scenario.touchpoints)
    total += touchpoint.used * touchpoint.weight * touchpoint.weight;
  for (std::size_t t = 0; t < world.scenario.touchpoints.size(); ++t) {
    const Touchpoint& touchpoint = world.scenario.touchpoints[t];
    list.push_back({{"touchpoint", touchpoint.name},
                    {"rating", world.item_names[t]},
                    {"weight", touchpoint.weight},
                    {"met_in", touchpoint.used},
                    {"level", touchpoint.level},
                    {"share_of_driven_variance",
                     rounded(total > 0 ? touchpoint.used * touchpoint.weight * touchpoint.weight / total : 0)}});
  }
  return {{"how",
           "The experience as a whole gets weight × the touchpoint's own quality (its luck of the day has a standard "
           "deviation of 0.8) wherever the touchpoint is met; the customer's mood colours every rating besides (0.5 in "
           "each "
           "touchpoint's, 0.6 in the whole)."},
          {"touchpoints", std::move(list)}};
}

Json answering(const Plan& plan) {
  const World& world = plan.world;
  Json channels = Json::array();
  for (const Channel& channel : world.scenario.channels) {
    channels.push_back(
        {{"channel", channel.name}, {"rate", channel.rate}, {"happy", channel.happy}, {"unhappy", channel.unhappy}});
  }
  const auto all = plan.outlook.everybody.nps();
  const auto heard = plan.outlook.answers.nps();
  Json styles = Json::array();
  for (const Style& style : world.styles)
    styles.push_back({{"language", style.language}, {"shift", style.shift}, {"stretch", style.stretch}});
  return {{"nps_of_everybody", rounded(all)},
          {"nps_of_those_who_answer", rounded(heard)},
          {"bias", rounded(all && heard ? std::optional(*heard - *all) : std::nullopt)},
          {"how",
           "'everybody' is what all visits would have answered; begged answers are left out of it and in 'those who "
           "answer'"},
          {"channels", std::move(channels)},
          {"styles", std::move(styles)}};
}

Json units(const World& world, const Counts& counts) {
  Json list = Json::array();
  for (std::size_t u = 0; u < world.units.size(); ++u) {
    const PlacedUnit& unit = world.units[u];
    const Tally tally = u < counts.units.size() ? counts.units[u] : Tally{};
    list.push_back({{"unit", unit.unit.name},
                    {"region", world.scenario.regions[unit.region].name},
                    {"level", unit.unit.level},
                    {"size", unit.unit.size},
                    {"morale", unit.unit.morale},
                    {"nps", rounded(tally.nps())},
                    {"nps_answers", rounded(tally.nps_n)},
                    {"signals", rounded(tally.all_signals())}});
  }
  return list;
}

}  // namespace

std::string truth_json(const Plan& plan, const Counts& counts, std::uint64_t seed) {
  const World& world = plan.world;
  Json planted = Json::array();
  for (std::uint32_t p = 0; p < world.scenario.planted.size(); ++p) planted.push_back(of_planted(plan, counts, p));
  const Json truth{{"scenario", world.scenario.name},
                   {"organisation", world.scenario.organisation},
                   {"seed", seed},
                   {"from", to_text(world.scenario.start)},
                   {"to", to_text(world.scenario.end)},
                   {"signals", counts.signals},
                   {"signals_asked_for", plan.signals},
                   {"of_employees", counts.employees},
                   {"with_text", counts.texts},
                   {"acts", counts.acts},
                   {"visits", counts.visits},
                   {"people", world.company.people.size()},
                   {"how", k_how},
                   {"planted", std::move(planted)},
                   {"drivers", drivers(world)},
                   {"answering", answering(plan)},
                   {"units", units(world, counts)}};
  // What is true of leaders takes one line: it has a number a month for each of some hundred things, and thousands of leaders.
  std::string text = truth.dump(2);
  text.resize(text.size() - 2);
  return text + ",\n  \"leadership\": " + leadership_truth_json(leadership_truth(world)) + "\n}\n";
}

}  // namespace bellwether::simulate
