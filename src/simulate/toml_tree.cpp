#include "simulate/toml_tree.hpp"

#include "base/text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace bellwether::simulate {

namespace {

constexpr unsigned k_deepest = 16;

TomlTable tree_of(const toml::table& table, Mistakes& mistakes, unsigned depth);

TomlValue tree_of(const toml::node& node, Mistakes& mistakes, unsigned depth) {
  TomlValue out{.value = false, .line = static_cast<unsigned>(node.source().begin.line)};
  if (depth > k_deepest) {
    mistakes.add(out.line, fmt::format("tables are nested more than {} deep", k_deepest));
  } else if (const auto* table = node.as_table()) {
    out.value = tree_of(*table, mistakes, depth + 1);
  } else if (const auto* array = node.as_array()) {
    std::vector<TomlValue> values;
    for (const toml::node& element : *array) values.push_back(tree_of(element, mistakes, depth + 1));
    out.value = std::move(values);
  } else if (const auto* text = node.as_string()) {
    out.value = text->get();
  } else if (const auto* whole = node.as_integer()) {
    out.value = whole->get();
  } else if (const auto* number = node.as_floating_point()) {
    out.value = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    out.value = flag->get();
  } else if (const auto* date = node.as_date()) {
    const auto day = day_from({date->get().year, date->get().month, date->get().day});
    if (day)
      out.value = *day;
    else
      mistakes.add(out.line, "there is no such date");
  } else {
    mistakes.add(out.line, "times of day are not used here", "give a date such as 2026-11-15");
  }
  return out;
}

TomlTable tree_of(const toml::table& table, Mistakes& mistakes, unsigned depth) {
  // toml++ keeps keys by the alphabet; the file's order is restored by the lines and columns that it remembers.
  std::vector<std::pair<toml::source_position, std::string_view>> order;
  for (auto&& [key, node] : table) order.emplace_back(key.source().begin, key.str());
  std::ranges::sort(order, [](const auto& a, const auto& b) { return a.first < b.first; });
  TomlTable out;
  out.line = static_cast<unsigned>(table.source().begin.line);
  for (const auto& [at, key] : order) {
    out.keys.emplace_back(key);
    out.values.push_back(tree_of(*table.get(key), mistakes, depth));
    out.lines.push_back(static_cast<unsigned>(at.line));
  }
  return out;
}

}  // namespace

Result<TomlTable> toml_tree(std::string_view text, std::string_view file) {
  if (!is_utf8(text)) return fail(Code::bad_input, "not UTF-8 text", std::string(file));
  try {
    Mistakes mistakes{.file = std::string(file), .first = {}};
    TomlTable tree = tree_of(toml::parse(text, file), mistakes, 0);
    if (mistakes.first) return std::unexpected(std::move(*mistakes.first));
    return tree;
  } catch (const toml::parse_error& error) {
    return fail(Code::bad_input, fmt::format("not TOML: {}", error.description()),
                fmt::format("{}:{}", file, error.source().begin.line));
  }
}

const TomlValue* TomlTable::find(std::string_view key) const {
  const auto at = std::ranges::find(keys, key);
  return at == keys.end() ? nullptr : &values[static_cast<std::size_t>(at - keys.begin())];
}

void Mistakes::add(unsigned line, std::string message, std::string mend) {
  if (first) return;
  first = Error{.code = Code::bad_input,
                .message = std::move(message),
                .where = fmt::format("{}:{}", file, line),
                .mend = std::move(mend)};
}

TableReader::TableReader(const TomlTable& table, std::string what, Mistakes& mistakes)
    : table_(&table), what_(std::move(what)), mistakes_(&mistakes) {}

bool TableReader::has(std::string_view key) {
  asked_.emplace_back(key);
  return table_->find(key) != nullptr;
}

unsigned TableReader::line_of(std::string_view key) const {
  const auto at = std::ranges::find(table_->keys, key);
  return at == table_->keys.end() ? table_->line : table_->lines[static_cast<std::size_t>(at - table_->keys.begin())];
}

template <class T>
const T* TableReader::get(std::string_view key, std::string_view kind, bool needed) {
  asked_.emplace_back(key);
  const TomlValue* value = table_->find(key);
  if (value == nullptr) {
    if (!needed) return nullptr;
    // A misspelt key is better named as such than as a missing one.
    for (std::size_t i = 0; i < table_->keys.size(); ++i) {
      const std::string only[] = {std::string(key)};
      if (!nearest(table_->keys[i], only).empty()) {
        mistakes_->add(table_->lines[i], fmt::format("{} has no key \"{}\"", what_, table_->keys[i]),
                       fmt::format("did you mean \"{}\"?", key));
      }
    }
    mistakes_->add(table_->line, fmt::format("{} needs the key \"{}\"", what_, key), fmt::format("give it {}", kind));
    return nullptr;
  }
  if (const T* found = std::get_if<T>(&value->value)) return found;
  mistakes_->add(value->line, fmt::format("\"{}\" of {} is not {}", key, what_, kind));
  return nullptr;
}

std::string TableReader::text(std::string_view key) {
  const auto* found = get<std::string>(key, "a text", true);
  if (found != nullptr && trim(*found).empty()) {
    mistakes_->add(line_of(key), fmt::format("\"{}\" of {} is empty", key, what_));
  }
  return found == nullptr ? std::string() : *found;
}

std::string TableReader::text(std::string_view key, std::string_view otherwise) {
  const auto* found = get<std::string>(key, "a text", false);
  return found == nullptr ? std::string(otherwise) : *found;
}

double TableReader::number(std::string_view key, double low, double high) {
  if (!has(key)) {
    (void)get<double>(key, "a number", true);
    return low;
  }
  return number(key, low, high, low);
}

double TableReader::number(std::string_view key, double low, double high, double otherwise) {
  if (!has(key)) return otherwise;
  const TomlValue* value = table_->find(key);
  double number = otherwise;
  if (const auto* whole = std::get_if<std::int64_t>(&value->value)) {
    number = static_cast<double>(*whole);
  } else if (const auto* real = std::get_if<double>(&value->value)) {
    number = *real;
  } else {
    mistakes_->add(value->line, fmt::format("\"{}\" of {} is not a number", key, what_));
    return otherwise;
  }
  // Also objects to NaN, which TOML knows.
  const bool fits = number >= low && number <= high;
  if (!fits) {
    mistakes_->add(value->line, fmt::format("\"{}\" of {} is {}", key, what_, number),
                   fmt::format("give a number from {} to {}", low, high));
    return otherwise;
  }
  return number;
}

bool TableReader::flag(std::string_view key, bool otherwise) {
  const auto* found = get<bool>(key, "true or false", false);
  return found == nullptr ? otherwise : *found;
}

Day TableReader::day(std::string_view key) {
  const auto* found = get<Day>(key, "a date such as 2026-11-15", true);
  return found == nullptr ? Day{} : *found;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
  std::vector<std::string> out;
  const auto* found = get<std::vector<TomlValue>>(key, "a list of texts", false);
  if (found == nullptr) return out;
  for (const TomlValue& value : *found) {
    if (const auto* text = std::get_if<std::string>(&value.value); text != nullptr && !text->empty()) {
      out.push_back(*text);
    } else {
      mistakes_->add(value.line, fmt::format("\"{}\" of {} holds something else than texts", key, what_));
    }
  }
  return out;
}

std::vector<double> TableReader::numbers(std::string_view key, std::size_t size) {
  std::vector<double> out;
  const auto* found = get<std::vector<TomlValue>>(key, "a list of numbers", false);
  if (found == nullptr) return out;
  double total = 0;
  for (const TomlValue& value : *found) {
    double number = -1;
    if (const auto* whole = std::get_if<std::int64_t>(&value.value)) number = static_cast<double>(*whole);
    if (const auto* real = std::get_if<double>(&value.value)) number = *real;
    const bool fits = number >= 0 && number <= 1e6;
    if (!fits) {
      mistakes_->add(value.line,
                     fmt::format("\"{}\" of {} holds something else than numbers from 0 to 1,000,000", key, what_));
      return {};
    }
    out.push_back(number);
    total += number;
  }
  if (out.size() != size || total <= 0) {
    mistakes_->add(line_of(key), fmt::format("\"{}\" of {} has {} numbers", key, what_, out.size()),
                   fmt::format("give {} numbers, not all zero", size));
    return {};
  }
  return out;
}

Shares TableReader::shares(std::string_view key, double high) {
  Shares out;
  const auto* found = get<TomlTable>(key, "a table of numbers", false);
  if (found == nullptr) return out;
  TableReader inner(*found, fmt::format("\"{}\" of {}", key, what_), *mistakes_);
  for (const std::string& name : found->keys) out.emplace_back(name, inner.number(name, 0, high));
  return out;
}

const TomlTable* TableReader::table(std::string_view key) { return get<TomlTable>(key, "a table", false); }

std::vector<const TomlTable*> TableReader::tables(std::string_view key) {
  std::vector<const TomlTable*> out;
  const auto* found = get<std::vector<TomlValue>>(key, "a list of tables, [[…]]", false);
  if (found == nullptr) return out;
  for (const TomlValue& value : *found) {
    if (const auto* table = std::get_if<TomlTable>(&value.value)) {
      out.push_back(table);
    } else {
      mistakes_->add(value.line, fmt::format("\"{}\" of {} holds something else than tables", key, what_));
    }
  }
  return out;
}

void TableReader::finish() {
  for (std::size_t i = 0; i < table_->keys.size(); ++i) {
    const std::string& key = table_->keys[i];
    if (std::ranges::find(asked_, key) != asked_.end()) continue;
    const std::string near = nearest(key, asked_);
    std::ranges::sort(asked_);
    asked_.erase(std::ranges::unique(asked_).begin(), asked_.end());
    mistakes_->add(
        table_->lines[i], fmt::format("{} has no key \"{}\"", what_, key),
        near.empty() ? fmt::format("known are: {}", join(asked_, ", ")) : fmt::format("did you mean \"{}\"?", near));
  }
}

std::size_t index_of(std::string_view word, const std::vector<std::string>& known, std::string_view what, unsigned line,
                     Mistakes& mistakes) {
  const auto at = std::ranges::find(known, word);
  if (at != known.end()) return static_cast<std::size_t>(at - known.begin());
  const std::string near = nearest(word, known);
  mistakes.add(
      line, fmt::format("there is no {} \"{}\"", what, word),
      near.empty() ? fmt::format("known are: {}", join(known, ", ")) : fmt::format("did you mean \"{}\"?", near));
  return 0;
}

}  // namespace bellwether::simulate
