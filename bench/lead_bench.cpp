// lead_bench: six frameworks for every leader of a large company, and for one.
//
//   lead_bench [--leaders 2000] [--employees 50000] [--signals 500000] [--json FILE]
#include "figures.hpp"
#include "lead/evidence.hpp"
#include "led_company_store.hpp"
#include "simulate/scenario.hpp"

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace bellwether;
using bench::must;

struct Flags {
  std::uint64_t leaders = 2'000, employees = 50'000, signals = 500'000;
  std::string json;
};

Flags flags_of(int count, char** words) {
  Flags flags;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    const auto number = [&] { return static_cast<std::uint64_t>(std::atoll(words[i + 1])); };
    if (name == "--leaders") flags.leaders = number();
    if (name == "--employees") flags.employees = number();
    if (name == "--signals") flags.signals = number();
    if (name == "--json") flags.json = words[i + 1];
  }
  return flags;
}

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int run(const Flags& flags) {
  const auto catalogue = must(measure::Catalogue::load({}));
  const auto frameworks = must(lead::Frameworks::load(catalogue, {}));
  std::vector<const lead::Framework*> all;
  for (const auto& [id, framework] : frameworks.all()) all.push_back(&framework);
  const auto company =
      bench::company_of(must(simulate::scenario_named("leaders")),
                        {.signals = flags.signals, .leaders = flags.leaders, .employees = flags.employees});
  const Day end{must(company.facts->days(facts::Table::acts))->second.days + 1};
  const Day last{end.days - 1};
  const measure::Guards guards({.parents = measure::parents_of(company.organisation->units.as_of(last))});

  std::size_t scored = 0;
  const double full = seconds_of([&] {
    const auto book =
        must(lead::EvidenceBook::read(catalogue, *company.facts, guards, {.frameworks = all, .end = end, .organisation = &*company.organisation}));
    for (const simulate::LeaderTruth& leader : company.truth.leaders) {
      const auto subject = must(lead::leader_on(company.organisation->units, company.organisation->people, leader.person, last));
      for (const lead::Framework* framework : all) {
        scored += lead::score_of(*framework, book.of(*framework, subject), end, book.correlations()).scored ? 1U : 0U;
      }
    }
  });
  std::vector<double> one;
  constexpr std::size_t k_tries = 9;
  for (std::size_t i = 0; i < k_tries; ++i) {
    const std::string& person = company.truth.leaders[i * (company.truth.leaders.size() - 1) / (k_tries - 1)].person;
    one.push_back(seconds_of([&] {
      const auto subject = must(lead::leader_on(company.organisation->units, company.organisation->people, person, last));
      const auto book = must(lead::EvidenceBook::read(catalogue, *company.facts, guards,
                                                      {.frameworks = all, .end = end, .only = subject, .organisation = &*company.organisation}));
      for (const lead::Framework* framework : all)
        (void)lead::score_of(*framework, book.of(*framework, subject), end, book.correlations());
    }));
  }
  std::ranges::sort(one);
  const double median_ms = 1'000 * one[one.size() / 2];
  fmt::print("{} leaders, {} scores: {:.1f} s in full; one leader {:.0f} ms (median), {:.0f} ms at most\n",
             company.truth.leaders.size(), scored, full, median_ms, 1'000 * one.back());
  bench::Figures figures;
  figures.at_most("lead_all_leaders_s", full, "s", 60);
  figures.at_most("lead_one_leader_ms", median_ms, "ms", 200);
  return figures.write(flags.json) && figures.passed() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(flags_of(count, words));
  } catch (const std::exception& problem) {
    fmt::print(stderr, "lead_bench: {}\n", problem.what());
    return 2;
  }
}
