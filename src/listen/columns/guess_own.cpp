// Our own form, docs/signals.md, flattened: ratings.nps, attributes.city, themes as JSON text. Nothing is guessed.
#include "listen/columns/guess_sketch.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace bellwether::listen {

namespace {

struct Field {
  std::string_view name;
  Role role;
};
constexpr auto k_fields = std::to_array<Field>({
    {"id", Role::key},
    {"occurred_at", Role::time},
    {"channel", Role::channel},
    {"voice_of", Role::voice_of},
    {"customer", Role::customer},
    {"unit", Role::unit},
    {"touchpoint", Role::touchpoint},
    {"text", Role::text},
    {"language", Role::language},
    {"sentiment", Role::sentiment},
    {"intent", Role::intent},
    {"urgency", Role::urgency},
    {"effort", Role::effort},
    {"themes", Role::themes},
    {"reader", Role::reader},
    {"source", Role::source},
});
constexpr auto k_act_fields = std::to_array<Field>({
    {"id", Role::key},
    {"occurred_at", Role::time},
    {"kind", Role::kind},
    {"actor", Role::actor},
    {"about", Role::about},
    {"unit", Role::unit},
    {"customer", Role::customer},
    {"amount", Role::amount},
    {"currency", Role::currency},
    {"duration_s", Role::duration},
    {"source", Role::source},
});

constexpr std::string_view k_rating = "ratings.";
constexpr std::string_view k_attribute = "attributes.";

std::span<const Field> fields_of(facts::Table table) {
  return table == facts::Table::acts ? std::span<const Field>(k_act_fields) : std::span<const Field>(k_fields);
}

std::optional<Role> role_of(std::string_view name, facts::Table table) {
  if (table == facts::Table::signals && name.starts_with(k_rating)) return Role::rating;
  if (name.starts_with(k_attribute)) return Role::attribute;
  const auto fields = fields_of(table);
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? std::nullopt : std::optional(found->role);
}

/// The well-known ratings stand on their own scales; any other is taken as it comes.
std::optional<Scale> known_scale(std::string_view name) {
  static const std::map<std::string_view, std::pair<int, int>> k_scales = {
      {"nps", {0, 10}}, {"csat", {1, 5}}, {"ces", {1, 7}}, {"stars", {1, 5}}};
  const auto found = k_scales.find(name);
  if (found == k_scales.end()) return std::nullopt;
  Scale scale;
  scale.low = {found->second.first * 100};
  scale.high = {found->second.second * 100};
  return scale;
}

}  // namespace

bool take_own_form(Sketch& sketch) {
  const facts::Table table = sketch.context.as;
  const auto is_ours = [&](const SampleColumn& column) { return role_of(column.name, table).has_value(); };
  const bool dated = std::ranges::any_of(sketch.columns, [](const SampleColumn& c) { return c.name == "occurred_at"; });
  const bool all = std::ranges::all_of(sketch.columns, is_ours);
  if (!all || (!dated && !sketch.context.own_form) || sketch.columns.empty()) return false;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const std::string_view name = sketch.columns[i].name;
    const Role role = *role_of(name, table);
    ColumnUse& use = sketch.take(i, role, 1, "a field of Bellwether's own form");
    if (role == Role::time) use.format = "iso";
    if (role == Role::rating) {
      use.name = name.substr(k_rating.size());
      use.scale = known_scale(use.name);
    }
    if (role == Role::attribute) use.name = name.substr(k_attribute.size());
  }
  return true;
}

}  // namespace bellwether::listen
