#include "base/toml_mistakes.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bellwether {

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

void TomlMistakes::add(const toml::node& node, std::string message, std::string mend) {
  const std::uint32_t here = line_of(node);
  if (first_ && !only_lacks_ && here >= line_) return;
  only_lacks_ = false;
  line_ = here;
  first_ = Error{.code = Code::bad_input,
                 .message = std::move(message),
                 .where = fmt::format("{}:{}", file_, here),
                 .mend = std::move(mend)};
}

void TomlMistakes::lacks(const toml::node& node, std::string message, std::string mend) {
  if (first_) return;
  add(node, std::move(message), std::move(mend));
  only_lacks_ = true;
}

void TomlMistakes::only(const toml::table& table, std::string_view what, const std::vector<std::string>& known) {
  for (const auto& [key, node] : table) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    const std::string near = nearest(key.str(), known);
    add(node, fmt::format("{} has no ‘{}’", what, key.str()),
        near.empty() ? fmt::format("known: {}", join(known, ", ")) : fmt::format("did you mean ‘{}’?", near));
  }
}

void TomlMistakes::no_such(const toml::node& node, std::string_view what, std::string_view given,
                           const std::vector<std::string>& known) {
  const std::string near = nearest(given, known);
  add(node, fmt::format("there is no {} ‘{}’", what, given),
      near.empty() ? fmt::format("write one of: {}", join(known, ", ")) : fmt::format("did you mean ‘{}’?", near));
}

std::optional<std::string> TomlMistakes::text(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  auto value = node->value_exact<std::string>();
  if (!value) add(*node, fmt::format("‘{}’ is a text", key), "put it in quotes");
  return value;
}

bool TomlMistakes::flag(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return false;
  const auto value = node->value_exact<bool>();
  if (!value) add(*node, fmt::format("‘{}’ is true or false", key), "write it without quotes");
  return value.value_or(false);
}

const toml::table* TomlMistakes::table(const toml::table& within, std::string_view key, std::string_view example) {
  const toml::node* node = within.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) add(*node, fmt::format("‘{}’ is a table", key), fmt::format("write {}", example));
  return node->as_table();
}

}  // namespace bellwether
