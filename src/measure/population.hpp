// Whose answers a measure counts when it counts employees, in the terms of the rule on small groups: answers that carry one value,
// of which its own definition may take in a part.
#pragma once

#include "base/result.hpp"
#include "measure/bound_measure.hpp"
#include "measure/catalogue.hpp"
#include "measure/cells.hpp"
#include "measure/guards.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/query.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::measure {

/// A part of the answers as measures define it, with a text that is equal where the condition is.
struct Condition {
  std::string text;  ///< empty: all of them
  facts::Expr is;
};

struct Population {
  std::optional<facts::Field> value;  ///< answers that carry it; nothing: whatever employees said
  Condition condition;                ///< what the measure's own filter says beyond unit, voice and the attributes
};
[[nodiscard]] Population population_of(const BoundMeasure& bound, const std::vector<facts::Field>& attributes);

/// The fields behind GuardRules::employee_attributes that facts of this store carry, in their order.
[[nodiscard]] std::vector<facts::Field> attributes_of(const StoreReader& store, const GuardRules& rules);

/// Answers that carry a value (nothing: all), with every condition that measures of the catalogue put on them, by text. Answers that one
/// measure takes in and another leaves out must stand in different blocks, or the two measures' difference would tell of a few.
struct AnswersWith {
  std::optional<facts::Field> value = {};
  std::vector<Condition> conditions = {};  ///< at most k_most_conditions
};
inline constexpr std::size_t k_most_conditions = 8;

/// All answers of employees that measures of the catalogue take in, by what they measure.
[[nodiscard]] std::vector<AnswersWith> answers_measured(const Catalogue& catalogue, const StoreReader& store,
                                                        const std::vector<facts::Field>& attributes);

/// Why employees' answers can't be told in a question cut and narrowed so, as a sentence; nothing: they can. It depends on the
/// question and the definitions alone, never on what was answered.
[[nodiscard]] std::optional<std::string> refused(const BoundMeasure& bound, const Cut& cut,
                                                 const std::vector<facts::Field>& attributes, const GuardRules& rules);

/// Of the attributes, how many of the first are needed to answer: those up to the last that the question or the measure names.
[[nodiscard]] std::size_t attributes_needed(const BoundMeasure& bound, const Cut& cut,
                                            const std::vector<facts::Field>& attributes);

}  // namespace bellwether::measure
