#include "measure/definition_reader.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "measure/filter_tokens.hpp"

#include <cmath>

namespace bellwether::measure {

std::string Mistakes::at(const toml::node& node) const { return file + ":" + std::to_string(node.source().begin.line); }

void Mistakes::add(const toml::node& node, std::string message, std::string mend) {
  const auto here = node.source().begin.line;
  if (first && here >= line) return;
  line = here;
  first = Error{.code = Code::bad_input, .message = std::move(message), .where = at(node), .mend = std::move(mend)};
}

void Mistakes::add(const toml::node& node, std::string_view key, const Error& error) {
  const auto here = node.source().begin.line;
  if (first && here >= line) return;
  line = here;
  first = Error{.code = error.code,
                .message = std::string(key) + " does not read: " + error.message,
                .where = at(node),
                .mend = error.mend};
}

void TableReader::check_keys(std::span<const std::string_view> known, std::string_view kind) const {
  for (const auto& [key, node] : table_) {
    bool found = false;
    for (const std::string_view word : known) found = found || word == key.str();
    if (found) continue;
    const std::vector<std::string> words(known.begin(), known.end());
    const std::string near = nearest(key.str(), words);
    mistakes_.add(node, std::string(kind) + " has no " + in_quotes(key.str()),
                  near.empty() ? "known keys: " + join(words, ", ") : "did you mean " + near + "?");
  }
}

std::string TableReader::text(std::string_view key, bool needed) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) {
    if (needed) wrong(key, what_ + " has no " + std::string(key), "add " + std::string(key) + " = \"…\"");
    return {};
  }
  const auto value = node->value_exact<std::string>();
  if (!value) wrong(key, std::string(key) + " is a text", "put it in quotes");
  return value.value_or("");
}

std::optional<double> TableReader::number(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  const auto value = node->value<double>();
  if (!node->is_number() || !value || !std::isfinite(*value)) {
    wrong(key, std::string(key) + " is a number", "write it without quotes");
    return std::nullopt;
  }
  return value;
}

bool TableReader::flag(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return false;
  const auto value = node->value_exact<bool>();
  if (!value) wrong(key, std::string(key) + " is true or false", "write it without quotes");
  return value.value_or(false);
}

std::optional<std::pair<double, double>> TableReader::pair(std::string_view key, std::string_view meaning,
                                                           std::string_view example) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return std::nullopt;
  const toml::array* ends = node->as_array();
  const auto end_at = [&](std::size_t i) { return (*ends)[i].value<double>(); };
  if (ends == nullptr || ends->size() != 2 || !end_at(0) || !end_at(1)) {
    wrong(key, std::string(key) + " is " + std::string(meaning), "write " + std::string(example));
    return std::nullopt;
  }
  return std::pair{*end_at(0), *end_at(1)};
}

std::optional<std::int64_t> TableReader::duration_s(std::string_view key) const {
  if (!has(key)) return std::nullopt;
  const std::string given = text(key);
  const std::size_t gap = given.find(' ');
  const auto amount = decimal_from(given.substr(0, gap));
  const std::string unit = gap == std::string::npos ? "" : given.substr(gap + 1);
  constexpr auto k_units =
      std::to_array<std::pair<std::string_view, std::int64_t>>({{"s", 1}, {"min", 60}, {"h", 3'600}, {"d", 86'400}});
  for (const auto& [word, seconds] : k_units) {
    if (!amount || unit != word) continue;
    const double all = amount->value() * static_cast<double>(seconds);
    constexpr double k_century = 100.0 * 366 * 86'400;
    if (all > 0 && all <= k_century) return static_cast<std::int64_t>(std::llround(all));
  }
  wrong(key, std::string(key) + " is a time above zero", "write \"7 d\", \"36 h\", \"90 min\" or \"30 s\"");
  return std::nullopt;
}

const toml::table* TableReader::table(std::string_view key) const {
  const toml::node* node = table_.get(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) {
    wrong(key, std::string(key) + " is a table", "write " + std::string(key) + " = { facts = \"acts\", where = '…' }");
  }
  return node->as_table();
}

void TableReader::wrong(std::string_view key, std::string message, std::string mend) const {
  const toml::node* node = table_.get(key);
  mistakes_.add(node == nullptr ? static_cast<const toml::node&>(table_) : *node, std::move(message), std::move(mend));
}

void TableReader::wrong(std::string_view key, const Error& error) const {
  const toml::node* node = table_.get(key);
  mistakes_.add(node == nullptr ? static_cast<const toml::node&>(table_) : *node, key, error);
}

void TableReader::no_such_word(std::string_view key, const std::string& given,
                               const std::vector<std::string>& known) const {
  const std::string near = nearest(given, known);
  wrong(key, "there is no " + std::string(key) + " " + in_quotes(given),
        near.empty() ? "write one of: " + join(known, ", ") : "did you mean " + near + "?");
}

Result<toml::table> toml_of(std::string_view text, std::string_view file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, "this is not TOML: " + std::string(error.description()),
                std::string(file) + ":" + std::to_string(error.source().begin.line));
  }
}

}  // namespace bellwether::measure
