// The forms of what is sent and answered, as JSON Schema (2020-12), by name.
#pragma once

#include <nlohmann/json.hpp>

namespace bellwether::api {

[[nodiscard]] nlohmann::ordered_json schemas();

}  // namespace bellwether::api
