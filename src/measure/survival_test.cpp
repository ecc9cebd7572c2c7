#include "measure/survival.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

using Spans = std::vector<Span>;

nlohmann::json golden(const char* file, const char* group) {
  std::ifstream in(std::string(BELLWETHER_SOURCE_DIR "/src/measure/golden/") + file);
  return nlohmann::json::parse(in).at(group);
}

Spans spans_of(const nlohmann::json& group) {
  Spans spans;
  for (std::size_t i = 0; i < group["time"].size(); ++i) {
    spans.push_back({.duration = group["time"][i], .ended = group["ended"][i] == 1});
  }
  return spans;
}

TEST(SurvivalCurve, AgreesWithR) {
  for (const auto& group : golden("survival_r.json", "survival")) {
    const auto curve = survival_curve(spans_of(group));
    ASSERT_EQ(curve.size(), group["at"].size());
    for (std::size_t i = 0; i < curve.size(); ++i) {
      EXPECT_EQ(curve[i].time, group["at"][i]);
      EXPECT_NEAR(curve[i].still_waiting, group["share"][i].get<double>(), 1e-12);
      if (curve[i].still_waiting > 0) {
        EXPECT_NEAR(std::sqrt(curve[i].variance), group["se"][i].get<double>(), 1e-12);
      }
    }
  }
}

TEST(StillWaiting, LogLogAgreesWithR) {
  for (const auto& group : golden("survival_r.json", "survival")) {
    const Spans spans = spans_of(group);
    for (std::size_t i = 0; i < group["at"].size(); ++i) {
      const double share = group["share"][i];
      if (share == 0 || share == 1) continue;
      const auto e = still_waiting(spans, group["at"][i], group["level"], SurvivalInterval::log_log).value();
      EXPECT_NEAR(e.low, group["low"][i].get<double>(), 1e-12);
      EXPECT_NEAR(e.high, group["high"][i].get<double>(), 1e-12);
      EXPECT_EQ(e.method, Method::log_log);
    }
  }
}

TEST(StillWaiting, BetaProductAgreesWithSciPy) {
  std::map<std::string, Spans> groups;
  for (const auto& group : golden("survival_r.json", "survival")) groups[group["name"]] = spans_of(group);
  for (const auto& is : golden("survival_beta.json", "beta_product")) {
    const auto e = still_waiting(groups.at(is["name"]), is["at"], is["level"]).value();
    EXPECT_NEAR(e.low, is["low"].get<double>(), 1e-9);
    EXPECT_NEAR(e.high, is["high"].get<double>(), 1e-9);
  }
}

TEST(TimeUntil, LogLogAgreesWithR) {
  for (const auto& group : golden("survival_r.json", "survival")) {
    const Spans spans = spans_of(group);
    for (std::size_t i = 0; i < 3; ++i) {
      const auto e = time_until(spans, group["quantile_of"][i], group["level"], SurvivalInterval::log_log);
      ASSERT_EQ(e.has_value(), !group["quantile"][i].is_null());
      if (!e) continue;
      EXPECT_EQ(e->value, group["quantile"][i].get<double>()) << group["name"];
      EXPECT_EQ(e->low, group["quantile_low"][i].get<double>());
      EXPECT_EQ(e->open_above, group["quantile_high"][i].is_null());
      if (!e->open_above) {
        EXPECT_EQ(e->high, group["quantile_high"][i].get<double>());
      }
    }
  }
}

TEST(StillWaiting, WithoutCensoringIsAShare) {
  // 10 things, 3 ended by 5: Jeffreys's interval of 7 in 10, quantiles of beta(7.5, 3.5): 0.3941817 … 0.9073054.
  const Spans spans{{.duration = 2, .ended = true},
                    {.duration = 5, .ended = true, .count = 2},
                    {.duration = 9, .ended = true, .count = 7}};
  const auto e = still_waiting(spans, 5).value();
  EXPECT_NEAR(e.value, 0.7, 1e-12);
  EXPECT_NEAR(e.low, 0.3941817, 1e-7);
  EXPECT_NEAR(e.high, 0.9073054, 1e-7);
  const auto ended = ended_by(spans, 5).value();
  EXPECT_NEAR(ended.value, 0.3, 1e-12);
  EXPECT_DOUBLE_EQ(ended.low, 1 - e.high);
  EXPECT_DOUBLE_EQ(ended.high, 1 - e.low);
}

TEST(StillWaiting, BeforeTheFirstEndIsDoubtedByHowFewWereWatched) {
  // Ten watched past 3, none ended: beta(10.5, 0.5) is below 0.7828037 with chance 0.025.
  const Spans spans{{.duration = 7, .ended = true, .count = 10}};
  const auto e = still_waiting(spans, 3).value();
  EXPECT_EQ(e.value, 1);
  EXPECT_NEAR(e.low, 0.7828037, 1e-6);
  EXPECT_EQ(e.high, 1);
}

TEST(StillWaiting, AfterTheLastEndIsNoneWithDoubt) {
  const Spans spans{{.duration = 7, .ended = true, .count = 10}};
  const auto e = still_waiting(spans, 100).value();
  EXPECT_EQ(e.value, 0);
  EXPECT_EQ(e.low, 0);
  EXPECT_NEAR(e.high, 1 - 0.7828037, 1e-6);
}

TEST(StillWaiting, SaysNothingOfTimesNobodyWasWatchedFor) {
  const Spans spans{{.duration = 4, .ended = true}, {.duration = 30, .ended = false}};
  EXPECT_EQ(still_waiting(spans, 31).error().code, Code::not_enough);
  EXPECT_TRUE(still_waiting(spans, 30));
  EXPECT_EQ(still_waiting({}, 3).error().code, Code::not_enough);
}

TEST(TimeUntil, SaysHowFewHadEnded) {
  const Spans spans{{.duration = 10, .ended = true, .count = 41}, {.duration = 1500, .ended = false, .count = 59}};
  const auto answer = time_until(spans, 0.5);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::not_enough);
  EXPECT_EQ(answer.error().message, "only 41 % had ended by the longest time seen, 1,500");
}

TEST(TimeUntil, IsOpenAboveWhereTheBandNeverComesDown) {
  Spans spans;
  for (std::int64_t day = 1; day <= 11; ++day) spans.push_back({.duration = day, .ended = true});
  spans.push_back({.duration = 60, .ended = false, .count = 9});
  const auto e = time_until(spans, 0.5).value();
  EXPECT_EQ(e.value, 10);  // 10 of 20
  EXPECT_TRUE(e.open_above);
  EXPECT_EQ(e.high, 60);
}

TEST(TimeUntil, OfFewSpansMayLieBeforeTheFirstOfThem) {
  // Nine of ten wait on with chance 0.9^10 = 0.35 past any time before which a tenth has ended.
  Spans spans;
  for (std::int64_t day = 1; day <= 10; ++day) spans.push_back({.duration = day, .ended = true});
  EXPECT_EQ(time_until(spans, 0.1)->low, 0);
  EXPECT_GT(time_until(spans, 0.5)->low, 0);
}

Spans any_spans() {
  return *rc::gen::suchThat(
      rc::gen::container<Spans>(rc::gen::construct<Span>(
          rc::gen::inRange<std::int64_t>(0, 40), rc::gen::arbitrary<bool>(), rc::gen::inRange<std::int64_t>(0, 4))),
      [](const Spans& spans) { return !sorted(spans).empty(); });
}

bool same(const Result<Estimate>& a, const Result<Estimate>& b) {
  if (!a || !b) return !a && !b && a.error().message == b.error().message;
  return a->value == b->value && a->low == b->low && a->high == b->high && a->n == b->n &&
         a->open_above == b->open_above;
}

RC_GTEST_PROP(Survival, OrderAndCutOfSlicesChangeNothing, ()) {
  const Spans spans = any_spans();
  const auto cut = *rc::gen::inRange<std::size_t>(0, spans.size() + 1);
  const auto middle = spans.begin() + static_cast<std::ptrdiff_t>(cut);
  const Spans merged = merge(Spans(middle, spans.end()), Spans(spans.begin(), middle));
  RC_ASSERT(merged == sorted(spans));
  RC_ASSERT(same(still_waiting(spans, 12), still_waiting(merged, 12)));
  RC_ASSERT(same(time_until(spans, 0.5), time_until(merged, 0.5)));
}

RC_GTEST_PROP(Survival, IntervalsHoldTheirValues, ()) {
  const Spans spans = any_spans();
  double before = 1;
  for (std::int64_t time = 0; time < 40; time += 3) {
    const auto e = still_waiting(spans, time);
    if (!e) break;
    RC_ASSERT(0 <= e->low && e->low <= e->value && e->value <= e->high && e->high <= 1);
    RC_ASSERT(e->value <= before);
    before = e->value;
  }
  if (const auto e = time_until(spans, 0.3)) RC_ASSERT(e->low <= e->value && e->value <= e->high);
}

}  // namespace
}  // namespace bellwether::measure
