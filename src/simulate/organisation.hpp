// The organisation as a file: its units and its people, organisation.toml.
#pragma once

#include "simulate/staff.hpp"

#include <string>

namespace bellwether::simulate {

[[nodiscard]] std::string organisation_toml(const World& world, const Staff& staff);

}  // namespace bellwether::simulate
