// A measure's definition as JSON.
#pragma once

#include "measure/catalogue.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::tell {

/// {"id","label","about","unit","where","value","better","source","limits","file"}, all text.
[[nodiscard]] nlohmann::ordered_json measure_json(const measure::Measure& measure);

}  // namespace bellwether::tell
