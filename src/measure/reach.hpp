// How far a question sees: whose facts are counted at all, and of whom figures about employees are told. Not what is asked, but who asks.
//
// A question within a reach gives the figures that it gives with `unit in (…)` added to its filter: facts, what they are counted
// against, and the population that answers are weighted to are of those units alone. Facts without a unit are seen by those who see
// everything. What ends a wait that began there is followed wherever it happens, as for everybody.
#pragma once

#include "store/facts/query.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::measure {

struct Reach {
  /// Whose facts, by the words that facts carry; nothing: everybody's.
  std::optional<std::vector<std::string>> units = {};
  /// Of these, of whom answers of employees are told, in groups as for everybody; nothing: of all of them; none: of nobody.
  std::optional<std::vector<std::string>> employees = {};

  [[nodiscard]] bool is_everything() const { return !units && !employees; }
  /// Whether there is nobody whose employees' answers are told.
  [[nodiscard]] bool is_without_employees() const { return employees && employees->empty(); }
  /// Whether employees' answers are told of all units that are seen.
  [[nodiscard]] bool has_all_employees() const;
};

/// Facts of these units alone, of either table.
[[nodiscard]] facts::Expr of_units(const std::vector<std::string>& units);
/// What lies within a reach; everything where its units are. Employees are a matter of guarded_cells.hpp.
[[nodiscard]] facts::Expr within(const Reach& reach);

/// What is to be said beside an answer.
[[nodiscard]] std::vector<std::string> notes_of(const Reach& reach);

}  // namespace bellwether::measure
