// The values of one `by` as an answer brings them, each under a small code, and the words that they stand for.
#pragma once

#include "store/facts/duck.hpp"
#include "store/facts/names.hpp"
#include "store/facts/query.hpp"
#include "store/facts/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::facts {

/// Rows are sorted and told apart by codes; labels are made once per value.
class SliceValues {
 public:
  SliceValues(const SliceColumn& slice, const Names& names);

  /// The code of what stands in a row; `column` is the first of the slice's columns.
  [[nodiscard]] std::int32_t code(const Answered& answered, std::size_t column, std::size_t row);

  /// To be called once all codes are given out: rank_of() then orders them, the unknown last.
  void rank();
  [[nodiscard]] std::int32_t rank_of(std::int32_t code) const;
  [[nodiscard]] Label label(std::int32_t code) const;

 private:
  static constexpr std::int32_t k_unknown = -1;
  struct Value {
    std::optional<std::int64_t> number;  ///< sorts by size, before all texts
    std::string text;
  };

  std::int32_t code_of(std::int64_t number);
  std::int32_t code_of(std::string_view text);
  std::int32_t add(std::optional<std::int64_t> number, std::string text);

  SliceColumn slice_;
  std::vector<std::string_view> words_;
  std::vector<Value> values_;
  std::vector<std::int32_t> ranks_;
  std::unordered_map<std::int64_t, std::int32_t> by_number_;
  std::unordered_map<std::string, std::int32_t> by_text_;
};

}  // namespace bellwether::facts
