#include "guard/access/passwords.hpp"

#include <array>
#include <string>

#include <gtest/gtest.h>
#include <sodium.h>

namespace bellwether::guard {
namespace {

constexpr std::array<std::string_view, 2> k_ada{"Ada Lovelace", "ada.lovelace@example.org"};

std::string why_not(std::string_view password) {
  const auto checked = check_password(password, k_ada);
  if (checked) return "";
  EXPECT_EQ(checked.error().code, Code::bad_input);
  EXPECT_FALSE(checked.error().mend.empty());
  EXPECT_EQ((checked.error().message + checked.error().mend).find(password), std::string::npos) << "it is quoted";
  return checked.error().message;
}

TEST(Passwords, LengthIsWhatCounts) {
  EXPECT_EQ(why_not("eleven lett"), "a password has at least 12 letters");
  EXPECT_EQ(why_not("twelve lette"), "");
  EXPECT_EQ(why_not("der Zug nach Lyon war pünktlich"), "");
  std::string longest;
  for (std::size_t i = 0; longest.size() < k_most_password_bytes; ++i) longest += std::to_string(i);
  longest.resize(k_most_password_bytes);
  EXPECT_EQ(why_not(longest), "");
  EXPECT_EQ(why_not(longest + "x"), "a password has at most 1024 bytes");
}

TEST(Passwords, WhatAnybodyWouldTryWillNotDo) {
  for (const char* password : {"aaaaaaaaaaaa", "121212121212", "abcabcabcabc", "abcdabcdabcd"})
    EXPECT_EQ(why_not(password), "this password is the same few letters again and again") << password;
  for (const char* password : {"012345678901", "123456789012", "abcdefghijkl", "QWERTYUIOPAS"})
    EXPECT_EQ(why_not(password), "this password is a run of the keyboard") << password;
  for (const char* password : {"Password2026!", "passwordpassword", "!!letmein!!!", "CorrectHorseBatteryStaple",
                               "Bellwether 2026", "administrator"})
    EXPECT_EQ(why_not(password), "this password is among the first that anybody would try") << password;
  for (const char* password :
       {"ada lovelace", "Ada Lovelace1815", "ada.lovelace@example.org", "ADA.LOVELACE@EXAMPLE.ORG", "ada.lovelace99"})
    EXPECT_EQ(why_not(password), "this password is the name or address that it would protect") << password;
}

TEST(Passwords, ASecretIsKnownByItsHash) {
  const auto hash = hash_password("the train was on time");
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << *hash;
  EXPECT_TRUE(is_password(*hash, "the train was on time"));
  EXPECT_FALSE(is_password(*hash, "the train was on tim"));
  EXPECT_FALSE(is_password(*hash, ""));
  EXPECT_NE(*hash, *hash_password("the train was on time")) << "each has a salt of its own";
  EXPECT_FALSE(needs_rehash(*hash));
}

TEST(Passwords, NobodyHasNone) {
  EXPECT_FALSE(is_password("", ""));
  EXPECT_FALSE(is_password("", "the train was on time"));
  EXPECT_FALSE(is_password("no hash at all", "the train was on time"));
  EXPECT_FALSE(hash_password(std::string(k_most_password_bytes + 1, 'x')));
}

TEST(Passwords, AHashOfOtherCostsIsMadeAnew) {
  std::array<char, crypto_pwhash_STRBYTES> weaker{};
  const std::string password = "the train was on time";
  ASSERT_EQ(crypto_pwhash_str(weaker.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN),
            0);
  EXPECT_TRUE(is_password(weaker.data(), password));
  EXPECT_TRUE(needs_rehash(weaker.data()));
}

}  // namespace
}  // namespace bellwether::guard
