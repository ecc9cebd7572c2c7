// small_groups_bench [EMPLOYEES] [MONTHS] [FILE.json]: how long the first question about employees takes, which has to work out the blocks, and the
// next ones, which find them.
#include "figures.hpp"
#include "measure/ask.hpp"
#include "store/directory/data_directory.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace {

using namespace bellwether;  // NOLINT(google-build-using-namespace): a program of its own

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  fmt::print(stderr, "small_groups_bench: {}\n", to_text(result.error()));
  std::exit(1);
}

constexpr int k_items = 12, k_team = 9, k_teams_in_a_region = 25;

std::string unit_of(std::uint64_t employee) { return fmt::format("team {}", employee / k_team); }

/// Everybody answers twelve items once a month, four in five times.
facts::SignalBatch month_of(std::uint64_t employees, int month) {
  facts::SignalBatch batch;
  std::vector<std::string_view> names;
  for (int item = 0; item < k_items; ++item) names.push_back(batch.keep(fmt::format("item {}", item)));
  const Day first = day_from_text(fmt::format("{}-{:02}-01", 2024 + month / 12, month % 12 + 1)).value();
  for (std::uint64_t employee = 0; employee < employees; ++employee) {
    const std::uint64_t draw = (employee * 2654435761U + static_cast<std::uint64_t>(month) * 40503U) >> 3U;
    if (draw % 5 == 0) continue;
    facts::Signal& signal = batch.add();
    signal.id = Id{.high = static_cast<std::uint64_t>(month) + 1, .low = employee};
    signal.occurred_at = Instant{(std::int64_t{first.days} + static_cast<std::int64_t>(draw % 28)) * k_us_per_day};
    signal.received_at = *signal.occurred_at;
    signal.source = "pulse";
    signal.voice_of = facts::VoiceOf::employee;
    signal.unit = batch.keep(unit_of(employee));
    signal.subject = facts::Pseudonym{employee + 1};
    std::vector<facts::Rating> ratings;
    for (std::size_t item = 0; item < names.size(); ++item) {
      ratings.push_back(
          {.name = names[item], .value = Hundredths{static_cast<std::int32_t>(100 * (1 + (draw >> item) % 5))}});
    }
    signal.ratings = batch.keep(std::span<const facts::Rating>(ratings));
  }
  return batch;
}

int run(int count, char** words) {
  const std::uint64_t employees = count > 1 ? std::stoull(words[1]) : 50'000;
  const int months = count > 2 ? std::stoi(words[2]) : 24;
  std::string name = (std::filesystem::temp_directory_path() / "bellwether-groups-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  bench::Figures figures;
  {
    const auto directory = must(store::DataDirectory::open(folder, store::Access::write, "bench"));
    const auto facts = must(facts::Facts::open(directory));
    for (int month = 0; month < months; ++month) must(facts->append(month_of(employees, month)).get());
    const auto catalogue = must(measure::Catalogue::load({}));
    measure::GuardRules rules;
    for (std::uint64_t employee = 0; employee < employees; employee += k_team) {
      rules.parents[unit_of(employee)] = fmt::format("region {}", employee / k_team / k_teams_in_a_region);
    }
    const measure::Guards guards(rules);
    for (const auto& [asked, line] : {std::pair{"first", "'mean(rating.\"item 0\")'"},
                                      {"again_by_month", "'mean(rating.\"item 0\")' --every month"},
                                      {"again_by_unit", "'mean(rating.\"item 0\")' --by unit"},
                                      {"again_another_item", "'top(rating.\"item 1\", 4)' --by unit --every year"}}) {
      const auto question = must(measure::question_from_text(line));
      const auto before = std::chrono::steady_clock::now();
      const auto answer = must(measure::ask(catalogue, *facts, guards, question));
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - before;
      fmt::print("{:<50}{:>8} rows {:>8.2f} s\n", line, answer.rows.size(), took.count());
      figures.told(std::string("small_groups_") + asked + "_s", took.count(), "s");
    }
  }
  std::filesystem::remove_all(folder);
  return figures.write(count > 3 ? words[3] : "") ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "small_groups_bench: {}\n", problem.what());
    return 2;
  }
}
