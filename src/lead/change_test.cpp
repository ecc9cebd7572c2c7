#include "lead/change.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::lead {
namespace {

constexpr int k_days = 91;  // between both ends

Indicator indicator(const std::string& id, double weight, int window_days, Curve curve = {{0, 0}, {100, 100}}) {
  Indicator one;
  one.id = id;
  one.measure = id;
  one.curve = std::move(curve);
  one.weight = weight;
  one.window_days = window_days;
  return one;
}

Framework framework_of(std::vector<Indicator> indicators) {
  Framework framework;
  framework.id = "own";
  framework.dimensions.push_back({.id = "d", .label = {}, .about = {}, .weight = 1, .indicators = {}});
  framework.dimensions[0].indicators = std::move(indicators);
  return framework;
}

Evidence known(double value, double half, std::int64_t n = 100, double repeats = 1) {
  Evidence evidence;
  evidence.state = State::known;
  evidence.estimate = {.value = value, .low = value - half, .high = value + half};
  evidence.n = n;
  evidence.repeats = repeats;
  return evidence;
}

Score score(const Framework& framework, const std::vector<Evidence>& evidence) {
  return score_of(framework, evidence, Day{20'000});
}

TEST(InCommon, IsTheShareOfFactsThatBothEndsCount) {
  EXPECT_DOUBLE_EQ(in_common(75, 100, 100), 0.75);
  EXPECT_DOUBLE_EQ(in_common(100, 400, 100), 0.5) << "all of 100 are among the 400: 100 / √(400 × 100)";
  EXPECT_EQ(in_common(0, 100, 100), 0);
  EXPECT_EQ(in_common(0, 0, 100), 0) << "none having happened is known, too, where an indicator says so";
}

TEST(InCommon, OfEvenWindowsIsTheirOverlap) {
  EXPECT_DOUBLE_EQ(in_common_by_window(364, 91, 50, 50), 0.75);
  EXPECT_EQ(in_common_by_window(90, 91, 50, 50), 0);
  EXPECT_DOUBLE_EQ(in_common_by_window(364, 91, 100, 25), 0.5) << "no more than all of the fewer";
}

TEST(Change, SameFactsCanNotHaveMoved) {
  const Arms arms{.below = 3, .above = 5};
  EXPECT_EQ(arms_of_change(arms, arms, 1).below, 0);
  EXPECT_EQ(arms_of_change(arms, arms, 1).above, 0);
}

TEST(Change, OfEvenArmsIsZous) {
  // √(3² + 4² − 2 × 0.75 × 3 × 4) = √7; without common facts √(3² + 4²).
  const Arms now{.below = 3, .above = 3};
  const Arms before{.below = 4, .above = 4};
  EXPECT_NEAR(arms_of_change(now, before, 0.75).below, std::sqrt(7.0), 1e-12);
  EXPECT_NEAR(arms_of_change(now, before, 0).above, 5, 1e-12);
}

TEST(Change, OfUnevenArmsLooksTheRightWay) {
  // Below the change lies what is too high now and too low before.
  const Arms now{.below = 3, .above = 6};
  const Arms before{.below = 8, .above = 4};
  EXPECT_NEAR(arms_of_change(now, before, 0).below, 5, 1e-12);
  EXPECT_NEAR(arms_of_change(now, before, 0).above, 10, 1e-12);
}

TEST(Change, TakesWhatLastsInPeopleForCommon) {
  const Framework own = framework_of({indicator("a", 1, 182)});
  const Score now = score(own, {known(50, 4, 100, 4)});
  const Score before = score(own, {known(50, 4, 100, 2)});
  // (0.5 + exp(−91/365) × √(3 × 1)) / √(4 × 2).
  EXPECT_NEAR(together(now.dimensions[0].indicators[0], before.dimensions[0].indicators[0], 0.5, k_days),
              (0.5 + 0.77934 * std::sqrt(3.0)) / std::sqrt(8.0), 1e-5);
}

TEST(Change, IsOverWhatIsKnownAtBothEnds) {
  const Framework own = framework_of({indicator("a", 1, 90), indicator("b", 1, 90), indicator("c", 2, 90)});
  const Score now = score(own, {known(60, 3), known(50, 4), known(90, 5)});
  const Score before = score(own, {known(40, 4), known(50, 3), {}});
  const auto moved = change(now, before, std::vector{0.0, 0.0, 0.0}, k_days, {});
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->over, 2);
  EXPECT_DOUBLE_EQ(moved->difference.value, 10) << "(20 + 0) / 2; the third, not known before, is no change";
  // Each change has arms of 5: √(5² + 5²) / 2.
  EXPECT_NEAR(moved->difference.low, 10 - std::sqrt(50.0) / 2, 1e-12);
  EXPECT_NEAR(moved->difference.high, 10 + std::sqrt(50.0) / 2, 1e-12);
  EXPECT_EQ(moved->difference.verdict, measure::Verdict::up);
  EXPECT_LT(moved->difference.p, 0.05);
}

TEST(Change, IsNoneWhereNothingIsKnownAtBothEnds) {
  const Framework own = framework_of({indicator("a", 1, 90), indicator("b", 1, 90)});
  const Score now = score(own, {known(60, 3), {}});
  const Score before = score(own, {{}, known(50, 3)});
  EXPECT_FALSE(change(now, before, std::vector{0.0, 0.0}, k_days, {}));
}

TEST(Change, OfManyIsHeldAgainstChanceTogether) {
  const auto of = [](double p) {
    return std::optional(Change{.difference = {.verdict = measure::Verdict::up, .p = p}, .p_adjusted = p, .over = 1});
  };
  std::array<std::optional<Change>, 4> all{of(0.01), of(0.04), std::nullopt, of(0.5)};
  hold_together(all);
  EXPECT_DOUBLE_EQ(all[0]->p_adjusted, 0.03) << "of three: 3 × 0.01";
  EXPECT_EQ(all[0]->difference.verdict, measure::Verdict::up);
  EXPECT_DOUBLE_EQ(all[1]->p_adjusted, 0.06) << "3 × 0.04 / 2";
  EXPECT_EQ(all[1]->difference.verdict, measure::Verdict::cant_tell);
}

/// Facts of one indicator on the days before `now`, youngest last: days, and values around 50 with a spread of 10.
struct Fact {
  int days_ago;
  double value;
};
using Facts = std::vector<Fact>;

struct Window {
  double sum = 0, squares = 0;
  std::int64_t n = 0;
};
Window window_of(const Facts& facts, int from_ago, int days) {
  Window window;
  for (const Fact& fact : facts) {
    if (fact.days_ago < from_ago || fact.days_ago >= from_ago + days) continue;
    window.sum += fact.value;
    window.squares += fact.value * fact.value;
    ++window.n;
  }
  return window;
}

Evidence mean_of(const Window& window, double repeats) {
  const auto n = static_cast<double>(window.n);
  const double mean = window.sum / n;
  const double spread = std::sqrt((window.squares - n * mean * mean) / (n - 1));
  return known(mean, 1.96 * spread / std::sqrt(n), window.n, repeats);
}

/// How often a score of such facts is told to have moved, `by` points at the end before.
struct Study {
  Framework framework;
  std::function<Facts(std::mt19937_64&, std::size_t indicator)> facts;
  double repeats = 1;

  double told(double by = 0, bool all_shared_counted = true) const {
    std::mt19937_64 random(11);
    constexpr int k_draws = 4'000;
    int told = 0;
    for (int draw = 0; draw < k_draws; ++draw) {
      std::vector<Evidence> now, before;
      std::vector<double> shared;
      for (std::size_t i = 0; i < framework.dimensions[0].indicators.size(); ++i) {
        const int days = framework.dimensions[0].indicators[i].window_days;
        Facts drawn = facts(random, i);
        for (Fact& fact : drawn) fact.value += fact.days_ago < k_days ? by : 0;
        const Window a = window_of(drawn, 0, days);
        const Window b = window_of(drawn, k_days, days);
        const std::int64_t m = window_of(drawn, k_days, std::max(0, days - k_days)).n;
        now.push_back(mean_of(a, repeats));
        before.push_back(mean_of(b, repeats));
        shared.push_back(all_shared_counted ? in_common(m, a.n, b.n) : in_common_by_window(days, k_days, a.n, b.n));
      }
      const auto moved = change(score(framework, now), score(framework, before), shared, k_days, {});
      told += moved->difference.verdict == measure::Verdict::cant_tell ? 0 : 1;
    }
    return told / static_cast<double>(k_draws);
  }
};

Facts every_other_day(std::mt19937_64& random, int a_day = 1) {
  std::normal_distribution<double> value(50, 10);
  Facts facts;
  for (int day = 0; day < 1'000; day += 2) {
    for (int i = 0; i < a_day; ++i) facts.push_back({day, value(random)});
  }
  return facts;
}

// 4,000 draws: two standard errors of 5 % are 0.7 %.
TEST(Change, IsToldByChanceInFiveOfAHundred) {
  const Study study{.framework = framework_of({indicator("a", 1, 730), indicator("b", 2, 365), indicator("c", 1, 180),
                                               indicator("d", 1, 90, {{0, 100}, {100, 0}})}),
                    .facts = [](auto& random, std::size_t) { return every_other_day(random); }};
  EXPECT_NEAR(study.told(), 0.05, 0.01);
  EXPECT_NEAR(study.told(0, false), 0.05, 0.01) << "facts lie evenly, so that windows tell as much";
}

TEST(Change, IsFoundWhereOneIs) {
  // Of 182 facts a year 45 are new, and the mean moves by a quarter of what they do, with an error of 10 √(2 × 45) / 182 = 0.52.
  const Study study{.framework = framework_of({indicator("a", 1, 364)}),
                    .facts = [](auto& random, std::size_t) { return every_other_day(random); }};
  EXPECT_GT(study.told(6), 0.75) << "1.5 points, 2.9 errors; as if nothing were shared it would be 1.4";
}

// A survey once a year: one wave or the other is in the window, and never both.
TEST(Change, OfWavesIsToldByWhatIsCounted) {
  const auto wave = [](std::mt19937_64& random, std::size_t) {
    std::normal_distribution<double> value(50, 10);
    Facts facts;
    for (const int day : {30, 395}) {
      for (int i = 0; i < 100; ++i) facts.push_back({day, value(random)});
    }
    return facts;
  };
  const Study study{.framework = framework_of({indicator("a", 1, 365)}), .facts = wave};
  EXPECT_NEAR(study.told(), 0.05, 0.01);
  EXPECT_GT(study.told(0, false), 0.2) << "windows overlap by three quarters, and share no answer";
}

TEST(Change, OfGrowingFactsIsToldByChanceInFiveOfAHundred) {
  const Study study{.framework = framework_of({indicator("a", 1, 365), indicator("b", 1, 180)}),
                    .facts = [](std::mt19937_64& random, std::size_t) {
                      std::normal_distribution<double> value(50, 10);
                      Facts facts;
                      for (int day = 0; day < 1'000; ++day) {
                        for (int i = 0; i * 200 < 1'000 - day; ++i) facts.push_back({day, value(random)});
                      }
                      return facts;
                    }};
  EXPECT_NEAR(study.told(), 0.05, 0.01);
}

/// Forty people answer every month, half of whose spread lasts in them; each month some go, and others come.
Facts monthly(std::mt19937_64& random, double goes) {
  std::normal_distribution<double> person(0, std::sqrt(50.0));
  std::bernoulli_distribution leaves(goes);
  std::vector<double> people(40);
  for (double& one : people) one = person(random);
  Facts facts;
  for (int day = 0; day < 540; day += 30) {
    for (double& one : people) {
      if (leaves(random)) one = person(random);
      facts.push_back({day, 50 + one + person(random)});
    }
  }
  return facts;
}

// Six answers of each in a window of 180 days, four of them new: e = 1 + 5 × ½ where nobody goes, and the mean has an error of 1.2.
TEST(Change, OfPeopleWhoAnswerAgainIsToldSeldomByChance) {
  const auto told = [](double goes, double by) {
    return Study{.framework = framework_of({indicator("a", 1, 180)}),
                 .facts = [=](auto& random, std::size_t) { return monthly(random, goes); },
                 .repeats = 3.5}
        .told(by);
  };
  EXPECT_LT(told(0, 0), 0.05);
  EXPECT_LT(told(0.03, 0), 0.05) << "a third of them in a year";
  EXPECT_LT(told(0.3, 0), 0.05) << "nearly all in a quarter, and e is less than what is said of it";
  EXPECT_GT(told(0.03, 5), 0.8) << "it moves by two thirds of 5, 2.0 errors of two means that share nothing";
}

}  // namespace
}  // namespace bellwether::lead
