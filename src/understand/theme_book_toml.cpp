#include "base/embedded.hpp"
#include "base/text.hpp"
#include "base/toml_mistakes.hpp"
#include "understand/theme_book.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::understand {

namespace {

constexpr std::string_view k_folder = "themes/", k_ending = ".toml", k_any = "any";
constexpr std::size_t k_longest_name = 40, k_longest_text = 500;

std::string file_of(std::string_view name) { return std::string(k_folder).append(name).append(k_ending); }

bool is_language(std::string_view key) {
  return key == k_any ||
         (key.size() == 2 && std::ranges::all_of(key, [](char letter) { return letter >= 'a' && letter <= 'z'; }));
}

/// Names stand in filters, addresses and files.
bool is_name(std::string_view name) {
  const auto is_part = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
  };
  return name.size() >= 3 && name.size() <= k_longest_name && name.front() >= 'a' && name.front() <= 'z' &&
         std::ranges::all_of(name, is_part);
}

class Reading {
 public:
  Reading(std::string_view file, std::vector<Theme>& themes) : mistakes_(file), themes_(themes) {}

  TomlMistakes& mistakes() { return mistakes_; }

  void read(const toml::table& within, std::size_t parent, std::size_t depth) {
    std::vector<std::pair<std::string_view, const toml::table*>> inner;
    for (const auto& [key, node] : within) {
      if (node.is_table()) inner.emplace_back(key.str(), node.as_table());
    }
    // In the order of the file.
    std::ranges::stable_sort(inner, {}, [](const auto& one) { return line_of(*one.second); });
    for (const auto& [key, table] : inner) read_theme(key, *table, parent, depth);
  }

 private:
  void read_theme(std::string_view key, const toml::table& table, std::size_t parent, std::size_t depth) {
    if (!is_name(key)) {
      return mistakes_.add(
          table, fmt::format("‘{}’ is no name of a theme", key),
          "write 3 to 40 small letters, digits and _, beginning with a letter; label says it to people");
    }
    if (depth > ThemeBook::k_deepest) {
      return mistakes_.add(table, fmt::format("‘{}’ stands deeper than {} themes", key, ThemeBook::k_deepest),
                           "make it a theme of one that is further up");
    }
    if (themes_.size() == ThemeBook::k_most_themes) {
      return mistakes_.add(table, fmt::format("there are more than {} themes", ThemeBook::k_most_themes),
                           "merge some: nobody reads so many");
    }
    Theme theme;
    theme.name = parent == Theme::k_none ? std::string(key) : themes_[parent].name + "." + std::string(key);
    theme.label = text(table, "label").value_or(std::string(key));
    theme.about = text(table, "about").value_or("");
    theme.parent = parent;
    for (const auto& [inner, node] : table) {
      if (inner.str() == "label" || inner.str() == "about" || node.is_table()) continue;
      if (!is_language(inner.str())) {
        mistakes_.add(node, fmt::format("‘{}’ is nothing that a theme has", inner.str()),
                      "a theme has label, about, entries by language (en, de …, any) and themes of its own as tables");
        continue;
      }
      if (auto entries = mistakes_.text(table, inner.str())) {
        theme.entries.emplace(std::string(inner.str()), *std::move(entries));
      }
    }
    themes_.push_back(std::move(theme));
    read(table, themes_.size() - 1, depth + 1);
  }

  std::optional<std::string> text(const toml::table& table, std::string_view key) {
    auto found = mistakes_.text(table, key);
    if (found && (found->size() > k_longest_text || trim(*found).empty())) {
      mistakes_.add(*table.get(key), fmt::format("‘{}’ is empty or longer than {} bytes", key, k_longest_text),
                    "write a few words, or leave it out");
    }
    return found;
  }

  TomlMistakes mistakes_;
  std::vector<Theme>& themes_;
};

}  // namespace

Result<ThemeBook> ThemeBook::from_toml(std::string_view toml, std::string_view file) {
  if (toml.size() > k_most_bytes) {
    return fail(Code::bad_input, fmt::format("is larger than {} bytes", k_most_bytes), std::string(file),
                "themes are words, not texts");
  }
  toml::table root;
  try {
    root = toml::parse(toml, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, "this is not TOML: " + std::string(error.description()),
                fmt::format("{}:{}", file, error.source().begin.line));
  }
  ThemeBook book;
  Reading reading(file, book.themes_);
  TomlMistakes& mistakes = reading.mistakes();
  mistakes.only(root, "a book of themes", {"label", "themes"});
  book.label_ = mistakes.text(root, "label").value_or("");
  const toml::table* themes = mistakes.table(root, "themes", "[themes.room]");
  if (themes != nullptr) reading.read(*themes, Theme::k_none, 1);
  if (mistakes.first()) return std::unexpected(*mistakes.first());
  if (book.themes_.empty()) {
    return fail(Code::bad_input, "there is no theme", std::string(file), "write one: [themes.price]");
  }
  if (auto compiled = book.compile(); !compiled) {
    Error error = compiled.error();
    error.where = fmt::format("{}, {}", file, error.where);
    return std::unexpected(error);
  }
  return book;
}

std::vector<std::string_view> ThemeBook::shipped_names() {
  std::vector<std::string_view> names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(k_folder) || !file.name.ends_with(k_ending)) continue;
    names.push_back(file.name.substr(k_folder.size(), file.name.size() - k_folder.size() - k_ending.size()));
  }
  return names;
}

Result<ThemeBook> ThemeBook::shipped(std::string_view name) {
  const auto names = shipped_names();
  if (std::ranges::find(names, name) == names.end()) {
    std::string all;
    for (const std::string_view one : names) all.append(all.empty() ? "" : ", ").append(one);
    return fail(Code::not_found, fmt::format("there is no book of themes ‘{}’", name), {},
                fmt::format("there are {}", all));
  }
  return from_toml(shipped_text(name), file_of(name));
}

std::string_view ThemeBook::shipped_text(std::string_view name) { return embedded_file(file_of(name)); }

}  // namespace bellwether::understand
