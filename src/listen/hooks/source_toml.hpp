// Sources, spreads and conditions as they are written in a mapping.
#pragma once

#include "listen/hooks/condition.hpp"
#include "listen/hooks/hook_mistakes.hpp"
#include "listen/hooks/source.hpp"

#include <optional>
#include <vector>

namespace bellwether::listen {

[[nodiscard]] Source source_from(const toml::node& node, HookMistakes& mistakes);
/// `{ each = "answers", name = "field.ref", value = "number" }`.
[[nodiscard]] std::optional<Spread> spread_from(const toml::node& node, HookMistakes& mistakes);
/// A table of paths and what must stand there.
[[nodiscard]] std::vector<Condition> conditions_from(const toml::node* node, HookMistakes& mistakes);
[[nodiscard]] std::optional<Path> path_from(const toml::node& node, HookMistakes& mistakes);

}  // namespace bellwether::listen
