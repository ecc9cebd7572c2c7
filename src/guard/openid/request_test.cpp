// What is asked and told besides tokens: the document, the addresses, the person, the seal.
#include "guard/openid/request.hpp"

#include "guard/openid/person.hpp"
#include "guard/openid/seal.hpp"

#include <gtest/gtest.h>

namespace bellwether::openid {
namespace {

using nlohmann::json;

constexpr const char* k_issuer = "https://id.example.org/realms/house";

json document() {
  return {{"issuer", k_issuer},
          {"authorization_endpoint", "https://id.example.org/auth"},
          {"token_endpoint", "https://id.example.org/token"},
          {"jwks_uri", "https://id.example.org/keys"}};
}

TEST(Provider, IsReadAndHeldAgainstItsIssuer) {
  json told = document();
  told["userinfo_endpoint"] = "https://id.example.org/me";
  const auto provider = read_provider(told.dump(), k_issuer);
  ASSERT_TRUE(provider) << to_text(provider.error());
  EXPECT_EQ(provider->token_endpoint, "https://id.example.org/token");
  EXPECT_EQ(provider->userinfo_endpoint, "https://id.example.org/me");
  EXPECT_EQ(provider->secret_goes, SecretGoes::in_header);
  told["token_endpoint_auth_methods_supported"] = json{"client_secret_post", "none"};
  EXPECT_EQ(read_provider(told.dump(), k_issuer)->secret_goes, SecretGoes::in_body);
  EXPECT_EQ(discovery_uri(k_issuer), "https://id.example.org/realms/house/.well-known/openid-configuration");
  EXPECT_EQ(discovery_uri("https://a.b/"), "https://a.b/.well-known/openid-configuration");
  EXPECT_FALSE(read_provider(told.dump(), "https://id.example.org/realms/house/")) << "letter by letter";
  EXPECT_FALSE(read_provider(told.dump(), "https://id.example.org/realms/HOUSE"));
}

TEST(Provider, MayNotSendUsJustAnywhere) {
  for (const char* name : {"authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"}) {
    for (const char* uri : {"http://id.example.org/x", "file:///etc/passwd", "javascript:alert(1)", "//x", "/x", "",
                            "https://", "https://u:p@id.example.org/", "https://a.b/\r\nX: y", "https://a.b/#x",
                            "https://a.b/ x", "https://a.b\\x"}) {
      json told = document();
      told[name] = uri;
      EXPECT_FALSE(read_provider(told.dump(), k_issuer)) << name << " " << uri;
    }
  }
  json told = document();
  told.erase("jwks_uri");
  EXPECT_FALSE(read_provider(told.dump(), k_issuer));
  EXPECT_FALSE(read_provider("[]", k_issuer));
  EXPECT_FALSE(read_provider("<html>", k_issuer));
  EXPECT_EQ(read_provider(std::string(k_most_document_bytes + 1, ' '), k_issuer).error().code, Code::too_large);
  EXPECT_TRUE(is_endpoint("http://127.0.0.1:3000/x", "http://127.0.0.1:3000")) << "inside the house";
}

TEST(Request, ChallengesAsTheStandardsExample) {  // RFC 7636, appendix B
  EXPECT_EQ(challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Request, EverySignInHasItsOwnBond) {
  const Bond a = new_bond(), b = new_bond();
  for (const std::string& one : {a.state, a.nonce, a.verifier}) EXPECT_EQ(one.size(), 43U);
  EXPECT_NE(a.state, b.state);
  EXPECT_NE(a.nonce, b.nonce);
  EXPECT_NE(a.verifier, b.verifier);
  EXPECT_NE(a.state, a.nonce);
}

TEST(Request, SendsTheBrowserWithAllThatIsAskedFor) {
  Provider provider = read_provider(document().dump(), k_issuer).value();
  const Client client{.id = "bell wether", .secret = "s:e cret", .redirect_uri = "https://cx.example.org/back?a=b"};
  const Bond bond{.state = "S", .nonce = "N", .verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
  const std::vector<std::string> scopes{"email", "openid", "groups"};
  const std::string rest =
      "response_type=code&client_id=bell%20wether&redirect_uri=https%3A%2F%2Fcx.example.org%2Fback%3Fa%3Db&scope="
      "openid%"
      "20email%20groups&state=S&nonce=N&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_"
      "method="
      "S256";
  EXPECT_EQ(authorization_uri(provider, client, scopes, bond), "https://id.example.org/auth?" + rest);
  provider.authorization_endpoint += "?p=1";
  EXPECT_EQ(authorization_uri(provider, client, scopes, bond), "https://id.example.org/auth?p=1&" + rest);

  const TokenRequest basic = token_request(provider, client, "c&d", bond.verifier);
  EXPECT_EQ(basic.authorization, "Basic YmVsbCUyMHdldGhlcjpzJTNBZSUyMGNyZXQ=") << "bell%20wether:s%3Ae%20cret";
  EXPECT_EQ(basic.body,
            "grant_type=authorization_code&code=c%26d&redirect_uri=https%3A%2F%2Fcx.example.org%2Fback%3Fa%3Db&code_"
            "verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  provider.secret_goes = SecretGoes::in_body;
  const TokenRequest post = token_request(provider, client, "c", "v");
  EXPECT_EQ(post.authorization, "");
  EXPECT_TRUE(post.body.ends_with("&client_id=bell%20wether&client_secret=s%3Ae%20cret")) << post.body;
  const TokenRequest open = token_request(provider, {.id = "b", .secret = "", .redirect_uri = "r"}, "c", "v");
  EXPECT_TRUE(open.body.ends_with("&client_id=b")) << open.body;
}

TEST(Request, ReadsTokens) {
  EXPECT_EQ(read_tokens(R"({"id_token": "a.b.c", "access_token": "x"})")->access_token, "x");
  EXPECT_EQ(read_tokens(R"({"id_token": "a.b.c"})")->id_token, "a.b.c");
  for (const char* wrong : {R"({"access_token": "x"})", R"({"id_token": 3})", "[]", "", R"({"error": "x"})"}) {
    EXPECT_FALSE(read_tokens(wrong)) << wrong;
  }
}

TEST(Person, IsWhatTheClaimsTell) {
  const json claims{{"sub", "7"},
                    {"email", " ada@example.org "},
                    {"email_verified", true},
                    {"name", "Ada"},
                    {"groups", {"cx", 3, "leaders"}},
                    {"realm_access", {{"roles", {"owner"}}}},
                    {"https://x.org/teams", "one"}};
  const Person person = person_of(claims, "groups");
  EXPECT_EQ(person.email, "ada@example.org");
  EXPECT_TRUE(person.email_verified);
  EXPECT_EQ(person.groups, (std::vector<std::string>{"cx", "leaders"}));
  EXPECT_EQ(person_of(claims, "realm_access.roles").groups, std::vector<std::string>{"owner"});
  EXPECT_EQ(person_of(claims, "https://x.org/teams").groups, std::vector<std::string>{"one"});
  EXPECT_TRUE(person_of(claims, "realm_access.no.such").groups.empty());
  EXPECT_TRUE(person_of(claims, "").groups.empty());
  EXPECT_FALSE(person_of({{"sub", "7"}, {"email", "a@b.c"}}, "").email_verified) << "not told is not verified";
  EXPECT_FALSE(person_of({{"sub", "7"}, {"email_verified", 1}}, "").email_verified);
  EXPECT_TRUE(person_of({{"sub", "7"}, {"email_verified", "true"}}, "").email_verified);
  EXPECT_EQ(person_of({{"sub", "7"}, {"given_name", "Ada"}, {"family_name", "L"}}, "").name, "Ada L");
  EXPECT_EQ(person_of({{"sub", "7"}, {"preferred_username", "ada"}}, "").name, "ada");
  json many = json::array();
  for (std::size_t i = 0; i < k_most_groups + 10; ++i) many.push_back("g");
  EXPECT_EQ(person_of({{"sub", "7"}, {"groups", many}}, "groups").groups.size(), k_most_groups);
}

TEST(Person, UserinfoTellsTheRestAndNobodyElses) {
  const json claims{{"sub", "7"}};
  EXPECT_TRUE(lacks_claims(claims, ""));
  EXPECT_FALSE(lacks_claims({{"sub", "7"}, {"email", "a@b.c"}, {"email_verified", true}, {"name", "A"}}, ""));
  EXPECT_TRUE(lacks_claims({{"sub", "7"}, {"email", "a@b.c"}, {"email_verified", true}, {"name", "A"}}, "groups"));
  const auto more = with_userinfo(claims, R"({"sub": "7", "email": "a@b.c", "email_verified": true})");
  ASSERT_TRUE(more);
  EXPECT_EQ((*more)["email"], "a@b.c");
  EXPECT_FALSE(with_userinfo(claims, R"({"sub": "8", "email": "a@b.c"})"));
  EXPECT_FALSE(with_userinfo(claims, R"({"email": "a@b.c"})"));
  EXPECT_FALSE(with_userinfo(claims, "[]"));
  EXPECT_EQ(with_userinfo({{"sub", "7"}, {"name", "A"}}, R"({"sub": "7", "name": "B"})").value()["name"], "A")
      << "what is signed goes first";
  const json half{{"sub", "7"}, {"email_verified", true}};
  EXPECT_FALSE(with_userinfo(half, R"({"sub": "7", "email": "other@b.c"})")->contains("email_verified"))
      << "one place's word on another's address";
  const json other{{"sub", "7"}, {"email", "a@b.c"}};
  EXPECT_FALSE(
      with_userinfo(other, R"({"sub": "7", "email": "x@y.z", "email_verified": true})")->contains("email_verified"));
  EXPECT_TRUE(
      with_userinfo(other, R"({"sub": "7", "email": "a@b.c", "email_verified": true})")->contains("email_verified"));
}

TEST(Seal, OpensWhatItClosedAndNothingElse) {
  const Seal seal, another;
  const std::string closed = seal.close("state and nonce");
  EXPECT_EQ(seal.open(closed).value(), "state and nonce");
  EXPECT_NE(seal.close("state and nonce"), closed);
  EXPECT_FALSE(another.open(closed));
  for (std::size_t i = 0; i < closed.size(); ++i) {
    std::string changed = closed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(seal.open(changed)) << i;
  }
  EXPECT_FALSE(seal.open(""));
  EXPECT_FALSE(seal.open("AAAA"));
  EXPECT_FALSE(seal.open(std::string(100'000, 'A')));
  EXPECT_EQ(seal.open(seal.close("")).value(), "");
}

}  // namespace
}  // namespace bellwether::openid
