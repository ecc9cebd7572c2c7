// The shadow of a simulated company whose visits do what is known, and who may see what of it.
#include "lead/shadow_report.hpp"

#include "lead/company_for_test.hpp"
#include "simulate/led_company.hpp"
#include "simulate/scenario.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::lead {
namespace {

/// 60 leaders over two years, made once.
struct Simulated {
  facts::Folder folder;
  facts::Opened opened = facts::open_store(folder.path());
  org::Organisation organisation = org::Organisation::make({}).value();
  simulate::LeadershipTruth truth;
};

template <class Fact>
void keep_attributes(Fact& fact, facts::Batch<Fact>& batch) {
  fact.received_at = *fact.occurred_at;
  fact.source = "simulated";
  fact.unit = batch.keep(fact.unit);
  std::vector<facts::Attribute> attributes(fact.attributes.begin(), fact.attributes.end());
  for (facts::Attribute& attribute : attributes) {
    attribute.name = batch.keep(attribute.name);
    if (const auto* text = std::get_if<std::string_view>(&attribute.value)) attribute.value = batch.keep(*text);
  }
  fact.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
}

/// Facts gathered into one batch: a commit for each of 730 days would take longer than all the rest.
void gather(const facts::SignalBatch& from, facts::SignalBatch& into) {
  for (const facts::Signal& each : from.rows()) {
    facts::Signal& signal = into.add();
    signal = each;
    signal.text = signal.language = signal.reader = signal.intent = {};
    signal.themes = {};
    signal.channel = into.keep(each.channel);
    signal.touchpoint = into.keep(each.touchpoint);
    std::vector<facts::Rating> ratings(each.ratings.begin(), each.ratings.end());
    for (facts::Rating& rating : ratings) rating.name = into.keep(rating.name);
    signal.ratings = into.keep(std::span<const facts::Rating>(ratings));
    keep_attributes(signal, into);
  }
}

void gather(const facts::ActBatch& from, facts::ActBatch& into) {
  for (const facts::Act& each : from.rows()) {
    facts::Act& act = into.add();
    act = each;
    act.actor = into.keep(each.actor);
    act.kind = into.keep(each.kind);
    act.about = into.keep(each.about);
    act.currency = into.keep(each.currency);
    keep_attributes(act, into);
  }
}

const Simulated& simulated() {
  static Simulated made;
  static const bool k_made = [] {
    simulate::Organisation rows;
    facts::SignalBatch signals;
    facts::ActBatch acts;
    const auto truth = simulate::led_company(simulate::scenario_named("leaders").value(),
                                             {.signals = 20'000, .seed = 3, .leaders = 60, .employees = 1'500},
                                             {.organisation = [&](const simulate::Organisation& all) { rows = all; },
                                              .signals = [&](facts::SignalBatch& batch) { gather(batch, signals); },
                                              .acts = [&](facts::ActBatch& batch) { gather(batch, acts); }});
    EXPECT_TRUE(truth) << to_text(truth.error());
    EXPECT_TRUE(made.opened->append(std::move(signals)).get());
    EXPECT_TRUE(made.opened->append(std::move(acts)).get());
    made.truth = *truth;
    std::vector<org::UnitRow> units;
    for (const auto& row : rows.units)
      units.push_back({.id = row.id, .label = row.label, .kind = row.kind, .parent = row.parent});
    std::vector<org::PersonRow> people;
    for (const auto& row : rows.people) {
      org::PersonRow& person = people.emplace_back();
      person.id = row.id;
      person.name = row.name;
      person.role = row.role;
      person.unit = row.unit;
      person.manager = row.manager;
      if (!row.leads.empty()) person.leads = {row.leads};
    }
    made.organisation.units = org::Units::make(std::move(units)).value();
    made.organisation.people = org::People::make(std::move(people)).value();
    return true;
  }();
  EXPECT_TRUE(k_made);
  return made;
}

const measure::Rules& rules() {
  static const measure::Catalogue k_catalogue = measure::Catalogue::load({}).value();
  static const measure::Guards k_guards;
  static const measure::Rules k_rules{.catalogue = k_catalogue, .guards = k_guards};
  return k_rules;
}

Fairness open_to_all() {
  return {.individual_scores = true, .first_look_days = 14, .viewer = {}, .today = Day{30'000}};
}

TEST(ShadowReport, FindsWhatVisitsDoToEmployees) {
  const auto report =
      shadow_report(*simulated().opened.facts, rules(), simulated().organisation, {.weeks = 104}, open_to_all());
  ASSERT_TRUE(report) << to_text(report.error());
  ASSERT_TRUE(report->employees.pooled) << to_text(report->employees.pooled.error());
  // A visit moves the latent item by a quarter step over the three weeks after it.
  const Effect& effect = *report->employees.pooled;
  EXPECT_EQ(effect.shows, Shows::better) << effect.words;
  EXPECT_LE(effect.lag.to, 4);
  EXPECT_GT(effect.effect.low, 0);
  EXPECT_LT(effect.effect.high, 0.3);
}

TEST(ShadowReport, HasLeadersByTheReportingTree) {
  const auto report =
      shadow_report(*simulated().opened.facts, rules(), simulated().organisation, {.weeks = 52}, open_to_all());
  ASSERT_TRUE(report);
  ASSERT_EQ(report->leaders.size(), 60);
  EXPECT_EQ(report->leaders.front().depth, 0);
  for (std::size_t i = 1; i < report->leaders.size(); ++i) {
    EXPECT_LE(report->leaders[i].depth, report->leaders[i - 1].depth + 1) << "whoever stands above comes before";
  }
  EXPECT_TRUE(report->no_leaders.empty());
}

TEST(ShadowReport, FlagsThoseWhoLogEmptyVisits) {
  const auto report =
      shadow_report(*simulated().opened.facts, rules(), simulated().organisation, {.weeks = 104}, open_to_all());
  ASSERT_TRUE(report);
  std::size_t gaming = 0;
  std::size_t flagged = 0;
  std::size_t wrongly = 0;
  for (const simulate::LeaderTruth& leader : simulated().truth.leaders) {
    const bool raised = std::ranges::any_of(report->flags, [&](const GamingFlag& flag) {
      return flag.id == leader.person && flag.flag.sign == Sign::no_time;
    });
    const bool games = leader.profile == "games";
    gaming += games ? 1 : 0;
    flagged += games && raised ? 1 : 0;
    wrongly += !games && raised ? 1 : 0;
  }
  ASSERT_GT(gaming, 0);
  EXPECT_GE(2 * flagged, gaming);
  EXPECT_EQ(wrongly, 0);
}

TEST(ShadowReport, HasNoSingleLeaderInWorksCouncilMode) {
  Fairness council = open_to_all();
  council.individual_scores = false;
  const Simulated& made = simulated();
  const auto whole = shadow_report(*made.opened.facts, rules(), made.organisation, {.weeks = 52}, council);
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->leaders.empty());
  EXPECT_FALSE(whole->no_leaders.empty());
  EXPECT_TRUE(std::ranges::none_of(whole->flags, &GamingFlag::of_leader));
  const simulate::LeaderTruth& last = made.truth.leaders.back();
  const auto own = shadow_report(*made.opened.facts, rules(), made.organisation, {.leader = last.person}, council);
  ASSERT_FALSE(own);
  EXPECT_EQ(own.error().code, Code::withheld);
  const auto by_unit = shadow_report(*made.opened.facts, rules(), made.organisation, {.unit = last.unit}, council);
  ASSERT_FALSE(by_unit);
  EXPECT_EQ(by_unit.error().code, Code::withheld);
}

TEST(ShadowReport, IsForTheLeaderFirst) {
  const Simulated& made = simulated();
  const std::string person = made.truth.leaders.back().person;
  Fairness soon = open_to_all();
  soon.today = Day{0};
  soon.first_look_days = 0;  // looks that the simulated leaders took before do not count
  EXPECT_EQ(shadow_report(*made.opened.facts, rules(), made.organisation, {.leader = person}, soon).error().code,
            Code::withheld);
  soon.viewer = person;
  const auto own = shadow_report(*made.opened.facts, rules(), made.organisation, {.leader = person}, soon);
  ASSERT_TRUE(own) << to_text(own.error());
  ASSERT_EQ(own->leaders.size(), 1);
  EXPECT_EQ(own->leaders[0].id, person);
  const auto whole = shadow_report(*made.opened.facts, rules(), made.organisation, {}, soon);
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->leaders.size(), 1);
  EXPECT_FALSE(whole->no_leaders.empty());
}

TEST(ShadowReport, SaysWhatCanNotBeAsked) {
  const Simulated& made = simulated();
  const auto code = [&](const ShadowQuestion& question) {
    return shadow_report(*made.opened.facts, rules(), made.organisation, question, open_to_all()).error().code;
  };
  EXPECT_EQ(code({.unit = "a", .leader = "b"}), Code::wrong_usage);
  EXPECT_EQ(code({.weeks = 4}), Code::wrong_usage);
  EXPECT_EQ(code({.employees = "unit"}), Code::wrong_usage);
  EXPECT_EQ(code({.unit = "nowhere"}), Code::not_found);
}

TEST(Specials, SelfGapsFollowTheTrueBias) {
  const Simulated& made = simulated();
  Framework framework;
  Indicator indicator;
  indicator.special = Special::self_gap;
  indicator.window_days = 365;
  indicator.least = 3;
  framework.dimensions.push_back({.id = "d", .label = {}, .about = {}, .weight = 1, .indicators = {indicator}});
  const std::vector<const Framework*> frameworks{&framework};
  const Day end{made.opened->days(facts::Table::signals).value()->second.days + 1};
  const auto book = EvidenceBook::read(*measure::Catalogue::load({}), *made.opened.facts, measure::Guards{},
                                       {.frameworks = frameworks,
                                        .end = end,
                                        .only = {},
                                        .snapshot = {},
                                        .level = 0.95,
                                        .organisation = &made.organisation});
  ASSERT_TRUE(book);
  double with = 0;
  double found_squares = 0;
  double true_squares = 0;
  double found_mean = 0;
  double true_mean = 0;
  std::vector<std::pair<double, double>> both;
  for (const simulate::LeaderTruth& leader : made.truth.leaders) {
    const auto subject = leader_on(made.organisation.units, made.organisation.people, leader.person, Day{end.days - 1});
    ASSERT_TRUE(subject);
    const Evidence one = book->of(framework, *subject)[0];
    if (one.state == State::known) both.emplace_back(one.estimate.value, leader.self_bias);
  }
  ASSERT_GT(both.size(), 50);
  for (const auto& [found, bias] : both) {
    found_mean += found / static_cast<double>(both.size());
    true_mean += bias / static_cast<double>(both.size());
  }
  for (const auto& [found, bias] : both) {
    with += (found - found_mean) * (bias - true_mean);
    found_squares += (found - found_mean) * (found - found_mean);
    true_squares += (bias - true_mean) * (bias - true_mean);
  }
  EXPECT_GT(with / std::sqrt(found_squares * true_squares), 0.85);
  EXPECT_NEAR(found_mean, true_mean, 0.1);
}

}  // namespace
}  // namespace bellwether::lead
