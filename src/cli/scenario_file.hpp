// A scenario by the name of a shipped one, or from a file.
#pragma once

#include "base/result.hpp"
#include "simulate/scenario.hpp"

#include <string>

namespace bellwether::cli {

/// A name without a dot or slash is a shipped scenario's; anything else is a file.
[[nodiscard]] Result<simulate::Scenario> read_scenario(const std::string& name_or_file);

}  // namespace bellwether::cli
