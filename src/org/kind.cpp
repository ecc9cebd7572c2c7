#include "org/kind.hpp"

#include "base/text.hpp"

#include <utility>

namespace bellwether::org {

namespace {

std::vector<KindRules> all_rules() {
  const Field label{.name = "label", .also_called = {"name", "title"}};
  return {
      {.kind = Kind::unit,
       .word = "unit",
       .many = "units",
       .table = "units",
       .id_is_called = {"unit", "unit_id"},
       .fields = {label,
                  {.name = "kind", .also_called = {"unit_kind", "type"}},
                  {.name = "parent", .moves = true, .also_called = {"parent_id", "parent_unit", "part_of", "above"}}}},
      {.kind = Kind::person,
       .word = "person",
       .many = "people",
       .table = "people",
       .id_is_called = {"person", "person_id", "employee", "employee_id"},
       .fields = {{.name = "name", .also_called = {"label", "full_name"}},
                  {.name = "role", .also_called = {"job", "job_title", "position"}},
                  {.name = "unit", .moves = true, .also_called = {"unit_id", "works_in"}},
                  {.name = "manager", .moves = true, .also_called = {"manager_id", "reports_to", "supervisor"}},
                  {.name = "leads", .form = Form::list, .also_called = {"leads_unit", "leader_of"}}}},
      {.kind = Kind::touchpoint,
       .word = "touchpoint",
       .many = "touchpoints",
       .table = "touchpoints",
       .id_is_called = {"touchpoint"},
       .fields = {label, {.name = "stage", .moves = true}}},
      {.kind = Kind::journey,
       .word = "journey",
       .many = "journeys",
       .table = "journeys",
       .id_is_called = {"journey"},
       .fields = {label, {.name = "stages", .form = Form::list}}},
      {.kind = Kind::value,
       .word = "value",
       .many = "values",
       .table = "brand_values",
       .id_is_called = {"value", "brand_value"},
       .fields = {label,
                  {.name = "promise"},
                  {.name = "themes", .form = Form::list},
                  {.name = "measures", .form = Form::list}}},
      {.kind = Kind::promise,
       .word = "promise",
       .many = "promises",
       .table = "brand_promises",
       .id_is_called = {},
       .fields = {label,
                  {.name = "promise", .also_called = {"text"}},
                  {.name = "value", .also_called = {"brand_value"}},
                  {.name = "measures", .form = Form::list}}},
      {.kind = Kind::goal,
       .word = "goal",
       .many = "goals",
       .table = "goals",
       .id_is_called = {"goal"},
       .fields = {label,
                  {.name = "owner", .also_called = {"person"}},
                  {.name = "unit"},
                  {.name = "measure"},
                  {.name = "target", .form = Form::number}}},
  };
}

}  // namespace

const KindRules& rules_of(Kind kind) {
  static const std::vector<KindRules> k_rules = all_rules();
  return k_rules[std::to_underlying(kind)];
}

std::optional<Kind> kind_from(std::string_view word) {
  for (const Kind kind : k_all_kinds) {
    const KindRules& rules = rules_of(kind);
    if (equals_ignoring_case(word, rules.word) || equals_ignoring_case(word, rules.many)) return kind;
  }
  return std::nullopt;
}

std::optional<std::size_t> field_of(Kind kind, std::string_view name) {
  const std::vector<Field>& fields = rules_of(kind).fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return i;
  }
  return std::nullopt;
}

std::vector<std::string> list_from(std::string_view text) {
  std::vector<std::string> items;
  for (const std::string_view part : split(text, ';')) {
    if (const std::string_view item = trim(part); !item.empty()) items.emplace_back(item);
  }
  return items;
}

std::string list_text(std::span<const std::string> items) { return join(items, ";"); }

}  // namespace bellwether::org
