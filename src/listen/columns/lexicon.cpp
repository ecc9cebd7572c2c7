#include "listen/columns/lexicon.hpp"

#include "base/embedded.hpp"
#include "base/invariant.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace bellwether::listen {

namespace {

struct Lists {
  std::map<std::string, std::vector<std::string>, std::less<>> by_path;
  std::vector<std::vector<std::string>> likert;
};

std::unexpected<Error> wrong(const toml::node& node, std::string_view file, std::string message) {
  return fail(Code::bad_input, std::move(message), fmt::format("{}:{}", file, node.source().begin.line),
              "each entry is a list of phrases in quotes");
}

Result<std::vector<std::string>> phrases(const toml::array& array, std::string_view file) {
  std::vector<std::string> result;
  for (const toml::node& node : array) {
    const auto text = node.value<std::string>();
    if (!text) return wrong(node, file, "this is no phrase");
    result.push_back(*text);
  }
  return result;
}

Result<void> collect(const toml::table& table, const std::string& path, std::string_view file, Lists& lists) {
  for (const auto& [key, node] : table) {
    const std::string here = path.empty() ? std::string(key.str()) : fmt::format("{}.{}", path, key.str());
    if (const toml::table* inner = node.as_table()) {
      if (auto done = collect(*inner, here, file, lists); !done) return done;
      continue;
    }
    const toml::array* array = node.as_array();
    if (array == nullptr) return wrong(node, file, fmt::format("‘{}’ is no list", here));
    if (here == "likert") {
      for (const toml::node& entry : *array) {
        const toml::table* scale = entry.as_table();
        const toml::array* words = scale == nullptr ? nullptr : (*scale)["words"].as_array();
        if (words == nullptr) return wrong(entry, file, "a [[likert]] needs words");
        auto steps = phrases(*words, file);
        if (!steps) return std::unexpected(steps.error());
        lists.likert.push_back(std::move(*steps));
      }
      continue;
    }
    auto list = phrases(*array, file);
    if (!list) return std::unexpected(list.error());
    lists.by_path.emplace(here, std::move(*list));
  }
  return {};
}

}  // namespace

Lexicon Lexicon::shipped() {
  const std::string_view text = embedded_file("columns.toml");
  auto lexicon = from_text(text, "catalogue/columns.toml");
  invariant(!text.empty() && lexicon.has_value());
  return std::move(*lexicon);
}

Result<Lexicon> Lexicon::from_text(std::string_view text, std::string_view file) {
  toml::table table;
  try {
    table = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, std::string(error.description()),
                fmt::format("{}:{}", file, error.source().begin.line));
  }
  Lists lists;
  if (auto done = collect(table, {}, file, lists); !done) return std::unexpected(done.error());

  Lexicon lexicon;
  constexpr std::string_view k_codes = "language.codes.";
  for (const auto& [path, phrases] : lists.by_path) {
    if (path.starts_with(k_codes)) {
      const std::string code = path.substr(k_codes.size());
      lexicon.language_codes_.emplace(code, code);
      for (const std::string& name : phrases) lexicon.language_names_.emplace(plain(name), code);
      continue;
    }
    Phrases& list = lexicon.lists_[path];
    for (const std::string& phrase : phrases) list.add(phrase);
  }
  for (const auto& [name, code] : lexicon.language_names_) lexicon.names_.push_back(name);
  for (const auto& words : lists.likert) {
    std::vector<std::string>& steps = lexicon.likert_.emplace_back();
    for (const std::string& word : words) steps.push_back(plain(word));
  }
  return lexicon;
}

const Phrases& Lexicon::operator[](std::string_view list) const {
  const auto found = lists_.find(list);
  invariant(found != lists_.end());
  return found->second;
}

std::optional<std::string_view> Lexicon::language_code(std::string_view cell) const {
  const std::string_view text = trim(cell);
  constexpr std::size_t k_longest = 40;
  if (text.size() < 2 || text.size() > k_longest) return std::nullopt;
  // "en", "en-US", "pt_BR", "zh-Hans-CN".
  const bool is_code = text.size() == 2 || text[2] == '-' || text[2] == '_';
  if (is_code) {
    const auto code = language_codes_.find(lower_ascii(text.substr(0, 2)));
    return code == language_codes_.end() ? std::nullopt : std::optional<std::string_view>(code->second);
  }
  // "English (United States)".
  const std::string name = plain(text.substr(0, text.find('(')));
  auto found = language_names_.find(name);
  if (found == language_names_.end() && name.size() >= 6) found = language_names_.find(nearest(name, names_));
  if (found == language_names_.end()) return std::nullopt;
  return language_codes_.find(found->second)->second;
}

}  // namespace bellwether::listen
