#include "listen/columns/column_map.hpp"

#include <algorithm>
#include <array>

namespace bellwether::listen {

namespace {

struct RoleWord {
  Role role;
  std::string_view word;
};
constexpr auto k_roles = std::to_array<RoleWord>({
    {Role::key, "key"},
    {Role::time, "time"},
    {Role::text, "text"},
    {Role::rating, "rating"},
    {Role::customer, "customer"},
    {Role::unit, "unit"},
    {Role::touchpoint, "touchpoint"},
    {Role::channel, "channel"},
    {Role::language, "language"},
    {Role::voice_of, "voice_of"},
    {Role::source, "source"},
    {Role::attribute, "attribute"},
    {Role::personal, "personal"},
    {Role::ignored, "ignored"},
    {Role::actor, "actor"},
    {Role::kind, "kind"},
    {Role::about, "about"},
    {Role::amount, "amount"},
    {Role::currency, "currency"},
    {Role::duration, "duration"},
    {Role::sentiment, "sentiment"},
    {Role::intent, "intent"},
    {Role::urgency, "urgency"},
    {Role::effort, "effort"},
    {Role::themes, "themes"},
    {Role::reader, "reader"},
});

/// Roles that one column at most can have.
bool is_single(Role role) {
  return role != Role::key && role != Role::text && role != Role::rating && role != Role::attribute &&
         role != Role::personal && role != Role::ignored;
}

/// What the user left out of a column stays as it was guessed, as long as its role does.
ColumnUse laid_over(const ColumnUse& guessed, ColumnUse use) {
  if (use.label.empty()) use.label = guessed.label;
  if (use.role != guessed.role) return use;
  if (use.name.empty()) use.name = guessed.name;
  if (use.format.empty()) use.format = guessed.format;
  if (!use.scale) use.scale = guessed.scale;
  if (use.decimal == DecimalSign::point) use.decimal = guessed.decimal;
  return use;
}

}  // namespace

std::string_view word_of(Role role) { return std::ranges::find(k_roles, role, &RoleWord::role)->word; }

std::optional<Role> role_from(std::string_view word) {
  const auto* const found = std::ranges::find(k_roles, word, &RoleWord::word);
  return found == k_roles.end() ? std::nullopt : std::optional(found->role);
}

std::vector<std::string> role_words() {
  std::vector<std::string> words;
  words.reserve(k_roles.size());
  for (const RoleWord& entry : k_roles) words.emplace_back(entry.word);
  return words;
}

ColumnMap overlaid(ColumnMap guessed, const ColumnMap& given) {
  for (const ColumnUse& use : given.columns) {
    for (ColumnUse& other : guessed.columns) {
      const bool same_name = use.role == Role::rating && other.role == Role::rating && other.name == use.name;
      const bool pushed_out = is_single(use.role) && other.role == use.role;
      if (other.column == use.column) {
        other = laid_over(other, use);
      } else if (same_name || pushed_out) {
        // What the user says takes the place of what was guessed.
        other.role = other.role == Role::customer ? Role::personal : Role::attribute;
        other.name.clear();
        other.scale.reset();
        other.why = "the map gives its place to ‘" + use.column + "’";
      }
    }
    const bool known = std::ranges::any_of(guessed.columns, [&](const ColumnUse& u) { return u.column == use.column; });
    if (!known) guessed.columns.push_back(use);  // Mapper::make() names it, with the nearest column that is there
  }
  if (given.voice_of) guessed.voice_of = given.voice_of;
  if (!given.channel.empty()) guessed.channel = given.channel;
  if (!given.unit.empty()) guessed.unit = given.unit;
  if (!given.touchpoint.empty()) guessed.touchpoint = given.touchpoint;
  if (given.zone) guessed.zone = given.zone;
  if (given.occurred) guessed.occurred = given.occurred;
  return guessed;
}

}  // namespace bellwether::listen
