// Tokens for us, now and for this sign-in; and those that are not.
#include "guard/openid/id_token.hpp"

#include "guard/openid/signer_for_test.hpp"

#include <functional>

namespace bellwether::openid {
namespace {

using nlohmann::json;

constexpr std::int64_t k_at_s = 1'795'000'000;
const Expected k_expected{.issuer = "https://id.example.org",
                          .client_id = "bellwether",
                          .nonce = "n-0S6_WzA2Mj",
                          .now = {.us = k_at_s * k_us_per_second}};

json good_claims() {
  return {{"iss", "https://id.example.org"}, {"sub", "24400320"},   {"aud", "bellwether"},
          {"nonce", "n-0S6_WzA2Mj"},         {"exp", k_at_s + 300}, {"iat", k_at_s}};
}

class IdToken : public testing::Test {
 protected:
  [[nodiscard]] Result<json> checked(const json& claims) const {
    return id_token_claims(signer.sign(claims), keys, k_expected);
  }
  Signer signer{"a", true};
  KeySet keys = read_key_set(key_set_of({&signer})).value();
};

TEST_F(IdToken, AGoodOneTellsItsClaims) {
  const auto claims = checked(good_claims());
  ASSERT_TRUE(claims) << to_text(claims.error());
  EXPECT_EQ((*claims)["sub"], "24400320");
}

TEST_F(IdToken, ClocksMayDifferALittle) {
  json claims = good_claims();
  claims["exp"] = k_at_s - 60;
  claims["iat"] = k_at_s + 60;
  claims["nbf"] = k_at_s + 60;
  EXPECT_TRUE(checked(claims));
  claims["aud"] = json{"bellwether"};
  EXPECT_TRUE(checked(claims)) << "a list of one";
  claims["aud"] = json{"bellwether", "another"};
  claims["azp"] = "bellwether";
  EXPECT_TRUE(checked(claims)) << "several, and it was asked for by us";
}

struct Wrong {
  const char* name;
  std::function<void(json&)> change;
};
class WrongIdToken : public IdToken, public testing::WithParamInterface<Wrong> {};

TEST_P(WrongIdToken, IsRefused) {
  json claims = good_claims();
  GetParam().change(claims);
  const auto told = checked(claims);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, Code::bad_input);
  EXPECT_EQ(to_text(told.error()).find("24400320"), std::string::npos) << "nothing of it is told";
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongIdToken,
    testing::Values(Wrong{"another_issuer", [](json& c) { c["iss"] = "https://id.example.org/"; }},
                    Wrong{"no_issuer", [](json& c) { c.erase("iss"); }},
                    Wrong{"another_audience", [](json& c) { c["aud"] = "another"; }},
                    Wrong{"not_among_audiences", [](json& c) { c["aud"] = json{"another", "third"}; }},
                    Wrong{"several_audiences", [](json& c) { c["aud"] = json{"bellwether", "another"}; }},
                    Wrong{"no_audience", [](json& c) { c.erase("aud"); }},
                    Wrong{"audience_of_lists", [](json& c) { c["aud"] = json{json{"bellwether"}}; }},
                    Wrong{"another_asked", [](json& c) { c["azp"] = "another"; }},
                    Wrong{"ended", [](json& c) { c["exp"] = k_at_s - 120; }},
                    Wrong{"no_end", [](json& c) { c.erase("exp"); }},
                    Wrong{"end_as_text", [](json& c) { c["exp"] = "1795000300"; }},
                    Wrong{"of_tomorrow", [](json& c) { c["iat"] = k_at_s + 121; }},
                    Wrong{"never_made", [](json& c) { c.erase("iat"); }},
                    Wrong{"of_yesterday", [](json& c) { c["iat"] = k_at_s - 86'400; }},
                    Wrong{"not_yet", [](json& c) { c["nbf"] = k_at_s + 121; }},
                    Wrong{"another_nonce", [](json& c) { c["nonce"] = "n-0S6_WzA2Mk"; }},
                    Wrong{"no_nonce", [](json& c) { c.erase("nonce"); }},
                    Wrong{"nonce_as_list", [](json& c) { c["nonce"] = json{"n-0S6_WzA2Mj"}; }},
                    Wrong{"of_nobody", [](json& c) { c.erase("sub"); }},
                    Wrong{"of_empty", [](json& c) { c["sub"] = ""; }},
                    Wrong{"of_number", [](json& c) { c["sub"] = 24400320; }},
                    Wrong{"of_a_long_name", [](json& c) { c["sub"] = std::string(256, 'a'); }}),
    [](const auto& of) { return std::string(of.param.name); });

TEST_F(IdToken, OfNoClaimsIsRefused) {
  EXPECT_FALSE(id_token_claims(signer.sign_under({{"alg", "ES256"}, {"kid", "a"}}, "no json"), keys, k_expected));
  EXPECT_FALSE(id_token_claims(signer.sign_under({{"alg", "ES256"}, {"kid", "a"}}, "[]"), keys, k_expected));
}

}  // namespace
}  // namespace bellwether::openid
