#include "base/text.hpp"
#include "simulate/grammar.hpp"
#include "simulate/grammar_words.hpp"
#include "simulate/toml_tree.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace bellwether::simulate {

/// Lays phrases flat.
class GrammarReader {
 public:
  GrammarReader(Grammar& grammar, Mistakes& mistakes) : grammar_(grammar), mistakes_(mistakes) {}

  void read(const TomlTable& root, std::string_view domain, std::span<const std::string> themes);

 private:
  void read_slots(const TomlTable& table);
  Toned toned(TableReader& parent, std::string_view key);
  Talk talk(const TomlTable& table, std::string_view domain);
  Phrases phrases(TableReader& table, std::string_view key, bool needed = true);
  PhraseId phrase(std::string_view text, unsigned line);
  PhraseId plain(std::string_view text, unsigned line);
  void add_choice(std::vector<Grammar::Piece>& pieces, std::string_view inside, unsigned line);
  void add_slot(std::vector<Grammar::Piece>& pieces, std::string_view name, unsigned line);
  void add_literal(std::vector<Grammar::Piece>& pieces, std::string_view text);
  PhraseId lay(const std::vector<Grammar::Piece>& pieces);

  Grammar& grammar_;
  Mistakes& mistakes_;
  std::map<std::string, std::pair<std::uint32_t, std::uint32_t>, std::less<>> slots_;  ///< first and count in options_
};

void GrammarReader::read(const TomlTable& root, std::string_view domain, std::span<const std::string> themes) {
  TableReader reader(root, "the grammar", mistakes_);
  grammar_.language = reader.text("language");
  grammar_.amount_ = reader.text("amount");
  if (grammar_.amount_.find('#') == std::string::npos)
    mistakes_.add(reader.line_of("amount"), "\"amount\" has no # for the number");
  grammar_.clock_ = reader.text("clock");
  grammar_.months_ = reader.texts("months");
  if (grammar_.months_.size() != 12) mistakes_.add(reader.line_of("months"), "a year has 12 months");
  if (const TomlTable* slots = reader.table("slots")) read_slots(*slots);
  grammar_.opening = toned(reader, "opening");
  grammar_.closing = toned(reader, "closing");
  grammar_.brief = toned(reader, "brief");
  grammar_.but = phrases(reader, "but");
  grammar_.also = phrases(reader, "also");
  grammar_.greeting = phrases(reader, "greeting");
  grammar_.countries = reader.texts("countries");
  grammar_.smile = reader.texts("smile");
  grammar_.frown = reader.texts("frown");
  grammar_.first_names = reader.texts("first_names");
  grammar_.last_names = reader.texts("last_names");
  for (const auto* list :
       {&grammar_.countries, &grammar_.smile, &grammar_.frown, &grammar_.first_names, &grammar_.last_names}) {
    if (list->empty()) mistakes_.add(1, "the grammar needs countries, smile, frown, first_names and last_names");
  }
  if (const TomlTable* all = reader.table("talk")) grammar_.talk = talk(*all, domain);
  const TomlTable* spoken = reader.table("theme");
  for (const std::string& theme : themes) {
    const TomlValue* found = spoken == nullptr ? nullptr : spoken->find(theme);
    const auto* table = found == nullptr ? nullptr : std::get_if<TomlTable>(&found->value);
    if (table == nullptr) {
      mistakes_.add(1, fmt::format("there is no theme \"{}\"", theme),
                    fmt::format("add [theme.{}] with good and bad", theme));
      return;
    }
    TableReader inner(*table, fmt::format("[theme.{}]", theme), mistakes_);
    grammar_.themes.push_back({.good = phrases(inner, "good"), .bad = phrases(inner, "bad"), .mixed = {}});
    inner.finish();
  }
  reader.finish();
}

void GrammarReader::read_slots(const TomlTable& table) {
  TableReader reader(table, "[slots]", mistakes_);
  for (const std::string& name : table.keys) {
    Phrases ids;
    // A slot may use the ones above it, so that no slot can use itself.
    for (const std::string& text : reader.texts(name)) ids.push_back(phrase(text, reader.line_of(name)));
    if (ids.empty()) mistakes_.add(reader.line_of(name), fmt::format("the slot \"{}\" is empty", name));
    const auto first = static_cast<std::uint32_t>(grammar_.options_.size());
    std::ranges::copy(ids, std::back_inserter(grammar_.options_));
    slots_[name] = {first, static_cast<std::uint32_t>(ids.size())};
  }
}

Toned GrammarReader::toned(TableReader& parent, std::string_view key) {
  Toned out;
  const TomlTable* table = parent.table(key);
  if (table == nullptr) {
    mistakes_.add(1, fmt::format("the grammar needs [{}] with good, bad and mixed", key));
    return out;
  }
  TableReader reader(*table, fmt::format("[{}]", key), mistakes_);
  out = {.good = phrases(reader, "good"), .bad = phrases(reader, "bad"), .mixed = phrases(reader, "mixed")};
  reader.finish();
  return out;
}

Talk GrammarReader::talk(const TomlTable& table, std::string_view domain) {
  const TomlValue* found = table.find(domain);
  const auto* own = found == nullptr ? nullptr : std::get_if<TomlTable>(&found->value);
  if (own == nullptr) {
    mistakes_.add(table.line, fmt::format("there is no talk of a {}", domain),
                  fmt::format("known are: {}", join(table.keys, ", ")));
    return {};
  }
  TableReader reader(*own, fmt::format("[talk.{}]", domain), mistakes_);
  Talk out{.details = phrases(reader, "details"),
           .leaving = phrases(reader, "leaving"),
           .question = phrases(reader, "question"),
           .request = phrases(reader, "request"),
           .suggestion = phrases(reader, "suggestion")};
  reader.finish();
  return out;
}

Phrases GrammarReader::phrases(TableReader& table, std::string_view key, bool needed) {
  Phrases out;
  for (const std::string& text : table.texts(key)) out.push_back(phrase(text, table.line_of(key)));
  if (needed && out.empty()) mistakes_.add(table.line(), fmt::format("\"{}\" is missing or empty", key));
  return out;
}

PhraseId GrammarReader::phrase(std::string_view text, unsigned line) {
  std::vector<Grammar::Piece> pieces;
  while (!text.empty()) {
    const std::size_t open = text.find('[');
    const std::string_view before = text.substr(0, open);
    if (!before.empty()) {
      const auto count = static_cast<std::uint32_t>(grammar_.options_.size());
      grammar_.options_.push_back(plain(before, line));
      pieces.push_back({.kind = Grammar::Piece::Kind::choice, .at = count, .count = 1});
    }
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find(']', open);
    if (close == std::string_view::npos) {
      mistakes_.add(line, fmt::format("a bracket does not close in \"{}\"", text));
      break;
    }
    add_choice(pieces, text.substr(open + 1, close - open - 1), line);
    text.remove_prefix(close + 1);
  }
  return lay(pieces);
}

void GrammarReader::add_choice(std::vector<Grammar::Piece>& pieces, std::string_view inside, unsigned line) {
  Phrases ids;
  for (const std::string_view option : split(inside, '|')) ids.push_back(plain(option, line));
  pieces.push_back({.kind = Grammar::Piece::Kind::choice,
                    .at = static_cast<std::uint32_t>(grammar_.options_.size()),
                    .count = static_cast<std::uint32_t>(ids.size())});
  std::ranges::copy(ids, std::back_inserter(grammar_.options_));
}

PhraseId GrammarReader::plain(std::string_view text, unsigned line) {
  std::vector<Grammar::Piece> pieces;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    add_literal(pieces, text.substr(0, open));
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) {
      mistakes_.add(line, fmt::format("a brace does not close in \"{}\"", text));
      break;
    }
    add_slot(pieces, text.substr(open + 1, close - open - 1), line);
    text.remove_prefix(close + 1);
  }
  return lay(pieces);
}

void GrammarReader::add_slot(std::vector<Grammar::Piece>& pieces, std::string_view name, unsigned line) {
  if (const auto slot = slots_.find(name); slot != slots_.end()) {
    pieces.push_back({.kind = Grammar::Piece::Kind::choice, .at = slot->second.first, .count = slot->second.second});
    return;
  }
  const auto built_in = std::ranges::find(k_built_ins, name);
  if (built_in != k_built_ins.end()) {
    pieces.push_back({.kind = Grammar::Piece::Kind::built_in,
                      .at = static_cast<std::uint32_t>(built_in - k_built_ins.begin()),
                      .count = 1});
    return;
  }
  std::vector<std::string> known(k_built_ins.begin(), k_built_ins.end());
  for (const auto& [slot, where] : slots_) known.push_back(slot);
  index_of(name, known, "slot", line, mistakes_);
}

void GrammarReader::add_literal(std::vector<Grammar::Piece>& pieces, std::string_view text) {
  if (text.empty()) return;
  pieces.push_back({.kind = Grammar::Piece::Kind::literal,
                    .at = static_cast<std::uint32_t>(grammar_.text_.size()),
                    .count = static_cast<std::uint32_t>(text.size())});
  grammar_.text_ += text;
}

PhraseId GrammarReader::lay(const std::vector<Grammar::Piece>& pieces) {
  grammar_.phrases_.push_back({.first = static_cast<std::uint32_t>(grammar_.pieces_.size()),
                               .count = static_cast<std::uint32_t>(pieces.size())});
  std::ranges::copy(pieces, std::back_inserter(grammar_.pieces_));
  return static_cast<PhraseId>(grammar_.phrases_.size() - 1);
}

Result<Grammar> Grammar::from_toml(std::string_view toml, std::string_view file, std::string_view domain,
                                   std::span<const std::string> themes) {
  const auto tree = toml_tree(toml, file);
  if (!tree) return std::unexpected(tree.error());
  Mistakes mistakes{.file = std::string(file), .first = {}};
  Grammar grammar;
  GrammarReader(grammar, mistakes).read(*tree, domain, themes);
  if (mistakes.first) return std::unexpected(std::move(*mistakes.first));
  return grammar;
}

}  // namespace bellwether::simulate
