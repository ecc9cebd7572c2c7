#include "measure/employee_blocks.hpp"

#include "base/invariant.hpp"
#include "measure/names.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include <xxhash.h>

namespace bellwether::measure {

namespace {

/// Units as nodes: all that answers name, and all above them.
class Nodes {
 public:
  Nodes(const std::vector<facts::CrowdCell>& places, const std::map<std::string, std::string>& parents) {
    for (const facts::CrowdCell& place : places) {
      std::string word = word_of(place.slice.front());
      while (numbers_.emplace(word, 0).second) {
        const auto above = parents.find(word);
        if (above == parents.end()) break;
        word = above->second;
      }
    }
    std::uint32_t next = 0;
    for (auto& [word, number] : numbers_) number = next++;
    for (const auto& [word, number] : numbers_) {
      const auto above = parents.find(word);
      parents_.push_back(above == parents.end() ? number : numbers_.at(above->second));
    }
  }

  [[nodiscard]] std::uint32_t of(const facts::Label& unit) const { return numbers_.at(word_of(unit)); }
  [[nodiscard]] const std::vector<std::uint32_t>& parents() const { return parents_; }

 private:
  static std::string word_of(const facts::Label& unit) { return unit.known ? unit.text : std::string(); }

  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::uint32_t> parents_;
};

/// The answers that carry the wanted value.
struct Answered {
  std::vector<EmployeeCell> cells;                 ///< by place, then strata
  std::vector<std::vector<std::uint64_t>> people;  ///< of each cell, each once
};

Answered answered_with(const EmployeeAnswers& answers, const AnswersWith& wanted) {
  const EmployeeAnswers::Pick pick = answers.pick(wanted);
  struct Count {
    EmployeeCell cell;
    std::int64_t strangers = 0;
  };
  std::vector<Count> counts;
  for (const facts::CrowdCount& count : answers.counts()) {
    if (const auto strata = pick.strata(count.marks)) {
      counts.push_back(
          {.cell = {.place = count.cell, .strata = *strata, .facts = count.facts}, .strangers = count.strangers});
    }
  }
  const auto key = [](const Count& count) { return std::tuple(count.cell.place, count.cell.strata); };
  std::ranges::sort(counts, {}, key);

  Answered found;
  std::uint64_t stranger = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (i > 0 && key(counts[i]) == key(counts[i - 1])) {
      found.cells.back().facts += counts[i].cell.facts;
    } else {
      found.cells.push_back(counts[i].cell);
      found.people.emplace_back();
    }
    for (std::int64_t more = 0; more < counts[i].strangers; ++more) found.people.back().push_back(stranger++);
  }
  std::size_t first = 0;  // of the member's place
  for (const facts::CrowdMember& member : answers.members()) {
    const auto strata = pick.strata(member.marks);
    if (!strata) continue;
    while (found.cells[first].place != member.cell) ++first;
    std::size_t at = first;
    while (found.cells[at].strata != *strata) ++at;
    found.people[at].push_back(member.person);
  }
  for (std::vector<std::uint64_t>& people : found.people) {
    std::ranges::sort(people);
    const auto twice = std::ranges::unique(people);
    people.erase(twice.begin(), twice.end());
  }
  return found;
}

/// Equal for equal cells with equal people, and for others in no way that anybody could meet.
std::string fingerprint_of(const Answered& answered) {
  const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> state(XXH3_createState(), &XXH3_freeState);
  invariant(state != nullptr);
  XXH3_128bits_reset(state.get());
  for (std::size_t at = 0; at < answered.cells.size(); ++at) {
    const std::vector<std::uint64_t>& people = answered.people[at];
    const std::array<std::uint64_t, 3> cell{answered.cells[at].place, answered.cells[at].strata, people.size()};
    XXH3_128bits_update(state.get(), cell.data(), sizeof(cell));
    XXH3_128bits_update(state.get(), people.data(), people.size() * sizeof(people.front()));
  }
  const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
  return std::to_string(hash.high64) + " " + std::to_string(hash.low64);
}

/// The blocks of the cells.
std::vector<std::uint32_t> partition_of(const EmployeeAnswers& answers, Answered answered, const GuardRules& rules,
                                        std::int64_t k) {
  const std::vector<facts::CrowdCell>& places = answers.places();
  const Nodes nodes(places, rules.parents);
  std::vector<std::map<facts::Label, std::uint32_t>> values(places.empty() ? 0 : places.front().slice.size());
  for (const facts::CrowdCell& place : places) {
    for (std::size_t i = 1; i < place.slice.size(); ++i) values[i].emplace(place.slice[i], 0);
  }
  for (auto& of_one : values) {
    std::uint32_t next = 0;
    for (auto& [label, number] : of_one) number = next++;
  }
  std::vector<BlockCell> cells;
  cells.reserve(answered.cells.size());
  for (std::size_t at = 0; at < answered.cells.size(); ++at) {
    const facts::CrowdCell& place = places[answered.cells[at].place];
    BlockCell& cell = cells.emplace_back(BlockCell{.unit = nodes.of(place.slice.front()),
                                                   .stratum = answered.cells[at].strata,
                                                   .month = place.month,
                                                   .attributes = {},
                                                   .people = std::move(answered.people[at])});
    for (std::size_t i = 1; i < place.slice.size(); ++i) cell.attributes.push_back(values[i].at(place.slice[i]));
  }
  return blocks_of(cells, nodes.parents(), k);
}

std::string attributes_text(const BlocksWanted& wanted) {
  std::string text;
  for (const facts::Field& attribute : wanted.attributes) text += "|by " + word_of(attribute);
  return text;
}

std::string key_of(const StoreReader& store, const BlocksWanted& wanted) {
  std::string key = store.snapshot_name() + "|" + std::to_string(wanted.k) + "|";
  if (wanted.answers.value) key += word_of(*wanted.answers.value);
  for (const Condition& condition : wanted.answers.conditions) key += "|" + condition.text;
  return key + attributes_text(wanted);
}

}  // namespace

EmployeeBlocks::EmployeeBlocks(std::shared_ptr<const EmployeeAnswers> answers, std::vector<EmployeeCell> cells,
                               std::vector<std::uint32_t> block_of)
    : answers_(std::move(answers)), cells_(std::move(cells)), block_of_(std::move(block_of)) {
  for (std::uint32_t cell = 0; cell < block_of_.size(); ++cell) {
    const std::uint32_t block = block_of_[cell];
    if (block == k_no_block) continue;
    if (block >= blocks_.size()) blocks_.resize(block + 1);
    blocks_[block].push_back(cell);
  }
}

std::optional<std::uint32_t> EmployeeBlocks::find(const std::vector<facts::Label>& slice, std::optional<Day> month,
                                                  std::uint32_t strata) const {
  const auto place = answers_->place(slice, month);
  if (!place) return std::nullopt;
  const auto key = [](const EmployeeCell& cell) { return std::tuple(cell.place, cell.strata); };
  const auto at = std::ranges::lower_bound(cells_, std::tuple(*place, strata), {}, key);
  if (at == cells_.end() || key(*at) != std::tuple(*place, strata)) return std::nullopt;
  return static_cast<std::uint32_t>(at - cells_.begin());
}

Result<std::shared_ptr<const EmployeeAnswers>> BlockShelf::answers(StoreReader& store, const BlocksWanted& wanted,
                                                                   std::span<const AnswersWith> together) {
  Marks marks = Marks::of(wanted.answers, together);
  std::string key = store.snapshot_name() + attributes_text(wanted);
  for (const std::string& text : std::set(marks.texts().begin(), marks.texts().end())) key += "|" + text;
  if (auto kept = answers_.find(key)) return kept;
  auto read = EmployeeAnswers::read(store, std::move(marks), wanted.attributes);
  if (!read) return std::unexpected(read.error());
  return answers_.put(std::move(key), *std::move(read));
}

Result<BlockShelf::Held> BlockShelf::blocks(StoreReader& store, const GuardRules& rules, const BlocksWanted& wanted,
                                            std::span<const AnswersWith> together) {
  // Whoever comes second waits, rather than work out the same.
  const std::scoped_lock lock(mutex_);
  std::string key = key_of(store, wanted);
  if (auto kept = blocks_.find(key)) return kept;
  auto all = answers(store, wanted, together);
  if (!all) return std::unexpected(all.error());
  Answered answered = answered_with(**all, wanted.answers);
  std::vector<EmployeeCell> cells = answered.cells;
  std::string print =
      store.snapshot_name() + "|" + std::to_string(wanted.k) + attributes_text(wanted) + "|" + fingerprint_of(answered);
  auto partition = partitions_.find(print);
  if (!partition)
    partition = partitions_.put(std::move(print), partition_of(**all, std::move(answered), rules, wanted.k));
  return blocks_.put(std::move(key), EmployeeBlocks(*std::move(all), std::move(cells), *partition));
}

bool lies_in(const std::optional<Day>& month, const Cut& cut) {
  if (!cut.from && !cut.to) return true;
  if (!month) return false;
  return (!cut.from || *cut.from <= *month) && (!cut.to || period_end(Grain::month, *month) <= *cut.to);
}

Result<BlockShelf::Held> employee_blocks(StoreReader& store, const Guards& guards, const BlocksWanted& wanted,
                                         std::span<const AnswersWith> together) {
  return guards.shelf().blocks(store, guards.rules(), wanted, together);
}

}  // namespace bellwether::measure
