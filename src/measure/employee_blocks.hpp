// The blocks of one population of employees' answers, as the store holds them at one snapshot.
#pragma once

#include "base/result.hpp"
#include "measure/blocks.hpp"
#include "measure/guards.hpp"
#include "measure/population.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/crowd.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::measure {

/// Cells by unit, attributes, month and stratum, and the block of each.
class EmployeeBlocks {
 public:
  EmployeeBlocks(std::vector<facts::CrowdCell> cells, std::vector<std::uint32_t> block_of);

  [[nodiscard]] const std::vector<facts::CrowdCell>& cells() const { return cells_; }
  /// The cell of this slice (unit, attributes), month and stratum, if anybody answered there.
  [[nodiscard]] std::optional<std::uint32_t> find(const std::vector<facts::Label>& slice, std::optional<Day> month,
                                                  std::uint32_t strata) const;
  /// k_no_block for what is told to nobody.
  [[nodiscard]] std::uint32_t block_of(std::uint32_t cell) const { return block_of_[cell]; }
  /// The cells of each block.
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& blocks() const { return blocks_; }

 private:
  std::vector<facts::CrowdCell> cells_;
  std::vector<std::uint32_t> block_of_;
  std::vector<std::vector<std::uint32_t>> blocks_;
};

/// What blocks are of: answers that carry `value`, told apart by conditions, of which groups are cut by attributes.
struct BlocksWanted {
  std::optional<facts::Field> value = {};
  std::vector<Condition> conditions = {};
  std::vector<facts::Field> attributes = {};
  std::int64_t k = k_fewest_employees;
};

/// Blocks that were worked out before. Locked inside.
class BlockShelf {
 public:
  /// Shared with whoever still reads blocks that have left the shelf.
  using Held = std::shared_ptr<const EmployeeBlocks>;

  [[nodiscard]] Held find(const std::string& key) const;
  void put(std::string key, Held blocks);

 private:
  static constexpr std::size_t k_most = 32;
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, Held>> kept_;  ///< oldest first
};

/// Whether a month lies wholly in the question's days; what has no date lies in them where there are none.
[[nodiscard]] bool lies_in(const std::optional<Day>& month, const Cut& cut);

/// Blocks of all employees' answers of that kind, whatever the question. Errors: those of the store.
[[nodiscard]] Result<BlockShelf::Held> employee_blocks(StoreReader& store, const Guards& guards,
                                                       const BlocksWanted& wanted);

}  // namespace bellwether::measure
