// The grids beside those of answers on a scale: rates, waiting, quantiles, amounts, ratios, agreement.
#include "measure/coverage_amounts.hpp"
#include "measure/coverage_spans.hpp"
#include "truth_grid.hpp"

#include <array>

#include <fmt/format.h>

namespace bellwether::truth {

namespace {

using namespace measure;

constexpr int k_draws = 2'000;     // a standard error of 0.5 points
constexpr int k_slow_draws = 500;  // 1 point

Summary rates(const char* title, PoissonInterval interval) {
  constexpr auto k_expected = std::to_array<std::int64_t>({1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 300, 1'000});
  std::vector<Case> cases;
  for (const double shift : {0.0, 0.25, 0.5, 0.75}) {
    cases.push_back({fmt::format("expected + {}", shift), [=](std::int64_t n) {
                       return Kept{coverage_of_rate(static_cast<double>(n) + shift, k_level, interval), 1};
                     }});
  }
  return run(title, cases, k_expected, "expected events");
}

Summary waiting(const char* title, SurvivalInterval interval, bool times) {
  constexpr auto k_sizes = std::to_array<std::int64_t>({5, 10, 20, 50, 200});
  std::vector<Case> cases;
  for (const double shape : {1.0, 2.0}) {
    for (const double censored : {0.1, 0.5, 0.8}) {
      for (const double share : {0.1, 0.5, 0.9}) {
        const Waiting world{.shape = shape, .censored = censored};
        cases.push_back(
            {fmt::format("shape {}, {:.0f} % censored, at {}", shape, censored * 100, share), [=](std::int64_t n) {
               const int draws = n >= 200 ? k_slow_draws : k_draws;
               return times ? coverage_of_time_until(world, share, n, k_level, draws, interval)
                            : coverage_of_waiting(world, share, n, k_level, draws, interval);
             }});
      }
    }
  }
  return run(title, cases, k_sizes, "spans");
}

Summary quantiles(const char* title, QuantileInterval interval) {
  constexpr auto k_sizes = std::to_array<std::int64_t>({6, 7, 10, 15, 20, 30, 50, 100, 200, 1'000});
  std::vector<Case> cases;
  for (const auto& [share, z] : {std::pair{0.25, -0.6744897502}, std::pair{0.5, 0.0}, std::pair{0.9, 1.2815515655}}) {
    for (const Amounts amounts : {Amounts::lognormal_one, Amounts::exponential}) {
      cases.push_back({fmt::format("{} of {}", share, amounts == Amounts::exponential ? "exponential" : "lognormal"),
                       [=](std::int64_t n) {
                         const int draws = n >= 200 ? k_slow_draws : k_draws;
                         return coverage_of_quantile(amounts, share, z, n, k_level, draws, interval);
                       }});
    }
  }
  return run(title, cases, k_sizes, "values");
}

Summary free_means(const char* title, FreeMean interval) {
  constexpr auto k_sizes = std::to_array<std::int64_t>({5, 10, 20, 50, 100, 200, 1'000});
  std::vector<Case> cases;
  for (const auto& [name, amounts] :
       {std::pair{"lognormal 0.5", Amounts::lognormal_half}, std::pair{"exponential", Amounts::exponential},
        std::pair{"lognormal 1", Amounts::lognormal_one}, std::pair{"gamma 0.5", Amounts::gamma_half},
        std::pair{"normal", Amounts::bell}}) {
    cases.push_back(
        {name, [=, kind = amounts](std::int64_t n) {
           const int draws = interval == FreeMean::bootstrap ? k_slow_draws : n < 1'000 ? 10 * k_draws : k_draws;
           return coverage_of_free_mean(kind, interval, n, k_level, draws);
         }});
  }
  return run(title, cases, k_sizes, "values");
}

constexpr auto k_group_sizes = std::to_array<std::int64_t>({5, 10, 15, 20, 50, 200});

Summary ratios() {
  std::vector<Case> cases;
  for (const double spread : {0.2, 0.5}) {
    cases.push_back({fmt::format("sums of lognormal {}", spread),
                     [=](std::int64_t n) { return coverage_of_ratio(spread, n, k_level, k_draws); }});
  }
  for (const double p : {0.05, 0.2, 0.5, 0.9}) {
    for (const double alike : {0.0, 0.3}) {
      cases.push_back({fmt::format("share {} of contacts, alike {}", p, alike),
                       [=](std::int64_t n) { return coverage_of_clustered_share(p, alike, n, k_level, k_draws); }});
    }
  }
  return run("Ratio of sums: delta, Fieller; share of contacts: clustered", cases, k_group_sizes, "pairs");
}

Summary within_groups() {
  std::vector<Case> cases;
  for (const auto& [name, chances] :
       std::vector<std::pair<std::string, std::vector<double>>>{{"even", {0.2, 0.2, 0.2, 0.2, 0.2}},
                                                                {"bell", {0.05, 0.25, 0.4, 0.25, 0.05}},
                                                                {"mostly 4-5", {0.03, 0.05, 0.12, 0.35, 0.45}},
                                                                {"two camps", {0.45, 0.05, 0.02, 0.05, 0.43}},
                                                                {"many 5, some 1", {0.12, 0.03, 0.05, 0.15, 0.65}},
                                                                {"nearly all 5", {0.02, 0.01, 0.02, 0.05, 0.9}},
                                                                {"agreed on 4", {0.0, 0.05, 0.15, 0.6, 0.2}}}) {
    cases.push_back({name, [world = chances](std::int64_t n) {
                       return coverage_of_within_group(world, n, k_level, k_slow_draws);
                     }});
  }
  return run("r*wg: Bayesian bootstrap", cases, k_group_sizes, "raters");
}

Summary alphas() {
  std::vector<Case> cases;
  for (const int raters : {2, 4}) {
    for (const double skill : {0.3, 0.7, 0.9}) {
      for (const auto& chances : {std::vector{0.5, 0.3, 0.2}, std::vector{0.2, 0.2, 0.2, 0.2, 0.2}}) {
        cases.push_back(
            {fmt::format("{} raters, skill {}, {} labels", raters, skill, chances.size()),
             [=](std::int64_t n) { return coverage_of_alpha(skill, chances, raters, n, k_level, k_slow_draws); }});
      }
    }
  }
  return run("Krippendorff's alpha, nominal: jackknife", cases, k_group_sizes, "rows");
}

Summary matchings() {
  std::vector<Case> cases;
  for (const auto& [name, chances] :
       std::vector<std::pair<std::string, std::vector<double>>>{{"three alike", {0.34, 0.33, 0.33}},
                                                                {"ten alike", std::vector<double>(10, 0.1)},
                                                                {"one leads", {0.5, 0.2, 0.1, 0.05, 0.05, 0.05, 0.05}},
                                                                {"one rules", {0.9, 0.05, 0.03, 0.02}},
                                                                {"two alike", {0.5, 0.5}}}) {
    cases.push_back(
        {name, [world = chances](std::int64_t n) { return coverage_of_matching(world, n, k_level, k_draws); }});
  }
  return run("Matching share: jackknife", cases, k_group_sizes, "people");
}

}  // namespace

std::vector<Named> amounts() {
  // Braces call from left to right: the tables stand in this order. What is discrete, or has its answers only when enough
  // was seen, holds more than its level where little is seen: that has its bar below only.
  return {
      {"rate", rates("Rate: Poisson, mid-P (every count; discrete)", PoissonInterval::mid_p), 0.94, 0.90},
      {"rate_garwood", rates("Rate: Garwood, to compare (95 % is a floor)", PoissonInterval::garwood), 0, 0},
      {"waiting", waiting("Still waiting: beta product", SurvivalInterval::beta_product, false), 0.94, 0.91, true},
      {"waiting_log_log", waiting("Still waiting: log-log, to compare", SurvivalInterval::log_log, false), 0, 0},
      {"time_until", waiting("Time until: beta product", SurvivalInterval::beta_product, true), 0.94, 0.91, true},
      {"quantile", quantiles("Quantile: between ranks (Nyblom)", QuantileInterval::between), 0.94, 0.91},
      {"quantile_ranks", quantiles("Quantile: ranks, to compare (95 % is a floor)", QuantileInterval::ranks), 0, 0},
      {"free_mean", free_means("Mean of amounts: t, skewness taken out (Hall)", FreeMean::skewed), 0.94, 0.91},
      {"free_mean_t", free_means("Mean of amounts: Student's t, to compare", FreeMean::student), 0, 0},
      {"free_mean_bca", free_means("Mean of amounts: BCa, to compare", FreeMean::bootstrap), 0, 0},
      {"ratio", ratios(), 0.94, 0.91},
      {"within_group", within_groups(), 0.94, 0.91, true},
      {"alpha", alphas(), 0.94, 0.91},
      {"matching", matchings(), 0.94, 0.90, true},
  };
}

}  // namespace bellwether::truth
