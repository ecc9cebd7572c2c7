// How the population is spread, from counts of people: what answers are weighted to.
#pragma once

#include "base/result.hpp"
#include "measure/bound_measure.hpp"
#include "measure/exposure.hpp"
#include "measure/filter.hpp"
#include "measure/store_reader.hpp"
#include "measure/weights.hpp"
#include "store/facts/query.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::measure {

/// What the margins are for.
struct MarginsWanted {
  std::string of = {};                    ///< who is counted: "customers", "employees"
  std::vector<facts::Field> by = {};      ///< what the answer is cut by
  std::vector<facts::Field> weight = {};  ///< units or attributes, one margin each
  std::vector<std::string> where = {};    ///< filters on the answers, of the measure and of the question
};

/// The levels of people counted (acts `population.counted`), by unit and by each field that the counts tell. A level
/// holds until the next count of the same unit and labels; before the first one it is taken to have been that of the
/// first. What the counts do not tell apart (channels, themes) is weighted to all of them; of a filter, what is about
/// things that they tell narrows them, other than days, which are about answers. Counts that know all fields weighted
/// by make all margins, where there are any; else each margin is made by those that know its field.
class Margins {
 public:
  /// Errors: `not_found` where nobody was counted, or no count knows a field weighted by; `too_large` for more than
  /// four fields; `bad_input` for a filter that ties what counts tell to what they don't; those of the store.
  [[nodiscard]] static Result<Margins> read(StoreReader& store, const MarginsWanted& wanted);

  /// One margin per field weighted by, as it stood before `to` (nothing: now), in the part of the population that the
  /// slice names. `slice` has one label per field of MarginsWanted::by. Error: `not_enough` where nobody is counted
  /// there.
  [[nodiscard]] Result<std::vector<Margin>> at(std::span<const facts::Label> slice, std::optional<Day> to) const;

 private:
  /// The levels of one unit and label.
  struct Series {
    std::vector<facts::Label> slice;  ///< of the told fields
    std::string label;                ///< of the field weighted by
    std::vector<Level> levels;        ///< by day
  };

  class Reader;

  std::string of_;
  std::vector<bool> told_;  ///< which fields of `by` the counts tell
  std::vector<std::string> dimensions_;
  std::vector<std::vector<Series>> series_;  ///< per field weighted by
};

}  // namespace bellwether::measure
