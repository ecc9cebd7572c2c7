#include "measure/employee_blocks.hpp"

#include "measure/names.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace bellwether::measure {

namespace {

/// Units as nodes: all that answers name, and all above them.
class Nodes {
 public:
  Nodes(const std::vector<facts::CrowdCell>& cells, const std::map<std::string, std::string>& parents) {
    for (const facts::CrowdCell& cell : cells) {
      std::string word = word_of(cell.slice.front());
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

std::vector<BlockCell> block_cells_of(const facts::Crowd& crowd, const Nodes& nodes) {
  std::vector<std::map<facts::Label, std::uint32_t>> values(crowd.cells.empty() ? 0 : crowd.cells[0].slice.size());
  for (const facts::CrowdCell& cell : crowd.cells) {
    for (std::size_t i = 1; i < cell.slice.size(); ++i) values[i].emplace(cell.slice[i], 0);
  }
  for (auto& of_one : values) {
    std::uint32_t next = 0;
    for (auto& [label, number] : of_one) number = next++;
  }
  std::vector<BlockCell> cells;
  cells.reserve(crowd.cells.size());
  std::uint64_t stranger = 0;
  for (const facts::CrowdCell& from : crowd.cells) {
    BlockCell& cell = cells.emplace_back();
    cell.unit = nodes.of(from.slice.front());
    cell.stratum = from.strata;
    cell.month = from.month;
    for (std::size_t i = 1; i < from.slice.size(); ++i) cell.attributes.push_back(values[i].at(from.slice[i]));
    for (std::int64_t i = 0; i < from.strangers; ++i) cell.people.push_back(stranger++);
  }
  for (const facts::CrowdMember& member : crowd.members) cells[member.cell].people.push_back(member.person);
  for (BlockCell& cell : cells) std::ranges::sort(cell.people);
  return cells;
}

std::string key_of(const StoreReader& store, const BlocksWanted& wanted) {
  std::string key = store.snapshot_name() + "|" + std::to_string(wanted.k) + "|";
  if (wanted.value) key += word_of(*wanted.value);
  for (const Condition& condition : wanted.conditions) key += "|" + condition.text;
  for (const facts::Field& attribute : wanted.attributes) key += "|by " + word_of(attribute);
  return key;
}

}  // namespace

EmployeeBlocks::EmployeeBlocks(std::vector<facts::CrowdCell> cells, std::vector<std::uint32_t> block_of)
    : cells_(std::move(cells)), block_of_(std::move(block_of)) {
  for (std::uint32_t cell = 0; cell < block_of_.size(); ++cell) {
    const std::uint32_t block = block_of_[cell];
    if (block == k_no_block) continue;
    if (block >= blocks_.size()) blocks_.resize(block + 1);
    blocks_[block].push_back(cell);
  }
}

std::optional<std::uint32_t> EmployeeBlocks::find(const std::vector<facts::Label>& slice, std::optional<Day> month,
                                                  std::uint32_t strata) const {
  const auto key = [](const facts::CrowdCell& cell) { return std::tie(cell.slice, cell.month, cell.strata); };
  const auto wanted = std::tie(slice, month, strata);
  const auto at = std::ranges::lower_bound(cells_, wanted, {}, key);
  if (at == cells_.end() || key(*at) != wanted) return std::nullopt;
  return static_cast<std::uint32_t>(at - cells_.begin());
}

BlockShelf::Held BlockShelf::find(const std::string& key) const {
  const std::scoped_lock lock(mutex_);
  const auto at = std::ranges::find(kept_, key, [](const auto& kept) { return kept.first; });
  return at == kept_.end() ? nullptr : at->second;
}

void BlockShelf::put(std::string key, Held blocks) {
  const std::scoped_lock lock(mutex_);
  if (kept_.size() == k_most) kept_.erase(kept_.begin());
  kept_.emplace_back(std::move(key), std::move(blocks));
}

bool lies_in(const std::optional<Day>& month, const Cut& cut) {
  if (!cut.from && !cut.to) return true;
  if (!month) return false;
  return (!cut.from || *cut.from <= *month) && (!cut.to || period_end(Grain::month, *month) <= *cut.to);
}

Result<BlockShelf::Held> employee_blocks(StoreReader& store, const Guards& guards, const BlocksWanted& wanted) {
  const std::string key = key_of(store, wanted);
  if (auto kept = guards.shelf().find(key)) return kept;

  facts::CrowdQuery query;
  query.where = of_employees();
  if (wanted.value) query.where = both(std::move(query.where), facts::Expr{facts::Known{.field = *wanted.value}});
  query.by = {{.kind = facts::Field::Kind::dimension, .name = "unit"}};
  query.by.insert(query.by.end(), wanted.attributes.begin(), wanted.attributes.end());
  for (const Condition& condition : wanted.conditions) query.strata.push_back(condition.is);
  auto crowd = store.crowd(std::move(query));
  if (!crowd) return std::unexpected(crowd.error());

  const Nodes nodes(crowd->cells, guards.rules().parents);
  std::vector<std::uint32_t> block_of = blocks_of(block_cells_of(*crowd, nodes), nodes.parents(), wanted.k);
  auto blocks = std::make_shared<const EmployeeBlocks>(std::move(crowd->cells), std::move(block_of));
  guards.shelf().put(key, blocks);
  return blocks;
}

}  // namespace bellwether::measure
