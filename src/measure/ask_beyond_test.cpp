// Measures that need more than their own facts: exposures, ends, several values. Numbers are worked by hand in the comments.
#include "measure/ask.hpp"
#include "measure/compare_rows.hpp"
#include "measure/exposure.hpp"
#include "store/facts/store_for_test.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

struct Done {
  const char* day;
  const char* kind;
  const char* about = "";
  const char* unit = "Lyon";
  int hour = 9;
  double amount = -1;
  double minutes = -1;
  const char* note = "";  ///< the attribute `note`, and `due` where it looks like a day
};

struct Bought {
  const char* day;
  std::uint64_t who;
  int csat = 0;
  const char* unit = "Lyon";
};

struct Beyond : testing::Test {
  Beyond() : store(facts::open_store(folder.path())) {}

  void act(const std::vector<Done>& all) {
    facts::ActBatch batch;
    for (const Done& done : all) {
      facts::Act& act = batch.add();
      act.id = {.high = 2, .low = ++ids};
      act.occurred_at = facts::at(done.day, done.hour);
      act.received_at = facts::at("2026-12-31");
      act.kind = done.kind;
      act.about = done.about;
      act.unit = done.unit;
      act.actor = done.note;
      if (done.amount >= 0) act.amount = Micros{static_cast<std::int64_t>(done.amount * 1e6)};
      if (done.minutes >= 0) act.duration_s = Micros{static_cast<std::int64_t>(done.minutes * 60e6)};
      std::vector<facts::Attribute> attributes;
      const std::string_view note = done.note;
      if (!note.empty()) attributes.push_back({.name = note.starts_with("20") ? "due" : "note", .value = note});
      act.attributes = batch.keep(std::span<const facts::Attribute>(attributes));
    }
    ASSERT_TRUE(store->append(std::move(batch)).get());
  }

  void buy(const std::vector<Bought>& all) {
    facts::SignalBatch batch;
    for (const Bought& bought : all) {
      facts::Signal& signal = batch.add();
      signal.id = {.high = 1, .low = ++ids};
      signal.occurred_at = facts::at(bought.day);
      signal.received_at = facts::at("2026-12-31");
      signal.channel = "order";
      signal.unit = bought.unit;
      signal.subject = facts::Pseudonym{bought.who};
      if (bought.csat > 0) {
        const std::array<facts::Rating, 1> rating{facts::Rating{.name = "csat", .value = {bought.csat * 100}}};
        signal.ratings = batch.keep(std::span<const facts::Rating>(rating));
      }
    }
    ASSERT_TRUE(store->append(std::move(batch)).get());
  }

  Result<Answer> ask(const std::string& definition, const std::string& rest = "") {
    auto catalogue = Catalogue::from_text(definition, "my.toml");
    EXPECT_TRUE(catalogue) << to_text(catalogue.error());
    auto question = question_from_text("m " + rest);
    EXPECT_TRUE(question) << to_text(question.error());
    return measure::ask(*catalogue, *store.facts, guards, *question);
  }
  static const Estimate& estimate(const Result<Answer>& answer, std::size_t row = 0) {
    EXPECT_TRUE(answer) << to_text(answer.error());
    EXPECT_TRUE(std::holds_alternative<Estimate>(answer->rows.at(row).is))
        << std::get<Withheld>(answer->rows.at(row).is).why;
    return std::get<Estimate>(answer->rows.at(row).is);
  }

  facts::Folder folder;
  facts::Opened store;
  Guards guards;
  std::uint64_t ids = 0;
};

const std::string k_reply = R"([m]
label = "Time to reply"
facts = "acts"
where = 'kind = "case.opened"'
until = { facts = "acts", where = 'kind = "case.answered"' }
match = "about"
estimator = "survival"
unit = "hours"
factor = 0.0002777777777777778
)";

TEST_F(Beyond, WaitsAreFollowedToWhatEndsThem) {
  std::vector<Done> all;
  for (int i = 0; i < 40; ++i) {
    static std::vector<std::string> k_cases(40);
    k_cases[static_cast<std::size_t>(i)] = "c" + std::to_string(i);
    const char* name = k_cases[static_cast<std::size_t>(i)].c_str();
    all.push_back({"2026-11-02", "case.opened", name, "Lyon", 8});
    if (i < 30) all.push_back({"2026-11-02", "case.answered", name, "Lyon", i < 25 ? 10 : 20});
  }
  all.push_back({"2026-11-09", "floor.visited"});  // until then it is known that ten still wait
  act(all);
  // 25 of 40 are answered after 2 hours: the median is 2. 12 hours: 30 of 40.
  EXPECT_DOUBLE_EQ(estimate(ask(k_reply + "quantile = 0.5\n")).value, 2);
  const Result<Answer> within = ask(k_reply + "within = \"12 h\"\n");
  EXPECT_DOUBLE_EQ(estimate(within).value * 3'600, 0.75) << "a share, in the factor of the definition";
  EXPECT_EQ(estimate(within).n, 40);
  EXPECT_DOUBLE_EQ(estimate(ask(k_reply + "within = \"12 h\"\nstill = true\n")).value * 3'600, 0.25);
  const auto slow = ask(k_reply + "quantile = 0.9\n");
  ASSERT_TRUE(slow);
  EXPECT_TRUE(std::holds_alternative<Withheld>(slow->rows.at(0).is)) << "fewer than nine in ten were ever answered";
}

TEST_F(Beyond, WaitsBelongToThePeriodInWhichTheyBegan) {
  act({{"2026-10-30", "case.opened", "a"},
       {"2026-11-04", "case.answered", "a"},
       {"2026-11-02", "case.opened", "b", "Nice"},
       {"2026-11-03", "case.opened", "c"},
       {"2026-11-03", "case.answered", "c", "Lyon", 12},
       {"2026-11-20", "floor.visited"}});
  const auto months = ask(k_reply + "within = \"2 d\"\n", "--every month --by unit");
  ASSERT_TRUE(months) << to_text(months.error());
  ASSERT_EQ(months->rows.size(), 3U);
  // Lyon in October: a is answered after five days; Lyon in November: c after three hours; Nice: b never.
  EXPECT_DOUBLE_EQ(estimate(months, 0).value, 0);
  EXPECT_DOUBLE_EQ(estimate(months, 1).value * 3'600, 1);
  EXPECT_DOUBLE_EQ(estimate(months, 2).value, 0);
  // A question about a time or a slice reads fewer ends and gives the same.
  EXPECT_DOUBLE_EQ(
      estimate(ask(k_reply + "within = \"2 d\"\n", "--from 2026-11 --where 'unit = \"Lyon\"'")).value * 3'600, 1);
}

TEST_F(Beyond, PromisesAreJudgedByTheirDay) {
  act({{"2026-11-02", "promise.made", "a", "Lyon", 9, -1, -1, "2026-11-05"},
       {"2026-11-05", "promise.kept", "a", "Lyon", 20},
       {"2026-11-02", "promise.made", "b", "Lyon", 9, -1, -1, "2026-11-05"},
       {"2026-11-06", "promise.kept", "b"},
       {"2026-11-02", "promise.made", "c", "Lyon", 9, -1, -1, "2026-11-05"},
       {"2026-11-02", "promise.made", "d", "Lyon", 9, -1, -1, "2026-12-24"},
       {"2026-11-20", "floor.visited"}});
  const auto kept = ask(R"([m]
label = "In time"
facts = "acts"
where = 'kind = "promise.made"'
until = { facts = "acts", where = 'kind = "promise.kept"' }
match = "about"
due = "attribute.due"
estimator = "in_time"
unit = "%"
)");
  // a in time; b a day late; c never; d is not due yet and not judged.
  EXPECT_EQ(estimate(kept).n, 3);
  EXPECT_NEAR(estimate(kept).value, 100.0 / 3, 1e-9);
}

TEST_F(Beyond, RatesAreByWhatWasCounted) {
  act({{"2026-01-01", "population.counted", "", "Lyon", 9, 1'000},
       {"2026-01-01", "population.counted", "", "Nice", 9, 3'000},
       {"2026-11-16", "population.counted", "", "Lyon", 9, 2'000}});
  buy({{"2026-11-03", 1}, {"2026-11-04", 2}, {"2026-11-04", 3}, {"2026-11-05", 4, 0, "Nice"}});
  const std::string rate = R"([m]
label = "Orders"
where = 'channel = "order"'
of = { facts = "acts", where = 'kind = "population.counted"', value = "amount", as = "stock" }
estimator = "rate"
factor = 1000
)";
  // November has 30 days; Lyon is 1,000 for 15 and 2,000 for 15 of them: 1,500. 3 / 1,500 and 1 / 3,000.
  const auto units = ask(rate, "--by unit --from 2026-11 --to 2026-11");
  EXPECT_NEAR(estimate(units, 0).value, 2, 1e-9);
  EXPECT_NEAR(estimate(units, 1).value, 1.0 / 3, 1e-9);
  EXPECT_NEAR(estimate(ask(rate, "--from 2026-11 --to 2026-11")).value, 1'000 * 4.0 / 4'500, 1e-9);
  EXPECT_NEAR(estimate(ask(rate, "--from 2026-11 --to 2026-11 --where 'unit = \"Lyon\"'")).value, 2, 1e-9);
  // A month in which nothing was bought is a rate of none, with an interval.
  const auto months = ask(rate, "--every month --where 'unit = \"Nice\"' --from 2026-10 --to 2026-11");
  ASSERT_EQ(months->rows.size(), 2U);
  EXPECT_EQ(estimate(months, 0).value, 0);
  EXPECT_GT(estimate(months, 0).high, 0);
  // What the counts do not tell apart is held against all of them.
  EXPECT_NEAR(estimate(ask(rate, "--by channel --from 2026-11 --to 2026-11")).value, 1'000 * 4.0 / 4'500, 1e-9);
  const auto tied = ask(rate, "--where 'unit = \"Lyon\" or channel = \"chat\"'");
  ASSERT_FALSE(tied);
  EXPECT_NE(tied.error().message.find("ties them to more"), std::string::npos);
}

TEST_F(Beyond, SharesOfThoseWhoWereAskedNeedTheAsking) {
  act({{"2026-11-01", "invitation.sent", "", "Lyon", 9, 40}, {"2026-11-02", "invitation.sent", "", "Lyon", 9, 10}});
  buy({{"2026-11-03", 1}, {"2026-11-04", 2}, {"2026-11-04", 3}, {"2026-11-05", 4}, {"2026-11-05", 5, 0, "Nice"}});
  const std::string share = R"([m]
label = "Response"
of = { facts = "acts", where = 'kind = "invitation.sent"', value = "amount" }
estimator = "share"
unit = "%"
)";
  const auto units = ask(share, "--by unit");
  EXPECT_NEAR(estimate(units, 0).value, 8, 1e-9) << "4 of 50";
  EXPECT_EQ(estimate(units, 0).n, 50);
  EXPECT_TRUE(std::holds_alternative<Withheld>(units->rows.at(1).is)) << "nobody in Nice was asked";
}

TEST_F(Beyond, RepeatsCountOnlyWhatWasWatchedLongEnough) {
  buy({{"2026-11-01", 1},
       {"2026-11-05", 1},
       {"2026-11-20", 1},
       {"2026-11-02", 2},
       {"2026-11-03", 3},
       {"2026-11-30", 4}});
  const auto again = ask(R"([m]
label = "Again"
where = 'channel = "order"'
value = "customer"
within = "7 d"
estimator = "repeat"
unit = "%"
)");
  // The newest fact is of 30 November: orders up to the 23rd were watched for a week. Of these five only 1's first was followed.
  EXPECT_EQ(estimate(again).n, 5);
  EXPECT_NEAR(estimate(again).value, 20, 1e-9);
}

TEST_F(Beyond, QuantilesAndRatiosAreOfTheValuesThemselves) {
  std::vector<Done> all;
  for (int i = 1; i <= 99; ++i)
    all.push_back({"2026-11-02", "workaround.used", "", "Lyon", 9, 2.0 * i, static_cast<double>(i)});
  act(all);
  const auto median =
      ask("[m]\nlabel = \"Median\"\nfacts = \"acts\"\nvalue = \"duration_s\"\nestimator = \"quantile\"\nquantile = "
          "0.5\nfactor = 0.016666666666666666\n");
  EXPECT_NEAR(estimate(median).value, 50, 1e-9);
  EXPECT_LT(estimate(median).low, 50);
  // Σ 2i / Σ 60i seconds.
  const auto ratio =
      ask("[m]\nlabel = \"By the second\"\nfacts = \"acts\"\nvalue = \"amount\"\nper = \"duration_s\"\nestimator = "
          "\"ratio\"\n");
  ASSERT_TRUE(ratio);
  EXPECT_TRUE(std::holds_alternative<Withheld>(ratio->rows.at(0).is))
      << "every pair has the same ratio: no spread to judge";
  act({{"2026-11-03", "workaround.used", "", "Lyon", 9, 500, 1}});
  const auto spread =
      ask("[m]\nlabel = \"By the second\"\nfacts = \"acts\"\nvalue = \"amount\"\nper = \"duration_s\"\nestimator = "
          "\"ratio\"\n");
  EXPECT_NEAR(estimate(spread).value, (9'900.0 + 500) / (60 * 4'951.0), 1e-12);
}

TEST_F(Beyond, AgreementIsHowAlikeTheWordsAre) {
  std::vector<Done> all;
  for (const char* word : {"speed", "speed", "speed", "care"})
    all.push_back({"2026-11-02", "priority.named", "", "Lyon", 9, -1, -1, word});
  act(all);
  const auto same =
      ask("[m]\nlabel = \"Same\"\nfacts = \"acts\"\nvalue = \"attribute.note\"\nestimator = \"agreement\"\nagreement = "
          "\"matching\"\nunit = \"%\"\n");
  EXPECT_NEAR(estimate(same).value, 50, 1e-9) << "3 × 2 of 4 × 3 pairs";
}

TEST_F(Beyond, IndexIsTheMeanOfItsPartsOnOneScale) {
  buy({{"2026-11-01", 1, 5}, {"2026-11-02", 2, 4}, {"2026-11-03", 3, 3}, {"2026-11-04", 4, 4}});
  const auto index = ask(R"toml([m]
label = "Index"
estimator = "index"
parts = [{ measure = "mean(rating.csat)", from = 1, to = 5, weight = 3 },
         { measure = "top(rating.csat, 4)", from = 0, to = 100 }]
)toml");
  // The mean is 4: 75 of 100. Three of four are 4 or above: 75. So is their mean, whatever the weights.
  EXPECT_NEAR(estimate(index).value, 75, 1e-9);
  EXPECT_LT(estimate(index).low, 75);
  EXPECT_EQ(estimate(index).n, 4);
}

TEST_F(Beyond, RowsStandBesideThePeriodBefore) {
  std::vector<Bought> all;
  for (std::uint64_t i = 0; i < 200; ++i) {
    all.push_back({i < 100 ? "2026-10-05" : "2026-11-05", i, i < 100 ? (i % 2 == 0 ? 5 : 1) : (i % 10 == 0 ? 1 : 5)});
  }
  buy(all);
  const auto catalogue = Catalogue::load({}).value();
  auto question = question_from_text("csat --from 2026-11 --to 2026-11").value();
  const auto compared = compare_rows(catalogue, *store.facts, guards, question, against_from_text("previous").value());
  ASSERT_TRUE(compared) << to_text(compared.error());
  ASSERT_EQ(compared->rows.size(), 1U);
  EXPECT_NEAR(compared->rows[0].difference->value, 40, 1e-9) << "90 % after 50 %";
  EXPECT_EQ(compared->rows[0].difference->verdict, Verdict::up);
  EXPECT_NE(compared->query_before.find("--from 2026-10-01 --to 2026-10-31"), std::string::npos)
      << compared->query_before;

  question = question_from_text("csat --every month").value();
  const auto months = compare_rows(catalogue, *store.facts, guards, question, {.previous = true});
  ASSERT_TRUE(months) << to_text(months.error());
  ASSERT_EQ(months->rows.size(), 2U);
  EXPECT_FALSE(months->rows[0].before) << "nothing before October";
  EXPECT_NEAR(months->rows[1].difference->value, 40, 1e-9);

  question = question_from_text("csat --where 'day < 2026-11-01'").value();
  const auto slices = compare_rows(catalogue, *store.facts, guards, question, {.where = "day >= 2026-11-01"});
  ASSERT_TRUE(slices) << to_text(slices.error());
  EXPECT_NEAR(slices->rows[0].difference->value, -40, 1e-9);
  EXPECT_EQ(compare_rows(catalogue, *store.facts, guards, question_from_text("csat").value(), {.previous = true})
                .error()
                .code,
            Code::wrong_usage);
}

TEST(MeanLevel, HoldsUntilTheNextCountAndBackToTheFirst) {
  const std::vector<Level> levels{{Day{10}, 100}, {Day{20}, 200}};
  EXPECT_DOUBLE_EQ(mean_level(levels, Day{0}, Day{10}), 100);
  EXPECT_DOUBLE_EQ(mean_level(levels, Day{15}, Day{25}), 150);
  EXPECT_DOUBLE_EQ(mean_level(levels, Day{30}, Day{40}), 200);
}

}  // namespace
}  // namespace bellwether::measure
