#include "measure/agreement.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/agreements.json");
  return nlohmann::json::parse(file).at(group);
}

RatingTable table_of(const nlohmann::json& rows) {
  RatingTable table;
  for (const auto& row : rows) {
    auto& ratings = table.emplace_back();
    for (const auto& cell : row) {
      ratings.push_back(cell.is_null() ? std::nullopt : std::optional<double>(cell.get<double>()));
    }
  }
  return table;
}

const std::map<std::string, Distance> k_distances{{"nominal", Distance::nominal},
                                                  {"ordinal", Distance::ordinal},
                                                  {"interval", Distance::interval},
                                                  {"ratio", Distance::ratio}};

TEST(Alpha, IsAsKrippendorffPublished) {
  // Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: four observers, twelve units, values missing.
  const RatingTable units = table_of(golden("alpha")[0]["units"]);
  ASSERT_EQ(units.size(), 12U);
  EXPECT_NEAR(krippendorff_alpha(units, Distance::nominal)->value, 0.743, 5e-4);
  EXPECT_NEAR(krippendorff_alpha(units, Distance::ordinal)->value, 0.815, 5e-4);
  EXPECT_NEAR(krippendorff_alpha(units, Distance::interval)->value, 0.849, 5e-4);
  EXPECT_NEAR(krippendorff_alpha(units, Distance::ratio)->value, 0.797, 5e-4);
  EXPECT_EQ(krippendorff_alpha(units, Distance::nominal)->n, 11) << "one unit has a single value";
}

TEST(Alpha, AgreesWithNumPy) {
  for (const auto& is : golden("alpha")) {
    const auto e = krippendorff_alpha(table_of(is["units"]), k_distances.at(is["distance"])).value();
    EXPECT_NEAR(e.value, is["value"].get<double>(), 1e-10);
    EXPECT_NEAR(e.low, is["low"].get<double>(), 1e-9);
    EXPECT_NEAR(e.high, is["high"].get<double>(), 1e-9);
  }
}

TEST(Alpha, SaysWhatItCantJudge) {
  EXPECT_EQ(krippendorff_alpha({}, Distance::nominal).error().code, Code::not_enough);
  EXPECT_EQ(krippendorff_alpha({{1, 2}, {3, {}}}, Distance::nominal).error().code, Code::not_enough);
  EXPECT_EQ(krippendorff_alpha({{1, 1}, {1, 1}}, Distance::nominal).error().message, "all ratings are the same");
  EXPECT_EQ(krippendorff_alpha({{-1, 1}, {1, 1}}, Distance::ratio).error().code, Code::bad_input);
  RatingTable many(600, {0, 0});
  for (std::size_t i = 0; i < many.size(); ++i)
    many[i] = {2.0 * static_cast<double>(i), 2.0 * static_cast<double>(i) + 1};
  EXPECT_EQ(krippendorff_alpha(many, Distance::interval).error().code, Code::too_large);
}

RC_GTEST_PROP(Alpha, OrderOfRowsAndRatersChangesNothing, ()) {
  auto cells = *rc::gen::container<std::vector<int>>(24, rc::gen::inRange(0, 5));
  RatingTable units;
  for (std::size_t i = 0; i < 8; ++i) {
    auto& row = units.emplace_back();
    for (std::size_t j = 0; j < 3; ++j) {
      const int cell = cells[3 * i + j];
      row.push_back(cell == 0 ? std::nullopt : std::optional<double>(cell));
    }
  }
  const auto before = krippendorff_alpha(units, Distance::ordinal);
  std::reverse(units.begin(), units.end());
  for (auto& row : units) std::reverse(row.begin(), row.end());
  const auto after = krippendorff_alpha(units, Distance::ordinal);
  RC_ASSERT(before.has_value() == after.has_value());
  if (before) {
    RC_ASSERT(before->value == after->value && before->low == after->low && before->high == after->high);
    RC_ASSERT(before->low <= before->value && before->value <= before->high && before->high <= 1);
  }
}

TEST(WithinGroup, AgreesWithNumPy) {
  for (const auto& is : golden("within_group")) {
    std::vector<Histogram::Bar> bars;
    for (std::int64_t step = 0; step < 5; ++step) {
      bars.push_back({.value = step + 1, .count = is["counts"][static_cast<std::size_t>(step)]});
    }
    const auto e = within_group_agreement(histogram_of(bars), 1, 5, 0.95, {.resamples = 20'000}).value();
    EXPECT_NEAR(e.value, is["value"].get<double>(), 1e-12);
    EXPECT_NEAR(e.low, is["low"].get<double>(), 0.02);
    EXPECT_NEAR(e.high, is["high"].get<double>(), 0.02);
  }
}

TEST(WithinGroup, OfSeveralItemsWorkedByHand) {
  // Variances 1/3 and 4/3 on five steps, where even answers have 2: 1 − (1/3 + 4/3) / 2 / 2 = 0.583333.
  const RatingTable items{{4, 4, 5}, {2, 2, 4}};
  const auto e = within_group_agreement(items, 1, 5).value();
  EXPECT_NEAR(e.value, 1 - (1.0 / 3 + 4.0 / 3) / 2 / 2, 1e-12);
  EXPECT_LT(e.low, e.value);
  EXPECT_EQ(e.n, 3);
}

TEST(WithinGroup, OfOneItemIsThatOfItsHistogram) {
  const auto table = within_group_agreement(RatingTable{{1, 5, 4, 4, 3, 2, 4, 5, 5, 3, 4, {}}}, 1, 5).value();
  const auto counted = within_group_agreement(histogram_of({{1, 1}, {2, 1}, {3, 2}, {4, 4}, {5, 3}}), 1, 5).value();
  EXPECT_NEAR(table.value, counted.value, 1e-12);
  EXPECT_NEAR(table.low, counted.low, 0.06);
  EXPECT_NEAR(table.high, counted.high, 0.06);
}

TEST(WithinGroup, OfEqualRatingsClaimsNoCertainty) {
  const auto e = within_group_agreement(histogram_of({{5, 10}}), 1, 5).value();
  EXPECT_EQ(e.value, 1);
  EXPECT_EQ(e.high, 1);
  EXPECT_LT(e.low, 0.8);
}

TEST(WithinGroup, SaysWhatDoesNotFit) {
  EXPECT_EQ(within_group_agreement(histogram_of({{5, 1}}), 1, 5).error().code, Code::not_enough);
  EXPECT_EQ(within_group_agreement(histogram_of({{6, 10}}), 1, 5).error().message,
            "6 is no step of a scale from 1 to 5");
  EXPECT_EQ(within_group_agreement(RatingTable{{1.5, 2}}, 1, 5).error().code, Code::bad_input);
}

TEST(MatchingShare, WorkedByHand) {
  // 3, 2 and 1 of six people: (6 + 2 + 0) / 30.
  const std::vector<std::int64_t> named{3, 2, 1};
  const auto e = matching_share(named).value();
  EXPECT_NEAR(e.value, 8.0 / 30, 1e-12);
  EXPECT_LE(0, e.low);
  EXPECT_EQ(e.n, 6);
  // All twenty the same: Wilson of 10 in 10 with t(19) = 2.093024, since one other breaks every match twice.
  const std::vector<std::int64_t> same{20};
  const auto all = matching_share(same).value();
  EXPECT_EQ(all.value, 1);
  EXPECT_NEAR(all.low, 10 / (10 + 2.093024 * 2.093024), 1e-6);
  EXPECT_EQ(matching_share(std::vector<std::int64_t>{1, 1}).error().code, Code::not_enough);
}

RC_GTEST_PROP(MatchingShare, IntervalHoldsTheValue, ()) {
  const auto named = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 50));
  if (const auto e = matching_share(named)) {
    RC_ASSERT(0 <= e->low && e->low <= e->value && e->value <= e->high && e->high <= 1);
  }
}

}  // namespace
}  // namespace bellwether::measure
