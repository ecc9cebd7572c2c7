// Sources, spreads and conditions as they are written in a mapping.
#pragma once

#include "base/toml_mistakes.hpp"
#include "listen/hooks/condition.hpp"
#include "listen/hooks/source.hpp"

#include <optional>
#include <vector>

namespace bellwether::listen {

[[nodiscard]] Source source_from(const toml::node& node, TomlMistakes& mistakes);
/// `{ each = "answers", name = "field.ref", value = "number" }`.
[[nodiscard]] std::optional<Spread> spread_from(const toml::node& node, TomlMistakes& mistakes);
/// A table of paths and what must stand there.
[[nodiscard]] std::vector<Condition> conditions_from(const toml::node* node, TomlMistakes& mistakes);
[[nodiscard]] std::optional<Path> path_from(const toml::node& node, TomlMistakes& mistakes);

}  // namespace bellwether::listen
