#include "measure/against_rest.hpp"

#include "measure/coverage.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

Measure measure_with(Estimator estimator) {
  Measure measure;
  measure.id = "m";
  measure.estimator = estimator;
  measure.factor = estimator == Estimator::mean ? 1 : 100;
  if (estimator == Estimator::mean) measure.scale = AnswerScale{.lowest = 1, .highest = 5};
  return measure;
}

/// Ratings 1 … 5 as statistics: 4 and 5 positive, 1 and 2 negative.
Tally tally_of(const std::vector<std::int64_t>& counts) {
  Tally tally;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto value = static_cast<std::int64_t>(i) + 1;
    tally.n += counts[i];
    tally.sum += Int128{value} * counts[i];
    tally.sum_squares += Int128{value} * value * counts[i];
    if (value >= 4) tally.positive += counts[i];
    if (value <= 2) tally.negative += counts[i];
  }
  return tally;
}

/// A company of many units whose customers all answer alike but for the one unit that may differ.
AgainstRest search_in_a_company(Estimator estimator, std::uint64_t seed, const std::vector<double>& odd_one) {
  const std::vector<double> usual{0.08, 0.05, 0.12, 0.25, 0.5};
  Tally whole;
  std::vector<SliceTally> slices;
  for (std::size_t unit = 0; unit < 30; ++unit) {
    const auto n = static_cast<std::int64_t>(12 + unit * unit);  // from a dozen to some hundred answers
    const World world{.chances = unit == 20 && !odd_one.empty() ? odd_one : usual, .values = {1, 2, 3, 4, 5}};
    draw_outcomes(world, n, 1, seed * 100 + unit, [&](const std::vector<std::int64_t>& counts) {
      slices.push_back({.dimension = "unit", .value = std::to_string(unit), .tally = tally_of(counts), .whole = {}});
      whole = whole + slices.back().tally;
    });
  }
  for (SliceTally& slice : slices) slice.whole = whole;
  return against_rest(measure_with(estimator), slices, 0.95, 0.05);
}

TEST(AgainstRest, SeldomCriesWolf) {
  // Where nothing differs, the share of companies with any false alarm is the false discovery rate: 5 %. 600 companies:
  // standard error 0.9 points; 8 % is more than three of them away.
  constexpr int k_companies = 600;
  for (const Estimator estimator : {Estimator::share, Estimator::net_share, Estimator::mean}) {
    int alarms = 0;
    for (int company = 0; company < k_companies; ++company) {
      const auto found = search_in_a_company(estimator, static_cast<std::uint64_t>(company), {});
      alarms += std::any_of(found.slices.begin(), found.slices.end(), [](const StandOut& s) { return s.stands_out; });
    }
    const double share = alarms / static_cast<double>(k_companies);
    EXPECT_LT(share, 0.08) << word_of(estimator);
    EXPECT_GT(share, 0.005) << word_of(estimator) << ": a test that never fires is of no use";
    RecordProperty(std::string(word_of(estimator)), std::to_string(share));
  }
}

TEST(AgainstRest, FindsWhatIsDifferent) {
  for (const Estimator estimator : {Estimator::share, Estimator::net_share, Estimator::mean}) {
    int found_it = 0;
    for (std::uint64_t company = 0; company < 50; ++company) {
      const auto found = search_in_a_company(estimator, company, {0.25, 0.1, 0.15, 0.2, 0.3});
      for (const StandOut& slice : found.slices) {
        if (slice.value == "20" && slice.stands_out && slice.difference.verdict == Verdict::down) ++found_it;
      }
    }
    EXPECT_GE(found_it, 48) << word_of(estimator);
  }
}

TEST(AgainstRest, RestIsTheWholeWithoutTheSlice) {
  const Tally a = tally_of({5, 5, 10, 20, 10});
  const Tally b = tally_of({30, 20, 10, 20, 40});
  const auto found =
      against_rest(measure_with(Estimator::mean), {{"unit", "a", a, a + b}, {"unit", "b", b, a + b}}, 0.95, 0.05);
  ASSERT_EQ(found.slices.size(), 2U);
  for (const StandOut& slice : found.slices) {
    const auto other = estimate_of(measure_with(Estimator::mean), slice.value == "a" ? b : a, 0.95).value();
    EXPECT_EQ(slice.rest.value, other.value);
    EXPECT_EQ(slice.rest.low, other.low);
    EXPECT_NEAR(slice.share_of_volume, slice.value == "a" ? 50.0 / 170 : 120.0 / 170, 1e-12);
  }
}

TEST(AgainstRest, LeavesThinSlicesAlone) {
  const Tally few = tally_of({0, 0, 0, 0, 9});
  const Tally many = tally_of({20, 20, 20, 20, 20});
  const auto found = against_rest(measure_with(Estimator::share),
                                  {{"unit", "few", few, few + many}, {"unit", "many", many, few + many}}, 0.95, 0.05);
  EXPECT_EQ(found.slices.size(), 0U) << "the few are too few, and so is the rest of the many";
  EXPECT_EQ(found.thin, 2U);
  const auto alone = against_rest(measure_with(Estimator::share), {{"unit", "many", many, many}}, 0.95, 0.05);
  EXPECT_EQ(alone.thin, 0U) << "a slice that is the whole has no rest";
}

TEST(AnswersNeeded, IsTheSmallestNumberThatIsEnough) {
  // Share, worst case: the smallest n whose Wilson interval at p = 1/2 is ± 5 points wide or less.
  const Measure share_of = measure_with(Estimator::share);
  const std::int64_t n = answers_needed(share_of, 5).value();
  const auto half = [](std::int64_t answers) {
    const auto e = share(answers / 2, answers).value();
    return (e.high - e.low) / 2;
  };
  EXPECT_NEAR(static_cast<double>(n), 381, 1);  // z² p(1−p) / h² − z² = 384.15 − 3.84 = 380.3
  EXPECT_LE(half(n + n % 2), 0.05);
  EXPECT_GT(half(n - 2 - n % 2), 0.05);
  // At 10 % the spread is 0.09 instead of 0.25.
  const Estimate tenth{.value = 10, .low = 5.5, .high = 17.4, .level = 0.95, .n = 100, .method = Method::wilson};
  EXPECT_LT(answers_needed(share_of, 5, tenth).value(), n / 2);
}

TEST(AnswersNeeded, FollowsTheSpreadThatWasSeen) {
  // Net share in the widest spread: z² / h² − 3 = 3.8415 / 0.01 − 3 = 381.1.
  EXPECT_EQ(answers_needed(measure_with(Estimator::net_share), 10).value(), 382);
  // Mean: spread unknown on an unknown scale; 2 at most on 1–5: about (1.96 × 2 / 0.1)² = 1,537 and a little for t.
  Measure mean_of = measure_with(Estimator::mean);
  EXPECT_NEAR(static_cast<double>(answers_needed(mean_of, 0.1).value()), 1537, 5);
  mean_of.scale.reset();
  EXPECT_EQ(answers_needed(mean_of, 0.1).error().code, Code::not_enough);
  // Seen with 100 answers and ± 0.2: four times as many for half the width, a little less as t gets narrower.
  const Estimate seen{.value = 4, .low = 3.8, .high = 4.2, .level = 0.95, .n = 100, .method = Method::student_t};
  EXPECT_NEAR(static_cast<double>(answers_needed(mean_of, 0.1, seen).value()), 393, 3);
  EXPECT_EQ(answers_needed(measure_with(Estimator::count), 1).error().code, Code::unsupported);
  EXPECT_EQ(answers_needed(mean_of, 0, seen).error().code, Code::wrong_usage);
}

}  // namespace
}  // namespace bellwether::measure
