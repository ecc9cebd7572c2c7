#include "listen/hooks/signature.hpp"

#include "listen/hooks/received_for_test.hpp"

#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using Method = Signature::Method;
using Part = Signature::Part;

Signature signature_in(const std::string& toml) {
  const auto hook =
      hook_from_toml("name=\"t\"\nsource=\"t\"\n[[take]]\nsignal.id = \"id\"\n[signature]\n" + toml, "t.toml");
  EXPECT_TRUE(hook) << (hook ? "" : to_text(hook.error()));
  return hook ? hook->signature : Signature{};
}

std::string written(const Signature& signature, std::string_view body, std::string_view secret,
                    HookFields headers = {}) {
  const auto text =
      signature_of(signature, {.body = body, .header = lookup_in(std::move(headers)), .query = {}}, secret);
  return text ? *text : text.error().message;
}

std::string check(const Signature& signature, std::string_view body, std::string_view secret, HookFields headers,
                  std::int64_t now_s = 1'614'265'330) {
  const auto checked =
      check_signature(signature, {.body = body, .header = lookup_in(headers), .query = lookup_in(headers)}, secret,
                      Instant{now_s * k_us_per_second});
  return checked ? "fits" : checked.error().message;
}

const std::string k_github = "method=\"hmac-sha256\"\nsecret=\"s\"\nheader=\"X-Hub-Signature-256\"\nprefix=\"sha256=\"";
const std::string k_standard =
    "method=\"hmac-sha256\"\nsecret=\"s\"\nsecret_form=\"base64\"\nover=\"{id}.{timestamp}.{body}\"\n"
    "header=\"webhook-signature\"\nprefix=\"v1,\"\nencoding=\"base64\"\nid=\"webhook-id\"\ntimestamp=\"webhook-"
    "timestamp\"";
constexpr std::string_view k_standard_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

TEST(Signatures, AreThoseOfTheirDocumentation) {
  // docs.github.com, Validating webhook deliveries
  EXPECT_EQ(written(signature_in(k_github), "Hello, World!", "It's a Secret to Everybody"),
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  // api.slack.com, Verifying requests from Slack
  const Signature slack = signature_in(
      "method=\"hmac-sha256\"\nsecret=\"s\"\nover=\"v0:{timestamp}:{body}\"\nheader=\"X-Slack-Signature\"\nprefix=\"v0="
      "\"\n"
      "timestamp=\"X-Slack-Request-Timestamp\"");
  EXPECT_EQ(
      written(slack,
              "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_"
              "name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url="
              "https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_"
              "id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
              "8f742231b10e8888abcd99yyyzzz85a5", {{"X-Slack-Request-Timestamp", "1531420618"}}),
      "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
  // The test of the Standard Webhooks libraries
  EXPECT_EQ(written(signature_in(k_standard), R"({"test": 2432232314})", k_standard_secret,
                    {{"webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"}, {"webhook-timestamp", "1614265330"}}),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  // RFC 2202, case 2
  const Signature sha1 =
      signature_in("method=\"hmac-sha1\"\nsecret=\"s\"\nheader=\"X-Hub-Signature\"\nprefix=\"sha1=\"");
  EXPECT_EQ(written(sha1, "what do ya want for nothing?", "Jefe"), "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_TRUE(sha1.is_weak());
  EXPECT_FALSE(slack.is_weak());
}

TEST(Signatures, AreRefusedWhereTheBodyTheSecretOrTheHeaderIsAnother) {
  const Signature github = signature_in(k_github);
  const HookFields right = {{"x-hub-signature-256", written(github, "body", "secret")}};
  EXPECT_EQ(check(github, "body", "secret", right), "fits") << "names of headers have no case";
  const std::string wrong = "the signature in the header X-Hub-Signature-256 does not fit this request";
  EXPECT_EQ(check(github, "body ", "secret", right), wrong);
  EXPECT_EQ(check(github, "body", "Secret", right), wrong);
  EXPECT_EQ(check(github, "body", "secret", {{"X-Hub-Signature-256", ""}}), wrong);
  EXPECT_EQ(check(github, "body", "secret", {{"X-Hub-Signature-256", "sha256="}}), wrong);
  EXPECT_EQ(check(github, "body", "secret", {{"X-Hub-Signature-256", right.begin()->second.substr(7)}}), wrong);
  EXPECT_EQ(check(github, "body", "secret", {{"X-Hub-Signature-256", right.begin()->second + "0"}}), wrong);
  EXPECT_EQ(check(github, "body", "secret", {}), "the header X-Hub-Signature-256 is missing");
}

TEST(Signatures, GrowTooOld) {
  const Signature standard = signature_in(k_standard);
  HookFields headers = {{"webhook-id", "m"}, {"webhook-timestamp", "1614265330"}};
  headers["webhook-signature"] = written(standard, "{}", k_standard_secret, headers);
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers, 1'614'265'330 + 300), "fits");
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers, 1'614'265'330 - 300), "fits");
  const std::string old = "the header webhook-timestamp tells a time more than 300 seconds from now";
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers, 1'614'265'330 + 301), old);
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers, 1'614'265'330 - 301), old);
  headers["webhook-timestamp"] = "1614265331";
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers),
            "the signature in the header webhook-signature does not fit this request")
      << "the time is signed, too";
  headers["webhook-timestamp"] = "soon";
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers), "the header webhook-timestamp holds no time");
  headers["webhook-timestamp"] = "99999999999999999999";
  EXPECT_NE(check(standard, "{}", k_standard_secret, headers), "fits");
  headers.erase("webhook-timestamp");
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers), "the header webhook-timestamp is missing");
}

TEST(Signatures, MayBeSeveralWhileASecretIsChanged) {
  const Signature standard = signature_in(k_standard);
  HookFields headers = {{"webhook-id", "m"}, {"webhook-timestamp", "1614265330"}};
  const std::string right = written(standard, "{}", k_standard_secret, headers);
  headers["webhook-signature"] = "v1,AAAA v1a,BBBB " + right;
  EXPECT_EQ(check(standard, "{}", k_standard_secret, headers), "fits");
  std::string many;
  for (int i = 0; i < 20; ++i) many += "v1,AAAA ";
  headers["webhook-signature"] = many + right;
  EXPECT_NE(check(standard, "{}", k_standard_secret, headers), "fits") << "ten are looked at";
}

TEST(Signatures, KnowASecretThatBothSidesHold) {
  const Signature header =
      signature_in("method=\"shared\"\nsecret=\"s\"\nheader=\"Authorization\"\nprefix=\"Bearer \"");
  EXPECT_EQ(check(header, "", "pass word", {{"Authorization", "Bearer pass word"}}), "fits");
  EXPECT_EQ(check(header, "", "pass word", {{"Authorization", "pass word"}}),
            "the header Authorization does not hold the secret");
  EXPECT_EQ(check(header, "", "pass word", {}), "the header Authorization is missing");
  const Signature query = signature_in("method=\"shared\"\nsecret=\"s\"\nquery=\"key\"");
  EXPECT_EQ(check(query, "", "x", {{"key", "x"}}), "fits");
  EXPECT_EQ(check(query, "", "x", {{"key", "y"}}), "the parameter key does not hold the secret");
  EXPECT_EQ(check(query, "", "", {{"key", ""}}), "the secret ‘s’ is empty") << "an empty secret lets nobody in";
}

TEST(Signatures, NeverTellTheSecret) {
  const Signature standard = signature_in(k_standard);
  const HookFields headers = {
      {"webhook-id", "m"}, {"webhook-timestamp", "1614265330"}, {"webhook-signature", "v1,AAAA"}};
  const HookRequest request{.body = "{}", .header = lookup_in(headers), .query = {}};
  const Instant now{1'614'265'330 * k_us_per_second};
  for (const std::string_view secret : {k_standard_secret, std::string_view("not*base64*at*all")}) {
    const auto checked = check_signature(standard, request, secret, now);
    ASSERT_FALSE(checked);
    EXPECT_EQ(to_text(checked.error()).find(secret.substr(6)), std::string::npos);
  }
  EXPECT_EQ(check_signature(standard, request, "not*base64*at*all", now).error().code, Code::bad_input);
}

TEST(Signatures, AreComparedInConstantTime) {
  EXPECT_TRUE(same_in_constant_time("", ""));
  EXPECT_TRUE(same_in_constant_time("abc", "abc"));
  EXPECT_FALSE(same_in_constant_time("abc", "abd"));
  EXPECT_FALSE(same_in_constant_time("abc", "ab"));
  EXPECT_FALSE(same_in_constant_time("", std::string_view("\0", 1)));
  // Time can't be asserted; that nothing else compares can be read.
  std::ifstream file(std::string(BELLWETHER_SOURCE_DIR) + "/src/listen/hooks/signature.cpp");
  std::ostringstream code;
  code << file.rdbuf();
  EXPECT_NE(code.str().find("sodium_memcmp"), std::string::npos);
  for (const char* plain : {"== *right", "*right ==", "== secret", "secret ==", "*given ==", "== *given", "one =="}) {
    EXPECT_EQ(code.str().find(plain), std::string::npos) << plain;
  }
}

}  // namespace
}  // namespace bellwether::listen
