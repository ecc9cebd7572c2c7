// Who may do what, and how far they see: rights, the roles that give them, and grants of a role in a part of the organisation.
//
//   const Reach reach = reach_of(user.grants, Right::read_measures, below);   // of which units' facts they see figures
#pragma once

#include "guard/access/api_keys.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::guard {

/// What can be let or not, of programs and people alike. Every operation of the server needs one, or is open to everybody.
enum class Right : std::uint8_t {
  send_signals,         ///< "signals:send"
  send_acts,            ///< "acts:send"
  read_measures,        ///< "measures:read": figures with their intervals
  read_voices,          ///< "voices:read": what was said, personal data taken out
  read_names,           ///< "names:read": names unmasked, where there are any
  read_employees,       ///< "employees:read": figures about employees, in groups as for everybody
  read_organisation,    ///< "organisation:read"
  change_organisation,  ///< "organisation:change"
  change_users,         ///< "users:change": also to see who there is
  change_keys,          ///< "keys:change": also to see which there are
  read_audit,           ///< "audit:read"
  change_webhooks,      ///< "webhooks:change": also to see which there are, and what became of deliveries
  change_themes,        ///< "themes:change": what texts are read by; and to say of readings what they should be
};
inline constexpr std::array k_rights{Right::send_signals,      Right::send_acts,           Right::read_measures,
                                     Right::read_voices,       Right::read_names,          Right::read_employees,
                                     Right::read_organisation, Right::change_organisation, Right::change_users,
                                     Right::change_keys,       Right::read_audit,          Right::change_webhooks,
                                     Right::change_themes};
[[nodiscard]] std::string_view word_of(Right right);

/// A set of rights.
class Rights {
 public:
  constexpr Rights() = default;
  constexpr Rights(std::initializer_list<Right> rights) {
    for (const Right right : rights) bits_ |= bit_of(right);
  }
  [[nodiscard]] constexpr bool has(Right right) const { return (bits_ & bit_of(right)) != 0; }
  constexpr Rights& operator|=(Rights more) {
    bits_ |= more.bits_;
    return *this;
  }
  friend constexpr Rights operator|(Rights a, Rights b) { return a |= b; }
  friend bool operator==(Rights, Rights) = default;

 private:
  static constexpr std::uint32_t bit_of(Right right) { return std::uint32_t{1} << static_cast<unsigned>(right); }
  std::uint32_t bits_ = 0;
};

/// What a key lets a program do. Figures about employees are among a key's measures, in groups as for everybody.
[[nodiscard]] Rights rights_of(const ApiKey& key);

enum class Role : std::uint8_t { owner, leader, analyst, manager, frontline, listener, system };

/// What a role may, and what it may besides where the grant says so.
struct RoleRights {
  Role role;
  std::string_view word;
  Rights always;
  Rights if_granted;
  Rights everywhere = {};  ///< where the grant is of no unit: what is everybody's
};

/// The whole of who may what. A grant's unit says how far.
inline constexpr std::array k_roles{
    RoleRights{.role = Role::owner,
               .word = "owner",
               .always = {Right::read_measures, Right::read_voices, Right::read_names, Right::read_employees,
                          Right::read_organisation, Right::change_organisation, Right::change_users, Right::change_keys,
                          Right::read_audit, Right::change_webhooks, Right::change_themes},
               .if_granted = {}},
    RoleRights{.role = Role::leader,
               .word = "leader",
               .always = {Right::read_measures, Right::read_organisation},
               .if_granted = {Right::read_voices, Right::read_names, Right::read_employees}},
    RoleRights{.role = Role::analyst,
               .word = "analyst",
               .always = {Right::read_measures, Right::read_organisation},
               .if_granted = {Right::read_voices, Right::read_names, Right::read_employees},
               .everywhere = {Right::change_themes}},
    RoleRights{.role = Role::manager,
               .word = "manager",
               .always = {Right::read_measures, Right::read_organisation},
               .if_granted = {Right::read_voices, Right::read_names, Right::read_employees}},
    RoleRights{.role = Role::frontline,
               .word = "frontline",
               .always = {Right::read_measures},
               .if_granted = {Right::read_voices}},
    RoleRights{.role = Role::listener, .word = "listener", .always = {Right::read_measures}, .if_granted = {}},
    RoleRights{.role = Role::system, .word = "system", .always = {}, .if_granted = {}}};
[[nodiscard]] std::string_view word_of(Role role);
[[nodiscard]] std::optional<Role> role_from(std::string_view word);

/// A role in a unit with everything beneath it, or everywhere.
struct Grant {
  Role role = Role::listener;
  std::optional<std::string> unit = {};  ///< by the word that facts carry; nothing: everywhere
  bool voices = false, names = false, employees = false;
  bool of_group = false;  ///< of a group at the provider, and goes with it; an owner's word otherwise
  friend bool operator==(const Grant&, const Grant&) = default;
};
[[nodiscard]] Rights rights_of(const Grant& grant);
/// What any of the grants gives, somewhere.
[[nodiscard]] Rights rights_of(std::span<const Grant> grants);
/// "manager of Lyon (voices, employees)", "owner of everything".
[[nodiscard]] std::string to_text(const Grant& grant);
/// Errors: `bad_input` for an owner of a part, names without voices, or what the role can't be granted.
[[nodiscard]] Result<void> check_grant(const Grant& grant);

/// Of whose facts something is let: everybody's, or those of some units. Facts without a unit are reached by everything alone.
struct Reach {
  bool everything = false;
  std::vector<std::string> units = {};  ///< by the words that facts carry, in order; none where everything
  [[nodiscard]] bool has(std::string_view unit) const;
  [[nodiscard]] bool is_nothing() const { return !everything && units.empty(); }
  friend bool operator==(const Reach&, const Reach&) = default;
};

/// A unit and all beneath it; a unit that the organisation does not know is by itself.
using UnitsBelow = std::function<std::vector<std::string>(const std::string& unit)>;

/// Together over the grants that give the right.
[[nodiscard]] Reach reach_of(std::span<const Grant> grants, Right right, const UnitsBelow& below);

}  // namespace bellwether::guard
