#include "base/number.hpp"
#include "base/text.hpp"
#include "base/text_file.hpp"
#include "listen/organisation/told_file.hpp"
#include "listen/organisation/told_row.hpp"

#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_toml_bytes = std::size_t{64} << 20U;

std::string quoted(std::string_view text) { return fmt::format("\"{}\"", text); }

std::vector<std::string> kind_words() {
  std::vector<std::string> words;
  for (const org::Kind kind : org::k_all_kinds) words.emplace_back(org::rules_of(kind).word);
  return words;
}

/// One table below [[unit]] or the like, key by key; the first mistake in the file is kept.
class Reader {
 public:
  Reader(const toml::table& table, org::Kind kind, std::string_view file)
      : table_(table), rules_(org::rules_of(kind)), file_(file) {
    told_.kind = kind;
    told_.where = at(table);
    told_.said.resize(rules_.fields.size());
  }

  Result<org::Told> read() {
    for (const auto& [key, node] : table_) check_key(key, node);
    if (!mistake_) read_id();
    for (std::size_t i = 0; i < rules_.fields.size() && !mistake_; ++i) read_field(i);
    if (!mistake_) told_.from = read_day("from", told_first_day);
    if (!mistake_) told_.to = read_day("to", told_last_day);
    if (!mistake_) {
      if (const Reason reason = wrong_days(told_); !reason.empty())
        wrong(*table_.get("to"), "the " + name() + ": " + reason, "`from` is its first day, `to` its last one");
    }
    if (mistake_) return std::unexpected(std::move(*mistake_));
    return std::move(told_);
  }

 private:
  std::string name() const { return std::string(rules_.word) + (told_.id.empty() ? "" : " " + told_.id); }

  void check_key(const toml::key& key, const toml::node& node) {
    std::vector<std::string> known = {"id", "from", "to"};
    for (const org::Field& field : rules_.fields) known.emplace_back(field.name);
    for (const std::string& one : known) {
      if (one == key.str()) return;
    }
    const std::string near = nearest(key.str(), known);
    wrong(node, "a " + std::string(rules_.word) + " has no " + quoted(key.str()),
          near.empty() ? "known keys: " + join(known, ", ") : "did you mean " + near + "?");
  }

  void read_id() {
    const toml::node* node = table_.get("id");
    if (node == nullptr) return wrong(table_, "the " + name() + " has no id", "add id = \"…\"");
    const auto text = text_of(*node);
    if (!text) return wrong(*node, "id is a text", "put it in quotes");
    auto id = told_id(*text);
    if (!id) return wrong(*node, "the " + name() + ": " + id.error(), "");
    told_.id = std::move(*id);
  }

  void read_field(std::size_t i) {
    const org::Field& field = rules_.fields[i];
    const toml::node* node = table_.get(field.name);
    if (node == nullptr) return;
    const std::string key(field.name);
    const auto text = field.form == org::Form::list ? list_of(*node) : text_of(*node);
    if (!text) {
      return field.form == org::Form::list ? wrong(*node, key + " is a list of texts", "write " + key + " = [\"…\"]")
                                           : wrong(*node, key + " is a text", "put it in quotes");
    }
    auto said = told_field(field, *text);
    if (!said) return wrong(*node, key + ": " + said.error(), "");
    told_.said[i] = std::move(*said);
  }

  template <class ToDay>
  std::optional<Day> read_day(const char* key, ToDay&& to_day) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return {};
    const auto text = text_of(*node);
    const auto day = text ? to_day(*text) : std::unexpected(Reason("it is no day; write it as 2026-11-22"));
    if (!day) {
      wrong(*node, std::string(key) + ": " + day.error(), "");
      return {};
    }
    return *day;
  }

  /// Texts as they are; TOML's own dates and numbers as they are written.
  static std::optional<std::string> text_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>()) return text;
    if (const auto* date = node.as_date()) {
      const toml::date& day = date->get();
      return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    }
    if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
    if (const auto* number = node.as_floating_point()) return to_text(number->get());
    return std::nullopt;
  }

  static std::optional<std::string> list_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>()) return text;
    const toml::array* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> items;
    for (const toml::node& item : *array) {
      auto text = item.value_exact<std::string>();
      if (!text || text->find(';') != std::string::npos) return std::nullopt;
      items.push_back(std::move(*text));
    }
    return org::list_text(items);
  }

  void wrong(const toml::node& node, std::string message, std::string mend) {
    const auto line = node.source().begin.line;
    if (mistake_ && line >= line_) return;
    line_ = line;
    mistake_ =
        Error{.code = Code::bad_input, .message = std::move(message), .where = at(node), .mend = std::move(mend)};
  }

  std::string at(const toml::node& node) const { return fmt::format("{}:{}", file_, node.source().begin.line); }

  const toml::table& table_;
  const org::KindRules& rules_;
  std::string_view file_;
  org::Told told_;
  std::optional<Error> mistake_;
  toml::source_index line_ = 0;
};

Result<void> read_heading(const toml::key& key, const toml::node& node, std::string_view file, ToldFile& told) {
  const std::string where = fmt::format("{}:{}", file, node.source().begin.line);
  std::optional<org::Kind> kind;
  for (const org::Kind one : org::k_all_kinds) {
    if (org::rules_of(one).word == key.str()) kind = one;
  }
  if (!kind) {
    const std::vector<std::string> words = kind_words();
    const std::string near = nearest(key.str(), words);
    return fail(Code::bad_input, "an organisation has no " + quoted(key.str()), where,
                near.empty() ? "known headings: [[" + join(words, "]], [[") + "]]" : "did you mean [[" + near + "]]?");
  }
  const toml::array* all = node.as_array();
  if (all == nullptr)
    return fail(Code::bad_input, quoted(key.str()) + " stands alone", where,
                fmt::format("put each under a heading of its own: [[{}]]", key.str()));
  for (const toml::node& one : *all) {
    const toml::table* table = one.as_table();
    if (table == nullptr)
      return fail(Code::bad_input, quoted(key.str()) + " is a list of tables", where,
                  fmt::format("put each under a heading of its own: [[{}]]", key.str()));
    auto row = Reader(*table, *kind, file).read();
    if (!row) return std::unexpected(row.error());
    told.told.push_back(std::move(*row));
  }
  return {};
}

}  // namespace

Result<ToldFile> read_told_toml(std::string_view text, std::string_view file) {
  toml::table root;
  try {
    root = toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, "this is not TOML: " + std::string(error.description()),
                fmt::format("{}:{}", file, error.source().begin.line));
  }
  ToldFile told;
  told.form = "TOML";
  for (const auto& [key, node] : root) {
    if (auto read = read_heading(key, node, file, told); !read) return std::unexpected(read.error());
  }
  if (told.told.empty()) return fail(Code::bad_input, "the file tells of nothing", std::string(file));
  return told;
}

Result<ToldFile> read_told(const std::filesystem::path& file) {
  if (!equals_ignoring_case(file.extension().string(), ".toml")) return read_told_table(file);
  const auto text = text_of_file(file, k_most_toml_bytes);
  if (!text) return std::unexpected(text.error());
  return read_told_toml(*text, file.string());
}

}  // namespace bellwether::listen
