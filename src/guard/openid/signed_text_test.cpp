// Signatures by the standards' own examples, and tokens as attackers make them.
#include "guard/openid/signed_text.hpp"

#include "guard/openid/signer_for_test.hpp"

namespace bellwether::openid {
namespace {

// RFC 7515, appendices A.2 (RS256) and A.3 (ES256): the keys, and the same payload under each.
constexpr const char* k_rfc_rsa =
    R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})";
constexpr const char* k_rfc_p256 =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr const char* k_rfc_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr const char* k_rfc_rs256 =
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZ"
    "cAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--"
    "xi12jzDwusC-"
    "eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
constexpr const char* k_rfc_es256 =
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
// RFC 8037, appendix A.
constexpr const char* k_rfc_ed25519 =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr const char* k_rfc_eddsa =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

KeySet set_of(const std::string& keys) {
  auto set = read_key_set(R"({"keys": [)" + keys + "]}");
  EXPECT_TRUE(set) << to_text(set.error());
  return set ? *std::move(set) : KeySet{};
}
std::string rfc_text(const char* algorithm, const char* signature) {
  return guard::to_base64url(std::string(R"({"alg":")") + algorithm + "\"}") + "." + k_rfc_payload + "." + signature;
}

TEST(SignedText, TheStandardsExamplesHold) {
  const KeySet keys = set_of(std::string(k_rfc_rsa) + "," + k_rfc_p256 + "," + k_rfc_ed25519);
  ASSERT_EQ(keys.size(), 3U);
  const std::string told = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
  EXPECT_EQ(signed_payload(rfc_text("RS256", k_rfc_rs256), keys).value(), told);
  EXPECT_EQ(signed_payload(rfc_text("ES256", k_rfc_es256), keys).value(), told);
  EXPECT_EQ(signed_payload(k_rfc_eddsa, keys).value(), "Example of Ed25519 signing");
}

TEST(SignedText, APaddedSaltedSignatureHoldsToo) {
  const Signer signer("a");
  const KeySet keys = set_of(signer.public_key().dump());
  EXPECT_EQ(signed_payload(signer.sign({{"a", 1}}, "PS256"), keys).value(), R"({"a":1})");
  EXPECT_FALSE(signed_payload(signer.sign_under({{"alg", "PS256"}, {"kid", "a"}}, "{}", false), keys))
      << "signed as RS256, called PS256";
}

TEST(SignedText, NoLetterCanBeChanged) {
  const KeySet keys = set_of(std::string(k_rfc_rsa) + "," + k_rfc_p256);
  for (const std::string& text : {rfc_text("RS256", k_rfc_rs256), rfc_text("ES256", k_rfc_es256)}) {
    ASSERT_TRUE(signed_payload(text, keys));
    for (std::size_t i = 0; i < text.size(); i += 7) {
      std::string other = text;
      other[i] = other[i] == 'A' ? 'B' : 'A';
      EXPECT_FALSE(signed_payload(other, keys)) << i;
    }
  }
}

TEST(SignedText, NothingThatIsUnsignedOrSignedWithASecretIsTaken) {
  const Signer signer("a");
  const KeySet keys = set_of(signer.public_key().dump());
  const std::string payload = guard::to_base64url("{}");
  for (const char* algorithm : {"none", "None", "NONE", "HS256", "RS1", "RS512", "ES384", "", "rs256"}) {
    const std::string text =
        guard::to_base64url(nlohmann::json{{"alg", algorithm}, {"kid", "a"}}.dump()) + "." + payload;
    EXPECT_EQ(signed_payload(text + ".", keys).error().code, Code::bad_input) << algorithm;
    // The public key as it is published, taken for a secret.
    const std::string secret = signer.public_key().dump();
    unsigned char mark[32];
    unsigned length = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), mark, &length);
    const std::string marked = text + "." + guard::to_base64url({reinterpret_cast<const char*>(mark), length});
    EXPECT_EQ(signed_payload(marked, keys).error().code, Code::bad_input) << algorithm;
  }
  EXPECT_FALSE(signed_payload(guard::to_base64url(R"({"kid":"a"})") + "." + payload + ".", keys)) << "no alg at all";
  EXPECT_FALSE(signed_payload(signer.sign_under({{"alg", "RS256"}, {"kid", "a"}, {"crit", {"b64"}}}, "{}"), keys));
}

TEST(SignedText, IsCheckedByTheKeyThatItNames) {
  const Signer first("a"), second("b"), nameless(""), curve("c", true);
  const KeySet keys = set_of(first.public_key().dump() + "," + second.public_key().dump());
  EXPECT_TRUE(signed_payload(first.sign({}), keys));
  EXPECT_TRUE(signed_payload(second.sign({}), keys));
  EXPECT_EQ(signed_payload(second.sign_under({{"alg", "RS256"}, {"kid", "a"}}, "{}"), keys).error().code,
            Code::bad_input);
  EXPECT_EQ(signed_payload(nameless.sign({}), keys).error().code, Code::bad_input) << "which one?";
  EXPECT_EQ(signed_payload(curve.sign({}), keys).error().code, Code::not_found) << "a new one: ask for the keys again";
  EXPECT_TRUE(signed_payload(nameless.sign({}), set_of(nameless.public_key().dump() + "," + curve.public_key().dump())))
      << "the only one of its kind";
  nlohmann::json other = first.public_key();
  other["alg"] = "PS256";
  EXPECT_FALSE(signed_payload(first.sign({}), set_of(other.dump()))) << "a key for one algorithm is not for another";
}

TEST(SignedText, WhatIsNoTokenIsRefused) {
  const Signer signer("a");
  const KeySet keys = set_of(signer.public_key().dump());
  const std::string good = signer.sign({});
  for (const std::string& text :
       {std::string(), std::string("."), std::string(".."), std::string("a.b"), good + ".x", good + "=", good + "\n",
        good.substr(0, good.size() - 1), std::string("!!!.e30.x"), "." + good, std::string(good.size(), '.'),
        guard::to_base64url(std::string(9'000, '[')) + ".e30.x", guard::to_base64url("\"alg\"") + ".e30.x"}) {
    EXPECT_EQ(signed_payload(text, keys).error().code, Code::bad_input) << text;
  }
  EXPECT_EQ(signed_payload(std::string(k_most_token_bytes + 1, 'a'), keys).error().code, Code::too_large);
  EXPECT_EQ(signed_payload(signer.sign({{"a", std::string(k_most_token_bytes, 'a')}}), keys).error().code,
            Code::too_large);
}

TEST(KeySet, LeavesOutWhatIsWeakOrForAnotherUse) {
  const Signer signer("a"), curve("c", true);
  nlohmann::json encrypts = signer.public_key(), off_curve = curve.public_key(), short_one = signer.public_key();
  encrypts["use"] = "enc";
  off_curve["y"] = off_curve["x"];
  short_one["n"] = short_one["n"].get<std::string>().substr(0, 128);  // 768 bits
  const std::string symmetric = R"({"kty":"oct","kid":"a","k":"c2VjcmV0"})";
  for (const std::string& wrong : {encrypts.dump(), off_curve.dump(), short_one.dump(), symmetric, std::string("3"),
                                   std::string(R"({"kty":"RSA"})"), std::string(R"({"kty":3,"n":[]})")}) {
    EXPECT_EQ(read_key_set(R"({"keys": [)" + wrong + "]}").error().code, Code::bad_input) << wrong;
    EXPECT_EQ(set_of(wrong + "," + signer.public_key().dump()).size(), 1U) << wrong;
  }
  EXPECT_FALSE(read_key_set("[]"));
  EXPECT_FALSE(read_key_set("{}"));
  EXPECT_FALSE(read_key_set("<html>"));
  std::string many = k_rfc_p256;
  for (std::size_t i = 0; i < k_most_keys; ++i) many += std::string(",") + k_rfc_p256;
  EXPECT_EQ(read_key_set(R"({"keys": [)" + many + "]}").error().code, Code::too_large);
  EXPECT_EQ(read_key_set(std::string(k_most_key_set_bytes + 1, ' ')).error().code, Code::too_large);
}

TEST(Base64Url, HasOneTextForAnyBytes) {
  EXPECT_EQ(guard::to_base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(guard::from_base64url("-_8").value(), "\xfb\xff");
  EXPECT_EQ(guard::from_base64url("").value(), "");
  for (const char* wrong : {"-_8=", "+/8", "-_9", "-_8 ", " -_8", "a", "-_\n8"})
    EXPECT_FALSE(guard::from_base64url(wrong)) << wrong;
}

}  // namespace
}  // namespace bellwether::openid
