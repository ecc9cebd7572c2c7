#include "measure/tally.hpp"

#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

/// Answers from 1 to 5: 4 and 5 are positive, 1 and 2 negative.
Tally tally_of(const std::vector<int>& answers) {
  Tally tally;
  for (const int x : answers) {
    ++tally.n;
    tally.positive += x >= 4;
    tally.negative += x <= 2;
    tally.sum += x;
    tally.sum_squares += Int128{x} * x;
  }
  return tally;
}

Measure measure_with(Estimator estimator) {
  Measure measure;
  measure.id = "m";
  measure.estimator = estimator;
  measure.factor = 100;
  measure.scale = AnswerScale{.lowest = 1, .highest = 5};
  return measure;
}

RC_GTEST_PROP(Tally, OfTwoSlicesTogetherIsThatOfAllTheirAnswers, ()) {
  const auto some = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 6));
  const auto others = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 6));
  std::vector<int> all = others;
  all.insert(all.end(), some.begin(), some.end());
  const Tally whole = tally_of(some) + tally_of(others);
  RC_ASSERT(whole == tally_of(all));
  RC_ASSERT(whole - tally_of(some) == tally_of(others));
  for (const Estimator estimator : {Estimator::share, Estimator::net_share, Estimator::mean}) {
    const auto a = estimate_of(measure_with(estimator), whole, 0.95);
    const auto b = estimate_of(measure_with(estimator), tally_of(all), 0.95);
    RC_ASSERT(a.has_value() == b.has_value());
    if (a) RC_ASSERT(a->value == b->value && a->low == b->low && a->high == b->high && a->n == b->n);
  }
}

RC_GTEST_PROP(Tally, OfManySlicesIsThatOfOneAfterTheOther, ()) {
  const auto slices =
      *rc::gen::container<std::vector<std::vector<int>>>(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 6)));
  std::vector<Tally> tallies;
  for (const std::vector<int>& slice : slices) tallies.push_back(tally_of(slice));
  std::vector<const Tally*> all;
  Tally one_by_one;
  for (const Tally& tally : tallies) {
    one_by_one = all.empty() ? tally : one_by_one + tally;
    all.push_back(&tally);
  }
  RC_ASSERT(sum_of(all) == one_by_one);
}

TEST(Tally, IsInTheMeasuresUnit) {
  // 3 of 4 positive, 1 negative: 75 % and 50 points.
  const Tally tally = tally_of({5, 5, 4, 1});
  EXPECT_EQ(estimate_of(measure_with(Estimator::share), tally, 0.95)->value, 75);
  EXPECT_EQ(estimate_of(measure_with(Estimator::net_share), tally, 0.95)->value, 50);
}

TEST(Tally, RefusesAnswersThatCountTwice) {
  Tally tally = tally_of({3, 3});
  tally.positive = 2;
  tally.negative = 1;
  EXPECT_EQ(estimate_of(measure_with(Estimator::net_share), tally, 0.95).error().code, Code::bad_input);
}

}  // namespace
}  // namespace bellwether::measure
