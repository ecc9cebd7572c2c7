// What is told beside a score: for the terminal, and as JSON.
#pragma once

#include "lead/beside.hpp"
#include "tell/terminal.hpp"

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace bellwether::tell {

/// Sentences and small tables; empty where nothing is told.
[[nodiscard]] std::string draw_beside(const lead::BesideScore& beside, const lead::Framework& framework,
                                      const Terminal& terminal);

/// Puts "flywheel", "alignment", "linkage", "gaps" where the framework asks for them (null: not known), and "flags".
void put_beside(nlohmann::ordered_json& json, const lead::BesideScore& beside, const lead::Framework& framework);

}  // namespace bellwether::tell
