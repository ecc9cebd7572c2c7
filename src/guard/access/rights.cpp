#include "guard/access/rights.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace bellwether::guard {

namespace {

const RoleRights& of(Role role) {
  return *std::ranges::find(k_roles, role, &RoleRights::role);  // all roles are in the table
}

Rights wished(const Grant& grant) {
  Rights rights;
  if (grant.voices) rights |= {Right::read_voices};
  if (grant.names) rights |= {Right::read_names};
  if (grant.employees) rights |= {Right::read_employees};
  return rights;
}

}  // namespace

std::string_view word_of(Right right) {
  switch (right) {
    case Right::send_signals:
      return "signals:send";
    case Right::send_acts:
      return "acts:send";
    case Right::read_measures:
      return "measures:read";
    case Right::read_voices:
      return "voices:read";
    case Right::read_names:
      return "names:read";
    case Right::read_employees:
      return "employees:read";
    case Right::read_organisation:
      return "organisation:read";
    case Right::change_organisation:
      return "organisation:change";
    case Right::change_users:
      return "users:change";
    case Right::change_keys:
      return "keys:change";
    case Right::read_audit:
      return "audit:read";
    case Right::change_webhooks:
      return "webhooks:change";
    case Right::change_themes:
      return "themes:change";
  }
  return "";
}

Rights rights_of(const ApiKey& key) {
  Rights rights;
  for (const Scope scope : key.scopes) {
    switch (scope) {
      case Scope::send_signals:
        rights |= {Right::send_signals};
        break;
      case Scope::send_acts:
        rights |= {Right::send_acts};
        break;
      case Scope::read_measures:
        rights |= {Right::read_measures, Right::read_employees};
        break;
      case Scope::read_voices:
        rights |= {Right::read_voices};
        break;
      case Scope::read_organisation:
        rights |= {Right::read_organisation};
        break;
      case Scope::change_organisation:
        rights |= {Right::change_organisation};
        break;
      case Scope::change_webhooks:
        rights |= {Right::change_webhooks};
        break;
    }
  }
  return rights;
}

std::string_view word_of(Role role) { return of(role).word; }

std::optional<Role> role_from(std::string_view word) {
  const auto* const found = std::ranges::find(k_roles, word, &RoleRights::word);
  return found == k_roles.end() ? std::nullopt : std::optional(found->role);
}

Rights rights_of(const Grant& grant) {
  const RoleRights& role = of(grant.role);
  Rights rights = role.always;
  if (!grant.unit) rights |= role.everywhere;
  for (const Right right : k_rights) {
    if (role.if_granted.has(right) && wished(grant).has(right)) rights |= {right};
  }
  return rights;
}

Rights rights_of(std::span<const Grant> grants) {
  Rights rights;
  for (const Grant& grant : grants) rights |= rights_of(grant);
  return rights;
}

std::string to_text(const Grant& grant) {
  std::vector<std::string> more;
  if (grant.voices) more.emplace_back("voices");
  if (grant.names) more.emplace_back("names");
  if (grant.employees) more.emplace_back("employees");
  return fmt::format("{} of {}{}", word_of(grant.role), grant.unit.value_or("everything"),
                     more.empty() ? "" : " (" + join(more, ", ") + ")");
}

Result<void> check_grant(const Grant& grant) {
  const RoleRights& role = of(grant.role);
  constexpr std::size_t k_most_unit_bytes = 512;
  if (grant.unit && (trim(*grant.unit).empty() || grant.unit->size() > k_most_unit_bytes || !is_utf8(*grant.unit))) {
    return fail(Code::bad_input, "a unit has a name", "unit", "leave it out for everything");
  }
  if (grant.role == Role::owner && grant.unit) {
    return fail(Code::bad_input, "an owner has everything, and no part of it", "unit",
                "leave the unit out, or make a leader or manager of it");
  }
  if (grant.names && !grant.voices && grant.role != Role::owner) {
    return fail(Code::bad_input, "names stand in voices: who may see names may see voices, too", "names",
                "grant voices, or no names");
  }
  for (const Right right : k_rights) {
    if (!wished(grant).has(right) || role.always.has(right) || role.if_granted.has(right)) continue;
    return fail(Code::bad_input, fmt::format("{} is nothing that a {} can be granted", word_of(right), role.word),
                "grants", "choose another role, or leave it out: docs/access.md");
  }
  return {};
}

bool Reach::has(std::string_view unit) const { return everything || std::ranges::binary_search(units, unit); }

Reach reach_of(std::span<const Grant> grants, Right right, const UnitsBelow& below) {
  Reach reach;
  std::set<std::string> units;
  for (const Grant& grant : grants) {
    if (!rights_of(grant).has(right)) continue;
    if (!grant.unit) return {.everything = true};
    units.insert(*grant.unit);
    for (std::string& unit : below(*grant.unit)) units.insert(std::move(unit));
  }
  reach.units.assign(units.begin(), units.end());
  return reach;
}

}  // namespace bellwether::guard
