// small_group_attack [WORLDS] [QUESTIONS]: the attack on small groups of src/measure/attack.hpp, on many organisations with many
// questions each, and on some of them without protection; exit status 1 where it tells of too few people.
#include "measure/attack.hpp"

#include "store/directory/data_directory.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
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

/// Runs all worlds; the fewest people that any of them told of.
std::size_t run(const char* title, Protection protection, std::uint64_t worlds, std::size_t questions) {
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
  return all.wrong == 0 ? all.fewest : 0;
}

}  // namespace

int main(int count, char** words) {
  const std::uint64_t worlds = count > 1 ? std::stoull(words[1]) : 100;
  const std::size_t questions = count > 2 ? std::stoull(words[2]) : 500;
  const std::size_t fewest = run("blocks", Protection::blocks, worlds, questions);
  run("small rows withheld", Protection::rows, worlds / 10 + 1, questions);
  run("nothing withheld", Protection::none, worlds / 10 + 1, questions);
  return fewest >= static_cast<std::size_t>(bellwether::measure::k_fewest_employees) ? 0 : 1;
}
