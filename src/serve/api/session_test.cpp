// People signing in, as browsers ask it.
#include "guard/access/audit.hpp"
#include "guard/access/one_time_codes.hpp"
#include "serve/api/people_for_test.hpp"

#include <set>

namespace bellwether::api {
namespace {

class Session : public WithPeople {
 protected:
  Session() { start(); }

  std::string sign_in_body(std::string_view email, std::string_view password, std::string_view code = {}) const {
    Json body{{"email", email}, {"password", password}};
    if (!code.empty()) body["code"] = code;
    return body.dump();
  }
  static As as_of(const http::Answer& answer) {
    const std::string field = answer.field("Set-Cookie");
    const std::size_t from = field.find('=') + 1;
    return {.cookie = field.substr(from, field.find(';') - from), .csrf = Json::parse(answer.body)["csrf"]};
  }
};

TEST_F(Session, TheFirstOwnerIsSetUpOnce) {
  EXPECT_EQ(json("GET", "/v1/session"), (Json{{"signed_in", false}, {"setup_needed", true}}));
  const auto body = [](std::string_view token, std::string_view password) {
    return Json{{"token", token}, {"name", "Ada"}, {"email", "ada@example.org"}, {"password", password}}.dump();
  };
  const std::string token = setup_token();
  EXPECT_EQ(ask("POST", "/v1/setup", {}, body("no token", k_password)).status, 410);
  const auto weak = ask("POST", "/v1/setup", {}, body(token, "ada@example.org"));
  EXPECT_EQ(weak.status, 400);
  EXPECT_NE(weak.body.find("choose a sentence"), std::string::npos) << "and the link still opens";

  const auto made = ask("POST", "/v1/setup", {}, body(token, k_password));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string cookie = made.field("Set-Cookie");
  for (const char* part : {"; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age=1209600"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
  }
  EXPECT_EQ(cookie.find("Secure"), std::string::npos) << "it came without TLS";
  const Json told = json("GET", "/v1/session", as_of(made));
  EXPECT_EQ(told, Json::parse(made.body));
  EXPECT_EQ(told["user"]["name"], "Ada");
  EXPECT_EQ(told["reach"], (Json{{"everything", true}}));
  EXPECT_EQ(told["rights"].size(), 11U) << told["rights"];
  EXPECT_EQ(ask("POST", "/v1/setup", {}, body(token, k_password)).status, 410);
  EXPECT_EQ(json("GET", "/v1/session"), (Json{{"signed_in", false}, {"setup_needed", false}}));
}

TEST_F(Session, APasswordOpensAndNothingElseDoes) {
  add_user("ada", {{.role = guard::Role::owner}});
  const auto right = ask("POST", "/v1/session", {}, sign_in_body(" ADA@example.org", k_password));
  ASSERT_EQ(right.status, 200) << right.body;
  EXPECT_EQ(json("GET", "/v1/session", as_of(right))["signed_in"], true);
  const auto wrong = ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", "the train was late"));
  const auto nobody = ask("POST", "/v1/session", {}, sign_in_body("bea@example.org", k_password));
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(nobody.status, 401);
  EXPECT_TRUE(wrong.field("Set-Cookie").empty());
  EXPECT_EQ(Json::parse(wrong.body)["detail"], Json::parse(nobody.body)["detail"]) << "nobody is told who there is";
  EXPECT_EQ(ask("POST", "/v1/session", {}, R"({"email": "ada@example.org"})").status, 400);
  EXPECT_EQ(ask("POST", "/v1/session", {}, "[]").status, 400);
  EXPECT_EQ(
      ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password), "Sec-Fetch-Site: cross-site\r\n")
          .status,
      403);
  const auto behind_tls = ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password),
                              "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n");
  EXPECT_NE(behind_tls.field("Set-Cookie").find("; Secure"), std::string::npos);
}

TEST_F(Session, GuessingIsSlowedDown) {
  add_user("ada", {{.role = guard::Role::owner}});
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", "guess " + std::to_string(i))).status,
              401);
  }
  const auto late = ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password));
  EXPECT_EQ(late.status, 429) << "also the right one";
  EXPECT_GT(std::stoi(late.field("Retry-After")), 0);
}

TEST_F(Session, WhatChangesSomethingNeedsMoreThanTheCookie) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  const std::string body = R"({"name": "shop", "scopes": ["signals:send"]})";
  EXPECT_EQ(ask("POST", "/v1/keys", {.cookie = ada.cookie}, body).status, 403);
  EXPECT_EQ(ask("POST", "/v1/keys", {.cookie = ada.cookie, .csrf = std::string(64, '0')}, body).status, 403);
  EXPECT_EQ(ask("DELETE", "/v1/session", {.cookie = ada.cookie}).status, 403);
  EXPECT_EQ(ask("POST", "/v1/keys", ada, body).status, 201);
  EXPECT_EQ(ask("GET", "/v1/keys", {.cookie = ada.cookie}).status, 200) << "to look, the cookie is enough";
}

TEST_F(Session, ASessionEndsBySigningOut) {
  const guard::User ada = add_user("ada", {{.role = guard::Role::owner}});
  const As here = signed_in(ada), there = signed_in(ada);
  const auto out = ask("DELETE", "/v1/session", here);
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.field("Set-Cookie").find("bellwether_session=; "), std::string::npos);
  EXPECT_EQ(ask("GET", "/v1/users", here).status, 401);
  EXPECT_EQ(json("GET", "/v1/session", here)["signed_in"], false);
  EXPECT_EQ(ask("GET", "/v1/users", there).status, 200);
}

TEST_F(Session, AnotherPasswordEndsAllOtherSessions) {
  const guard::User ada = add_user("ada", {{.role = guard::Role::owner}});
  const As here = signed_in(ada), there = signed_in(ada);
  const auto body = [](std::string_view old, std::string_view wished) {
    return Json{{"old", old}, {"new", wished}}.dump();
  };
  EXPECT_EQ(ask("PUT", "/v1/session/password", here, body("wrong", "a wholly new sentence")).status, 403);
  EXPECT_EQ(ask("PUT", "/v1/session/password", here, body(k_password, "short")).status, 400);
  EXPECT_EQ(ask("PUT", "/v1/session/password", here, body(k_password, "a wholly new sentence")).status, 204);
  EXPECT_EQ(ask("GET", "/v1/users", here).status, 200);
  EXPECT_EQ(ask("GET", "/v1/users", there).status, 401);
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password)).status, 401);
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", "a wholly new sentence")).status, 200);
}

TEST_F(Session, ASecondFactorIsAskedForOnceItIsInUse) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  const Json offer = json("POST", "/v1/session/second-factor", ada);
  const std::string secret = *guard::from_base_32(offer["secret"].get<std::string>());
  EXPECT_TRUE(offer["uri"].get<std::string>().starts_with("otpauth://totp/Bellwether:ada%40example.org?secret="));
  const auto shown = [&](std::int64_t later) { return guard::code_of(secret, guard::step_at(now()) + later); };
  EXPECT_EQ(ask("PUT", "/v1/session/second-factor", ada, R"({"code": "12345"})").status, 400);
  const Json codes = json("PUT", "/v1/session/second-factor", ada, Json{{"code", shown(0)}}.dump())["recovery_codes"];
  ASSERT_EQ(codes.size(), 10U);
  EXPECT_EQ(ask("POST", "/v1/session/second-factor", ada).status, 409) << "one is enough";

  const auto without = ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password));
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(Json::parse(without.body)["needs"], "code");
  EXPECT_FALSE(Json::parse(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", "wrong guess here")).body)
                   .contains("needs"))
      << "who does not know the password is not told";
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password, shown(1))).status, 200);
  const std::string recovery = codes[0];
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password, recovery)).status, 200);
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password, recovery)).status, 401);
  EXPECT_EQ(json("GET", "/v1/session", ada)["user"]["second_factor"], true);

  EXPECT_EQ(ask("DELETE", "/v1/session/second-factor", ada, R"({"password": "wrong"})").status, 403);
  EXPECT_EQ(ask("DELETE", "/v1/session/second-factor", ada, Json{{"password", k_password}}.dump()).status, 204);
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", k_password)).status, 200);
}

TEST_F(Session, SomebodyInvitedComesInByTheirLink) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  const Json made = json("POST", "/v1/users", ada,
                         R"({"name": "Maria", "email": "maria@example.org",
                             "grants": [{"role": "manager", "unit": "Lyon", "voices": true}]})");
  const std::string link = made["link"];
  ASSERT_TRUE(link.starts_with("/welcome#"));
  EXPECT_EQ(made["user"]["state"], "invited");
  const std::string body = Json{{"token", link.substr(9)}, {"password", k_password}}.dump();
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("maria@example.org", k_password)).status, 401);
  const auto came = ask("POST", "/v1/invitations/accept", {}, body);
  ASSERT_EQ(came.status, 200) << came.body;
  EXPECT_EQ(ask("POST", "/v1/invitations/accept", {}, body).status, 410);
  const As maria = as_of(came);
  const Json told = json("GET", "/v1/session", maria);
  EXPECT_EQ(told["reach"], (Json{{"everything", false}, {"units", {"Lyon"}}}));
  EXPECT_EQ(told["rights"], (Json{"measures:read", "voices:read", "organisation:read"}));

  const std::string id = made["user"]["id"];
  EXPECT_EQ(ask("PUT", "/v1/users/" + id + "/grants", ada, R"({"grants": [{"role": "analyst"}]})").status, 200);
  EXPECT_EQ(json("GET", "/v1/session", maria)["reach"], (Json{{"everything", true}})) << "at once";
  EXPECT_EQ(ask("PUT", "/v1/users/" + id + "/grants", ada, R"({"grants": [{"role": "boss"}]})").status, 400);
  EXPECT_EQ(ask("POST", "/v1/users", ada, R"({"name": "M", "email": "MARIA@example.org", "grants": []})").status, 409);
  EXPECT_EQ(ask("POST", "/v1/users/" + id + "/closure", ada).status, 204);
  EXPECT_EQ(json("GET", "/v1/session", maria)["signed_in"], false);
  EXPECT_EQ(ask("POST", "/v1/users/" + id + "/link", ada).status, 409);
  const std::string own = json("GET", "/v1/session", ada)["user"]["id"];
  EXPECT_EQ(ask("POST", "/v1/users/" + own + "/closure", ada).status, 409) << "the last owner";
  EXPECT_EQ(json("GET", "/v1/users", ada)["users"].size(), 2U);
}

TEST_F(Session, WhatIsNestedWithoutEndIsRefused) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  const std::string deep = std::string(20'000, '[') + std::string(20'000, ']');
  EXPECT_EQ(
      ask("POST", "/v1/users", ada, R"({"name": "M", "email": "m@x.y", "grants": [{"role": )" + deep + "}]}").status,
      400);
  EXPECT_EQ(ask("POST", "/v1/session", {}, std::string(16'000, '[')).status, 400);
}

TEST_F(Session, KeysMadeHereOpenAtOnceAndUntilRevoked) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  const Json made = json("POST", "/v1/keys", ada, R"({"name": "shop", "scopes": ["measures:read"], "source": "s"})");
  const As program{.key = made["secret"]};
  EXPECT_EQ(ask("GET", "/v1/measures", program).status, 200);
  EXPECT_EQ(ask("GET", "/v1/keys", program).status, 403);
  const std::string id = made["key"]["id"];
  EXPECT_EQ(json("GET", "/v1/keys", ada)["keys"][0]["id"], id);
  EXPECT_EQ(ask("DELETE", "/v1/keys/" + id, ada).status, 204);
  EXPECT_EQ(ask("DELETE", "/v1/keys/" + id, ada).status, 409);
  EXPECT_EQ(ask("GET", "/v1/measures", program).status, 401);
  EXPECT_EQ(ask("POST", "/v1/keys", ada, R"({"name": "shop", "scopes": ["all"]})").status, 400);
}

TEST_F(Session, AllOfItIsInTheAuditLogAndNoSecretIs) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("ada@example.org", "the wrong sentence")).status, 401);
  EXPECT_EQ(ask("POST", "/v1/session", {}, sign_in_body("no.such@example.org", "the wrong sentence")).status, 401);
  const Json key = json("POST", "/v1/keys", ada, R"({"name": "shop", "scopes": ["signals:send"]})");
  const Json page = json("GET", "/v1/audit?limit=2", ada);
  ASSERT_EQ(page["lines"].size(), 2U);
  EXPECT_EQ(page["lines"][0]["what"], "key.made");
  EXPECT_TRUE(page["lines"][0]["who"].get<std::string>().starts_with("user:"));
  EXPECT_EQ(page["lines"][1]["what"], "sign_in.failed");
  std::size_t lines = 0;
  std::string everything, next = "/v1/audit?limit=2";
  while (!next.empty()) {
    const Json one = json("GET", next, ada);
    lines += one["lines"].size();
    everything += one.dump();
    next = one["next"].is_null() ? "" : "/v1/audit?limit=2&after=" + one["next"].get<std::string>();
  }
  EXPECT_EQ(lines, page["lines"][0]["number"].get<std::size_t>()) << "every line once";
  for (const std::string& secret : {std::string("the wrong sentence"), std::string("no.such"), ada.cookie, ada.csrf,
                                    key["secret"].get<std::string>(), std::string(k_password)}) {
    EXPECT_EQ(everything.find(secret), std::string::npos);
  }
  EXPECT_EQ(ask("GET", "/v1/audit?after=x", ada).status, 400);
  EXPECT_EQ(ask("GET", "/v1/audit?limit=0", ada).status, 400);
  ASSERT_TRUE(door().look([](records::Transaction& transaction) -> Result<void> {
    EXPECT_FALSE(guard::check_audit(transaction)->broken);
    return {};
  }));
}

TEST_F(Session, OutlivesTheServer) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  start();
  EXPECT_EQ(json("GET", "/v1/session", ada)["signed_in"], true);
}

}  // namespace
}  // namespace bellwether::api
