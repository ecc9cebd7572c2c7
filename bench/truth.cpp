// measure_truth: whether intervals keep their promise. Coverage of the 95 % intervals over a grid of worlds and numbers of
// answers, as a table, and as figures against their bars with --json FILE.
#include "measure/coverage.hpp"
#include "truth_grid.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using bellwether::measure::coverage_of_mean;
using bellwether::measure::coverage_of_net_share;
using bellwether::measure::coverage_of_share;
using bellwether::measure::Kept;
using bellwether::truth::Case;
using bellwether::truth::k_level;
using bellwether::truth::Named;
using bellwether::truth::run;
using bellwether::truth::Summary;

constexpr int k_draws = 20'000;
constexpr auto k_sizes = std::to_array<std::int64_t>({5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1'000, 3'000, 10'000});

std::vector<Case> shares() {
  std::vector<Case> cases;
  for (const double p : {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98}) {
    cases.push_back(
        {fmt::format("share {}", p), [p](std::int64_t n) { return Kept{coverage_of_share(p, n, k_level), 1}; }});
  }
  return cases;
}

std::vector<Case> net_shares() {
  std::vector<Case> cases;
  for (const auto& [positive, negative] : std::to_array<std::pair<double, double>>({{0.02, 0.02},
                                                                                    {0.1, 0.1},
                                                                                    {0.3, 0.3},
                                                                                    {0.48, 0.48},
                                                                                    {0.5, 0.2},
                                                                                    {0.62, 0.09},
                                                                                    {0.2, 0.5},
                                                                                    {0.8, 0.05},
                                                                                    {0.9, 0.02},
                                                                                    {0.02, 0.9},
                                                                                    {0.05, 0.6}})) {
    cases.push_back({fmt::format("positive {}, negative {}", positive, negative), [positive, negative](std::int64_t n) {
                       return Kept{coverage_of_net_share(positive, negative, n, k_level, k_draws), 1};
                     }});
  }
  return cases;
}

std::vector<Case> means() {
  const std::vector<std::pair<std::string, std::vector<double>>> worlds{
      {"even 1–5", {0.2, 0.2, 0.2, 0.2, 0.2}},
      {"bell 1–5", {0.05, 0.25, 0.4, 0.25, 0.05}},
      {"mostly 4–5", {0.03, 0.05, 0.12, 0.35, 0.45}},
      {"two camps", {0.45, 0.05, 0.02, 0.05, 0.43}},
      {"reviews: many 5, some 1", {0.12, 0.03, 0.05, 0.15, 0.65}},
      {"nearly all 5", {0.02, 0.01, 0.02, 0.05, 0.9}},
      {"nearly all 1", {0.9, 0.05, 0.02, 0.01, 0.02}},
      {"all 5 but one in 50", {0.02, 0.0001, 0.0001, 0.0001, 0.9797}},
      {"nps, as it is", {0.08, 0.01, 0.01, 0.02, 0.02, 0.06, 0.05, 0.1, 0.2, 0.2, 0.25}},
      {"nps, many 10, a few 0", {0.03, 0.0001, 0.0001, 0.0001, 0.0001, 0.02, 0.0001, 0.02, 0.05, 0.08, 0.7995}},
  };
  std::vector<Case> cases;
  for (const auto& [name, chances] : worlds) {
    cases.push_back(
        {name, [world = chances](std::int64_t n) { return Kept{coverage_of_mean(world, n, k_level, k_draws), 1}; }});
  }
  return cases;
}

struct Bar {
  std::string name;
  double value;
  double bar;            ///< 0: none, shown to compare
  bool at_most = false;  ///< the bar is one from above
};

int run_all(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && (arguments.size() != 2 || arguments[0] != "--json")) {
    fmt::print(stderr, "usage: measure_truth [--json FILE]\n");
    return 2;
  }
  const Summary share = run("Share: Wilson (every outcome counted)", shares(), k_sizes);
  const Summary net = run("Net share: adjusted Wald (counted up to 200 answers, then drawn)", net_shares(), k_sizes);
  const Summary mean = run("Mean of a rating: bounded t (counted up to 20 answers, then drawn)", means(), k_sizes);

  std::vector<Named> all{{"share", share, 0.94, 0.91}, {"net_share", net, 0.94, 0.91}, {"mean", mean, 0.94, 0.91}};
  std::ranges::move(bellwether::truth::amounts(), std::back_inserter(all));
  std::vector<Bar> bars;
  for (const auto& [name, summary, bar_mean, bar_worst, floor_only] : all) {
    bars.push_back({"coverage_" + name + "_mean", summary.mean, bar_mean});
    if (bar_mean > 0 && !floor_only) bars.push_back({"coverage_" + name + "_mean_most", summary.mean, 0.96, true});
    bars.push_back({"coverage_" + name + "_worst", summary.worst, bar_worst});
  }
  nlohmann::ordered_json figures;
  bool all_passed = true;
  fmt::print("\n");
  for (const Bar& bar : bars) {
    const bool passed = bar.at_most ? bar.value <= bar.bar : bar.value >= bar.bar;
    all_passed = all_passed && passed;
    figures[bar.name] = {{"value", bar.value}, {"unit", "share"}};
    if (bar.bar == 0) {
      fmt::print("{:<34}{:>8.4f}   to compare\n", bar.name, bar.value);
      continue;
    }
    fmt::print("{:<34}{:>8.4f}   bar {:.2f}   {}\n", bar.name, bar.value, bar.bar, passed ? "passed" : "MISSED");
    figures[bar.name].update({{"bar", bar.bar}, {"better", bar.at_most ? "lower" : "higher"}, {"passed", passed}});
  }
  if (!arguments.empty()) {
    std::ofstream file(arguments[1]);
    file << figures.dump(1) << "\n";
    if (!file) {
      fmt::print(stderr, "can't write {}\n", arguments[1]);
      return 1;
    }
  }
  return all_passed ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run_all({words + 1, words + count});
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "measure_truth: %s\n", problem.what());
    return 2;
  }
}
