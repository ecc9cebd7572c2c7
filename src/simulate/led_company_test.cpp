// What is said of leaders can be found again by counting acts and answers, without knowing how they were made.
#include "simulate/led_company_for_test.hpp"
#include "simulate/ndjson.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace bellwether::simulate {
namespace {

double truth_of(const LeaderTruth& leader, Way way) { return leader.ways[static_cast<std::size_t>(way)]; }

/// Hits among trials, each trial with its own true chance.
struct Against {
  double hits = 0, trials = 0, expected = 0, variance = 0;
  void add(bool hit, double chance) {
    hits += hit ? 1 : 0;
    trials += 1;
    expected += chance;
    variance += chance * (1 - chance);
  }
  [[nodiscard]] double z() const { return (hits - expected) / std::sqrt(variance); }
};

/// Each leader's hits against the truth: most within two standard errors, all together within four.
void expect_shares(const std::map<Text, Against>& by_leader, const char* what) {
  Against all;
  double far = 0;
  double counted = 0;
  for (const auto& [who, each] : by_leader) {
    all.hits += each.hits;
    all.expected += each.expected;
    all.variance += each.variance;
    all.trials += each.trials;
    if (each.variance < 3) continue;
    counted += 1;
    far += std::abs(each.z()) > 1.96 ? 1 : 0;
  }
  EXPECT_GT(all.trials, 300) << what;
  EXPECT_LT(std::abs(all.z()), 4) << what << ": " << all.hits << " of " << all.trials << ", expected " << all.expected;
  if (counted >= 40) {
    EXPECT_LT(far / counted, 0.12) << what;
  }
}

TEST(LedCompany, PromisesAreKeptAsOftenAsTheTruthSays) {
  std::map<Text, Against> by_leader;
  for (const SeenAct& act : company().acts) {
    if (act.kind != "promise.kept" && act.kind != "promise.broken") continue;
    by_leader[act.actor].add(act.kind == "promise.kept",
                             truth_of(*company().by_person.at(act.actor), Way::promise_kept));
  }
  expect_shares(by_leader, "kept");
  // It is a difference that can be seen: those who keep theirs and those who do not are far apart.
  EXPECT_GT(by_leader.size(), 140U);
}

TEST(LedCompany, DecisionsAreTakenAndReviewedAsTheTruthSays) {
  std::map<Text, Against> considered, evidence, across, inside;
  for (const SeenAct& act : company().acts) {
    if (!act.kind.starts_with("decision.")) continue;
    const LeaderTruth& leader = *company().by_person.at(act.actor);
    if (act.kind == "decision.taken") {
      considered[act.actor].add(act.attributes.at("considered") == "yes", truth_of(leader, Way::decision_considered));
      evidence[act.actor].add(act.attributes.at("evidence") == "yes", truth_of(leader, Way::decision_evidence));
      across[act.actor].add(act.attributes.at("across") == "yes", truth_of(leader, Way::decision_across));
    } else {
      const bool hit =
          std::stod(act.attributes.at("low")) <= act.amount && act.amount <= std::stod(act.attributes.at("high"));
      inside[act.actor].add(hit, truth_of(leader, Way::forecast_inside));
    }
  }
  expect_shares(considered, "considered");
  expect_shares(evidence, "evidence");
  expect_shares(across, "across");
  expect_shares(inside, "inside");
}

TEST(LedCompany, CasesHaveOwnersAndDueDaysAsTheTruthSays) {
  std::map<Text, Against> owner, due, answered;
  std::map<Text, const SeenAct*> opened;
  for (const SeenAct& act : company().acts) {
    if (act.kind == "case.opened") {
      const LeaderTruth& leader = *company().by_unit.at(act.unit);
      owner[act.unit].add(act.attributes.contains("owner"), truth_of(leader, Way::owner_named));
      due[act.unit].add(act.attributes.contains("due"), truth_of(leader, Way::due_named));
      opened[act.about] = &act;
    } else if (act.kind == "case.answered") {
      // Half of them within the median.
      const double hours = static_cast<double>(act.second - opened.at(act.about)->second) / 3'600;
      answered[act.unit].add(hours <= truth_of(*company().by_unit.at(act.unit), Way::first_reply), 0.5);
    }
  }
  expect_shares(owner, "owner");
  expect_shares(due, "due");
  expect_shares(answered, "answered");
}

TEST(LedCompany, PermissionIsWaitedForAsLongAsTheTruthSays) {
  std::map<Text, std::int64_t> asked;
  std::map<Text, Against> waited, limits;
  for (const SeenAct& act : company().acts) {
    if (act.kind == "permission.asked") asked[act.about] = act.second;
    const auto leader = company().by_unit.find(act.unit);
    if (act.kind == "permission.granted" || act.kind == "permission.refused") {
      const double hours = static_cast<double>(act.second - asked.at(act.about)) / 3'600;
      waited[act.unit].add(hours <= truth_of(*leader->second, Way::permission_wait), 0.5);
    }
    if (act.kind == "limit.used" || act.kind == "permission.asked")
      limits[act.unit].add(act.kind == "limit.used", truth_of(*leader->second, Way::limit_used));
  }
  expect_shares(waited, "waited");
  expect_shares(limits, "limits");
}

TEST(LedCompany, TheSurveyAnswersAreThoseOfTheTruth) {
  // Per team and item, weeks pooled: person effects make the teams' means spread more than the answers alone would.
  std::map<std::pair<Text, Text>, std::map<std::uint64_t, std::pair<double, double>>> persons;
  for (const SeenAnswer& answer : company().answers) {
    if (answer.channel != "pulse" || answer.is_leader) continue;
    for (const auto& [name, value] : answer.ratings) {
      auto& [sum, n] = persons[{answer.unit, name}][answer.who];
      sum += value;
      n += 1;
    }
  }
  double far = 0, counted = 0, bias = 0;
  for (const auto& [key, people] : persons) {
    const auto item = std::ranges::find(items_asked(), key.second, &ItemAsked::name);
    if (item == items_asked().end() || people.size() < 8) continue;
    double mean = 0, squares = 0;
    for (const auto& [who, sums] : people) mean += sums.first / sums.second / static_cast<double>(people.size());
    for (const auto& [who, sums] : people) squares += std::pow(sums.first / sums.second - mean, 2);
    const auto n = static_cast<double>(people.size());
    const double error = std::sqrt(squares / (n - 1) / n);
    const double off = mean - company().by_unit.at(key.first)->staff[static_cast<std::size_t>(item->item)];
    bias += off;
    counted += 1;
    far += std::abs(off) > 2.09 * error ? 1 : 0;
  }
  ASSERT_GT(counted, 1'500);
  EXPECT_LT(std::abs(bias / counted), 0.02);
  EXPECT_LT(far / counted, 0.09);
}

TEST(LedCompany, LeadersAboveAreSeenFurtherDownAndFade) {
  const auto& truth = company().truth;
  for (const LeaderTruth& leader : truth.leaders) {
    if (leader.is_team || leader.months.empty()) continue;
    EXPECT_GT(leader.employees, 0U);
    // What is felt under a leader further up is what his or her own leaders make of it, too: never just his or her own.
    EXPECT_NE(leader.months.front().own, leader.months.front().felt);
  }
}

TEST(LedCompany, SelfAssessmentsAreAsHighAsTheLeaderIsNotHumble) {
  std::map<Text, Mean> said;
  for (const SeenAnswer& answer : company().answers) {
    if (answer.channel != "self-assessment") continue;
    EXPECT_TRUE(answer.employee);
    const LeaderTruth& leader = *company().by_person.at(answer.leader);
    EXPECT_EQ(leader.unit, answer.unit);
    for (const auto& [name, value] : answer.ratings) {
      const auto item = std::ranges::find(items_asked(), name, &ItemAsked::name);
      ASSERT_NE(item, items_asked().end());
      Mean& mean = said[leader.profile];
      mean.sum += value - leader.said[static_cast<std::size_t>(item->item)];
      mean.n += 1;
    }
  }
  ASSERT_GE(said.size(), 10U);
  for (const auto& [profile, off] : said) EXPECT_NEAR(off.sum / off.n, 0, 0.06) << profile;
}

TEST(LedCompany, WhoGamesVisitsForAMinuteAtTheEndOfTheMonthAndBegsForTens) {
  double empty = 0, late = 0, honest_short = 0;
  for (const SeenAct& act : company().acts) {
    if (act.kind != "floor.visited") continue;
    const bool games = company().by_person.at(act.actor)->games;
    if (act.seconds >= 180) continue;
    if (!games) honest_short += 1;
    empty += 1;
    EXPECT_EQ(act.attributes.at("notes"), "no");
    const Day day{static_cast<std::int32_t>(act.second / 86'400)};
    late += date_of(Day{day.days + 6}).month != date_of(day).month ? 1 : 0;
  }
  EXPECT_EQ(honest_short, 0);
  ASSERT_GT(empty, 500);
  EXPECT_NEAR(late / empty, 0.66, 0.06);
  std::map<bool, std::array<double, 2>> tens;
  for (const SeenAnswer& answer : company().answers) {
    if (answer.channel != "survey") continue;
    auto& [wordless, all] = tens[company().by_unit.at(answer.unit)->begs > 0];
    wordless += answer.ratings.at("nps") == 10 && !answer.has_text ? 1 : 0;
    all += 1;
  }
  EXPECT_GT(tens[true][0] / tens[true][1], tens[false][0] / tens[false][1] + 0.15);
}

TEST(LedCompany, EqualLeadersDifferNoMoreThanChance) {
  double far = 0, pairs = 0, squares = 0;
  for (const std::uint64_t seed : {101U, 102U, 103U, 104U, 105U, 106U}) {
    const Seen seen = see(leaders(), {.signals = 1'000, .seed = seed, .leaders = 120, .employees = 3'000});
    std::map<Text, std::array<double, 2>> kept;
    std::map<Text, std::map<std::uint64_t, Mean>> trust;
    for (const SeenAct& act : seen.acts) {
      if (act.kind == "promise.kept") kept[act.actor][0] += 1;
      if (act.kind == "promise.kept" || act.kind == "promise.broken") kept[act.actor][1] += 1;
    }
    for (const SeenAnswer& answer : seen.answers) {
      if (answer.channel != "pulse" || answer.is_leader) continue;
      Mean& mean = trust[seen.by_unit.at(answer.unit)->person][answer.who];
      mean.sum += answer.ratings.at("trust");
      mean.n += 1;
    }
    ASSERT_GE(seen.truth.equals.size(), 6U);
    for (const auto& pair : seen.truth.equals) {
      ASSERT_EQ(pair.size(), 2U);
      const LeaderTruth& a = *seen.by_person.at(pair[0]);
      const LeaderTruth& b = *seen.by_person.at(pair[1]);
      for (std::size_t month = 0; month < a.months.size(); ++month) {
        EXPECT_EQ(a.months[month].own, b.months[month].own);
        // The same shocks hit both; how soon each recovers is his or her own luck, and shows a little in hard weeks.
        for (std::size_t i = 0; i < k_traits; ++i)
          EXPECT_NEAR(a.months[month].felt.of[i], b.months[month].felt.of[i], 0.08);
      }
      const auto [ka, na] = kept[pair[0]];
      const auto [kb, nb] = kept[pair[1]];
      const double p = (ka + kb) / (na + nb);
      const double z = (ka / na - kb / nb) / std::sqrt(p * (1 - p) * (1 / na + 1 / nb));
      std::array<double, 2> mean{}, error{};
      for (std::size_t i = 0; i < 2; ++i) {
        const auto& people = trust[pair[i]];
        const auto n = static_cast<double>(people.size());
        for (const auto& [who, each] : people) mean[i] += each.sum / each.n / n;
        for (const auto& [who, each] : people) error[i] += std::pow(each.sum / each.n - mean[i], 2) / (n - 1) / n;
      }
      const double t = (mean[0] - mean[1]) / std::sqrt(error[0] + error[1]);
      for (const double each : {z, t}) {
        pairs += 1;
        squares += each * each;
        far += std::abs(each) > 2.02 ? 1 : 0;
      }
    }
  }
  ASSERT_GE(pairs, 50);
  // One in twenty lies beyond two standard errors; three and a half errors of that share more would be no chance.
  EXPECT_LT(far / pairs, 0.05 + 3.5 * std::sqrt(0.05 * 0.95 / pairs));
  // The mean square of a standard normal draw is 1, with a standard error of √(2 / n).
  EXPECT_NEAR(squares / pairs, 1, 4 * std::sqrt(2 / pairs) + 0.1);
}

TEST(LedCompany, WhatFadesFallsAndWhatIsCoachedRises) {
  bool faded = false, coached = false;
  for (const LeaderTruth& leader : company().truth.leaders) {
    const double visible = leader.months.back().own[Trait::visible] - leader.months.front().own[Trait::visible];
    const double listens = leader.months.back().own[Trait::listens] - leader.months.front().own[Trait::listens];
    if (leader.profile == "fading after launch") {
      faded = true;
      EXPECT_LT(visible, -0.5);
    } else if (leader.profile == "improving after coaching") {
      coached = true;
      EXPECT_GT(listens, 0.5);
      const bool given = std::ranges::any_of(company().acts, [&](const SeenAct& act) {
        return act.kind == "coaching.given" && act.about == leader.person && act.actor == leader.manager;
      });
      EXPECT_TRUE(given || leader.manager.empty()) << leader.person;
    } else {
      EXPECT_EQ(leader.months.back().own, leader.months.front().own) << leader.profile;
    }
  }
  EXPECT_TRUE(faded && coached);
}

TEST(LedCompany, TheOrganisationIsATreeInWhichEveryUnitHasALeader) {
  const Organisation& rows = company().organisation;
  EXPECT_EQ(rows.units.size(), 150U);
  std::set<Text> known;
  for (const UnitRow& unit : rows.units) {
    EXPECT_TRUE(unit.parent.empty() ? known.empty() : known.contains(unit.parent)) << unit.id;  // parents come first
    EXPECT_TRUE(known.insert(unit.id).second);
  }
  std::set<Text> people, led;
  for (const PersonRow& person : rows.people) people.insert(person.id);
  for (const PersonRow& person : rows.people) {
    EXPECT_TRUE(known.contains(person.unit));
    EXPECT_TRUE(person.manager.empty() ? person.id == rows.people.front().id : people.contains(person.manager));
    if (!person.leads.empty()) {
      EXPECT_TRUE(led.insert(person.leads).second);
    }
  }
  EXPECT_EQ(led, known);
  EXPECT_NEAR(static_cast<double>(people.size()), 3'500 + 150, 60);
  for (const SeenAct& act : company().acts) {
    EXPECT_TRUE(act.actor.empty() || people.contains(act.actor)) << act.kind;
    EXPECT_TRUE(known.contains(act.unit)) << act.kind;
  }
}

TEST(LedCompany, EveryActIsOneOfTheVocabularyWithWhatItNeeds) {
  const std::set<Text> words{
      "case.opened",         "case.assigned",       "case.handed_over",   "case.answered",
      "case.escalated",      "case.taken",          "case.overdue",       "case.resolved",
      "case.confirmed",      "case.reopened",       "permission.asked",   "permission.granted",
      "permission.refused",  "limit.used",          "promise.made",       "promise.kept",
      "promise.broken",      "decision.taken",      "decision.reviewed",  "finding.seen",
      "improvement.started", "improvement.piloted", "improvement.proven", "improvement.rolled_out",
      "improvement.dropped", "idea.raised",         "idea.answered",      "idea.adopted",
      "floor.visited",       "call.listened",       "customer.met",       "feedback.read",
      "townhall.held",       "oneonone.held",       "recognition.given",  "coaching.given",
      "training.done",       "workaround.used",     "rework.done",        "waste.logged",
      "load.measured",       "overtime.worked",     "priority.named",     "goal.reviewed",
      "shock.began",         "shock.ended",         "target.raised",      "population.counted",
      "invitation.sent",     "privacy.asked",       "privacy.answered",   "evidence.contested",
      "evidence.seen",       "contract.started",    "contract.ended"};
  std::set<Text> seen, opened;
  for (const SeenAct& act : company().acts) {
    EXPECT_TRUE(words.contains(act.kind)) << act.kind;
    seen.insert(act.kind);
    const Text group = act.kind.substr(0, act.kind.find('.'));
    static const std::set<Text> k_with_about{"case",        "permission", "promise", "decision",
                                             "improvement", "idea",       "shock"};
    // What begins comes before what it leads to.
    static const std::set<Text> k_begins{"case.opened",         "permission.asked", "promise.made", "decision.taken",
                                         "improvement.started", "idea.raised",      "shock.began"};
    if (k_begins.contains(act.kind)) opened.insert(act.about);
    if (k_with_about.contains(group)) {
      EXPECT_TRUE(opened.contains(act.about)) << act.kind << " " << act.about;
    }
  }
  EXPECT_EQ(seen, words);
}

TEST(LedCompany, TheSameSeedGivesTheSameAndAnotherGivesAnother) {
  const auto all = [](std::uint64_t seed) {
    Text text;
    const auto truth = led_company(leaders(), {.signals = 2'000, .seed = seed, .leaders = 20, .employees = 200},
                                   {.organisation = {},
                                    .signals =
                                        [&](facts::SignalBatch& batch) {
                                          for (const facts::Signal& each : batch.rows()) append_signal(each, text);
                                        },
                                    .acts =
                                        [&](facts::ActBatch& batch) {
                                          for (const facts::Act& each : batch.rows()) append_act(each, text);
                                        }});
    EXPECT_TRUE(truth);
    return text + leadership_truth_json(*truth);
  };
  EXPECT_EQ(all(3), all(3));
  EXPECT_NE(all(3), all(4));
}

TEST(LedCompany, AnotherCourseIsOfTheSameLeadersAndBringsOtherFacts) {
  const auto on = [](std::optional<std::uint64_t> course) {
    return see(leaders(), {.signals = 2'000, .seed = 3, .course = course, .leaders = 40, .employees = 400});
  };
  const Seen first = on(1);
  const Seen again = on(1);
  const Seen second = on(2);
  const auto answered = [](const Seen& seen) {
    std::set<std::uint64_t> who;
    for (const SeenAnswer& answer : seen.answers) {
      if (!answer.employee) who.insert(answer.who);
    }
    return who;
  };
  ASSERT_EQ(first.truth.leaders.size(), second.truth.leaders.size());
  for (std::size_t i = 0; i < first.truth.leaders.size(); ++i) {
    const LeaderTruth& a = first.truth.leaders[i];
    const LeaderTruth& b = second.truth.leaders[i];
    EXPECT_EQ(a.person, b.person);
    EXPECT_EQ(a.profile, b.profile);
    EXPECT_EQ(a.months.back().own, b.months.back().own);
  }
  EXPECT_EQ(first.organisation.people.size(), second.organisation.people.size());
  const auto seconds = [](const Seen& seen) {
    std::vector<std::int64_t> all;
    for (const SeenAct& act : seen.acts) all.push_back(act.second);
    return all;
  };
  EXPECT_EQ(seconds(first), seconds(again));
  EXPECT_NE(seconds(first), seconds(second));
  for (const auto& [unit, leader] : first.by_unit) EXPECT_EQ(leader->employees, second.by_unit.at(unit)->employees);
  const std::set<std::uint64_t> then = answered(second);
  EXPECT_TRUE(std::ranges::none_of(answered(first), [&](std::uint64_t who) { return then.contains(who); }))
      << "other customers come";
}

TEST(LedCompany, SizesThatCantBeHadAreToldApart) {
  const auto few = led_company(leaders(), {.signals = 10, .leaders = 2}, {});
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().code, Code::wrong_usage);
  const auto named = led_company(scenario_named("hotel").value(), {.signals = 10, .leaders = 50}, {});
  ASSERT_FALSE(named);
  EXPECT_EQ(named.error().where, "--leaders");
  for (const std::uint32_t count : {3U, 8U, 9U, 64U}) {
    const auto small = led_company(leaders(), {.signals = 500, .leaders = count, .employees = 0}, {});
    ASSERT_TRUE(small) << count << ": " << to_text(small.error());
    EXPECT_EQ(small->leaders.size(), count);
  }
}

}  // namespace
}  // namespace bellwether::simulate
