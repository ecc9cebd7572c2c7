#include "listen/hooks/source_toml.hpp"

#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::string_view k_source_example = "\"ticket.id\", or { from = \"ticket.created\", time = \"unix\" }";

std::optional<Scalar> scalar_from(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return Scalar(*text);
  if (const auto whole = node.value_exact<std::int64_t>()) return Scalar(*whole);
  if (const auto flag = node.value_exact<bool>()) return Scalar(*flag);
  if (const auto number = node.value_exact<double>(); number && std::isfinite(*number)) return Scalar(*number);
  return std::nullopt;
}

std::optional<Scalar> constant(const toml::table& table, std::string_view key, TomlMistakes& mistakes) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  auto value = scalar_from(*node);
  if (!value) mistakes.add(*node, fmt::format("‘{}’ is a text, a number, true or false", key), "");
  return value;
}

void add_template(const toml::node& node, TomlMistakes& mistakes, std::vector<Template>& all) {
  const auto text = node.value_exact<std::string>();
  if (!text) return mistakes.add(node, "this is no path", fmt::format("write {}", k_source_example));
  auto made = Template::from(*text);
  if (!made) return mistakes.add(node, made.error());
  all.push_back(std::move(*made));
}

void add_templates(const toml::node& node, TomlMistakes& mistakes, std::vector<Template>& all) {
  const toml::array* list = node.as_array();
  if (list == nullptr) return add_template(node, mistakes, all);
  if (list->empty()) mistakes.add(node, "the list of paths is empty", "write [\"first.choice\", \"second.choice\"]");
  for (const toml::node& each : *list) add_template(each, mistakes, all);
}

void read_map(const toml::table& table, TomlMistakes& mistakes, SourceSteps& steps) {
  const toml::table* map = mistakes.table(table, "map", "map = { good = 5, bad = 1 }");
  if (map == nullptr) return;
  for (const auto& [word, node] : *map) {
    if (auto value = scalar_from(node)) {
      steps.map.push_back({.word = std::string(word.str()), .value = std::move(*value)});
    } else {
      mistakes.add(node, "a map leads to a text, a number, true or false", "write map = { good = 5, bad = 1 }");
    }
  }
  if (map->empty()) mistakes.add(*map, "the map is empty", "write map = { good = 5, bad = 1 }");
}

std::optional<std::pair<double, double>> ends(const toml::table& scale, std::string_view key) {
  const toml::array* pair = scale[key].as_array();
  if (pair == nullptr || pair->size() != 2) return std::nullopt;
  const auto low = (*pair)[0].value<double>();
  const auto high = (*pair)[1].value<double>();
  if (!low || !high || !std::isfinite(*low) || !std::isfinite(*high) || *low == *high) return std::nullopt;
  return std::pair{*low, *high};
}

void read_scale(const toml::table& table, TomlMistakes& mistakes, SourceSteps& steps) {
  constexpr std::string_view k_example = "scale = { from = [1, 10], to = [1, 5] }";
  const toml::table* scale = mistakes.table(table, "scale", k_example);
  if (scale == nullptr) return;
  mistakes.only(*scale, "a scale", {"from", "to"});
  const auto from = ends(*scale, "from");
  const auto to = ends(*scale, "to");
  if (!from || !to)
    return mistakes.add(*scale, "a scale has two ends here and there", fmt::format("write {}", k_example));
  steps.scale = {.from_low = from->first, .from_high = from->second, .to_low = to->first, .to_high = to->second};
}

SourceSteps steps_from(const toml::table& table, TomlMistakes& mistakes) {
  SourceSteps steps;
  steps.html = mistakes.flag(table, "html");
  steps.lower = mistakes.flag(table, "lower");
  steps.number = mistakes.flag(table, "number");
  read_map(table, mistakes, steps);
  steps.keep = mistakes.flag(table, "keep");
  read_scale(table, mistakes, steps);
  if (const auto form = mistakes.text(table, "time")) {
    if (auto time = TimeFormat::from(*form)) {
      steps.time = std::move(*time);
    } else {
      mistakes.add(*table.get("time"), time.error());
    }
  }
  return steps;
}

void check_many(const Source& source, const toml::node& node, TomlMistakes& mistakes) {
  for (const Template& form : source.from) {
    for (const Path& path : form.paths) {
      if (!path.leads_to_many() || (source.join && form.is_path)) continue;
      mistakes.add(node, fmt::format("‘{}’ leads to many values, and one is meant", path.text()),
                   "join their texts with join = \"\\n\", or choose the first that fits: [key=value] without the *");
    }
  }
}

bool condition_on(const toml::node& node, Condition& condition, TomlMistakes& mistakes);

/// { there = true }, { matches = "zen:*" }, { not = … }.
bool condition_in(const toml::table& table, Condition& condition, TomlMistakes& mistakes) {
  mistakes.only(table, "a condition", {"there", "matches", "not"});
  if (table.size() != 1) {
    mistakes.add(table, "a condition says one thing",
                 "write { there = true }, { matches = \"ticket.*\" } or { not = \"bot\" }");
    return false;
  }
  if (table.contains("there")) {
    condition.kind = Condition::Kind::there;
    condition.holds_when = mistakes.flag(table, "there") == condition.holds_when;
    return true;
  }
  if (const auto pattern = mistakes.text(table, "matches")) {
    condition.kind = Condition::Kind::matches;
    condition.words = {*pattern};
    return true;
  }
  const toml::node* inner = table.get("not");
  if (inner == nullptr) return false;
  condition.holds_when = !condition.holds_when;
  return condition_on(*inner, condition, mistakes);
}

bool condition_on(const toml::node& node, Condition& condition, TomlMistakes& mistakes) {
  if (const toml::table* table = node.as_table()) return condition_in(*table, condition, mistakes);
  const auto word = [&](const toml::node& one) {
    if (const auto text = one.value_exact<std::string>()) {
      condition.words.push_back(*text);
    } else if (const auto whole = one.value_exact<std::int64_t>()) {
      condition.words.push_back(std::to_string(*whole));
    } else if (const auto flag = one.value_exact<bool>()) {
      condition.words.emplace_back(*flag ? "true" : "false");
    } else {
      mistakes.add(one, "a condition compares with a text, a whole number, true or false", "");
    }
  };
  if (const toml::array* list = node.as_array()) {
    for (const toml::node& one : *list) word(one);
  } else {
    word(node);
  }
  return !condition.words.empty();
}

}  // namespace

std::optional<Path> path_from(const toml::node& node, TomlMistakes& mistakes) {
  const auto text = node.value_exact<std::string>();
  if (!text) {
    mistakes.add(node, "this is no path", "write it in quotes: \"ticket.id\"");
    return std::nullopt;
  }
  auto path = Path::from(*text);
  if (!path) {
    mistakes.add(node, path.error());
    return std::nullopt;
  }
  return std::move(*path);
}

Source source_from(const toml::node& node, TomlMistakes& mistakes) {
  Source source;
  source.line = line_of(node);
  const toml::table* table = node.as_table();
  if (table == nullptr) {
    add_templates(node, mistakes, source.from);
    check_many(source, node, mistakes);
    return source;
  }
  mistakes.only(
      *table, "a member",
      {"from", "constant", "otherwise", "join", "needed", "html", "lower", "number", "map", "keep", "scale", "time"});
  if (const auto value = constant(*table, "constant", mistakes)) {
    if (table->size() != 1) mistakes.add(*table, "a constant stands alone", "or write otherwise = … beside from = …");
    source.otherwise = value;
    return source;
  }
  if (const toml::node* from = table->get("from")) {
    add_templates(*from, mistakes, source.from);
  } else if (!table->contains("constant")) {
    mistakes.add(*table, "this says neither from where nor what", fmt::format("write {}", k_source_example));
  }
  source.otherwise = constant(*table, "otherwise", mistakes);
  source.join = mistakes.text(*table, "join");
  source.needed = mistakes.flag(*table, "needed");
  source.steps = steps_from(*table, mistakes);
  check_many(source, node, mistakes);
  return source;
}

std::optional<Spread> spread_from(const toml::node& node, TomlMistakes& mistakes) {
  constexpr std::string_view k_example =
      "write \"*\" = { each = \"answers[*]\", name = \"field.ref\", value = \"number\" }";
  const toml::table* table = node.as_table();
  const toml::node* each = table == nullptr ? nullptr : table->get("each");
  if (each == nullptr) {
    mistakes.add(node, "\"*\" says what each member is made of", std::string(k_example));
    return std::nullopt;
  }
  mistakes.only(*table, "\"*\"", {"each", "name", "value", "html", "lower", "number", "map", "keep", "scale", "time"});
  auto path = path_from(*each, mistakes);
  if (!path) return std::nullopt;
  const toml::node* name = table->get("name");
  const toml::node* value = table->get("value");
  if (name == nullptr && !path->leads_to_many()) {
    mistakes.add(*each, fmt::format("‘{}’ leads to one thing, which has no name", path->text()),
                 "end it with [*], or add name = \"field.ref\"");
  }
  Spread spread{
      .each = std::move(*path), .name = {}, .value = {}, .steps = steps_from(*table, mistakes), .line = line_of(node)};
  if (name != nullptr) spread.name = path_from(*name, mistakes);
  if (value != nullptr) spread.value = path_from(*value, mistakes);
  return spread;
}

std::vector<Condition> conditions_from(const toml::node* node, TomlMistakes& mistakes) {
  std::vector<Condition> all;
  if (node == nullptr) return all;
  const toml::table* table = node->as_table();
  if (table == nullptr) {
    mistakes.add(*node, "‘when’ is a table", "write when = { \"ticket.status\" = \"solved\" }");
    return all;
  }
  for (const auto& [key, value] : *table) {
    auto path = Path::from(key.str());
    if (!path) {
      mistakes.add(value, path.error());
      continue;
    }
    Condition condition;
    condition.path = std::move(*path);
    if (condition_on(value, condition, mistakes)) {
      all.push_back(std::move(condition));
    } else {
      mistakes.add(value, fmt::format("‘{}’ is compared with nothing", key.str()),
                   "a path with dots stands in quotes: \"ticket.status\" = \"solved\"");
    }
  }
  return all;
}

}  // namespace bellwether::listen
