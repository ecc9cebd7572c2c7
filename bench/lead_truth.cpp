// lead_truth: whether leadership scores find what was planted. Companies with leaders whose traits are known are simulated, taken into
// a store, and scored by the shipped frameworks; scores are held against the planted standings.
//
//   lead_truth [--companies 50] [--leaders 40] [--json FILE]
#include "lead/evidence.hpp"
#include "led_company_store.hpp"
#include "simulate/scenario.hpp"
#include "simulate/standing.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using namespace bellwether;
using bench::Company;
using bench::must;

struct Flags {
  int companies = 50;
  std::uint64_t leaders = 40;
  std::string json;
};

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t at = i; at < end; ++at)
      ranks[order[at]] = (static_cast<double>(i) + static_cast<double>(end - 1)) / 2;
    i = end;
  }
  return ranks;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double n = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

/// What is gathered about one dimension over all companies.
struct Found {
  std::vector<double> rank_correlations;  ///< one per company
  double coverage = 0;
  int scores = 0;
};

struct Pairs {
  int compared = 0, cried = 0;  ///< equal leaders whose scores' intervals say that they differ
};

/// Mean planted standing over the months that scores look at.
double standing_of(const simulate::LeaderTruth& leader, std::size_t dimension) {
  constexpr std::size_t k_months = 4;
  double sum = 0;
  const std::size_t from = leader.months.size() > k_months ? leader.months.size() - k_months : 0;
  for (std::size_t i = from; i < leader.months.size(); ++i) sum += leader.months[i].standing[dimension];
  return sum / static_cast<double>(leader.months.size() - from);
}

struct Study {
  std::map<std::string, Found> found;  ///< by "lead.learn"; by "lead" for the whole framework
  Pairs pairs;

  void look_at(const Company& company, const measure::Catalogue& catalogue, const lead::Frameworks& frameworks) {
    std::vector<const lead::Framework*> all;
    for (const auto& [id, framework] : frameworks.all()) all.push_back(&framework);
    const Day end{must(company.facts->days(facts::Table::acts))->second.days + 1};
    const measure::Guards guards({.parents = measure::parents_of(company.units->as_of(Day{end.days - 1}))});
    const lead::EvidenceBook book =
        must(lead::EvidenceBook::read(catalogue, *company.facts, guards, {.frameworks = all, .end = end}));
    for (const lead::Framework* framework : all) look_at(company, book, *framework, end);
  }

 private:
  void look_at(const Company& company, const lead::EvidenceBook& book, const lead::Framework& framework, Day end) {
    std::map<std::string, lead::Score> scores;
    for (const simulate::LeaderTruth& leader : company.truth.leaders) {
      const auto subject = lead::leader_on(*company.units, *company.people, leader.person, Day{end.days - 1});
      if (!subject) continue;
      scores.emplace(leader.person, lead::score_of(framework, book.of(framework, *subject), end, book.correlations()));
    }
    for (std::size_t d = 0; d < framework.dimensions.size(); ++d) rank(company, framework, d, scores);
    rank_whole(company, framework, scores);
    compare_equals(company, scores);
  }

  void rank(const Company& company, const lead::Framework& framework, std::size_t d,
            const std::map<std::string, lead::Score>& scores) {
    const auto planted = simulate::dimensions();
    const std::string& id = framework.dimensions[d].id;
    const auto at = std::ranges::find_if(
        planted, [&](const simulate::Dimension& one) { return one.framework == framework.id && one.id == id; });
    if (at == planted.end()) return;
    const auto dimension = static_cast<std::size_t>(at - planted.begin());
    std::vector<double> truth, told;
    Found& one = found[framework.id + "." + id];
    for (const simulate::LeaderTruth& leader : company.truth.leaders) {
      const auto score = scores.find(leader.person);
      constexpr double k_covered = 0.6;
      if (score == scores.end() || leader.games) continue;
      const lead::DimensionScore& scored = score->second.dimensions[d];
      one.coverage += scored.coverage;
      ++one.scores;
      if (!scored.scored || scored.coverage < k_covered) continue;
      truth.push_back(standing_of(leader, dimension));
      told.push_back(scored.scored->score);
    }
    constexpr std::size_t k_least = 8;
    if (truth.size() >= k_least) one.rank_correlations.push_back(correlation(ranks(truth), ranks(told)));
  }

  /// The framework's score against the mean of its dimensions' standings, weighted as the framework does.
  void rank_whole(const Company& company, const lead::Framework& framework,
                  const std::map<std::string, lead::Score>& scores) {
    const auto planted = simulate::dimensions();
    std::vector<double> truth, told;
    Found& one = found[framework.id];
    for (const simulate::LeaderTruth& leader : company.truth.leaders) {
      const auto score = scores.find(leader.person);
      constexpr double k_covered = 0.6;
      if (score == scores.end() || leader.games) continue;
      one.coverage += score->second.coverage;
      ++one.scores;
      if (!score->second.scored || score->second.coverage < k_covered) continue;
      double sum = 0;
      double weights = 0;
      for (std::size_t at = 0; at < planted.size(); ++at) {
        if (planted[at].framework != framework.id) continue;
        const auto of = std::ranges::find(framework.dimensions, planted[at].id, &lead::Dimension::id);
        if (of == framework.dimensions.end()) continue;
        sum += of->weight * standing_of(leader, at);
        weights += of->weight;
      }
      if (weights == 0) continue;
      truth.push_back(sum / weights);
      told.push_back(score->second.scored->score);
    }
    constexpr std::size_t k_least = 8;
    if (truth.size() >= k_least) one.rank_correlations.push_back(correlation(ranks(truth), ranks(told)));
  }

  void compare_equals(const Company& company, const std::map<std::string, lead::Score>& scores) {
    for (const std::vector<std::string>& alike : company.truth.equals) {
      for (std::size_t i = 0; i < alike.size(); ++i) {
        for (std::size_t j = i + 1; j < alike.size(); ++j) {
          const auto a = scores.find(alike[i]);
          const auto b = scores.find(alike[j]);
          if (a == scores.end() || b == scores.end() || !a->second.scored || !b->second.scored) continue;
          const auto estimate = [](const lead::Scored& scored) {
            return measure::Estimate{.value = scored.score, .low = scored.low, .high = scored.high};
          };
          const auto difference = measure::difference(estimate(*a->second.scored), estimate(*b->second.scored));
          ++pairs.compared;
          pairs.cried += difference.verdict == measure::Verdict::cant_tell ? 0 : 1;
        }
      }
    }
  }
};

double mean(const std::vector<double>& values) {
  return values.empty() ? 0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Flags flags_of(int count, char** words) {
  Flags flags;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    if (name == "--companies") flags.companies = std::atoi(words[i + 1]);
    if (name == "--leaders") flags.leaders = static_cast<std::uint64_t>(std::atoll(words[i + 1]));
    if (name == "--json") flags.json = words[i + 1];
  }
  return flags;
}

int run(const Flags& flags) {
  const auto catalogue = must(measure::Catalogue::load({}));
  const auto frameworks = must(lead::Frameworks::load(catalogue, {}));
  const auto scenario = must(simulate::scenario_named("leaders"));
  Study study;
  for (int i = 0; i < flags.companies; ++i) {
    const Company company = bench::company_of(scenario, {.signals = 20'000,
                                                         .seed = static_cast<std::uint64_t>(1'000 + i),
                                                         .leaders = flags.leaders,
                                                         .employees = flags.leaders * 25});
    study.look_at(company, catalogue, frameworks);
  }
  fmt::print("\nScores of leaders against what was planted, {} companies of {} leaders\n{:<42}{:>10}{:>12}\n",
             flags.companies, flags.leaders, "dimension", "coverage", "rank corr.");
  std::vector<double> all, wholes;
  for (const auto& [id, one] : study.found) {
    fmt::print(
        "{:<42}{:>9.0f}%{:>12}\n", id, 100 * one.coverage / std::max(1, one.scores),
        one.rank_correlations.empty() ? std::string("thin") : fmt::format("{:.3f}", mean(one.rank_correlations)));
    std::vector<double>& into = id.find('.') == std::string::npos ? wholes : all;
    into.insert(into.end(), one.rank_correlations.begin(), one.rank_correlations.end());
  }
  const double alarms = study.pairs.compared == 0 ? 0 : static_cast<double>(study.pairs.cried) / study.pairs.compared;
  fmt::print(
      "\nmean rank correlation of frameworks {:.3f} (bar 0.8), of dimensions {:.3f}\nequal leaders told apart: {} of "
      "{} "
      "({:.1f} %, bar 5 %)\n",
      mean(wholes), mean(all), study.pairs.cried, study.pairs.compared, 100 * alarms);
  if (flags.json.empty()) return 0;
  nlohmann::ordered_json figures;
  figures["lead_rank_correlation"] = {{"value", mean(wholes)},
                                      {"unit", "Spearman"},
                                      {"bar", 0.8},
                                      {"better", "higher"},
                                      {"passed", mean(wholes) >= 0.8}};
  figures["lead_rank_correlation_of_dimensions"] = {{"value", mean(all)}, {"unit", "Spearman"}, {"better", "higher"}};
  figures["lead_false_alarms"] = {
      {"value", alarms}, {"unit", "share"}, {"bar", 0.05}, {"better", "lower"}, {"passed", alarms <= 0.05}};
  std::ofstream(flags.json) << figures.dump(1) << "\n";
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(flags_of(count, words));
  } catch (const std::exception& problem) {
    fmt::print(stderr, "lead_truth: {}\n", problem.what());
    return 2;
  }
}
