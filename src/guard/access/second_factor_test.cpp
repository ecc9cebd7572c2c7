#include "guard/access/second_factor.hpp"

#include "guard/access/access_for_test.hpp"
#include "guard/access/one_time_codes.hpp"
#include "guard/access/users.hpp"

#include <string>

#include <gtest/gtest.h>

namespace bellwether::guard {
namespace {

const Seal k_seal(Seal::Key{7, 1, 9});

Instant after(std::int64_t seconds) { return Instant{.us = k_now.us + seconds * k_us_per_second}; }
std::string shown(const std::string& secret, Instant at) { return code_of(*from_base_32(secret), step_at(at)); }

class SecondFactor : public WithRecords {
 protected:
  void fill() override {
    auto transaction = begin();
    const auto token = make_setup_link(transaction, k_now);
    id = set_up_owner(transaction, *token, {.name = "Ada", .email = "ada@example.org"}, "hash", k_now)->id;
    ASSERT_TRUE(transaction.commit());
  }
  std::string id;
};

TEST_P(SecondFactor, IsTakenIntoUseByItsFirstCode) {
  auto transaction = begin();
  EXPECT_EQ(begin_second_factor(transaction, k_seal, id, "000000", k_now).error().code, Code::conflict);
  const auto secret = offer_second_factor(transaction, k_seal, id);
  ASSERT_TRUE(secret);
  EXPECT_TRUE(*take_code(transaction, k_seal, id, "", k_now)) << "what was offered asks for nothing yet";
  const std::string right = shown(*secret, k_now);
  const std::string wrong = right == "000000" ? "111111" : "000000";
  EXPECT_EQ(begin_second_factor(transaction, k_seal, id, wrong, after(600)).error().code, Code::bad_input);
  const auto codes = begin_second_factor(transaction, k_seal, id, right, k_now);
  ASSERT_TRUE(codes) << to_text(codes.error());
  EXPECT_EQ(codes->size(), k_recovery_codes);
  EXPECT_TRUE(user_of(transaction, id)->second_factor);
  EXPECT_EQ(offer_second_factor(transaction, k_seal, id).error().code, Code::conflict);
}

TEST_P(SecondFactor, EachCodeOpensOnce) {
  auto transaction = begin();
  const std::string secret = offer_second_factor(transaction, k_seal, id).value();
  const auto codes = begin_second_factor(transaction, k_seal, id, shown(secret, k_now), k_now).value();
  EXPECT_FALSE(*take_code(transaction, k_seal, id, shown(secret, k_now), k_now)) << "the one that began it was used";
  EXPECT_TRUE(*take_code(transaction, k_seal, id, shown(secret, after(30)), after(30)));
  EXPECT_FALSE(*take_code(transaction, k_seal, id, shown(secret, after(30)), after(31)));
  EXPECT_FALSE(*take_code(transaction, k_seal, id, "", after(60)));
  EXPECT_TRUE(*take_code(transaction, k_seal, id, codes[3], after(60)));
  EXPECT_FALSE(*take_code(transaction, k_seal, id, codes[3], after(60)));
  EXPECT_TRUE(*take_code(transaction, k_seal, id, codes[4], after(60)));
}

TEST_P(SecondFactor, RecoveryCodesAreKeptAsHashes) {
  auto transaction = begin();
  const std::string secret = offer_second_factor(transaction, k_seal, id).value();
  const auto codes = begin_second_factor(transaction, k_seal, id, shown(secret, k_now), k_now).value();
  std::size_t kept = 0;
  EXPECT_TRUE(transaction.ask("SELECT hash FROM recovery_codes", 1, {}, [&](const records::Row& row) -> Result<void> {
    ++kept;
    for (const std::string& code : codes) {
      EXPECT_EQ(row.text(0).find(plain_recovery_code(code)), std::string::npos);
    }
    return {};
  }));
  EXPECT_EQ(kept, k_recovery_codes);
}

TEST_P(SecondFactor, CanBeGivenUp) {
  auto transaction = begin();
  const std::string secret = offer_second_factor(transaction, k_seal, id).value();
  const auto codes = begin_second_factor(transaction, k_seal, id, shown(secret, k_now), k_now).value();
  ASSERT_TRUE(end_second_factor(transaction, id, "user:x", k_now));
  EXPECT_FALSE(user_of(transaction, id)->second_factor);
  EXPECT_TRUE(*take_code(transaction, k_seal, id, "", k_now));
  EXPECT_TRUE(end_second_factor(transaction, id, "user:x", k_now));
  const std::string again = offer_second_factor(transaction, k_seal, id).value();
  EXPECT_NE(again, secret);
  ASSERT_TRUE(begin_second_factor(transaction, k_seal, id, shown(again, after(60)), after(60)));
  EXPECT_FALSE(*take_code(transaction, k_seal, id, codes[0], after(60))) << "recovery codes of before open nothing";
}

std::vector<std::string> kept_secrets(records::Transaction& transaction) {
  std::vector<std::string> all;
  EXPECT_TRUE(
      transaction.ask("SELECT totp, totp_offered FROM users", 2, {}, [&](const records::Row& row) -> Result<void> {
        all = {row.text(0), row.text(1)};
        return {};
      }));
  return all;
}

TEST_P(SecondFactor, IsKeptSealed) {
  auto transaction = begin();
  const std::string secret = offer_second_factor(transaction, k_seal, id).value();
  EXPECT_TRUE(is_sealed(kept_secrets(transaction)[1]));
  EXPECT_EQ(kept_secrets(transaction)[1].find(secret), std::string::npos);
  ASSERT_TRUE(begin_second_factor(transaction, k_seal, id, shown(secret, k_now), k_now));
  EXPECT_TRUE(is_sealed(kept_secrets(transaction)[0]));
  const Seal other(Seal::Key{8});
  EXPECT_EQ(take_code(transaction, other, id, shown(secret, after(30)), after(30)).error().code, Code::damaged);
}

TEST_P(SecondFactor, OfAVersionBeforeOpensAndIsSealed) {
  auto transaction = begin();
  const std::string secret = new_code_secret(), offered = new_code_secret();
  ASSERT_TRUE(transaction.run("UPDATE users SET totp = :secret, totp_offered = :offered WHERE id = :id",
                              {{"secret", secret}, {"offered", offered}, {"id", id}}));
  EXPECT_TRUE(*take_code(transaction, k_seal, id, shown(secret, k_now), k_now));
  EXPECT_EQ(seal_second_factors(transaction, k_seal).value(), 1U);
  for (const std::string& kept : kept_secrets(transaction)) EXPECT_TRUE(is_sealed(kept)) << kept;
  EXPECT_TRUE(*take_code(transaction, k_seal, id, shown(secret, after(60)), after(60)));
  EXPECT_EQ(seal_second_factors(transaction, k_seal).value(), 0U);
}

ON_EACH_ENGINE(SecondFactor);

}  // namespace
}  // namespace bellwether::guard
