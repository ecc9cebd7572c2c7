// measure_truth: whether intervals keep their promise. Coverage of the 95 % intervals over a grid of worlds and numbers of
// answers, as a table, and as figures against their bars with --json FILE.
#include "measure/coverage.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using bellwether::measure::coverage_of_mean;
using bellwether::measure::coverage_of_net_share;
using bellwether::measure::coverage_of_share;

constexpr double k_level = 0.95;
constexpr int k_draws = 20'000;
constexpr auto k_sizes = std::to_array<std::int64_t>({5, 7, 10, 15, 20, 30, 50, 100, 200, 500, 1'000, 3'000, 10'000});
constexpr std::int64_t k_worst_from = 10;  ///< with fewer answers no method holds everywhere

struct Case {
  std::string world;
  std::function<double(std::int64_t)> coverage;
};

struct Summary {
  double mean = 0;
  double worst = 1;
  std::string where;
};

/// Runs all cells, prints a line per world, and sums up.
Summary run(const std::string& title, const std::vector<Case>& cases) {
  fmt::print("\n{}\n{:<30}", title, "coverage, by answers");
  for (const std::int64_t n : k_sizes) fmt::print("{:>8}", n);
  fmt::print("\n");
  Summary summary;
  for (const Case& one : cases) {
    fmt::print("{:<30}", one.world);
    for (const std::int64_t n : k_sizes) {
      const double coverage = one.coverage(n);
      fmt::print("{:>8.3f}", coverage);
      summary.mean += coverage / static_cast<double>(cases.size() * k_sizes.size());
      if (n >= k_worst_from && coverage < summary.worst) {
        summary.worst = coverage;
        summary.where = fmt::format("{}, n = {}", one.world, n);
      }
    }
    fmt::print("\n");
    std::fflush(stdout);
  }
  fmt::print("mean {:.4f}; worst from {} answers on {:.4f} ({})\n", summary.mean, k_worst_from, summary.worst,
             summary.where);
  return summary;
}

std::vector<Case> shares() {
  std::vector<Case> cases;
  for (const double p : {0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98}) {
    cases.push_back({fmt::format("share {}", p), [p](std::int64_t n) { return coverage_of_share(p, n, k_level); }});
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
                       return coverage_of_net_share(positive, negative, n, k_level, k_draws);
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
  };
  std::vector<Case> cases;
  for (const auto& [name, chances] : worlds) {
    cases.push_back({name, [world = chances](std::int64_t n) { return coverage_of_mean(world, n, k_level, k_draws); }});
  }
  return cases;
}

struct Bar {
  std::string name;
  double value;
  double bar;
};

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  if (!arguments.empty() && (arguments.size() != 2 || arguments[0] != "--json")) {
    fmt::print(stderr, "usage: measure_truth [--json FILE]\n");
    return 2;
  }
  const Summary share = run("Share: Wilson (every outcome counted)", shares());
  const Summary net = run("Net share: adjusted Wald (counted up to 200 answers, then drawn)", net_shares());
  const Summary mean = run("Mean of a rating: Student's t (counted up to 20 answers, then drawn)", means());

  const std::vector<Bar> bars{
      {"coverage_share_mean", share.mean, 0.94},   {"coverage_share_worst", share.worst, 0.90},
      {"coverage_net_share_mean", net.mean, 0.94}, {"coverage_net_share_worst", net.worst, 0.90},
      {"coverage_mean_mean", mean.mean, 0.94},     {"coverage_mean_worst", mean.worst, 0.85},
  };
  nlohmann::ordered_json figures;
  bool all_passed = true;
  fmt::print("\n");
  for (const Bar& bar : bars) {
    const bool passed = bar.value >= bar.bar;
    all_passed = all_passed && passed;
    fmt::print("{:<28}{:>8.4f}   bar {:.2f}   {}\n", bar.name, bar.value, bar.bar, passed ? "passed" : "MISSED");
    figures[bar.name] = {
        {"value", bar.value}, {"unit", "share"}, {"bar", bar.bar}, {"better", "higher"}, {"passed", passed}};
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
