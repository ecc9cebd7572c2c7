// The whole organisation as plain values: units, people, touchpoints, journeys, what the brand stands for, goals.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "org/merge.hpp"
#include "org/people.hpp"
#include "org/span.hpp"
#include "org/tree.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::org {

/// Where a customer meets the organisation.
struct Touchpoint {
  std::string id, label;
  std::string stage;  ///< one of some journey's stages
  Span valid = {};
};

/// Stages on the way to a customer's goal, in their order.
struct Journey {
  std::string id, label;
  std::vector<std::string> stages;
  Span valid = {};
};

/// What the brand stands for, and what speaks of it.
struct BrandValue {
  std::string id, label;
  std::string promise;                        ///< in the brand's own words
  std::vector<std::string> themes, measures;  ///< names of themes in voices, and of measures
  Span valid = {};
};

/// Something that the brand promises everybody.
struct BrandPromise {
  std::string id, label;
  std::string promise;                ///< in the brand's own words
  std::string value;                  ///< id of the brand value that it belongs to
  std::vector<std::string> measures;  ///< by which it is seen whether it is kept
  Span valid = {};
};

struct Goal {
  std::string id, label;
  std::string owner;             ///< person
  std::string unit;              ///< empty: the whole organisation
  std::string measure;           ///< of the catalogue
  std::optional<double> target;  ///< in the measure's unit
  Span valid = {};               ///< from when to when it is pursued
};

struct Organisation {
  Units units;
  People people;
  std::vector<Touchpoint> touchpoints;  ///< each kind by id and day
  std::vector<Journey> journeys;
  std::vector<BrandValue> values;
  std::vector<BrandPromise> promises;
  std::vector<Goal> goals;

  /// Things in any order. Errors: `bad_input` as of Units::make and People::make, at the thing's row.
  [[nodiscard]] static Result<Organisation> make(std::span<const Thing> things);
};

/// What stops nothing and should be told, as it is on that day: several roots, orphans, units that people or goals name
/// and the tree does not know (with the nearest known), leaders that a goal names and nobody knows.
[[nodiscard]] std::vector<std::string> doubts(const Organisation& organisation, Day day);

}  // namespace bellwether::org
