#include "measure/drawn_interval.hpp"

#include "measure/answers_for_test.hpp"
#include "measure/bootstrap.hpp"
#include "measure/compare_rows.hpp"
#include "measure/histogram.hpp"

namespace bellwether::measure {
namespace {

using DrawnInterval = AnswersTest;

TEST_F(DrawnInterval, IsThatOfTheExactValues) {
  add({{.times = 40, .unit = "Lyon", .euros = 10},
       {.times = 9, .unit = "Lyon", .euros = 37.125},
       {.times = 3, .unit = "Lyon", .euros = 0.000001},
       {.times = 1, .unit = "Lyon", .euros = 900.5},
       {.times = 5, .unit = "Lyon"},
       {.times = 20, .unit = "Nice", .euros = 5}});
  const AnswerRow usual = row("'mean(attribute.euros)' --by unit");
  const Estimate is = estimate(row("'mean(attribute.euros)' --by unit --interval bootstrap"));
  const Histogram values = histogram_of({{.value = 10'000'000, .count = 40},
                                         {.value = 37'125'000, .count = 9},
                                         {.value = 1, .count = 3},
                                         {.value = 900'500'000, .count = 1}},
                                        1'000'000);
  const Estimate expected = bootstrap_mean(values).value();
  EXPECT_EQ(is.method, Method::bca);
  EXPECT_EQ(is.n, 53) << "five gave no amount";
  EXPECT_EQ(is.value, expected.value);
  EXPECT_EQ(is.low, expected.low);
  EXPECT_EQ(is.high, expected.high);
  EXPECT_NEAR(is.value, estimate(usual).value, 1e-12);
  EXPECT_GT(is.high - is.value, 2 * (is.value - is.low)) << "one large amount: there may be more of them";
  EXPECT_EQ(why(row("'mean(attribute.euros)' --by unit --interval bootstrap", 1)),
            "all values are the same, so their spread can't be judged; ask again when there are more");
}

TEST_F(DrawnInterval, TakesRatingsNumbersAndPeriods) {
  add({{.times = 30, .day = "2026-10-05", .stars = 5},
       {.times = 10, .day = "2026-10-05", .stars = 2},
       {.times = 8, .day = "2026-11-05", .stars = 1},
       {.times = 8, .day = "2026-11-05", .stars = 3, .sentiment = 500},
       {.times = 8, .day = "2026-11-05", .sentiment = -750}});
  const auto answer = ask("stars --every month --interval bootstrap");
  ASSERT_TRUE(answer) << to_text(answer.error());
  ASSERT_EQ(answer->rows.size(), 2U);
  EXPECT_EQ(estimate(answer->rows[0]).value, 4.25);
  EXPECT_EQ(estimate(answer->rows[1]).value, 2);
  EXPECT_EQ(estimate(answer->rows[1]).n, 16);
  EXPECT_NEAR(estimate(answer->rows[1]).low, 1.5, 0.15) << "2 ± 1.96 / √16";
  const Estimate sentiment = estimate(row("'mean(sentiment)' --interval bootstrap"));
  EXPECT_EQ(sentiment.method, Method::bca);
  EXPECT_EQ(sentiment.value, estimate(row("'mean(sentiment)'")).value);
  EXPECT_EQ(sentiment.n, 16);
}

TEST_F(DrawnInterval, TheQueryMakesTheSameFigureAgain) {
  add({{.times = 30, .stars = 5}, {.times = 10, .stars = 2}});
  const auto first = ask("stars --interval bootstrap").value();
  add({{.times = 50, .stars = 1}});
  const auto again = ask(first.query).value();
  EXPECT_EQ(again.query, first.query);
  EXPECT_EQ(estimate(again.rows.at(0)).low, estimate(first.rows.at(0)).low);
  EXPECT_EQ(estimate(again.rows.at(0)).high, estimate(first.rows.at(0)).high);
  EXPECT_NE(estimate(row("stars --interval bootstrap")).value, estimate(first.rows.at(0)).value);
}

TEST_F(DrawnInterval, IsForMeansOnly) {
  add({{.times = 30, .nps = 9}});
  for (const char* line : {"nps", "volume", "'distribution(rating.nps)'", "'top(rating.nps, 9)'"}) {
    const auto answer = ask(std::string(line) + " --interval bootstrap");
    ASSERT_FALSE(answer) << line;
    EXPECT_EQ(answer.error().code, Code::unsupported) << line;
    EXPECT_EQ(answer.error().where, "--interval");
  }
}

TEST_F(DrawnInterval, KeepsEmployeesFromBeingPickedOut) {
  add({{.times = 20, .unit = "Lyon", .stars = 5, .voice_of = facts::VoiceOf::employee},
       {.times = 20, .unit = "Lyon", .stars = 3, .voice_of = facts::VoiceOf::employee},
       {.times = 3, .unit = "Nice", .stars = 1, .voice_of = facts::VoiceOf::employee}});
  const std::string line = "'mean(rating.stars)' --where 'voice_of = \"employee\"'";
  EXPECT_NE(why(row(line + " --by unit --interval bootstrap", 1)), "shown");
  EXPECT_EQ(why(row(line + " --interval bootstrap")), why(row(line)));
}

TEST_F(DrawnInterval, RefusesToDrawForMinutes) {
  std::vector<GuardedCell> cells(1);
  Tally& tally = cells[0].cell.tally;
  tally.n = 3'000'000;
  tally.given.resize(1'000'000);
  EXPECT_EQ(check_draws(cells).error().code, Code::too_large);
  tally.given.resize(10);
  EXPECT_TRUE(check_draws(cells)) << "ten values are drawn at once, however often they were given";
}

TEST_F(DrawnInterval, IsComparedAsAnyOther) {
  add({{.times = 30, .unit = "Lyon", .stars = 5},
       {.times = 30, .unit = "Lyon", .stars = 4},
       {.times = 30, .unit = "Nice", .stars = 1},
       {.times = 30, .unit = "Nice", .stars = 2}});
  const auto question = question_from_text("stars --where 'unit = \"Lyon\"' --interval bootstrap").value();
  const auto compared =
      compare_rows(catalogue_, *store_.facts, guards_, question, {.where = "unit = \"Nice\""}).value();
  EXPECT_EQ(estimate(*compared.rows.at(0).before).method, Method::bca);
  EXPECT_EQ(compared.rows.at(0).difference->verdict, Verdict::up);
}

}  // namespace
}  // namespace bellwether::measure
