// lead_truth: whether leadership scores find what was planted. Companies with leaders whose traits are known are simulated, taken into
// a store, and scored by the shipped frameworks. Held against the truth are the order of scores, their intervals, equal leaders,
// changes by chance alone, noise in self-assessments, and those who game.
//
//   lead_truth [--companies 50] [--leaders 40] [--courses 8] [--replayed 8] [--indicators yes] [--json FILE]
//
// Each of the first `replayed` companies is simulated in so many courses, for its intervals, and once more with noise.
#include "figures.hpp"
#include "lead_truth_change.hpp"
#include "lead_truth_coverage.hpp"
#include "lead_truth_equals.hpp"
#include "lead_truth_gaming.hpp"
#include "lead_truth_noise.hpp"
#include "lead_truth_ranks.hpp"
#include "led_scores.hpp"
#include "simulate/scenario.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace bellwether;
using bench::LedScores;

struct Flags {
  int companies = 50, courses = 8, replayed = 8;
  std::uint32_t leaders = 40;
  bool indicators = false;
  std::string json;
};

/// All studies, of companies that come in any order.
class Studies {
 public:
  Studies(const Flags& flags, const bench::Shipped& shipped)
      : flags_(flags), shipped_(shipped), scenario_(bench::must(simulate::scenario_named("leaders"))) {}

  void look_at(int company) {
    const bool replayed = company < flags_.replayed;
    std::vector<LedScores> courses{scores(company, {}, {}, replayed)};
    std::vector<LedScores> noisy;
    if (replayed) {
      for (int course = 1; course < flags_.courses; ++course)
        courses.push_back(scores(company, static_cast<std::uint64_t>(course), {}, true));
      noisy.push_back(scores(company, {}, bench::add_noise, false));
    }
    const std::scoped_lock lock(mutex_);
    ranks_.add(courses.front(), shipped_);
    equals_.add(courses.front(), shipped_);
    gaming_.add(courses.front());
    if (courses.size() > 1) coverage_.add(courses, shipped_);
    if (courses.size() > 1) changes_.add(courses, shipped_);
    for (const LedScores& one : noisy) noise_.add(courses.front(), one);
  }

  void print() const {
    ranks_.print();
    coverage_.print(flags_.indicators);
    equals_.print(flags_.indicators);
    changes_.print(flags_.indicators);
    noise_.print();
    gaming_.print();
  }

  [[nodiscard]] bench::Figures figures() const {
    bench::Figures figures;
    figures.at_least("lead_rank_correlation", ranks_.of_frameworks(), "Spearman", 0.8);
    figures.told("lead_rank_correlation_of_dimensions", ranks_.of_dimensions(), "Spearman");
    figures.within("lead_coverage_of_frameworks", coverage_.of_frameworks(), "share", 0.92, 0.98);
    figures.within("lead_coverage_of_dimensions", coverage_.of_dimensions(), "share", 0.92, 0.98);
    for (const auto& [framework, share] : coverage_.by_framework())
      figures.within("lead_coverage_" + framework, share, "share", 0.92, 0.98);
    figures.at_most("lead_false_alarms", equals_.false_alarms(), "share", 0.05);
    figures.told("lead_false_alarms_of_plain_scores", equals_.plain_alarms(), "share");
    figures.at_most("lead_false_changes", changes_.false_alarms(), "share", 0.05);
    figures.told("lead_false_changes_of_plain_scores", changes_.plain_alarms(), "share");
    figures.at_most("lead_self_noise_moves", noise_.moved(), "points", 2);
    figures.at_least("lead_gaming_found", gaming_.found(), "share", 0.8);
    figures.at_least("lead_gaming_visits_found", gaming_.visits_found(), "share", 0.8);
    figures.told("lead_gaming_begged_found", gaming_.begged_found(), "share");
    figures.at_most("lead_gaming_blamed", gaming_.blamed(), "share", 0.05);
    return figures;
  }

 private:
  LedScores scores(int company, std::optional<std::uint64_t> course, const bench::Retold& retold,
                   bool with_before) const {
    constexpr int k_first_seed = 1'000;
    constexpr std::uint32_t k_employees_each = 25;
    return bench::scores_of(bench::company_of(scenario_,
                                              {.signals = 20'000,
                                               .seed = static_cast<std::uint64_t>(k_first_seed + company),
                                               .course = course,
                                               .leaders = flags_.leaders,
                                               .employees = flags_.leaders * k_employees_each},
                                              retold),
                            shipped_, with_before);
  }

  const Flags& flags_;
  const bench::Shipped& shipped_;
  simulate::Scenario scenario_;
  std::mutex mutex_;  ///< guards all below
  bench::Ranks ranks_;
  bench::Coverage coverage_;
  bench::Equals equals_;
  bench::Changes changes_;
  bench::Noise noise_;
  bench::Gaming gaming_;
};

Flags flags_of(int count, char** words) {
  Flags flags;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    const int number = std::atoi(words[i + 1]);
    if (name == "--companies") flags.companies = number;
    if (name == "--courses") flags.courses = std::max(2, number);
    if (name == "--replayed") flags.replayed = number;
    if (name == "--leaders") flags.leaders = static_cast<std::uint32_t>(number);
    if (name == "--indicators") flags.indicators = true;
    if (name == "--json") flags.json = words[i + 1];
  }
  return flags;
}

int run(const Flags& flags) {
  const bench::Shipped shipped = bench::shipped();
  Studies studies(flags, shipped);
  std::atomic<int> next = 0;
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      workers.emplace_back([&] {
        for (int company = next++; company < flags.companies; company = next++) studies.look_at(company);
      });
    }
  }
  fmt::print("{} companies of {} leaders, {} of them in {} courses\n", flags.companies, flags.leaders,
             std::min(flags.companies, flags.replayed), flags.courses);
  studies.print();
  const bench::Figures figures = studies.figures();
  return figures.write(flags.json) && figures.passed() ? 0 : 1;
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
