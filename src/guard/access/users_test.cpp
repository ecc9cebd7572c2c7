#include "guard/access/users.hpp"

#include "guard/access/access_for_test.hpp"
#include "guard/access/audit.hpp"
#include "guard/access/sessions.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

Instant after_hours(std::int64_t hours) { return Instant{.us = k_now.us + hours * 3'600 * k_us_per_second}; }

class Users : public WithRecords {
 protected:
  User owner() {
    auto transaction = begin();
    const auto token = make_setup_link(transaction, k_now);
    auto made = set_up_owner(transaction, *token, {.name = "Ada", .email = "ada@example.org"}, "hash of Ada", k_now);
    EXPECT_TRUE(made) << to_text(made.error());
    EXPECT_TRUE(transaction.commit());
    return *made;
  }
  User invited(const std::string& name, std::vector<Grant> grants = {{.role = Role::manager, .unit = "Lyon"}}) {
    auto transaction = begin();
    auto made = invite_user(transaction, {.name = name, .email = name + "@example.org", .grants = std::move(grants)},
                            "user:x", k_now);
    EXPECT_TRUE(made) << to_text(made.error());
    EXPECT_TRUE(transaction.commit());
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
  std::vector<std::string> deeds() {
    std::vector<std::string> all;
    auto transaction = begin();
    EXPECT_TRUE(transaction.ask("SELECT what FROM audit ORDER BY number", 1, {}, [&](const records::Row& row) {
      all.push_back(row.text(0));
      return Result<void>{};
    }));
    EXPECT_FALSE(check_audit(transaction)->broken);
    return all;
  }
};

TEST_P(Users, TheFirstOwnerComesByALinkThatWorksOnce) {
  auto transaction = begin();
  const auto first = make_setup_link(transaction, k_now);
  const auto token = make_setup_link(transaction, k_now);
  EXPECT_FALSE(user_of_link(transaction, LinkKind::setup, *first, k_now)) << "the newest alone opens";
  EXPECT_FALSE(user_of_link(transaction, LinkKind::welcome, *token, k_now));
  EXPECT_TRUE(user_of_link(transaction, LinkKind::setup, *token, after_hours(23)));
  EXPECT_EQ(user_of_link(transaction, LinkKind::setup, *token, after_hours(24)).error().code, Code::not_found);

  const auto owner = set_up_owner(transaction, *token, {.name = " Ada ", .email = "Ada@Example.org"}, "hash", k_now);
  ASSERT_TRUE(owner) << to_text(owner.error());
  EXPECT_EQ(owner->name, "Ada");
  EXPECT_EQ(owner->state, UserState::active);
  EXPECT_TRUE(owner->is_owner());
  EXPECT_EQ(user_by_email(transaction, " ada@EXAMPLE.org")->value().id, owner->id);
  EXPECT_EQ(*password_hash_of(transaction, owner->id), "hash");
  EXPECT_FALSE(user_of_link(transaction, LinkKind::setup, *token, k_now));
  EXPECT_EQ(make_setup_link(transaction, k_now).error().code, Code::conflict);
}

TEST_P(Users, AnInvitedUserChoosesAPasswordByALink) {
  owner();
  const User maria = invited("maria", {{.role = Role::manager, .unit = "Lyon", .voices = true}});
  EXPECT_EQ(maria.state, UserState::invited);
  auto transaction = begin();
  const auto token = make_welcome_link(transaction, maria.id, "user:x", k_now);
  EXPECT_EQ((*user_of_link(transaction, LinkKind::welcome, *token, after_hours(71)))->id, maria.id);
  EXPECT_FALSE(user_of_link(transaction, LinkKind::welcome, *token, after_hours(72)));
  const auto began = accept_link(transaction, *token, "hash of Maria", k_now);
  ASSERT_TRUE(began) << to_text(began.error());
  EXPECT_EQ(began->state, UserState::active);
  EXPECT_EQ(began->grants, (std::vector<Grant>{{.role = Role::manager, .unit = "Lyon", .voices = true}}));
  EXPECT_EQ(accept_link(transaction, *token, "another", k_now).error().code, Code::not_found);
  ASSERT_TRUE(transaction.commit());
}

TEST_P(Users, ALinkForSomebodyActiveLetsThemBeginAnew) {
  const User ada = owner();
  {
    auto transaction = begin();
    ASSERT_TRUE(begin_session(transaction, ada.id, k_now));
    const auto token = make_welcome_link(transaction, ada.id, "command line", k_now);
    ASSERT_TRUE(accept_link(transaction, *token, "new hash", k_now));
    EXPECT_EQ(sessions(transaction)->size(), 0U);
    EXPECT_EQ(*password_hash_of(transaction, ada.id), "new hash");
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_EQ(deeds(),
            (std::vector<std::string>{"setup.link_made", "user.set_up", "signed.in", "user.link_made", "user.began"}));
}

TEST_P(Users, TokensAreNotKept) {
  owner();
  const User maria = invited("maria");
  auto transaction = begin();
  const auto token = make_welcome_link(transaction, maria.id, "user:x", k_now);
  for (const char* sql : {"SELECT hash, kind, user_id FROM links", "SELECT what, on_what, how FROM audit"}) {
    EXPECT_TRUE(transaction.ask(sql, 3, {}, [&](const records::Row& row) -> Result<void> {
      for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(row.text(i).find(*token), std::string::npos);
      return {};
    }));
  }
}

TEST_P(Users, TheLastOwnerStaysOne) {
  const User ada = owner();
  const User invited_owner = invited("bea", {{.role = Role::owner}});
  {
    auto transaction = begin();
    EXPECT_EQ(close_user(transaction, ada.id, "user:x", k_now).error().code, Code::conflict)
        << "who was invited may never come";
    EXPECT_EQ(set_grants(transaction, ada.id, {{.role = Role::leader}}, "user:x", k_now).error().code, Code::conflict);
    EXPECT_TRUE(set_grants(transaction, ada.id, {{.role = Role::owner}, {.role = Role::leader}}, "user:x", k_now));
    const auto token = make_welcome_link(transaction, invited_owner.id, "user:x", k_now);
    ASSERT_TRUE(accept_link(transaction, *token, "hash", k_now));
    EXPECT_TRUE(close_user(transaction, ada.id, "user:x", k_now));
    EXPECT_EQ(close_user(transaction, invited_owner.id, "user:x", k_now).error().code, Code::conflict);
    ASSERT_TRUE(transaction.commit());
  }
}

TEST_P(Users, AClosedUserHasNothingLeft) {
  owner();
  const User maria = active("maria", {{.role = Role::analyst}});
  auto transaction = begin();
  ASSERT_TRUE(begin_session(transaction, maria.id, k_now));
  const auto token = make_welcome_link(transaction, maria.id, "user:x", k_now);
  ASSERT_TRUE(close_user(transaction, maria.id, "user:x", k_now));
  EXPECT_EQ(user_of(transaction, maria.id)->state, UserState::closed);
  EXPECT_EQ(sessions(transaction)->size(), 0U);
  EXPECT_EQ(*password_hash_of(transaction, maria.id), "");
  EXPECT_FALSE(user_of_link(transaction, LinkKind::welcome, *token, k_now));
  EXPECT_EQ(make_welcome_link(transaction, maria.id, "user:x", k_now).error().code, Code::conflict);
  EXPECT_EQ(close_user(transaction, maria.id, "user:x", k_now).error().code, Code::conflict);
  EXPECT_EQ(close_user(transaction, "nobody", "user:x", k_now).error().code, Code::not_found);
}

TEST_P(Users, WhatDoesNotFitIsRefused) {
  owner();
  auto transaction = begin();
  const auto code = [&](UserWish wish) { return invite_user(transaction, std::move(wish), "x", k_now).error().code; };
  EXPECT_EQ(code({.name = "", .email = "a@b.c"}), Code::bad_input);
  EXPECT_EQ(code({.name = "a\nb", .email = "a@b.c"}), Code::bad_input);
  for (const char* email : {"", "a", "@b", "a@", "a b@c", "a@b@c", "a\n@b"}) {
    EXPECT_EQ(code({.name = "a", .email = email}), Code::bad_input) << email;
  }
  EXPECT_EQ(code({.name = "a", .email = "a@b.c", .grants = {{.role = Role::listener, .voices = true}}}),
            Code::bad_input);
  EXPECT_EQ(code({.name = "a", .email = "ADA@example.org"}), Code::conflict);
  EXPECT_EQ(users(transaction)->size(), 1U);
}

TEST_P(Users, SessionsEndByThemselves) {
  const User ada = owner();
  auto transaction = begin();
  const auto made = begin_session(transaction, ada.id, k_now);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->session.hash, hash_of_session(made->token));
  EXPECT_NE(csrf_token_of(made->token), made->session.hash);
  EXPECT_TRUE(is_live(made->session, after_hours(11)));
  EXPECT_FALSE(is_live(made->session, after_hours(12)));
  ASSERT_TRUE(note_seen(transaction, made->session.hash, after_hours(11)));
  EXPECT_TRUE(is_live(sessions(transaction)->front(), after_hours(22)));
  Session busy = made->session;
  busy.seen_at = after_hours(335);
  EXPECT_TRUE(is_live(busy, after_hours(335)));
  EXPECT_FALSE(is_live(busy, after_hours(336))) << "whatever happens";
  EXPECT_EQ(user_of(transaction, ada.id)->last_signed_in, k_now);
}

TEST_P(Users, SessionsEndTogetherAndOneByOne) {
  const User ada = owner();
  auto transaction = begin();
  const auto one = begin_session(transaction, ada.id, k_now);
  const auto two = begin_session(transaction, ada.id, k_now);
  const auto three = begin_session(transaction, ada.id, k_now);
  ASSERT_TRUE(end_session(transaction, one->session, k_now));
  EXPECT_EQ(sessions(transaction)->size(), 2U);
  ASSERT_TRUE(end_sessions_of(transaction, ada.id, two->session.hash));
  EXPECT_EQ(sessions(transaction)->front().hash, two->session.hash);
  ASSERT_TRUE(begin_session(transaction, ada.id, after_hours(13)));
  EXPECT_EQ(sessions(transaction)->size(), 1U) << "what has ended is forgotten";
  ASSERT_TRUE(end_sessions_of(transaction, ada.id));
  for (int i = 0; i < 60; ++i) ASSERT_TRUE(begin_session(transaction, ada.id, k_now));
  EXPECT_EQ(sessions(transaction)->size(), 50U);
}

ON_EACH_ENGINE(Users);

}  // namespace
}  // namespace bellwether::guard
