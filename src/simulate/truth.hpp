// What is true of a simulation, as truth.json: what was planted and how large it is, what drives the experience, and how
// those who answer differ from those who do not.
#pragma once

#include "simulate/run.hpp"

#include <string>

namespace bellwether::simulate {

[[nodiscard]] std::string truth_json(const Plan& plan, const Counts& counts, std::uint64_t seed);

}  // namespace bellwether::simulate
