#include "guard/access/one_time_codes.hpp"

#include <array>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

constexpr std::string_view k_rfc_secret = "12345678901234567890";

Instant second(std::int64_t seconds) { return Instant{.us = seconds * k_us_per_second}; }

TEST(OneTimeCodes, AreThoseOfRfc4226) {  // appendix D
  constexpr auto k_codes = std::to_array<std::string_view>(
      {"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"});
  for (std::size_t step = 0; step < k_codes.size(); ++step) {
    EXPECT_EQ(code_of(k_rfc_secret, static_cast<std::int64_t>(step)), k_codes[step]);
  }
}

TEST(OneTimeCodes, AreThoseOfRfc6238) {  // appendix B, SHA-1
  constexpr auto k_codes = std::to_array<std::pair<std::int64_t, std::string_view>>({{59, "94287082"},
                                                                                     {1111111109, "07081804"},
                                                                                     {1111111111, "14050471"},
                                                                                     {1234567890, "89005924"},
                                                                                     {2000000000, "69279037"},
                                                                                     {20000000000, "65353130"}});
  for (const auto& [seconds, code] : k_codes) EXPECT_EQ(code_of(k_rfc_secret, step_at(second(seconds)), 8), code);
}

TEST(OneTimeCodes, Base32IsThatOfRfc4648) {  // section 10, without padding
  const auto known = std::to_array<std::pair<std::string_view, std::string_view>>({{"", ""},
                                                                                   {"f", "MY"},
                                                                                   {"fo", "MZXQ"},
                                                                                   {"foo", "MZXW6"},
                                                                                   {"foob", "MZXW6YQ"},
                                                                                   {"fooba", "MZXW6YTB"},
                                                                                   {"foobar", "MZXW6YTBOI"}});
  for (const auto& [bytes, text] : known) {
    EXPECT_EQ(to_base_32(bytes), text);
    EXPECT_EQ(from_base_32(text), bytes);
  }
  EXPECT_EQ(from_base_32("mzxw 6ytb oi======"), "foobar");
  EXPECT_FALSE(from_base_32("MZXW1"));
}

TEST(OneTimeCodes, TheNeighboursAreTakenAndNoOthers) {
  const std::string secret = to_base_32(k_rfc_secret);
  const Instant at = second(59);  // the second half minute, 1
  EXPECT_EQ(step_of_code(secret, "755224", at, -1), 0);
  EXPECT_EQ(step_of_code(secret, "287082", at, -1), 1);
  EXPECT_EQ(step_of_code(secret, "359152", at, -1), 2);
  EXPECT_FALSE(step_of_code(secret, "969429", at, -1));
  EXPECT_FALSE(step_of_code(secret, "28708", at, -1));
  EXPECT_FALSE(step_of_code(secret, "", at, -1));
}

TEST(OneTimeCodes, AUsedStepIsNotTakenAgain) {
  const std::string secret = to_base_32(k_rfc_secret);
  EXPECT_FALSE(step_of_code(secret, "287082", second(59), 1));
  EXPECT_FALSE(step_of_code(secret, "755224", second(59), 1)) << "nor one before it";
  EXPECT_EQ(step_of_code(secret, "359152", second(59), 1), 2);
}

TEST(OneTimeCodes, AppsReadTheirSecret) {
  const std::string secret = new_code_secret();
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_EQ(from_base_32(secret)->size(), 20U);
  EXPECT_NE(secret, new_code_secret());
  EXPECT_EQ(code_uri("MZXW6", "ada+x@example.org", "Bell wether"),
            "otpauth://totp/Bell%20wether:ada%2Bx%40example.org?secret=MZXW6&issuer=Bell%20wether");
}

TEST(OneTimeCodes, RecoveryCodesAreTypedAsPeopleType) {
  const auto codes = new_recovery_codes();
  EXPECT_EQ(std::set(codes.begin(), codes.end()).size(), k_recovery_codes);
  EXPECT_EQ(codes.front().size(), 19U);
  EXPECT_EQ(plain_recovery_code("K7F3 m2q9-xdrw-5hpn\n"), "k7f3m2q9xdrw5hpn");
}

}  // namespace
}  // namespace bellwether::guard
