// The blocks of one population of employees' answers, as the store holds them at one snapshot.
#pragma once

#include "base/result.hpp"
#include "measure/blocks.hpp"
#include "measure/employee_answers.hpp"
#include "measure/guards.hpp"
#include "measure/population.hpp"
#include "measure/store_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::measure {

/// Answers of one unit, month, combination of attributes and of conditions.
struct EmployeeCell {
  std::uint32_t place = 0;   ///< which of EmployeeAnswers::places()
  std::uint32_t strata = 0;  ///< bit i: the answers meet condition i
  std::int64_t facts = 0;
};

/// Cells by place and strata, and the block of each.
class EmployeeBlocks {
 public:
  EmployeeBlocks(std::shared_ptr<const EmployeeAnswers> answers, std::vector<EmployeeCell> cells,
                 std::vector<std::uint32_t> block_of);

  [[nodiscard]] const std::vector<EmployeeCell>& cells() const { return cells_; }
  /// Unit, then attributes.
  [[nodiscard]] const std::vector<facts::Label>& slice_of(const EmployeeCell& cell) const {
    return answers_->places()[cell.place].slice;
  }
  [[nodiscard]] std::optional<Day> month_of(const EmployeeCell& cell) const {
    return answers_->places()[cell.place].month;
  }
  /// The cell of this slice (unit, attributes), month and stratum, if anybody answered there.
  [[nodiscard]] std::optional<std::uint32_t> find(const std::vector<facts::Label>& slice, std::optional<Day> month,
                                                  std::uint32_t strata) const;
  /// k_no_block for what is told to nobody.
  [[nodiscard]] std::uint32_t block_of(std::uint32_t cell) const { return block_of_[cell]; }
  /// The cells of each block.
  [[nodiscard]] const std::vector<std::vector<std::uint32_t>>& blocks() const { return blocks_; }

 private:
  std::shared_ptr<const EmployeeAnswers> answers_;
  std::vector<EmployeeCell> cells_;
  std::vector<std::uint32_t> block_of_;
  std::vector<std::vector<std::uint32_t>> blocks_;
};

/// What blocks are of: answers that carry a value, told apart by conditions, of which groups are cut by attributes.
struct BlocksWanted {
  AnswersWith answers = {};
  std::vector<facts::Field> attributes = {};
  std::int64_t k = k_fewest_employees;
};

/// What was worked out before. Locked inside.
class BlockShelf {
 public:
  /// Shared with whoever still reads blocks that have left the shelf.
  using Held = std::shared_ptr<const EmployeeBlocks>;

  /// Blocks of all employees' answers of that kind, whatever the question. `together` says what else may be asked for: it is read in the
  /// same go. Errors: those of the store.
  [[nodiscard]] Result<Held> blocks(StoreReader& store, const GuardRules& rules, const BlocksWanted& wanted,
                                    std::span<const AnswersWith> together);

 private:
  /// The last few of a kind.
  template <class T, std::size_t k_most>
  class Kept {
   public:
    std::shared_ptr<const T> find(const std::string& key) const {
      const auto at = std::ranges::find(kept_, key, [](const auto& kept) { return kept.first; });
      return at == kept_.end() ? nullptr : at->second;
    }
    std::shared_ptr<const T> put(std::string key, T made) {
      if (kept_.size() == k_most) kept_.erase(kept_.begin());
      return kept_.emplace_back(std::move(key), std::make_shared<const T>(std::move(made))).second;
    }

   private:
    std::vector<std::pair<std::string, std::shared_ptr<const T>>> kept_;  ///< oldest first
  };

  Result<std::shared_ptr<const EmployeeAnswers>> answers(StoreReader& store, const BlocksWanted& wanted,
                                                         std::span<const AnswersWith> together);

  std::mutex mutex_;
  Kept<EmployeeBlocks, 32> blocks_;
  Kept<EmployeeAnswers, 3> answers_;  ///< the larger part of what is kept
  /// By who answered where: values that were answered together share one.
  Kept<std::vector<std::uint32_t>, 32> partitions_;
};

/// Whether a month lies wholly in the question's days; what has no date lies in them where there are none.
[[nodiscard]] bool lies_in(const std::optional<Day>& month, const Cut& cut);

/// As BlockShelf::blocks(), from the guards' shelf.
[[nodiscard]] Result<BlockShelf::Held> employee_blocks(StoreReader& store, const Guards& guards,
                                                       const BlocksWanted& wanted,
                                                       std::span<const AnswersWith> together = {});

}  // namespace bellwether::measure
