// Who comes by a provider: found, linked, made, or refused.
#include "guard/access/openid_links.hpp"

#include "guard/access/access_for_test.hpp"
#include "guard/access/audit.hpp"
#include "guard/access/sessions.hpp"
#include "guard/access/users.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

const Grant k_leader{.role = Role::leader, .unit = "Lyon", .voices = true};
const Grant k_owner{.role = Role::owner};

class OpenIdLinks : public WithRecords {
 protected:
  User invited(const std::string& name, std::vector<Grant> grants) {
    auto transaction = begin();
    auto made = invite_user(transaction, {.name = name, .email = name + "@example.org", .grants = std::move(grants)},
                            "user:x", k_now);
    EXPECT_TRUE(made && transaction.commit());
    return *made;
  }
  User active(const std::string& name, std::vector<Grant> grants) {
    const User user = invited(name, std::move(grants));
    auto transaction = begin();
    const auto token = make_welcome_link(transaction, user.id, "user:x", k_now);
    auto made = accept_link(transaction, *token, "hash", k_now);
    EXPECT_TRUE(made && transaction.commit());
    return *made;
  }
  static Comer comer(const std::string& name, std::vector<Grant> grants = {}) {
    return {.issuer = "https://id.example.org",
            .subject = "of " + name,
            .email = name + "@example.org",
            .email_verified = true,
            .name = name,
            .grants = std::move(grants)};
  }
  Entry enter(const Comer& who) {
    auto transaction = begin();
    auto entry = enter_by_provider(transaction, who, k_now);
    EXPECT_TRUE(entry) << to_text(entry.error());
    EXPECT_TRUE(transaction.commit());
    return *entry;
  }
  User user(const std::string& id) {
    auto transaction = begin();
    return user_of(transaction, id).value();
  }
  std::string log() {
    std::string all;
    auto transaction = begin();
    const auto lines = audit_lines(transaction, {}, 100);
    for (const AuditLine& line : *lines) all += line.who + " " + line.what + " " + line.on + " " + line.how + "\n";
    EXPECT_FALSE(check_audit(transaction)->broken);
    return all;
  }
};

TEST_P(OpenIdLinks, TheFirstTimeTheAccountWithTheVerifiedAddressIsTheirs) {
  const User ada = active("ada", {k_leader});
  Comer who = comer("ada");
  who.email = "ADA@example.org";
  const Entry first = enter(who);
  EXPECT_FALSE(first.refused);
  EXPECT_EQ(first.user_id, ada.id);
  EXPECT_EQ(user(ada.id).grants, ada.grants) << "what an owner gave stays";
  who.email = "another@example.org";
  who.email_verified = false;
  EXPECT_EQ(enter(who).user_id, ada.id) << "from then on the subject counts, and no address";
  EXPECT_NE(log().find("provider openid.linked " + ada.id + " https://id.example.org"), std::string::npos);
  EXPECT_EQ(log().find("@"), std::string::npos);
}

TEST_P(OpenIdLinks, AnAddressThatNobodyVerifiedOpensNothing) {
  const User ada = active("ada", {k_owner});
  Comer who = comer("ada", {k_leader});
  who.email_verified = false;
  const Entry entry = enter(who);
  EXPECT_EQ(entry.refused, Refusal::unverified_address);
  EXPECT_EQ(user(ada.id).grants, ada.grants);
  EXPECT_NE(log().find("nobody sign_in.failed " + ada.id + " provider: unverified_address"), std::string::npos);
  EXPECT_EQ(enter(who).refused, Refusal::unverified_address) << "nothing was linked";
}

TEST_P(OpenIdLinks, AnAddressThatWasGivenAwayAgainOpensNothing) {
  active("ada", {k_leader});
  EXPECT_FALSE(enter(comer("ada")).refused);
  Comer heir = comer("ada");
  heir.subject = "of the next ada";
  EXPECT_EQ(enter(heir).refused, Refusal::linked_otherwise);
  heir.issuer = "https://another.example.org";
  EXPECT_FALSE(enter(heir).refused) << "another provider knows them by another name";
}

TEST_P(OpenIdLinks, WhoWasInvitedIsActiveThen) {
  const User mia = invited("mia", {k_leader});
  std::string token;
  {
    auto transaction = begin();
    token = make_welcome_link(transaction, mia.id, "user:x", k_now).value();
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_EQ(enter(comer("mia")).user_id, mia.id);
  EXPECT_EQ(user(mia.id).state, UserState::active);
  auto transaction = begin();
  EXPECT_FALSE(user_of_link(transaction, LinkKind::welcome, token, k_now)) << "and their link opens no more";
  EXPECT_EQ(password_hash_of(transaction, mia.id).value(), "");
}

TEST_P(OpenIdLinks, AClosedOneNeverComesIn) {
  active("ada", {k_owner});
  const User mia = active("mia", {k_leader}), zoe = active("zoe", {k_leader});
  EXPECT_FALSE(enter(comer("mia")).refused);
  auto transaction = begin();
  ASSERT_TRUE(close_user(transaction, mia.id, "user:x", k_now));
  ASSERT_TRUE(close_user(transaction, zoe.id, "user:x", k_now));
  ASSERT_TRUE(transaction.commit());
  for (const char* name : {"mia", "zoe"}) {
    EXPECT_EQ(enter(comer(name, {k_owner})).refused, Refusal::closed) << name;
  }
  EXPECT_EQ(user(mia.id).state, UserState::closed);
}

TEST_P(OpenIdLinks, AHouseBeginsWithAnOwner) {
  EXPECT_EQ(enter(comer("new", {k_leader})).refused, Refusal::not_set_up);
  EXPECT_FALSE(enter(comer("boss", {k_owner})).refused);
  EXPECT_FALSE(enter(comer("new", {k_leader})).refused);
}

TEST_P(OpenIdLinks, GroupsMakeAnAccountWhereThereIsNone) {
  active("ada", {k_owner});
  EXPECT_EQ(enter(comer("new")).refused, Refusal::nothing_granted);
  const Entry entry = enter(comer("new", {k_leader}));
  ASSERT_FALSE(entry.refused);
  const User made = user(entry.user_id);
  EXPECT_EQ(made.name, "new");
  EXPECT_EQ(made.email, "new@example.org");
  EXPECT_EQ(made.state, UserState::active);
  ASSERT_EQ(made.grants.size(), 1U);
  EXPECT_TRUE(made.grants[0].of_group);
  {
    auto transaction = begin();
    EXPECT_EQ(password_hash_of(transaction, made.id).value(), "");
  }
  Comer nameless = comer("x", {k_leader});
  for (const char* email : {"", "no address", "@", "a@b@c"}) {
    nameless.email = email;
    EXPECT_EQ(enter(nameless).refused, Refusal::no_address) << email;
  }
  nameless.email = "x@example.org";
  nameless.name = "  \r\n" + std::string(99, 'x') + "\u00e9";
  EXPECT_EQ(user(enter(nameless).user_id).name, std::string(99, 'x')) << "half a letter is none";
}

TEST_P(OpenIdLinks, WhatGroupsGiveGoesWithThemAndWhatAnOwnerGaveStays) {
  const Grant analyst{.role = Role::analyst}, listener{.role = Role::listener, .unit = "Nice"};
  const User mia = active("mia", {listener});
  enter(comer("mia", {k_leader, analyst, listener, analyst}));
  EXPECT_EQ(user(mia.id).grants.size(), 3U) << "nothing twice, and what was given by hand stays so";
  const std::string before = log();
  enter(comer("mia", {k_leader, analyst, listener}));
  EXPECT_EQ(log(), before) << "nothing changed, nothing noted";

  {
    // The owner looks at all of them, gives one more, and saves.
    std::vector<Grant> all = user(mia.id).grants;
    auto transaction = begin();
    all.push_back({.role = Role::frontline, .unit = "Metz"});
    for (Grant& grant : all) grant.of_group = false;
    ASSERT_TRUE(set_grants(transaction, mia.id, all, "user:x", k_now));
    ASSERT_TRUE(transaction.commit());
  }
  enter(comer("mia", {analyst}));
  std::vector<std::string> words;
  for (const Grant& grant : user(mia.id).grants) words.push_back(to_text(grant));
  std::ranges::sort(words);
  EXPECT_EQ(words, (std::vector<std::string>{"analyst of everything", "frontline of Metz", "listener of Nice"}));
}

TEST_P(OpenIdLinks, WhoLostEverythingIsRefused) {
  active("ada", {k_owner});
  const std::string id = enter(comer("new", {k_leader})).user_id;
  const Entry entry = enter(comer("new"));
  EXPECT_EQ(entry.refused, Refusal::nothing_granted);
  EXPECT_EQ(entry.user_id, id);
  EXPECT_TRUE(user(id).grants.empty()) << "sessions that are open see nothing more";
  EXPECT_FALSE(enter(comer("new", {k_leader})).refused) << "and all is well again with the group";
}

TEST_P(OpenIdLinks, TheLastOwnerStaysOneWhateverTheGroupsSay) {
  const std::string only = enter(comer("only", {k_owner})).user_id;
  EXPECT_FALSE(enter(comer("only", {k_leader})).refused);
  EXPECT_TRUE(user(only).is_owner());
  enter(comer("second", {k_owner}));
  enter(comer("only", {k_leader}));
  EXPECT_FALSE(user(only).is_owner()) << "now there is another";
}

TEST_P(OpenIdLinks, ANewWelcomeLinkBeginsAnewWithTheProviderToo) {
  const User ada = active("ada", {k_leader});
  EXPECT_FALSE(enter(comer("ada")).refused);
  auto transaction = begin();
  const auto token = make_welcome_link(transaction, ada.id, "user:x", k_now);
  ASSERT_TRUE(accept_link(transaction, *token, "hash", k_now));
  ASSERT_TRUE(transaction.commit());
  Comer other = comer("ada");
  other.subject = "of the new ada";
  EXPECT_FALSE(enter(other).refused);
}

ON_EACH_ENGINE(OpenIdLinks);

}  // namespace
}  // namespace bellwether::guard
