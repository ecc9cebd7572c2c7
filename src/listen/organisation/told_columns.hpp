// What the columns of a table of the organisation are, and what kind of thing each row is.
#pragma once

#include "base/result.hpp"
#include "listen/organisation/told_row.hpp"
#include "listen/rows/rows.hpp"
#include "org/kind.hpp"

#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::listen {

inline constexpr std::size_t k_no_column = static_cast<std::size_t>(-1);

/// Where one kind finds what is said of it.
struct KindColumns {
  std::size_t id = k_no_column, from = k_no_column, to = k_no_column;
  std::vector<std::size_t> fields;  ///< by the kind's fields
};

class TableColumns {
 public:
  /// Names are compared without case, with `_` for spaces and hyphens. Error: `bad_input` where the kind of the rows
  /// can't be told.
  [[nodiscard]] static Result<TableColumns> of(std::span<const Header> headers, std::span<const RowBlock> blocks,
                                               const std::string& file);

  [[nodiscard]] std::expected<org::Kind, Reason> kind_of(const RowBlock& block, std::size_t row) const;
  [[nodiscard]] const KindColumns& of_kind(org::Kind kind) const;
  /// The column that says the kind row by row, or k_no_column.
  [[nodiscard]] std::size_t record_column() const { return record_; }
  /// Columns that nothing is taken from.
  [[nodiscard]] std::vector<Remark> remarks() const;

 private:
  TableColumns() = default;
  std::vector<std::string> names_, headers_;
  std::size_t record_ = k_no_column;
  std::optional<org::Kind> kind_;  ///< of all rows
  std::array<KindColumns, org::k_kinds> kinds_;
};

}  // namespace bellwether::listen
