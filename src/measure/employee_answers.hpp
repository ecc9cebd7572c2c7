// Employees' answers by unit, month and attributes: who answered, and which of several values each answer carries. One reading serves
// the blocks of all values.
#pragma once

#include "base/result.hpp"
#include "measure/population.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/crowd.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace bellwether::measure {

/// What tells answers apart: that they carry a value, that they meet a condition.
class Marks {
 public:
  /// All that `wanted` and `together` need, or `wanted` alone where that is too much for one reading.
  [[nodiscard]] static Marks of(const AnswersWith& wanted, std::span<const AnswersWith> together);

  [[nodiscard]] const std::vector<std::string>& texts() const { return texts_; }
  [[nodiscard]] const std::vector<facts::Expr>& conditions() const { return conditions_; }

 private:
  void add(const AnswersWith& answers);
  void add(std::string text, facts::Expr is);

  std::vector<std::string> texts_;
  std::vector<facts::Expr> conditions_;
};

class EmployeeAnswers {
 public:
  /// Errors: those of the store.
  [[nodiscard]] static Result<EmployeeAnswers> read(StoreReader& store, Marks marks,
                                                    const std::vector<facts::Field>& attributes);

  /// Unit, attributes and month.
  [[nodiscard]] const std::vector<facts::CrowdCell>& places() const { return crowd_.cells; }
  [[nodiscard]] const std::vector<facts::CrowdMember>& members() const { return crowd_.members; }
  [[nodiscard]] const std::vector<facts::CrowdCount>& counts() const { return crowd_.counts; }
  [[nodiscard]] std::optional<std::uint32_t> place(const std::vector<facts::Label>& slice,
                                                   std::optional<Day> month) const;

  /// Picks the answers that carry one value, and tells which conditions they meet.
  class Pick {
   public:
    /// Nothing: the answer does not carry the value. Else bit i: it meets condition i.
    [[nodiscard]] std::optional<std::uint32_t> strata(std::uint64_t marks) const;

   private:
    friend class EmployeeAnswers;
    std::uint64_t value_ = 0;
    std::vector<std::uint64_t> conditions_;
  };
  /// The marks must have been read.
  [[nodiscard]] Pick pick(const AnswersWith& answers) const;

 private:
  EmployeeAnswers(facts::Crowd crowd, Marks marks);

  [[nodiscard]] std::uint64_t bit_of(const std::string& text) const;

  facts::Crowd crowd_;
  Marks marks_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> by_hash_;  ///< places, by what they are
};

}  // namespace bellwether::measure
