#include "guard/access/rights.hpp"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

/// France holds Lyon and Nice, and Lyon the bar of its hotel.
std::vector<std::string> below(const std::string& unit) {
  if (unit == "France") return {"France", "Lyon", "Nice", "Lyon Bar"};
  if (unit == "Lyon") return {"Lyon", "Lyon Bar"};
  return {unit};
}

Reach reach(std::vector<Grant> grants, Right right = Right::read_measures) { return reach_of(grants, right, below); }

TEST(Rights, EveryScopeIsARight) {
  for (const Scope scope : k_scopes) {
    const ApiKey key{
        .id = "k", .name = "n", .scopes = {scope}, .source = {}, .made_by = {}, .made_at = {}, .revoked_at = {}};
    std::set<std::string_view> words;
    for (const Right right : k_rights) {
      if (rights_of(key).has(right)) words.insert(word_of(right));
    }
    words.erase("employees:read");  // comes with measures, in groups as for everybody
    EXPECT_EQ(words, std::set{word_of(scope)});
  }
}

TEST(Rights, OnlyAnOwnerChangesAnythingButWhatTextsAreReadBy) {
  for (const RoleRights& role : k_roles) {
    const Rights all = role.always | role.if_granted | role.everywhere;
    for (const Right right : {Right::change_organisation, Right::change_users, Right::change_keys, Right::read_audit,
                              Right::change_webhooks}) {
      EXPECT_EQ(all.has(right), role.role == Role::owner) << role.word << " " << word_of(right);
    }
    EXPECT_EQ(all.has(Right::change_themes), role.role == Role::owner || role.role == Role::analyst) << role.word;
    EXPECT_FALSE(all.has(Right::send_signals) || all.has(Right::send_acts)) << "people send by nobody's key";
    EXPECT_EQ(role_from(role.word), role.role);
  }
  EXPECT_FALSE(role_from("boss"));
}

TEST(Rights, WhatIsEverybodysIsChangedByThoseWhoAreThereForEverybody) {
  EXPECT_TRUE(rights_of(Grant{.role = Role::analyst}).has(Right::change_themes));
  EXPECT_FALSE(rights_of(Grant{.role = Role::analyst, .unit = "Lyon"}).has(Right::change_themes));
}

TEST(Rights, ASensitivityIsForThoseWhoAreGrantedIt) {
  EXPECT_FALSE(rights_of(Grant{.role = Role::manager}).has(Right::read_voices));
  EXPECT_TRUE(rights_of(Grant{.role = Role::manager, .voices = true}).has(Right::read_voices));
  EXPECT_FALSE(rights_of(Grant{.role = Role::manager, .voices = true}).has(Right::read_names));
  EXPECT_FALSE(rights_of(Grant{.role = Role::listener, .voices = true}).has(Right::read_voices));
  EXPECT_FALSE(rights_of(Grant{.role = Role::frontline, .employees = true}).has(Right::read_employees));
  EXPECT_EQ(rights_of(Grant{.role = Role::system, .voices = true, .names = true, .employees = true}), Rights());
}

TEST(Rights, AGrantReachesWhatIsBeneathItsUnit) {
  EXPECT_EQ(reach({{.role = Role::manager, .unit = "Lyon"}}).units, (std::vector<std::string>{"Lyon", "Lyon Bar"}));
  EXPECT_EQ(reach({{.role = Role::manager, .unit = "France"}}).units.size(), 4U);
  EXPECT_EQ(reach({{.role = Role::manager, .unit = "Atlantis"}}).units, (std::vector<std::string>{"Atlantis"}));
  EXPECT_TRUE(reach({{.role = Role::analyst}}).everything);
  EXPECT_TRUE(reach({}).is_nothing());
  EXPECT_TRUE(reach({{.role = Role::system}}).is_nothing());
}

TEST(Rights, GrantsAddUpEachForItsOwnRights) {
  const std::vector<Grant> grants{{.role = Role::manager, .unit = "Lyon", .voices = true},
                                  {.role = Role::listener, .unit = "Nice"}};
  EXPECT_EQ(reach(grants).units, (std::vector<std::string>{"Lyon", "Lyon Bar", "Nice"}));
  EXPECT_EQ(reach(grants, Right::read_voices).units, (std::vector<std::string>{"Lyon", "Lyon Bar"}));
  EXPECT_TRUE(reach(grants, Right::read_employees).is_nothing());
  EXPECT_TRUE(reach(grants).has("Nice"));
  EXPECT_FALSE(reach(grants).has("France"));
  EXPECT_FALSE(reach(grants).has(""));
}

TEST(Rights, WhatCantBeGrantedIsRefused) {
  EXPECT_TRUE(check_grant({.role = Role::owner}));
  EXPECT_TRUE(check_grant({.role = Role::manager, .unit = "Lyon", .voices = true, .names = true, .employees = true}));
  EXPECT_FALSE(check_grant({.role = Role::owner, .unit = "Lyon"}));
  EXPECT_FALSE(check_grant({.role = Role::listener, .unit = "Lyon", .voices = true}));
  EXPECT_FALSE(check_grant({.role = Role::frontline, .employees = true}));
  EXPECT_FALSE(check_grant({.role = Role::leader, .names = true})) << "names without voices";
  EXPECT_FALSE(check_grant({.role = Role::leader, .unit = " "}));
  EXPECT_EQ(to_text(Grant{.role = Role::manager, .unit = "Lyon", .voices = true, .employees = true}),
            "manager of Lyon (voices, employees)");
  EXPECT_EQ(to_text(Grant{.role = Role::owner}), "owner of everything");
}

}  // namespace
}  // namespace bellwether::guard
