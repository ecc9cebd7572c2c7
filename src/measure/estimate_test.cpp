#include "measure/estimate.hpp"

#include <fstream>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/estimates.json");
  return nlohmann::json::parse(file).at(group);
}

void expect_near(double ours, double theirs) { EXPECT_NEAR(ours, theirs, 1e-10 * std::max(1.0, std::abs(theirs))); }

TEST(Share, AgreesWithSciPy) {
  for (const auto& is : golden("share")) {
    const auto e = share(is["hits"], is["n"], is["level"]).value();
    expect_near(e.value, is["value"]);
    expect_near(e.low, is["low"]);
    expect_near(e.high, is["high"]);
  }
}

TEST(Share, KnowsNothingWithoutAnswers) {
  const auto answer = share(0, 0);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::not_enough);
}

TEST(Share, OfNoneAndOfAllEndsAtTheEnds) {
  EXPECT_EQ(share(0, 17)->low, 0);
  EXPECT_EQ(share(17, 17)->high, 1);
}

RC_GTEST_PROP(Share, IntervalHoldsTheValue, ()) {
  const auto n = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
  const auto hits = *rc::gen::inRange<std::int64_t>(0, n + 1);
  const auto e = share(hits, n).value();
  RC_ASSERT(0.0 <= e.low && e.low <= e.value && e.value <= e.high && e.high <= 1.0);
}

RC_GTEST_PROP(Share, MoreCertaintyTakesAWiderInterval, ()) {
  const auto n = *rc::gen::inRange<std::int64_t>(1, 100'000);
  const auto hits = *rc::gen::inRange<std::int64_t>(0, n + 1);
  const auto narrow = share(hits, n, 0.8).value();
  const auto wide = share(hits, n, 0.95).value();
  RC_ASSERT(wide.low <= narrow.low && narrow.high <= wide.high);
}

TEST(NetShare, AgreesWithNumPyOnRocksAddedCounts) {
  for (const auto& is : golden("net_share")) {
    const auto e = net_share(is["positive"], is["negative"], is["n"], is["level"]).value();
    expect_near(e.value, is["value"]);
    expect_near(e.low, is["low"]);
    expect_near(e.high, is["high"]);
  }
}

TEST(NetShare, WorkedByHand) {
  // 7 answers, 3 positive, 1 negative: n + 3 = 10, p = 0.375, d = 0.175, centre 0.2,
  // variance (0.55 − 0.04) / 10 = 0.051, z(0.95) = 1.959964: 0.2 ± 0.442622.
  const auto e = net_share(3, 1, 7).value();
  EXPECT_NEAR(e.value, 2.0 / 7, 1e-12);
  EXPECT_NEAR(e.low, 0.2 - 0.442622, 1e-6);
  EXPECT_NEAR(e.high, 0.2 + 0.442622, 1e-6);
  EXPECT_EQ(e.method, Method::adjusted_wald);
}

RC_GTEST_PROP(NetShare, IntervalHoldsTheValueAndTurnsRoundWithTheAnswers, ()) {
  const auto n = *rc::gen::inRange<std::int64_t>(1, 1'000'000);
  const auto positive = *rc::gen::inRange<std::int64_t>(0, n + 1);
  const auto negative = *rc::gen::inRange<std::int64_t>(0, n - positive + 1);
  const auto e = net_share(positive, negative, n).value();
  RC_ASSERT(-1.0 <= e.low && e.low <= e.value && e.value <= e.high && e.high <= 1.0);
  const auto turned = net_share(negative, positive, n).value();
  RC_ASSERT(turned.value == -e.value && turned.low == -e.high && turned.high == -e.low);
}

struct Sums {
  std::int64_t n = 0;
  Int128 sum = 0, squares = 0;
  void add(std::int64_t x) {
    ++n;
    sum += x;
    squares += Int128{x} * x;
  }
};

TEST(Mean, AgreesWithSciPy) {
  for (const auto& is : golden("mean")) {
    Sums sums;
    for (const std::int64_t x : is["answers"]) sums.add(x);
    const auto e = mean(sums.n, sums.sum, sums.squares, is["scale"], is["level"]).value();
    expect_near(e.value, is["value"]);
    expect_near(e.low, is["low"]);
    expect_near(e.high, is["high"]);
  }
}

TEST(Mean, NeedsTwoAnswers) {
  EXPECT_EQ(mean(0, 0, 0, 100).error().code, Code::not_enough);
  EXPECT_EQ(mean(1, 500, 250'000, 100).error().code, Code::not_enough);
}

TEST(Mean, OfEqualAnswersClaimsNoCertainty) {
  // Ten times 5 on 1–5: up to 1 − 0.05^(1/10) = 0.2588656 of the answers may be others, at worst 1:
  // 5 − 0.2588656 × 4 = 3.964538.
  const auto e = mean(10, 5000, 2'500'000, 100, 0.95, AnswerScale{1, 5}).value();
  EXPECT_EQ(e.value, 5);
  EXPECT_NEAR(e.low, 3.964538, 1e-6);
  EXPECT_EQ(e.high, 5);
  EXPECT_EQ(e.method, Method::rule_of_three);
  EXPECT_EQ(mean(10, 5000, 2'500'000, 100).error().code, Code::not_enough);
}

TEST(Mean, OnItsScaleAgreesWithSciPy) {
  for (const auto& is : golden("mean_on_scale")) {
    Sums sums;
    for (const std::int64_t x : is["answers"]) sums.add(x);
    const auto e =
        mean(sums.n, sums.sum, sums.squares, 100, is["level"], AnswerScale{is["lowest"], is["highest"]}).value();
    expect_near(e.value, is["value"]);
    expect_near(e.low, is["low"]);
    expect_near(e.high, is["high"]);
    EXPECT_EQ(e.method, Method::bounded_t);
  }
}

TEST(Mean, OfTwoKindsOfAnswersIsTheShare) {
  // 13 of 20 at the upper end of 1–5: the spread is as wide as it can be, whatever is added.
  const auto e = mean(20, 13 * 500 + 7 * 100, 13 * 250'000 + 7 * 10'000, 100, 0.95, AnswerScale{1, 5}).value();
  const auto s = share(13, 20).value();
  EXPECT_NEAR(e.low, 1 + 4 * s.low, 1e-12);
  EXPECT_NEAR(e.high, 1 + 4 * s.high, 1e-12);
}

TEST(Mean, StaysOnItsScale) {
  Sums sums;
  for (const std::int64_t x : {500, 500, 500, 400}) sums.add(x);
  EXPECT_GT(mean(sums.n, sums.sum, sums.squares, 100)->high, 5);
  const auto e = mean(sums.n, sums.sum, sums.squares, 100, 0.95, AnswerScale{1, 5}).value();
  EXPECT_LT(e.high, 5);
  EXPECT_GT(e.value - e.low, e.high - e.value) << "more can have stayed unseen on the long side";
}

TEST(Mean, OfManyAnswersIsStudents) {
  Sums sums;
  for (std::int64_t i = 0; i < 20'000; ++i) sums.add(100 * (1 + i * i % 5));
  const auto free = mean(sums.n, sums.sum, sums.squares, 100).value();
  const auto bound = mean(sums.n, sums.sum, sums.squares, 100, 0.95, AnswerScale{1, 5}).value();
  EXPECT_NEAR((bound.high - bound.low) / (free.high - free.low), 1, 1e-3);
  EXPECT_NEAR(bound.low, free.low, 1e-4);
}

TEST(Mean, OutsideItsScaleIsAsWithoutOne) {
  // A scale that the data does not keep to says nothing about what else there may be.
  const auto e = mean(3, 1500, 770'000, 100, 0.95, AnswerScale{1, 4}).value();
  EXPECT_EQ(e.method, Method::student_t);
}

TEST(Mean, StaysExactWhereProductsLeave128Bits) {
  // A million amounts of 10^9 ± 1 in millionths: n × Σx² is about 10^42.
  const std::int64_t half = 500'000;
  const Int128 low = (Int128{1'000'000'000} - 1) * 1'000'000;
  const Int128 high = (Int128{1'000'000'000} + 1) * 1'000'000;
  const Int128 sum = half * low + half * high;
  const Int128 squares = half * low * low + half * high * high;
  EXPECT_NEAR(variance(2 * half, sum, squares, 1'000'000), 1.0, 1e-5);
}

RC_GTEST_PROP(Mean, OfASplitIsTheMeanOfTheWholeToTheLastBit, ()) {
  const auto answers = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-1000, 1001));
  RC_PRE(answers.size() >= 2);
  const auto cut = *rc::gen::inRange<std::size_t>(0, answers.size() + 1);
  Sums whole;
  Sums first;
  Sums second;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    whole.add(answers[i]);
    (i < cut ? first : second).add(answers[i]);
  }
  const auto a = mean(whole.n, whole.sum, whole.squares, 100, 0.95, AnswerScale{-10, 10}).value();
  const auto b =
      mean(first.n + second.n, second.sum + first.sum, second.squares + first.squares, 100, 0.95, AnswerScale{-10, 10})
          .value();
  RC_ASSERT(a.value == b.value && a.low == b.low && a.high == b.high);
  RC_ASSERT(a.low <= a.value && a.value <= a.high);
}

TEST(Count, IsExact) {
  const auto e = count(42);
  EXPECT_EQ(e.value, 42);
  EXPECT_EQ(e.low, 42);
  EXPECT_EQ(e.high, 42);
  EXPECT_EQ(e.method, Method::exact);
}

TEST(Difference, WorkedByHand) {
  // MOVER: 0.5 − 0.3 = 0.2; low 0.2 − √(0.1² + 0.05²), high 0.2 + √(0.2² + 0.1²).
  const Estimate now{.value = 0.5, .low = 0.4, .high = 0.7};
  const Estimate before{.value = 0.3, .low = 0.2, .high = 0.35};
  const auto d = difference(now, before);
  EXPECT_NEAR(d.value, 0.2, 1e-12);
  EXPECT_NEAR(d.low, 0.2 - 0.111803, 1e-6);
  EXPECT_NEAR(d.high, 0.2 + 0.223607, 1e-6);
  EXPECT_EQ(d.verdict, Verdict::up);
  EXPECT_EQ(difference(before, now).verdict, Verdict::down);
  EXPECT_EQ(difference(now, now).verdict, Verdict::cant_tell);
}

TEST(Difference, GivesItsPValue) {
  // An interval that just touches zero at 95 % is p = 0.05; one of half that reach (z = 3.92) is p = 0.0000886.
  const Estimate ten{.value = 10, .low = 0, .high = 20};
  const Estimate sure_ten{.value = 10, .low = 5, .high = 15};
  const Estimate nothing{};
  EXPECT_NEAR(difference(ten, nothing).p, 0.05, 1e-9);
  EXPECT_NEAR(difference(nothing, ten).p, 0.05, 1e-9);
  EXPECT_NEAR(difference(sure_ten, nothing).p, 0.0000886, 1e-7);
  EXPECT_EQ(difference(nothing, nothing).p, 1);
  // 99 %: the same bound lies 2.576 standard errors away.
  const Estimate at_99{.value = 10, .low = 0, .high = 20, .level = 0.99};
  EXPECT_NEAR(difference(at_99, nothing).p, 0.01, 1e-9);
}

TEST(Difference, NewcombesExample) {
  // Newcombe, Statistics in Medicine 17 (1998) 873–890, table II (a), method 10: 56/70 − 48/80 = 0.2000,
  // hybrid score interval 0.0524 … 0.3339. MOVER on Wilson intervals is that method.
  const auto d = difference(share(56, 70).value(), share(48, 80).value());
  EXPECT_NEAR(d.low, 0.0524, 5e-5);
  EXPECT_NEAR(d.high, 0.3339, 5e-5);
}

}  // namespace
}  // namespace bellwether::measure
