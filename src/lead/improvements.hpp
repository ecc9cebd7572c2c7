// Improvements from the first signal behind their finding on, as acts tell of them: what the flywheel turns on.
#pragma once

#include "base/result.hpp"
#include "lead/analysis/flywheel.hpp"
#include "lead/specials.hpp"

#include <string>
#include <vector>

namespace bellwether::lead {

struct Begun {
  std::string unit;
  Improvement improvement;
};

/// Improvements that began in the source's window and name their finding; of one subject's units alone where there is one. The first
/// signal behind a finding: as it is told, else the day on which it was seen. Errors: those of the store.
[[nodiscard]] Result<std::vector<Begun>> read_begun(const SpecialSource& source);

/// Of these units; no units: of all.
[[nodiscard]] std::vector<Improvement> improvements_in(const std::vector<Begun>& begun,
                                                       const std::vector<std::string>& units);

}  // namespace bellwether::lead
