// Reads tables of TOML key by key; what is wrong is kept, the first in the file, named by file and line.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace bellwether {

[[nodiscard]] std::uint32_t line_of(const toml::node& node);

class TomlMistakes {
 public:
  explicit TomlMistakes(std::string_view file) : file_(file) {}

  void add(const toml::node& node, std::string message, std::string mend);
  /// Something that should stand in a table and does not. Told only where nothing that stands there is wrong: a key
  /// that is spelled wrong is missing, too, and the spelling helps more.
  void lacks(const toml::node& node, std::string message, std::string mend);
  void add(const toml::node& node, const Error& error) { add(node, error.message, error.mend); }
  [[nodiscard]] const std::optional<Error>& first() const { return first_; }

  /// Names the keys of a table that are none of these, and the nearest of them.
  void only(const toml::table& table, std::string_view what, const std::vector<std::string>& known);
  /// A word that is none of those that stand here.
  void no_such(const toml::node& node, std::string_view what, std::string_view given,
               const std::vector<std::string>& known);

  /// Nothing where the key is not there; a mistake where it holds something else.
  std::optional<std::string> text(const toml::table& table, std::string_view key);
  bool flag(const toml::table& table, std::string_view key);
  const toml::table* table(const toml::table& within, std::string_view key, std::string_view example);

 private:
  std::string file_;
  std::optional<Error> first_;
  std::uint32_t line_ = 0;
  bool only_lacks_ = false;
};

}  // namespace bellwether
