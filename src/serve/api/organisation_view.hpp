// What of the organisation a caller is told, and how it stands in JSON.
//
// Units are told as far as the right organisation:read reaches; people and goals with the unit that they are of, and without one to those
// who see everything; touchpoints, journeys, values and promises are of the whole organisation, and for all who may read it. What else is
// named (the unit above, a manager, an owner) is null where it is not told itself. People's names are told as far as names:read reaches,
// and to keys that may read the organisation.
#pragma once

#include "serve/api/house.hpp"

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace bellwether::api {

class OrganisationView {
 public:
  explicit OrganisationView(const Caller& caller);

  [[nodiscard]] const StandingUnits& known() const { return *known_->units; }
  [[nodiscard]] bool sees_everything() const { return reach_.everything; }
  [[nodiscard]] bool sees_unit(std::string_view unit) const { return reach_.has(unit); }
  /// Whether what the thing is on these days is told.
  [[nodiscard]] bool tells(const org::Thing& thing) const;
  /// Whether anything of its history is told.
  [[nodiscard]] bool tells(org::Kind kind, std::string_view id) const;
  /// Whether everything that is said of a kind is told, also what was changed of it, in words.
  [[nodiscard]] bool tells_all_of(org::Kind kind) const;
  /// {"id", its fields by name, "from", "to"}; lists are lists, numbers numbers, what is empty or not told null; the days, both
  /// included, are null where they are open. The thing is told.
  [[nodiscard]] nlohmann::ordered_json json_of(const org::Thing& thing) const;

 private:
  [[nodiscard]] std::string shown(const org::Thing& thing, const org::Field& field, const std::string& said) const;
  [[nodiscard]] bool tells_person(const std::string& id, const org::Span& days) const;

  std::shared_ptr<const Known> known_;  ///< the state of the records that the caller was let in by
  guard::Reach reach_, names_;
};

/// The version of the organisation as an entity tag: "\"42\"".
[[nodiscard]] std::string tag_of(std::int64_t version);

}  // namespace bellwether::api
