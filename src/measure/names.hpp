// The names that a filter, a measure or `by` may use, as one store knows them, and the nearest right one for a wrong
// one.
#pragma once

#include "base/result.hpp"
#include "measure/filter.hpp"
#include "store/facts/facts.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::measure {

class Names {
 public:
  /// Known values of a dimension or text attribute, at most `k_values`; nothing where there are more, or it would take
  /// long to say.
  using Values = std::function<Result<std::vector<std::string>>(const facts::Field&)>;
  static constexpr std::size_t k_values = 10'000;

  /// What the store knows now. The facts must outlive the names. The words of dimensions are in memory; those of
  /// attributes have to be counted among the facts, and are looked at only with `attributes`.
  enum class Look { dimensions, attributes };
  [[nodiscard]] static Result<Names> of(const facts::Facts& facts, facts::Table table, Look look = Look::dimensions);

  Names(facts::Table table, std::vector<facts::KnownField> known, Values values);

  /// The field that a name means. With Unknown::is_nothing, a rating or attribute that no fact carries is a field, too.
  /// Errors: `not_found` that points at the name in `text`; `bad_input` where it could be two.
  [[nodiscard]] Result<facts::KnownField> find(const FieldName& name, std::string_view text, Unknown unknown) const;

  /// Whether any fact may carry the field.
  [[nodiscard]] bool knows(const facts::Field& field) const;

  /// Whether facts of this table have the field at all.
  [[nodiscard]] bool carries(const facts::Field& field) const;

  /// The known value nearest to one that occurs nowhere; empty where it occurs, or none is near, or there are too many
  /// values to say.
  [[nodiscard]] Result<std::string> nearest_value(const facts::Field& field, const std::string& value) const;

  /// From now on it knows no values, and names none that is near.
  void forget_values() {
    values_ = [](const facts::Field&) { return std::vector<std::string>(); };
    values_by_field_.clear();
  }

  [[nodiscard]] facts::Table table() const { return table_; }

 private:
  [[nodiscard]] const facts::KnownField* find_known(facts::Field::Kind kind, std::string_view word) const;
  [[nodiscard]] std::unexpected<Error> unknown_name(const FieldName& name, std::string_view text) const;

  facts::Table table_;
  std::vector<facts::KnownField> known_;
  Values values_;
  mutable std::map<std::string, std::vector<std::string>, std::less<>> values_by_field_;  ///< asked for once each
};

/// How a field is written: `unit`, `rating.nps`, `attribute."Age group"`.
[[nodiscard]] std::string word_of(const facts::Field& field);

/// Binds a filter as bind_filter() in filter.hpp, to names that are already at hand.
[[nodiscard]] Result<facts::Expr> bind_filter(const Filter& filter, std::string_view text, const Names& names,
                                              Unknown unknown = Unknown::is_an_error);

}  // namespace bellwether::measure
