// Reads one table of a definition in TOML key by key: measures and frameworks. The first mistake in the file is kept, named by
// file and line.
#pragma once

#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

namespace bellwether::measure {

/// What is wrong in one file so far: the mistake that stands first.
struct Mistakes {
  std::string file;
  std::optional<Error> first;
  toml::source_index line = 0;

  [[nodiscard]] std::string at(const toml::node& node) const;  ///< "file:line"
  void add(const toml::node& node, std::string message, std::string mend);
  /// Of something within a text of the file: a filter, a name.
  void add(const toml::node& node, std::string_view key, const Error& error);
};

class TableReader {
 public:
  /// `what` is how the table is spoken of: "the measure nps".
  TableReader(const toml::table& table, std::string what, Mistakes& mistakes)
      : table_(table), what_(std::move(what)), mistakes_(mistakes) {}

  /// Names the first key that is none of these, and the nearest of them. `kind`: "a measure".
  void check_keys(std::span<const std::string_view> known, std::string_view kind) const;

  [[nodiscard]] bool has(std::string_view key) const { return table_.get(key) != nullptr; }
  /// Empty where the key is not there, which is a mistake if it is needed.
  [[nodiscard]] std::string text(std::string_view key, bool needed = false) const;
  [[nodiscard]] std::optional<double> number(std::string_view key) const;
  [[nodiscard]] bool flag(std::string_view key) const;  ///< false where it is not there
  /// Two numbers in brackets.
  [[nodiscard]] std::optional<std::pair<double, double>> pair(std::string_view key, std::string_view meaning,
                                                              std::string_view example) const;
  /// "7 d", "36 h", "90 min", "30 s" in seconds.
  [[nodiscard]] std::optional<std::int64_t> duration_s(std::string_view key) const;
  /// The value of a key that is one of some words; `fallback` where it is not given, which is a mistake without one.
  template <class T, std::size_t N>
  [[nodiscard]] T word(std::string_view key, const std::array<std::pair<std::string_view, T>, N>& words,
                       std::optional<T> fallback) const;
  [[nodiscard]] const toml::table* table(std::string_view key) const;  ///< nothing where it is not there

  /// Tells of a mistake in a key's value, or in the table where the key is not there.
  void wrong(std::string_view key, std::string message, std::string mend) const;
  void wrong(std::string_view key, const Error& error) const;
  [[nodiscard]] bool is_right() const { return !mistakes_.first; }
  [[nodiscard]] const toml::table& source() const { return table_; }
  [[nodiscard]] Mistakes& mistakes() const { return mistakes_; }

 private:
  void no_such_word(std::string_view key, const std::string& given, const std::vector<std::string>& known) const;

  const toml::table& table_;
  std::string what_;
  Mistakes& mistakes_;
};

template <class T, std::size_t N>
T TableReader::word(std::string_view key, const std::array<std::pair<std::string_view, T>, N>& words,
                    std::optional<T> fallback) const {
  const std::string given = text(key, !fallback);
  if (!has(key)) return fallback.value_or(words[0].second);
  std::vector<std::string> known;
  for (const auto& [name, meaning] : words) {
    if (name == given) return meaning;
    known.emplace_back(name);
  }
  no_such_word(key, given, known);
  return words[0].second;
}

/// Parses a text of TOML. Error: `bad_input` at "file:line".
[[nodiscard]] Result<toml::table> toml_of(std::string_view text, std::string_view file);

}  // namespace bellwether::measure
