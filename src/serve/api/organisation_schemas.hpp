// The schemas of the organisation, made of its kinds' rules.
#pragma once

#include <nlohmann/json.hpp>

namespace bellwether::api {

/// By name, for components/schemas.
[[nodiscard]] nlohmann::ordered_json organisation_schemas();

}  // namespace bellwether::api
