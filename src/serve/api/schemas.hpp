// The forms of what is sent and answered, as JSON Schema (2020-12), by name.
#pragma once

#include <nlohmann/json.hpp>

namespace bellwether::api {

[[nodiscard]] nlohmann::ordered_json schemas();

/// The parts of them: what is sent in, what can be asked, people and what is theirs, the organisation (made of its kinds' rules).
[[nodiscard]] nlohmann::ordered_json intake_schemas();
[[nodiscard]] nlohmann::ordered_json asking_schemas();
[[nodiscard]] nlohmann::ordered_json people_schemas();
[[nodiscard]] nlohmann::ordered_json organisation_schemas();
/// What is listened for, and what themes do.
[[nodiscard]] nlohmann::ordered_json theme_schemas();
[[nodiscard]] nlohmann::ordered_json understanding_schemas();

}  // namespace bellwether::api
