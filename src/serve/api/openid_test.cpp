// Sign-in with a provider, as browsers and hostile providers do it. That it works with a real one: tests/openid_test.cpp.
#include "guard/access/audit.hpp"
#include "guard/access/openid_links.hpp"
#include "serve/api/openid_provider.hpp"
#include "serve/api/openid_provider_for_test.hpp"
#include "serve/api/people_for_test.hpp"
#include "store/directory/settings.hpp"

#include <atomic>
#include <fstream>
#include <thread>

namespace bellwether::api {
namespace {

class OpenId : public WithPeople {
 protected:
  OpenId() { serve(); }
  void serve(const std::string& more = {}) {
    server.reset();
    std::ofstream(folder / "bellwether.toml")
        << "[server]\naddress = \"http://127.0.0.1\"\n[openid]\nissuer = \"" << provider.issuer
        << "\"\nclient_id = \"bellwether\"\nclient_secret = \"s3cret\"\nlabel = \"Sign in with Acme\"\n"
        << "allow_networks = [\"127.0.0.0/8\"]\n"
        << more << "[[openid.grant]]\ngroup = \"cx-leaders\"\nrole = \"leader\"\nunit = \"Lyon\"\nvoices = true\n"
        << "[[openid.grant]]\ngroup = \"owners\"\nrole = \"owner\"\n";
    start();
  }

  static Json claims(const std::string& name, Json groups = Json::array()) {
    return {{"sub", "of " + name},
            {"email", name + "@example.org"},
            {"email_verified", true},
            {"name", name},
            {"groups", std::move(groups)}};
  }
  static std::string cookie_of(const http::Answer& answer, const std::string& name) {
    const std::size_t at = answer.head.find("Set-Cookie: " + name + "=");
    if (at == std::string::npos) return {};
    const std::size_t from = answer.head.find('=', at) + 1;
    return answer.head.substr(from, answer.head.find_first_of(";\r", from) - from);
  }
  static std::string in_query(const std::string& address, const std::string& name) {
    const std::size_t at = address.find(name + "=");
    if (at == std::string::npos) return {};
    const std::size_t from = at + name.size() + 1;
    return address.substr(from, address.find('&', from) - from);
  }

  /// A browser on its way.
  struct Way {
    std::string cookie, state, nonce, challenge, code;
  };
  Way begin(const std::string& then = {}) const {
    const auto answer = ask("GET", "/v1/session/openid" + (then.empty() ? "" : "?then=" + then));
    EXPECT_EQ(answer.status, 303) << answer.head << answer.body;
    const std::string to = answer.field("Location");
    EXPECT_TRUE(to.starts_with(provider.issuer + "/auth?")) << to;
    return {.cookie = cookie_of(answer, "bellwether_openid"),
            .state = in_query(to, "state"),
            .nonce = in_query(to, "nonce"),
            .challenge = in_query(to, "code_challenge"),
            .code = {}};
  }
  Way signed_in_there(const Json& who, const std::string& then = {}) {
    Way way = begin(then);
    way.code = provider.code_for(nlohmann::json::parse(who.dump()), way.nonce, way.challenge);
    return way;
  }
  [[nodiscard]] http::Answer come_back(const Way& way, const std::string& more = {}) const {
    const std::string cookie = way.cookie.empty() ? "" : "Cookie: a=b; bellwether_openid=" + way.cookie + "\r\n";
    return ask("GET", "/v1/session/openid/return?state=" + way.state + "&code=" + way.code + more, {}, {}, cookie);
  }
  http::Answer whole(const Json& who, const std::string& then = {}) { return come_back(signed_in_there(who, then)); }
  [[nodiscard]] Json session(const http::Answer& answer) const {
    return json("GET", "/v1/session", {.cookie = cookie_of(answer, "bellwether_session")});
  }
  /// The word that the page gets; the session that must not be.
  static std::string problem(const http::Answer& answer) {
    EXPECT_EQ(answer.status, 303) << answer.body;
    EXPECT_EQ(cookie_of(answer, "bellwether_session"), "");
    const std::string to = answer.field("Location");
    return to.starts_with("/sign-in?problem=") ? in_query(to, "problem") : "none: " + to;
  }
  [[nodiscard]] std::string log() const {
    std::string all;
    EXPECT_TRUE(door().look([&](records::Transaction& transaction) -> Result<void> {
      const auto lines = guard::audit_lines(transaction, {}, 200);
      for (const guard::AuditLine& line : *lines) all += line.who + " " + line.what + " " + line.how + "\n";
      EXPECT_FALSE(guard::check_audit(transaction)->broken);
      return {};
    }));
    return all;
  }

  FakeProvider provider;
};

TEST_F(OpenId, IsOfferedToWhoIsNotSignedIn) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  EXPECT_EQ(json("GET", "/v1/session")["openid"], (Json{{"label", "Sign in with Acme"}}));
  EXPECT_FALSE(json("GET", "/v1/session", ada).contains("openid"));
}

TEST_F(OpenId, SendsTheBrowserThereWithItsChallenge) {
  const auto answer = ask("GET", "/v1/session/openid?then=/trend");
  const std::string to = answer.field("Location");
  EXPECT_EQ(in_query(to, "redirect_uri"), "http%3A%2F%2F127.0.0.1%2Fv1%2Fsession%2Fopenid%2Freturn");
  EXPECT_EQ(in_query(to, "scope"), "openid%20email%20profile");
  EXPECT_EQ(in_query(to, "code_challenge_method"), "S256");
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  const std::string cookie = answer.field("Set-Cookie");
  EXPECT_NE(cookie.find("; Path=/v1/session/openid; HttpOnly; SameSite=Lax; Max-Age=600"), std::string::npos) << cookie;
  EXPECT_EQ(cookie.find("Secure"), std::string::npos);
  EXPECT_EQ(cookie.find(in_query(to, "state")), std::string::npos) << "closed";
  const auto safe =
      ask("GET", "/v1/session/openid", {}, {}, "X-Forwarded-Proto: https\r\nX-Forwarded-For: 1.2.3.4\r\n");
  EXPECT_TRUE(safe.field("Set-Cookie").ends_with("; Secure")) << safe.head;
}

TEST_F(OpenId, TheFirstSignInLinksToTheVerifiedAddress) {
  const guard::User ada = add_user("ada", {{.role = guard::Role::owner}});
  const auto answer = whole(claims("ada"), "/trend?by=week");
  ASSERT_EQ(answer.status, 303) << answer.body;
  EXPECT_EQ(answer.field("Location"), "/trend?by=week");
  EXPECT_EQ(session(answer)["user"]["id"], ada.id);
  EXPECT_NE(answer.head.find("bellwether_session="), std::string::npos);
  EXPECT_NE(answer.head.find("bellwether_openid=; Path=/v1/session/openid; HttpOnly; SameSite=Lax; Max-Age=0"),
            std::string::npos);
  EXPECT_NE(log().find("user:" + ada.id + " signed.in by the provider"), std::string::npos) << log();
  EXPECT_EQ(log().find('@'), std::string::npos);
  EXPECT_EQ(provider.documents, 1);
  EXPECT_EQ(provider.key_sets, 1);
  EXPECT_EQ(provider.userinfos, 0) << "the token told all";
  EXPECT_EQ(session(whole(claims("ada")))["user"]["id"], ada.id);
  EXPECT_EQ(provider.documents, 1) << "kept";
  EXPECT_EQ(provider.key_sets, 1);
}

TEST_F(OpenId, GroupsGrantAndWhatTheyGaveGoesWithThem) {
  add_user("ada", {{.role = guard::Role::owner}});
  EXPECT_EQ(problem(whole(claims("mia"))), "nothing_granted");
  EXPECT_EQ(problem(whole(claims("mia", {"another"}))), "nothing_granted");
  const auto in = whole(claims("mia", {"cx-leaders"}));
  const Json told = session(in);
  EXPECT_EQ(told["rights"], (Json{"measures:read", "voices:read", "organisation:read"}));
  EXPECT_EQ(told["reach"]["units"], Json::array({"Lyon"}));
  EXPECT_EQ(problem(whole(claims("mia"))), "nothing_granted");
  EXPECT_EQ(session(in)["rights"], Json::array()) << "also in the session that was open";
}

TEST_F(OpenId, UserinfoIsAskedWhereTheTokenTellsTooLittle) {
  const guard::User ada = add_user("ada", {{.role = guard::Role::owner}});
  provider.userinfo = {{"sub", "of ada"}, {"email", "ada@example.org"}, {"email_verified", true}};
  EXPECT_EQ(session(whole({{"sub", "of ada"}}))["user"]["id"], ada.id);
  EXPECT_EQ(provider.userinfos, 1);
  add_user("mia", {{.role = guard::Role::owner}});
  provider.userinfo["email"] = "mia@example.org";
  EXPECT_EQ(problem(whole({{"sub", "of mia"}})), "not_trusted") << "userinfo of somebody else";
}

TEST_F(OpenId, LeadsNowhereElse) {
  add_user("ada", {{.role = guard::Role::owner}});
  for (const char* then :
       {"https://evil.example", "//evil.example", "/%5Cevil.example", "%5C%5Cevil.example", "evil",
        "/%0D%0ASet-Cookie:%20a=b", "javascript:alert(1)", "%2F%2Fevil.example", "/%09/evil.example"}) {
    EXPECT_EQ(whole(claims("ada"), then).field("Location"), "/") << then;
  }
  EXPECT_EQ(whole(claims("ada"), "/" + std::string(2'000, 'a')).field("Location"), "/");
  EXPECT_EQ(whole(claims("ada"), "%2Fvoices%3Fwhere%3Da").field("Location"), "/voices?where=a");
}

TEST_F(OpenId, AnAnswerCountsInTheBrowserThatAskedAlone) {
  add_user("ada", {{.role = guard::Role::owner}});
  const Way way = signed_in_there(claims("ada")), other = signed_in_there(claims("ada"));
  Way wrong = way;
  wrong.state = other.state;
  EXPECT_EQ(problem(come_back(wrong)), "expired");
  wrong.state = "";
  EXPECT_EQ(problem(come_back(wrong)), "expired");
  wrong = way;
  wrong.state[0] = wrong.state[0] == 'A' ? 'B' : 'A';
  EXPECT_EQ(problem(come_back(wrong)), "expired");
  wrong = way;
  wrong.cookie = "";
  EXPECT_EQ(problem(come_back(wrong)), "expired");
  wrong.cookie = way.cookie.substr(0, way.cookie.size() - 2) + "AA";
  EXPECT_EQ(problem(come_back(wrong)), "expired");
  wrong.cookie = other.cookie;
  EXPECT_EQ(problem(come_back(wrong)), "expired");
  wrong = way;
  wrong.code = other.code;
  EXPECT_EQ(problem(come_back(wrong)), "expired") << "a code that was stolen has another challenge";
  EXPECT_EQ(come_back(way).field("Location"), "/") << "and the right one still does it";
}

TEST_F(OpenId, ACodeOpensOnce) {
  add_user("ada", {{.role = guard::Role::owner}});
  const Way way = signed_in_there(claims("ada"));
  EXPECT_EQ(come_back(way).field("Location"), "/");
  EXPECT_EQ(problem(come_back(way)), "expired");
  const Way before = signed_in_there(claims("ada"));
  start();
  EXPECT_EQ(problem(come_back(before)), "expired") << "another start of the server closes otherwise";
}

TEST_F(OpenId, TokensThatAreNotRightOpenNothing) {
  add_user("ada", {{.role = guard::Role::owner}});
  const std::vector<std::pair<const char*, std::function<void(nlohmann::json&)>>> wrongs{
      {"another nonce", [](nlohmann::json& c) { c["nonce"] = std::string(43, 'A'); }},
      {"no nonce", [](nlohmann::json& c) { c.erase("nonce"); }},
      {"another issuer", [](nlohmann::json& c) { c["iss"] = "https://evil.example"; }},
      {"another audience", [](nlohmann::json& c) { c["aud"] = "evil"; }},
      {"ended", [](nlohmann::json& c) { c["exp"] = 1'000'000'000; }}};
  for (const auto& [what, change] : wrongs) {
    provider.change = change;
    EXPECT_EQ(problem(whole(claims("ada"))), "not_trusted") << what;
  }
  provider.change = [](nlohmann::json&) {};
  for (const std::string& token :
       {std::string("eyJhbGciOiJub25lIn0.e30."), std::string("x"), std::string(40'000, 'a')}) {
    provider.token_instead = token;
    EXPECT_EQ(problem(whole(claims("ada"))), "not_trusted");
  }
  provider.token_instead = "";
  EXPECT_EQ(problem(come_back(signed_in_there(claims("ada")), "&iss=https%3A%2F%2Fevil.example")), "not_trusted");
  EXPECT_NE(log().find("nobody sign_in.failed provider: not_trusted: the token has ended"), std::string::npos) << log();
}

TEST_F(OpenId, NewKeysAreFetchedOnceAMinute) {
  add_user("ada", {{.role = guard::Role::owner}});
  EXPECT_EQ(whole(claims("ada")).field("Location"), "/");
  provider.signs = provider.published = &provider.second;
  EXPECT_EQ(whole(claims("ada")).field("Location"), "/") << "a new key";
  EXPECT_EQ(provider.key_sets, 2);
  provider.signs = &provider.first;
  EXPECT_EQ(problem(whole(claims("ada"))), "not_trusted") << "the old one no longer counts";
  EXPECT_EQ(problem(whole(claims("ada"))), "not_trusted");
  EXPECT_EQ(provider.key_sets, 2) << "and nobody can make us ask all the time";
}

TEST_F(OpenId, AProviderThatFailsIsToldAsSuch) {
  add_user("ada", {{.role = guard::Role::owner}});
  provider.token_status = 500;
  EXPECT_EQ(problem(whole(claims("ada"))), "provider_down");
  provider.token_status = 400;
  provider.token_error = "invalid_client";
  EXPECT_EQ(problem(whole(claims("ada"))), "misconfigured");
  const Way way = begin();
  const std::string back = "/v1/session/openid/return?state=" + way.state + "&error=";
  const std::string cookie = "Cookie: bellwether_openid=" + way.cookie + "\r\n";
  EXPECT_EQ(problem(ask("GET", back + "access_denied&error_description=%3Cscript%3E", {}, {}, cookie)), "cancelled");
  EXPECT_EQ(problem(ask("GET", back + "temporarily_unavailable", {}, {}, cookie)), "provider_down");
  EXPECT_EQ(problem(ask("GET", back + "invalid_scope", {}, {}, cookie)), "misconfigured");
  EXPECT_EQ(log().find("script"), std::string::npos) << "its words are no words of ours";

  start();
  provider.document_status = 503;
  EXPECT_EQ(problem(ask("GET", "/v1/session/openid")), "provider_down");
  const int asked = provider.documents;
  const std::string before = log();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(problem(ask("GET", "/v1/session/openid")), "provider_down");
  EXPECT_EQ(provider.documents, asked) << "not asked again at once";
  EXPECT_EQ(log(), before) << "nor noted again";
  start();
  provider.document_status = 200;
  provider.issuer_told = "https://evil.example";
  EXPECT_EQ(problem(ask("GET", "/v1/session/openid")), "misconfigured");
}

TEST_F(OpenId, ASlowProviderKeepsNobodyElseWaiting) {
  const As ada = signed_in(add_user("ada", {{.role = guard::Role::owner}}));
  const Way way = signed_in_there(claims("ada")), second = signed_in_there(claims("ada"));
  provider.slow_ms = 2'500;
  http::Answer one, two;
  std::atomic<int> back = 0;
  {
    const std::jthread first([&] { one = come_back(way), ++back; }), other([&] { two = come_back(second), ++back; });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    EXPECT_EQ(ask("GET", "/v1/measures", ada).status, 200);
    EXPECT_EQ(ask("GET", "/v1/audit", ada).status, 200);
    EXPECT_NE(ask("GET", "/v1/measures/nps", ada).status, 503);
    EXPECT_EQ(back, 0) << "these were answered before the provider was";
  }
  EXPECT_EQ(one.field("Location"), "/");
  EXPECT_EQ(two.field("Location"), "/");
}

TEST_F(OpenId, FailuresAreCountedAsThoseOfPasswords) {
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(problem(ask("GET", "/v1/session/openid/return?state=x&code=y")), "expired");
  }
  EXPECT_EQ(problem(ask("GET", "/v1/session/openid/return?state=x&code=y")), "too_often");
  add_user("ada", {{.role = guard::Role::owner}});
  for (int i = 0; i < 40; ++i) {
    Way way = begin();
    way.code = "guess";
    EXPECT_EQ(problem(come_back(way)), "expired");
  }
  EXPECT_EQ(problem(whole(claims("ada"))), "too_often") << "of the whole address";
}

TEST_F(OpenId, AClosedAccountStaysClosed) {
  add_user("ada", {{.role = guard::Role::owner}});
  const guard::User mia = add_user("mia", {{.role = guard::Role::listener}});
  EXPECT_EQ(whole(claims("mia")).field("Location"), "/");
  change([&](records::Transaction& transaction) { return guard::close_user(transaction, mia.id, "test", now()); });
  EXPECT_EQ(problem(whole(claims("mia", {"owners"}))), "closed");
  Json unverified = claims("ada");
  unverified["email_verified"] = false;
  EXPECT_EQ(problem(whole(unverified)), "unverified_address");
}

TEST_F(OpenId, WrongSettingsAreToldAtTheStart) {
  const auto told = [&](const std::string& toml) {
    const auto settings = store::settings_from(toml, "b.toml");
    EXPECT_TRUE(settings) << to_text(settings.error());
    const auto opened = OpenIdProvider::open(*settings);
    return opened ? std::string(*opened ? "opened" : "none") : to_text(opened.error());
  };
  const std::string address = "[server]\naddress = \"https://cx.example.org\"\n";
  const std::string good = address + "[openid]\nissuer = \"https://id.example.org\"\nclient_id = \"b\"\n";
  EXPECT_EQ(told(""), "none");
  EXPECT_EQ(told(good), "opened");
  const auto says = [&](const std::string& toml, const char* words) {
    EXPECT_NE(told(toml).find(words), std::string::npos) << told(toml);
  };
  says(address + "[openid]\nissuer = \"https://id.example.org\"\n", "client_id is missing");
  says("[openid]\nissuer = \"https://id.example.org\"\nclient_id = \"b\"\n", "how people reach");
  says(address + "[openid]\nissuer = \"https://\"\nclient_id = \"b\"\n", "no address");
  says(good + "allow_networks = [\"home\"]\n", "home");
  says(good + "ca_file = \"/nowhere.pem\"\n", "no ca_file");
  says(good + "client_secret_file = \"/nowhere\"\n", "can't be read");
  says(good + "client_secret = \"x\"\nclient_secret_file = \"/nowhere\"\n", "tell it once");
  says(good + "[[openid.grant]]\ngroup = \"g\"\nrole = \"boss\"\n", "there is no role \"boss\"");
  says(good + "[[openid.grant]]\ngroup = \"g\"\nrole = \"owner\"\nunit = \"Lyon\"\n", "[[openid.grant]] of \"g\"");
  const std::string file = (folder / "secret").string();
  std::ofstream(file) << "s3cret\n";
  EXPECT_EQ(told(good + "client_secret_file = \"" + file + "\"\n"), "opened");
}

TEST_F(OpenId, WithoutAProviderThereIsNone) {
  std::ofstream(folder / "bellwether.toml") << "";
  start();
  EXPECT_EQ(problem(ask("GET", "/v1/session/openid")), "not_offered");
  EXPECT_EQ(problem(ask("GET", "/v1/session/openid/return")), "not_offered");
  EXPECT_FALSE(json("GET", "/v1/session").contains("openid"));
}

}  // namespace
}  // namespace bellwether::api
