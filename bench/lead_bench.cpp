// lead_bench: six frameworks for every leader of a large company, and for one: from what was read for all, as whoever answers many
// questions keeps it, and read afresh.
//
//   lead_bench [--leaders 2000] [--employees 50000] [--signals 500000] [--json FILE]
#include "figures.hpp"
#include "lead/evidence.hpp"
#include "led_company_store.hpp"
#include "simulate/scenario.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
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

  const auto read = [&](const std::optional<lead::Subject>& only, const measure::Guards& by) {
    return must(lead::EvidenceBook::read(
        catalogue, *company.facts, by,
        {.frameworks = all, .end = end, .only = only, .organisation = &*company.organisation}));
  };
  const auto score = [&](const lead::EvidenceBook& book, const lead::Subject& subject) {
    std::size_t scored = 0;
    for (const lead::Framework* framework : all) {
      scored += lead::score_of(*framework, book.of(*framework, subject), end, book.correlations()).scored ? 1U : 0U;
    }
    return scored;
  };

  std::optional<lead::EvidenceBook> kept;
  std::vector<lead::Subject> leaders;
  std::atomic<std::size_t> scored = 0;
  const double reading = seconds_of([&] { kept.emplace(read({}, guards)); });
  const double scoring = seconds_of([&] {
    leaders = lead::leaders_on(company.organisation->units, company.organisation->people, last);
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      threads.emplace_back([&] {
        for (std::size_t at = next++; at < leaders.size(); at = next++) scored += score(*kept, leaders[at]);
      });
    }
  });
  const double full = reading + scoring;

  std::vector<double> from_kept, afresh, at_first;
  constexpr std::size_t k_tries = 9;
  for (std::size_t i = 0; i < k_tries; ++i) {
    const lead::Subject& leader = leaders[i * (leaders.size() - 1) / (k_tries - 1)];
    from_kept.push_back(1'000 * seconds_of([&] { score(*kept, leader); }));
    afresh.push_back(1'000 * seconds_of([&] { score(read(leader, guards), leader); }));
    // As a program does that has just been started: the groups of employees who may be told of are not known yet, either.
    const measure::Guards none_known({.parents = guards.rules().parents});
    at_first.push_back(1'000 * seconds_of([&] { score(read(leader, none_known), leader); }));
  }
  std::ranges::sort(from_kept);
  std::ranges::sort(afresh);
  std::ranges::sort(at_first);
  fmt::print(
      "{} leaders, {} scores: {:.1f} s in full, of it {:.1f} s reading\n"
      "one leader: {:.1f} ms from what was read for all (at most {:.1f}), {:.0f} ms read afresh (at most {:.0f}), "
      "{:.0f} ms by a "
      "program just started\n",
      leaders.size(), scored.load(), full, reading, from_kept[k_tries / 2], from_kept.back(), afresh[k_tries / 2],
      afresh.back(), at_first[k_tries / 2]);
  bench::Figures figures;
  figures.at_most("lead_all_leaders_s", full, "s", 60);
  figures.at_most("lead_one_leader_ms", from_kept[k_tries / 2], "ms", 200);
  figures.told("lead_leader_of_all_ms", from_kept.back(), "ms");
  figures.told("lead_one_leader_afresh_ms", afresh[k_tries / 2], "ms");
  figures.told("lead_one_leader_at_first_ms", at_first[k_tries / 2], "ms");
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
