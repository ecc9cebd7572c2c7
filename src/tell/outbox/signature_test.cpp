#include "tell/outbox/signature.hpp"

#include "listen/hooks/signature.hpp"

#include <array>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::outbox {
namespace {

constexpr std::string_view k_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view k_id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::string_view k_body = R"({"test": 2432232314})";
const Instant k_at{.us = 1'614'265'330 * k_us_per_second + 999'999};

// The test of the Standard Webhooks libraries (standard-webhooks/standard-webhooks, libraries/*/tests).
TEST(SigningOut, IsThatOfTheSpecification) {
  EXPECT_EQ(signature_of(k_secret, k_id, k_at, k_body).value(), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  EXPECT_EQ(timestamp_of(k_at), "1614265330");
}

TEST(SigningOut, IsTakenByWhoeverChecksStandardWebhooksWithEitherSecret) {
  const listen::Signature standard{.method = listen::Signature::Method::hmac_sha256,
                                   .secret = "s",
                                   .base64_secret = true,
                                   .header = "webhook-signature",
                                   .query = {},
                                   .prefix = "v1,",
                                   .encoding = listen::Signature::Encoding::base64,
                                   .over = {{.part = listen::Signature::Part::id, .text = {}},
                                            {.part = listen::Signature::Part::text, .text = "."},
                                            {.part = listen::Signature::Part::timestamp, .text = {}},
                                            {.part = listen::Signature::Part::text, .text = "."},
                                            {.part = listen::Signature::Part::body, .text = {}}},
                                   .timestamp = "webhook-timestamp",
                                   .id = "webhook-id"};
  const std::vector<std::string> secrets = {new_signing_secret(), std::string(k_secret)};
  const std::string header = signatures_of(secrets, k_id, k_at, k_body).value();
  const auto checked = [&](std::string_view secret, std::string_view body) {
    const auto told = [&](std::string_view name) -> std::optional<std::string> {
      if (name == "webhook-signature") return header;
      if (name == "webhook-id") return std::string(k_id);
      return name == "webhook-timestamp" ? std::optional(timestamp_of(k_at)) : std::nullopt;
    };
    return check_signature(standard, {.body = body, .header = told, .query = told}, secret, k_at).has_value();
  };
  EXPECT_TRUE(checked(secrets[0], k_body));
  EXPECT_TRUE(checked(secrets[1], k_body));
  EXPECT_FALSE(checked(new_signing_secret(), k_body));
  EXPECT_FALSE(checked(secrets[0], "{}"));
}

TEST(SigningOut, NeedsASecretOfTheRightForm) {
  for (const std::string_view secret : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_short",
                                        "whsec_c2hvcnQ=", "whsec_!!KQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
    const auto signature = signature_of(secret, k_id, k_at, k_body);
    ASSERT_FALSE(signature) << secret;
    EXPECT_EQ(signature.error().code, Code::bad_input);
    EXPECT_TRUE(secret.size() < 8 || to_text(signature.error()).find(secret.substr(6)) == std::string::npos);
  }
  std::set<std::string> made;
  for (int i = 0; i < 20; ++i) made.insert(new_signing_secret());
  EXPECT_EQ(made.size(), 20U);
  for (const std::string& secret : made) EXPECT_TRUE(signature_of(secret, k_id, k_at, k_body)) << secret;
}

}  // namespace
}  // namespace bellwether::outbox
