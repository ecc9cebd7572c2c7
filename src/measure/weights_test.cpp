#include "measure/weights.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

nlohmann::json golden(const char* group) {
  std::ifstream file(BELLWETHER_SOURCE_DIR "/src/measure/golden/weights.json");
  return nlohmann::json::parse(file).at(group);
}

TEST(Rake, AgreesWithNumPy) {
  for (const auto& is : golden("raking")) {
    std::vector<Margin> margins;
    for (std::size_t d = 0; d < is["margins"].size(); ++d) {
      auto& margin = margins.emplace_back(Margin{.dimension = "d" + std::to_string(d), .population = {}});
      for (std::size_t k = 0; k < is["margins"][d].size(); ++k)
        margin.population[std::to_string(k)] = is["margins"][d][k];
    }
    std::vector<MarginCell> cells;
    for (const auto& cell : is["cells"]) {
      auto& made = cells.emplace_back(MarginCell{.labels = {}, .n = cell["n"]});
      for (const int label : cell["at"]) made.labels.push_back(std::to_string(label));
    }
    const Raking raking = rake(cells, margins).value();
    EXPECT_GT(raking.rounds, 1);
    EXPECT_LE(raking.largest_gap, 1e-9);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      EXPECT_NEAR(raking.weights[i], is["cells"][i]["weight"].get<double>(), 1e-6);
    }
  }
}

const std::vector<Margin> k_by_sex{{.dimension = "sex", .population = {{"f", 60}, {"m", 40}}}};

TEST(Rake, OfOneDimensionIsItsShares) {
  // 25 of 100 answers for 60 %: 2.4 each; 75 for 40 %: 0.533333.
  const std::vector<MarginCell> cells{{.labels = {"f"}, .n = 25}, {.labels = {"m"}, .n = 75}};
  const Raking raking = rake(cells, k_by_sex).value();
  EXPECT_NEAR(raking.weights[0], 2.4, 1e-12);
  EXPECT_NEAR(raking.weights[1], 40.0 / 75, 1e-12);
  EXPECT_EQ(raking.rounds, 1);
}

TEST(Rake, NamesWhatDoesNotFit) {
  const auto lonely = rake(std::vector<MarginCell>{{.labels = {"f"}, .n = 25}}, k_by_sex);
  EXPECT_EQ(lonely.error().code, Code::not_enough);
  EXPECT_EQ(lonely.error().message, "no answer has sex \"m\", which the population has");
  EXPECT_EQ(lonely.error().mend, "merge it with another label");

  const auto unknown =
      rake(std::vector<MarginCell>{{.labels = {"f"}, .n = 2}, {.labels = {"m"}, .n = 2}, {.labels = {"x"}, .n = 1}},
           k_by_sex);
  EXPECT_EQ(unknown.error().code, Code::not_found);
  EXPECT_NE(unknown.error().message.find("sex \"x\""), std::string::npos);

  EXPECT_EQ(rake({}, k_by_sex).error().code, Code::not_enough);
}

const Margin k_by_age{.dimension = "age", .population = {{"old", 30}, {"young", 80}}};

TEST(Rake, NamesMarginsOfDifferentPopulations) {
  const std::vector<Margin> margins{k_by_sex[0], k_by_age};
  const auto answer =
      rake(std::vector<MarginCell>{{.labels = {"f", "old"}, .n = 1}, {.labels = {"m", "young"}, .n = 1}}, margins);
  EXPECT_EQ(answer.error().code, Code::conflict);
  EXPECT_EQ(answer.error().message, "the population is 100 by sex and 110 by age");
}

TEST(Rake, SaysWhenItDoesNotConverge) {
  // Women are all old and men all young, yet 60 % should be women and 30 % old.
  const std::vector<Margin> margins{k_by_sex[0], {.dimension = "age", .population = {{"old", 0.3}, {"young", 0.7}}}};
  const auto answer =
      rake(std::vector<MarginCell>{{.labels = {"f", "old"}, .n = 9}, {.labels = {"m", "young"}, .n = 9}}, margins);
  EXPECT_EQ(answer.error().code, Code::conflict);
  EXPECT_EQ(answer.error().message, "after 1000 rounds sex is still 0.3 away from its margin");
}

std::vector<WeightedCell> cells_of(const nlohmann::json& is) {
  std::vector<WeightedCell> cells;
  for (std::size_t i = 0; i < is["weights"].size(); ++i) {
    auto& cell = cells.emplace_back(WeightedCell{.weight = is["weights"][i]});
    for (const std::int64_t x : is["answers"][i]) {
      ++cell.n;
      cell.positive += x >= 4 ? 1 : 0;
      cell.negative += x <= 2 ? 1 : 0;
      cell.sum += Int128{x} * 100;
      cell.sum_squares += Int128{x} * x * 10'000;
    }
  }
  return cells;
}

void expect_is(const Estimate& e, const nlohmann::json& is) {
  EXPECT_NEAR(e.value, is[0].get<double>(), 1e-10);
  EXPECT_NEAR(e.low, is[1].get<double>(), 1e-10);
  EXPECT_NEAR(e.high, is[2].get<double>(), 1e-10);
  EXPECT_EQ(e.method, Method::weighted);
}

TEST(Weighted, AgreesWithNumPyOnEachAnswer) {
  for (const auto& is : golden("weighted")) {
    const auto cells = cells_of(is);
    EXPECT_NEAR(effective_n(cells), is["effective_n"].get<double>(), 1e-9);
    expect_is(weighted_share(cells).value(), is["share"]);
    expect_is(weighted_net_share(cells).value(), is["net"]);
    expect_is(weighted_mean(cells, 100).value(), is["mean"]);
    EXPECT_LE(weighted_mean(cells, 100, 0.95, AnswerScale{1, 5})->high, 5);
  }
}

TEST(Weighted, EffectiveNumberWorkedByHand) {
  // 10 answers of weight 1 and 10 of weight 3: 40² / (10 + 90) = 16.
  const std::vector<WeightedCell> cells{{.weight = 1, .n = 10}, {.weight = 3, .n = 10}};
  EXPECT_NEAR(effective_n(cells), 16, 1e-12);
  EXPECT_NEAR(design_effect(cells), 1.25, 1e-12);
  EXPECT_EQ(design_effect({}), 1);
}

TEST(Weighted, WithoutWeightKnowsNothing) {
  const std::vector<WeightedCell> cells{{.weight = 0, .n = 10, .positive = 3}};
  EXPECT_EQ(weighted_share(cells).error().code, Code::not_enough);
  EXPECT_EQ(weighted_mean(cells, 1).error().code, Code::not_enough);
  const std::vector<WeightedCell> one_counts{{.weight = 1e-9, .n = 10, .positive = 3}, {.weight = 1, .n = 1}};
  EXPECT_EQ(weighted_mean(one_counts, 1).error().code, Code::not_enough);
}

bool same(const Result<Estimate>& a, const Result<Estimate>& b) {
  if (!a || !b) return !a && !b && a.error().message == b.error().message;
  return a->value == b->value && a->low == b->low && a->high == b->high && a->n == b->n && a->method == b->method;
}

RC_GTEST_PROP(Weighted, EqualWeightsChangeNotABit, ()) {
  const auto answers = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 6));
  const double weight = *rc::gen::element(1.0, 0.3, 7.0);
  std::vector<WeightedCell> cells(3, WeightedCell{.weight = weight});
  WeightedCell all;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (WeightedCell* cell : {&cells[i % 3], &all}) {
      ++cell->n;
      cell->positive += answers[i] >= 4 ? 1 : 0;
      cell->negative += answers[i] <= 2 ? 1 : 0;
      cell->sum += answers[i];
      cell->sum_squares += Int128{answers[i]} * answers[i];
    }
  }
  RC_ASSERT(same(weighted_share(cells), share(all.positive, all.n)));
  RC_ASSERT(same(weighted_net_share(cells), net_share(all.positive, all.negative, all.n)));
  RC_ASSERT(same(weighted_mean(cells, 1), mean(all.n, all.sum, all.sum_squares, 1)));
  RC_ASSERT(same(weighted_mean(cells, 1, 0.95, AnswerScale{1, 5}),
                 mean(all.n, all.sum, all.sum_squares, 1, 0.95, AnswerScale{1, 5})));
  RC_ASSERT(effective_n(cells) == static_cast<double>(all.n));
}

RC_GTEST_PROP(Weighted, IntervalHoldsTheValueAndKishNeverGains, ()) {
  std::vector<WeightedCell> cells;
  std::int64_t n = 0;
  for (int i = 0; i < 4; ++i) {
    const auto count = *rc::gen::inRange<std::int64_t>(0, 30);
    const auto hits = *rc::gen::inRange<std::int64_t>(0, count + 1);
    cells.push_back(
        {.weight = *rc::gen::inRange(1, 50) / 10.0, .n = count, .positive = hits, .sum = hits, .sum_squares = hits});
    n += count;
  }
  RC_ASSERT(effective_n(cells) <= static_cast<double>(n) * (1 + 1e-12));
  for (const auto& e :
       {weighted_share(cells), weighted_net_share(cells), weighted_mean(cells, 1, 0.95, AnswerScale{0, 1})}) {
    if (e) RC_ASSERT(e->low <= e->value && e->value <= e->high);
  }
}

}  // namespace
}  // namespace bellwether::measure
