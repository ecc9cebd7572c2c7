// What was promised in a brand value's name, and what became of it.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "lead/specials.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bellwether::lead {

struct Promised {
  std::string value, unit;
  Day day;
  bool kept = false, due = false;
};

/// Promises that name a brand value, made in the source's window; of one subject's units alone where there is one. Due are those that
/// came to an end, and those whose day is past. Errors: those of the store.
[[nodiscard]] Result<std::vector<Promised>> read_promises(const SpecialSource& source);

struct KeptOfDue {
  std::int64_t kept = 0, due = 0;
  Day newest = {};  ///< on which one of those due was made
};
/// Those due in these units (none: everywhere), by brand value.
[[nodiscard]] std::map<std::string, KeptOfDue> kept_by_value(const std::vector<Promised>& promises,
                                                             const std::vector<std::string>& units);

}  // namespace bellwether::lead
