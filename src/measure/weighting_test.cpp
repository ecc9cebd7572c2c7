#include "measure/weighting.hpp"

#include "measure/answers_for_test.hpp"
#include "measure/compare_rows.hpp"
#include "measure/withhold.hpp"

namespace bellwether::measure {
namespace {

using facts::VoiceOf;

class WeightedAnswers : public AnswersTest {
 protected:
  /// 80 answers of Lyon with an NPS of 50, 20 of Nice with −50.
  void add_lyon_and_nice() {
    add({{.times = 60, .unit = "Lyon", .nps = 10},
         {.times = 20, .unit = "Lyon", .nps = 0},
         {.times = 5, .unit = "Nice", .nps = 10},
         {.times = 15, .unit = "Nice", .nps = 0}});
  }
};

TEST_F(WeightedAnswers, StandForThePopulation) {
  add_lyon_and_nice();
  count({{.amount = 500, .unit = "Lyon"}, {.amount = 500, .unit = "Nice"}});
  EXPECT_EQ(estimate(row("nps")).value, 30);
  const AnswerRow is = row("nps --weight unit");
  EXPECT_NEAR(estimate(is).value, 0, 1e-9) << "half of 50 and half of −50";
  EXPECT_EQ(estimate(is).method, Method::weighted);
  EXPECT_EQ(is.n, 100);
  ASSERT_TRUE(is.weighting);
  // Weights of 0.5 / 0.8 and 0.5 / 0.2: 100² / (80 × 0.625² + 20 × 2.5²) = 64.
  EXPECT_NEAR(is.weighting->effective_n, 64, 1e-9);
  EXPECT_NEAR(is.weighting->design_effect, 1.5625, 1e-9);
  EXPECT_EQ(is.weighting->rounds, 1);
  EXPECT_LE(is.weighting->largest_gap, 1e-9);
  EXPECT_NEAR(estimate(row("'top(rating.nps, 9)' --weight unit")).value, 50, 1e-9) << "(75 % + 25 %) / 2";
  EXPECT_NEAR(estimate(row("'mean(rating.nps)' --weight unit")).value, 5, 1e-9) << "(7.5 + 2.5) / 2";
}

TEST_F(WeightedAnswers, ThatAreSpreadAsThePopulationChangeNothing) {
  add_lyon_and_nice();
  count({{.amount = 800, .unit = "Lyon"}, {.amount = 200, .unit = "Nice"}});
  for (const std::string line : {"nps", "'top(rating.nps, 9)'", "'mean(rating.nps)'"}) {
    const Estimate plain = estimate(row(line));
    const AnswerRow is = row(line + " --weight unit");
    EXPECT_EQ(estimate(is).value, plain.value) << line;
    EXPECT_EQ(estimate(is).low, plain.low) << line;
    EXPECT_EQ(estimate(is).high, plain.high) << line;
    EXPECT_EQ(estimate(is).method, plain.method) << line;
    EXPECT_EQ(is.weighting->design_effect, 1) << line;
    EXPECT_EQ(is.weighting->rounds, 0) << line;
  }
}

TEST_F(WeightedAnswers, AreWeightedWithinEachRow) {
  add({{.times = 30, .unit = "Lyon", .nps = 10, .segment = "gold"},
       {.times = 10, .unit = "Lyon", .nps = 0, .segment = "silver"},
       {.times = 10, .unit = "Nice", .nps = 10, .segment = "gold"},
       {.times = 30, .unit = "Nice", .nps = 0, .segment = "silver"}});
  count({{.amount = 100, .unit = "Lyon", .segment = "gold"},
         {.amount = 300, .unit = "Lyon", .segment = "silver"},
         {.amount = 90, .unit = "Nice", .segment = "gold"},
         {.amount = 10, .unit = "Nice", .segment = "silver"}});
  EXPECT_NEAR(estimate(row("nps --by unit --weight segment")).value, -50, 1e-9) << "Lyon: a quarter is gold";
  EXPECT_NEAR(estimate(row("nps --by unit --weight segment", 1)).value, 80, 1e-9) << "Nice: nine tenths are";
  EXPECT_NEAR(estimate(row("nps --weight segment")).value, -24, 1e-9) << "190 of 500 are: 38 % less 62 %";
  EXPECT_NEAR(estimate(row("nps --where 'unit = \"Nice\"' --weight segment")).value, 80, 1e-9)
      << "a filter on what the counts tell narrows them";
  EXPECT_NEAR(estimate(row("nps --by channel --weight segment")).value, -24, 1e-9)
      << "what they do not tell is held against all";
  EXPECT_NEAR(estimate(row("nps --where 'channel = \"survey\"' --weight segment")).value, -24, 1e-9);
}

TEST_F(WeightedAnswers, AreRakedToSeveralMargins) {
  add({{.times = 40, .unit = "Lyon", .nps = 10, .segment = "gold"},
       {.times = 20, .unit = "Lyon", .nps = 0, .segment = "silver"},
       {.times = 20, .unit = "Nice", .nps = 0, .segment = "gold"},
       {.times = 20, .unit = "Nice", .nps = 10, .segment = "silver"}});
  // Half each way: odds of (40 × 20) / (20 × 20) = 2 stay, so Lyon's gold is x with (x / (½ − x))² = 2: 0.29289.
  count({{.amount = 50, .unit = "Lyon", .segment = "gold"},
         {.amount = 50, .unit = "Lyon", .segment = "silver"},
         {.amount = 50, .unit = "Nice", .segment = "gold"},
         {.amount = 50, .unit = "Nice", .segment = "silver"}});
  const AnswerRow is = row("nps --weight unit,segment");
  EXPECT_NEAR(estimate(is).value, 100 * (4 * 0.2928932188 - 1), 1e-5) << "promoters are 2 x";
  EXPECT_GT(is.weighting->rounds, 1);
}

TEST_F(WeightedAnswers, TakeEachMarginFromTheCountsThatTellIt) {
  add({{.times = 30, .unit = "Lyon", .nps = 10}, {.times = 30, .unit = "Nice", .nps = 0}});
  count({{.amount = 10, .unit = "Lyon", .day = "2026-09-01"},
         {.amount = 30, .unit = "Nice", .day = "2026-09-01"},
         {.amount = 30, .unit = "Lyon", .day = "2026-10-20"},
         {.amount = 500, .unit = "Nice", .day = "2026-09-01", .of = "employees"}});
  EXPECT_NEAR(estimate(row("nps --weight unit")).value, 0, 1e-9) << "the latest level of each unit: 30 and 30";
  EXPECT_NEAR(estimate(row("nps --to 2026-10-15 --weight unit")).value, -50, 1e-9) << "10 and 30 by then";
  add({{.times = 30, .day = "2026-08-05", .unit = "Lyon", .nps = 10},
       {.times = 30, .day = "2026-08-05", .unit = "Nice", .nps = 0}});
  EXPECT_NEAR(estimate(row("nps --every month --weight unit")).value, -50, 1e-9)
      << "before the first count its level holds";
  EXPECT_NEAR(estimate(row("nps --every month --weight unit", 1)).value, 0, 1e-9);
}

TEST_F(WeightedAnswers, SayWhyARowIsWithheld) {
  add({{.times = 30, .unit = "Lyon", .nps = 10, .segment = "gold"},
       {.times = 30, .unit = "Nice", .nps = 0, .segment = "silver"},
       {.times = 30, .day = "2026-11-05", .unit = "Lyon", .nps = 10, .segment = "gold"},
       {.times = 30, .day = "2026-12-05", .unit = "Caen", .nps = 10, .segment = "gold"},
       {.times = 3, .day = "2026-09-05", .nps = 10, .segment = "gold"}});
  count({{.amount = 10, .unit = "Lyon", .segment = "gold"},
         {.amount = 20, .unit = "Lyon", .segment = "silver"},
         {.amount = 30, .unit = "Nice", .segment = "silver"}});
  const auto answer = ask("nps --every month --weight unit").value();
  ASSERT_EQ(answer.rows.size(), 4U);
  EXPECT_EQ(why(answer.rows[0]),
            "some answers here do not tell their unit; leave them out with --where 'unit is known'");
  EXPECT_EQ(answer.rows[0].n, 3);
  EXPECT_EQ(why(answer.rows[1]), "shown");
  EXPECT_EQ(why(answer.rows[2]), "no answer has unit \"Nice\", which the population has; merge it with another label");
  EXPECT_FALSE(answer.rows[2].weighting);
  EXPECT_NE(why(answer.rows[3]).find("some answers have unit \"Caen\", which the population has not"),
            std::string::npos);
  EXPECT_NE(why(row("nps --every month --weight unit,attribute.segment", 1)).find("rounds"), std::string::npos)
      << "gold only in Lyon, silver only in Nice: no weights bring 1 : 1 and 1 : 5 about";
  EXPECT_NE(why(row("nps --by unit --weight segment --where 'unit = \"Caen\"'")), "shown");
}

TEST_F(WeightedAnswers, NamesWhatIsWrong) {
  add({{.times = 30, .unit = "Lyon", .nps = 10, .segment = "gold", .euros = 3}});
  EXPECT_EQ(ask("nps --weight unit").error().code, Code::not_found) << "nobody was counted";
  count({{.amount = 10, .unit = "Lyon", .of = "employees"}});
  EXPECT_EQ(ask("nps --weight unit").error().message, "how many customers there are was never counted here");
  count({{.amount = 10, .unit = "Lyon"}});
  EXPECT_EQ(ask("nps --weight segment").error().message, "no count of customers tells their attribute.segment");
  EXPECT_EQ(ask("nps --weight unti").error().mend, "did you mean unit?");
  EXPECT_EQ(ask("nps --weight channel").error().code, Code::bad_input);
  EXPECT_EQ(ask("nps --by unit --weight unit").error().code, Code::wrong_usage);
  EXPECT_EQ(ask("nps --weight unit,unit").error().code, Code::wrong_usage);
  EXPECT_EQ(ask("stars --weight unit --interval bootstrap").error().code, Code::wrong_usage);
  EXPECT_EQ(ask("nps --where 'unit = \"Lyon\" or channel = \"survey\"' --weight unit").error().code, Code::bad_input);
  for (const char* measure : {"volume", "'distribution(rating.nps)'", "customers"}) {
    EXPECT_EQ(ask(std::string(measure) + " --weight unit").error().code, Code::unsupported) << measure;
  }
}

TEST_F(WeightedAnswers, TheQueryMakesTheSameFigureAgain) {
  add_lyon_and_nice();
  count({{.amount = 500, .unit = "Lyon"}, {.amount = 500, .unit = "Nice"}});
  const auto first = ask("nps --weight unit").value();
  EXPECT_EQ(first.weighted_by, std::vector<std::string>{"unit"});
  count({{.amount = 5000, .unit = "Lyon", .day = "2026-09-02"}});
  add({{.times = 10, .unit = "Nice", .nps = 10}});
  const auto again = ask(first.query).value();
  EXPECT_EQ(again.query, first.query);
  EXPECT_EQ(estimate(again.rows.at(0)).value, estimate(first.rows.at(0)).value);
  EXPECT_NE(estimate(row("nps --weight unit")).value, estimate(first.rows.at(0)).value);
}

TEST_F(WeightedAnswers, AreComparedAsOthersAre) {
  add({{.times = 90, .day = "2026-09-05", .unit = "Lyon", .nps = 10},
       {.times = 10, .day = "2026-09-05", .unit = "Nice", .nps = 0},
       {.times = 10, .day = "2026-10-05", .unit = "Lyon", .nps = 10},
       {.times = 90, .day = "2026-10-05", .unit = "Nice", .nps = 0}});
  count({{.amount = 50, .unit = "Lyon"}, {.amount = 50, .unit = "Nice"}});
  const auto question = question_from_text("nps --from 2026-10 --to 2026-10 --weight unit").value();
  const auto compared = compare_rows(catalogue_, *store_.facts, guards_, question, {.previous = true}).value();
  EXPECT_NEAR(compared.rows.at(0).difference->value, 0, 1e-6) << "who answered has changed, and not what they say";
  EXPECT_TRUE(compared.rows.at(0).before->weighting);
}

TEST_F(WeightedAnswers, OfEmployeesAreWeightedInWholeGroups) {
  add({{.times = 20, .unit = "Lyon", .nps = 10, .voice_of = VoiceOf::employee},
       {.times = 20, .unit = "Metz", .nps = 9, .voice_of = VoiceOf::employee},
       {.times = 3, .unit = "Nice", .nps = 0, .voice_of = VoiceOf::employee}});
  count({{.amount = 40, .unit = "Lyon", .of = "employees"},
         {.amount = 30, .unit = "Metz", .of = "employees"},
         {.amount = 30, .unit = "Nice", .of = "employees"},
         {.amount = 9000, .unit = "Nice"}});
  EXPECT_EQ(why(row("enps")), "shown");
  const AnswerRow is = row("enps --weight unit");
  EXPECT_NE(why(is).find("too small to be told of by themselves"), std::string::npos)
      << "beside the plain figure it would tell of the three in Nice: " << why(is);
  EXPECT_TRUE(is.left_out);
  EXPECT_FALSE(is.weighting);
  EXPECT_NEAR(estimate(row("enps --where 'unit = \"Metz\"' --weight unit")).value, 100, 1e-6);
  add({{.times = 3, .unit = "Nice", .nps = 0, .voice_of = VoiceOf::employee}});
  // Now six: 40 % and 30 % promoters less 30 % detractors.
  const AnswerRow six = row("enps --weight unit");
  EXPECT_NEAR(estimate(six).value, 40, 1e-6) << "employees are weighted to employees";
  EXPECT_EQ(six.n, 46);
  EXPECT_FALSE(six.left_out);
}

}  // namespace
}  // namespace bellwether::measure
