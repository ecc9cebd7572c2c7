// Who is looked at: the whole organisation, a unit with all below it, or a leader with the units that he or she leads.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "org/people.hpp"
#include "org/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace bellwether::lead {

struct Subject {
  enum class Kind { organisation, unit, leader };
  Kind kind = Kind::organisation;
  std::string id;                  ///< of the unit or person; empty for the organisation
  std::string label;               ///< as people read it
  std::vector<std::string> units;  ///< words that facts carry; of the organisation none: all facts are meant
  std::vector<std::string>
      leaders;  ///< ids of those whose own acts are meant; of an organisation without known people none:
                ///< all acts are meant
};

/// Everything, with all who lead on `day`.
[[nodiscard]] Subject organisation_on(const org::Units& units, const org::People& people, Day day);
/// Error: `not_found` with the nearest unit of that day.
[[nodiscard]] Result<Subject> unit_on(const org::Units& units, const org::People& people, std::string_view unit,
                                      Day day);
/// The same with the units of this tree, whatever day it is of, and those who led them on `day`.
[[nodiscard]] Result<Subject> unit_on(const org::Units& units, const org::People& people, std::string_view unit,
                                      Day day, const org::Tree& tree);
/// Errors: `not_found` with the nearest person; `bad_input` for somebody who leads nothing on that day.
[[nodiscard]] Result<Subject> leader_on(const org::Units& units, const org::People& people, std::string_view person,
                                        Day day);
/// The same with what stands in this tree under the units that he or she led on `day`.
[[nodiscard]] Result<Subject> leader_on(const org::People& people, std::string_view person, Day day,
                                        const org::Tree& tree);

/// All who lead on `day`, by id.
[[nodiscard]] std::vector<Subject> leaders_on(const org::Units& units, const org::People& people, Day day);

}  // namespace bellwether::lead
