// small_group_attack [WORLDS] [QUESTIONS] [FILE.json]: the attack on small groups of src/measure/attack.hpp, on many organisations with many
// questions each, and on some of them without protection; exit status 1 where it tells of too few people.
#include "measure/attack.hpp"

#include "figures.hpp"
#include "store/directory/data_directory.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string>

#include <fmt/format.h>

namespace {

using bellwether::measure::Attack;
using bellwether::measure::AttackResult;
using bellwether::measure::Protection;

template <class T>
T must(bellwether::Result<T> result) {
  if (result) return *std::move(result);
  fmt::print(stderr, "small_group_attack: {}\n", bellwether::to_text(result.error()));
  std::exit(1);
}

AttackResult attack(std::uint64_t seed, Protection protection, std::size_t questions) {
  std::string name = (std::filesystem::temp_directory_path() / "bellwether-attack-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  AttackResult result;
  {
    const auto directory =
        must(bellwether::store::DataDirectory::open(folder, bellwether::store::Access::write, "bench"));
    const auto facts = must(bellwether::facts::Facts::open(directory));
    Attack attack(seed, protection);
    must(facts->append(attack.signals()).get());
    result = must(attack.run(*facts, questions));
  }
  std::filesystem::remove_all(folder);
  return result;
}

/// Runs all worlds and prints what they told.
AttackResult run(const char* title, Protection protection, std::uint64_t worlds, std::size_t questions) {
  AttackResult all;
  std::uint64_t broken = 0;
  for (std::uint64_t seed = 1; seed <= worlds; ++seed) {
    const AttackResult one = attack(seed, protection, questions);
    all.questions += one.questions;
    all.figures += one.figures;
    all.different += one.different;
    all.wrong += one.wrong;
    all.fewest = std::min(all.fewest, one.fewest);
    broken += one.fewest < 5 ? 1 : 0;
  }
  fmt::print(
      "{:<28}{:>8} worlds {:>8} questions {:>9} figures {:>7} different; told of {} people at least; broken in {} "
      "worlds; {} figures wrong\n",
      title, worlds, all.questions, all.figures, all.different, all.fewest, broken, all.wrong);
  std::fflush(stdout);
  return all;
}

int run(int count, char** words) {
  const std::uint64_t worlds = count > 1 ? std::stoull(words[1]) : 100;
  const std::size_t questions = count > 2 ? std::stoull(words[2]) : 500;
  const AttackResult guarded = run("blocks", Protection::blocks, worlds, questions);
  const AttackResult by_rows = run("small rows withheld", Protection::rows, worlds / 10 + 1, questions);
  run("nothing withheld", Protection::none, worlds / 10 + 1, questions);
  bellwether::bench::Figures figures;
  figures.at_least("attack_fewest_people_told_of", static_cast<double>(guarded.fewest), "people",
                   static_cast<double>(bellwether::measure::k_fewest_employees));
  figures.at_most("attack_wrong_figures", static_cast<double>(guarded.wrong), "figures", 0);
  figures.told("attack_fewest_where_rows_alone_are_withheld", static_cast<double>(by_rows.fewest), "people");
  return figures.write(count > 3 ? words[3] : "") && figures.passed() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run(count, words);
  } catch (const std::exception& problem) {
    fmt::print(stderr, "small_group_attack: {}\n", problem.what());
    return 2;
  }
}
