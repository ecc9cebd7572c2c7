// A key as JSON, without its secret: the same for programs and on the command line.
#pragma once

#include "guard/access/api_keys.hpp"

#include <nlohmann/json.hpp>

namespace bellwether::api {

/// {"id","name","scopes":[],"source","made_by","made_at","revoked_at"}; the last is null for one that opens something.
[[nodiscard]] nlohmann::ordered_json key_json(const guard::ApiKey& key);

}  // namespace bellwether::api
