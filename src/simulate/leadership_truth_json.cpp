#include "simulate/leadership_truth.hpp"
#include "simulate/leading.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

namespace bellwether::simulate {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* k_how =
    "Standings are weighted means of traits (see 'dimensions'), half of the leader's own and half of what is felt in "
    "the "
    "unit, on 0–1; a list has one value a month, a single number holds for all. 'expected' are means over all weeks of "
    "the "
    "rates, chances and median spans that acts were drawn with; of leaders above teams, those of teams and cases are "
    "means "
    "over the teams by heads. 'employees' are mean answers on 1–5 where morale adds nothing.";

Json rounded(double value) { return std::round(value * 1'000) / 1'000; }

/// One number where it hardly changes.
Json series(const std::vector<double>& values) {
  for (const double value : values) {
    if (std::abs(value - values.front()) < 5e-4) continue;
    Json list = Json::array();
    for (const double each : values) list.push_back(rounded(each));
    return list;
  }
  return values.empty() ? Json() : rounded(values.front());
}

template <class Of>
Json series_of(const LeaderTruth& leader, Of of) {
  std::vector<double> values;
  values.reserve(leader.months.size());
  for (const LeaderMonth& month : leader.months) values.push_back(of(month));
  return series(values);
}

Json traits(const LeaderTruth& leader, Traits LeaderMonth::* which) {
  Json json = Json::object();
  for (std::size_t t = 0; t < k_traits; ++t) {
    json[std::string(k_trait_names[t])] =
        series_of(leader, [&](const LeaderMonth& month) { return (month.*which)[static_cast<Trait>(t)]; });
  }
  return json;
}

template <class Of>
Json standings(const LeaderTruth& leader, Of of) {
  Json json = Json::object();
  for (std::size_t d = 0; d < dimensions().size(); ++d) {
    const Dimension& dimension = dimensions()[d];
    json[std::string(dimension.framework)][std::string(dimension.id)] =
        series_of(leader, [&](const LeaderMonth& month) { return of(dimension, d, month); });
  }
  return json;
}

Json items(const ItemMeans& means) {
  Json json = Json::object();
  for (const ItemAsked& asked : items_asked())
    json[std::string(asked.name)] = rounded(means[static_cast<std::size_t>(asked.item)]);
  return json;
}

Json of_leader(const LeaderTruth& leader) {
  Json json{{"person", leader.person}, {"unit", leader.unit}, {"level", leader.depth}, {"employees", leader.employees}};
  if (!leader.manager.empty()) json["manager"] = leader.manager;
  if (!leader.profile.empty()) json["profile"] = leader.profile;
  if (leader.changes_from) json["changes_from"] = to_text(*leader.changes_from);
  if (leader.equals >= 0) json["equals"] = leader.equals;
  if (leader.games) json["games"] = {{"empty_visits_a_week", leader.empty_visits}, {"begs", leader.begs}};
  json["traits"] = traits(leader, &LeaderMonth::own);
  json["standing"] =
      standings(leader, [](const Dimension&, std::size_t d, const LeaderMonth& month) { return month.standing[d]; });
  Json expected = Json::object();
  for (const Behaviour& each : behaviours())
    expected[std::string(each.id)] = rounded(leader.ways[static_cast<std::size_t>(each.way)]);
  json["expected"] = std::move(expected);
  json["self_assessment"] = items(leader.said);
  json["self_bias"] = rounded(leader.self_bias);
  json["passes_down"] = rounded(leader.passes);
  json["strain_per_pressure"] = rounded(leader.strain_slope);
  json["hard_weeks"] = rounded(leader.hard_weeks);
  return json;
}

/// What is felt in the unit: it belongs to the unit and not to the leader alone.
Json of_unit(const LeaderTruth& leader) {
  return {{"unit", leader.unit},
          {"leader", leader.person},
          {"felt", traits(leader, &LeaderMonth::felt)},
          {"standing", standings(leader, [](const Dimension& dimension, std::size_t,
                                            const LeaderMonth& month) { return dimension.mix.of(month.felt); })},
          {"pressure", series_of(leader, [](const LeaderMonth& month) { return month.pressure; })},
          {"employees", items(leader.staff)}};
}

Json lag(std::span<const LagShare> shares) {
  Json list = Json::array();
  for (const LagShare& each : shares) list.push_back({{"weeks", each.weeks}, {"share", each.share}});
  return list;
}

Json effects(const LeadershipTruth& truth) {
  return {{"visit_on_employees",
           {{"size", truth.visit_staff},
            {"unit", "latent steps of the items engagement, listened_to, care and trust, per visit of reach 1"},
            {"lag", lag(k_staff_lag)}}},
          {"visit_on_customers",
           {{"size", truth.visit_customers},
            {"unit", "standard deviations of the experience per visit of reach 1"},
            {"lag", lag(k_customer_lag)}}},
          {"no_effect", {"call.listened", "customer.met", "feedback.read", "visits of less than three minutes"}},
          {"linkage",
           {{"size", truth.linkage},
            {"unit", "standard deviations of the experience per latent step of engagement"},
            {"lag_weeks", k_linkage_lag_weeks}}},
          {"reach", "(1 + 0.5 × levels below the leader) × 0.5^(steps down from the unit visited); town halls × 1.5"},
          {"felt_per_step_up", truth.fade},
          {"self_noise", truth.self_noise}};
}

Json mix(const Mix& of) {
  Json json = Json::object();
  for (const Mix::Part& part : of.parts) {
    if (part.weight > 0) json[std::string(k_trait_names[static_cast<std::size_t>(part.trait)])] = part.weight;
  }
  return json;
}

}  // namespace

std::string leadership_truth_json(const LeadershipTruth& truth) {
  Json json{{"how", k_how}, {"months", truth.months}, {"effects", effects(truth)}};
  for (const Dimension& each : dimensions())
    json["dimensions"][std::string(each.framework)][std::string(each.id)] = mix(each.mix);
  for (const Behaviour& each : behaviours()) {
    json["behaviours"][std::string(each.id)] = {{"what", each.what},
                                                {"unit", each.unit},
                                                {"at_none", each.at_none},
                                                {"at_full", each.at_full},
                                                {"of", mix(each.mix)}};
  }
  json["equals"] = truth.equals;
  json["shocks"] = Json::array();
  for (const ShockTruth& shock : truth.shocks) {
    json["shocks"].push_back({{"unit", shock.unit},
                              {"what", shock.what},
                              {"from", to_text(shock.from)},
                              {"to", to_text(shock.to)},
                              {"recovery_days", shock.to.days - shock.from.days},
                              {"size", shock.size},
                              {"named", shock.named}});
  }
  json["leaders"] = Json::array();
  json["units"] = Json::array();
  for (const LeaderTruth& leader : truth.leaders) {
    json["leaders"].push_back(of_leader(leader));
    json["units"].push_back(of_unit(leader));
  }
  return json.dump();
}

}  // namespace bellwether::simulate
