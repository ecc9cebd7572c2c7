// The organisation as a file: its units and its people, organisation.toml.
#pragma once

#include <string>

#include "simulate/staff.hpp"

namespace bellwether::simulate {

[[nodiscard]] std::string organisation_toml(const World& world, const Staff& staff);

}  // namespace bellwether::simulate
