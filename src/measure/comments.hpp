// Which words of employees may be shown: those that stand in a whole block of enough people's comments.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/employee_blocks.hpp"
#include "measure/guards.hpp"
#include "store/facts/facts.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::measure {

struct CommentsQuestion {
  std::string where = {};                 ///< on unit and the organisation's attributes alone
  std::optional<Day> from = {}, to = {};  ///< `to` exclusive; months that these cut through are out
  std::optional<std::uint64_t> snapshot = {};
};

/// Comments are parted into blocks of at least GuardRules::k_comments people, as answers are for figures (blocks.hpp), and one may be
/// shown under a question if its whole block lies in it. So no question, and no comparing of questions, narrows down who wrote a
/// comment to fewer people than that. Whoever shows it shows the words and the question's own slice, and nothing else of the signal: no
/// day, no unit, no rating, which would say more. That the words themselves give their writer away is not seen here.
class EmployeeComments {
 public:
  /// Errors: `withheld` for a question that blocks can't answer, saying what can; as of filters.
  [[nodiscard]] static Result<EmployeeComments> read(const facts::Facts& facts, const Guards& guards,
                                                     const CommentsQuestion& question);

  /// Whether this signal of an employee may be shown. Of nobody else's: those are not guarded.
  [[nodiscard]] bool may_show(const facts::StoredSignal& signal) const;
  /// How many may be shown.
  [[nodiscard]] std::int64_t count() const { return count_; }

 private:
  EmployeeComments(BlockShelf::Held blocks, std::vector<facts::Field> attributes)
      : blocks_(std::move(blocks)), attributes_(std::move(attributes)), told_(blocks_->cells().size()) {}

  BlockShelf::Held blocks_;
  std::vector<facts::Field> attributes_;
  std::vector<bool> told_;  ///< by cell
  std::int64_t count_ = 0;
};

}  // namespace bellwether::measure
