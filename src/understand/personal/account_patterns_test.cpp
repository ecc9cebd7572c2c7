#include "understand/personal/account_patterns.hpp"

#include "understand/personal/personal_data.hpp"

#include <gtest/gtest.h>

namespace bellwether::personal {
namespace {

std::string found_by(std::vector<std::string_view> forms, std::string_view text) {
  std::vector<AccountPattern> patterns;
  for (const std::string_view form : forms) patterns.push_back(account_pattern("order", form).value());
  PersonalData finder(std::move(patterns));
  std::vector<Found> found;
  finder.find(text, found);
  std::string told;
  for (const Found& f : found) {
    told += "[" + std::string(word_of(f.kind)) + ":" + std::string(text.substr(f.begin, f.end - f.begin)) + "]";
  }
  return told;
}

TEST(AccountPatterns, FindWhatFitsFromWordToWord) {
  EXPECT_EQ(found_by({"ORD-######"}, "my order ord-123456."), "[account:ord-123456]");
  EXPECT_EQ(found_by({"ORD-######"}, "ORD-1234567 XORD-123456 ORD-12345"), "");
  EXPECT_EQ(found_by({"??##"}, "AB12 and A112"), "[account:AB12]");
  EXPECT_EQ(found_by({"KD-*"}, "KD-9x7Qa, KD-"), "[account:KD-9x7Qa]");
  EXPECT_EQ(found_by({"*/####"}, "see abc9/2024"), "[account:abc9/2024]");
}

TEST(AccountPatterns, GoBeforeOtherForms) {
  EXPECT_EQ(found_by({}, "02-672741651"), "[phone:02-672741651]");
  EXPECT_EQ(found_by({"##-#########"}, "02-672741651"), "[account:02-672741651]");
}

TEST(AccountPatterns, TellWhatIsWrongWithThem) {
  const std::pair<std::string, std::string_view> cases[] = {
      {"", "empty"},
      {std::string(65, '#'), "longer than 64"},
      {"A[0-9]", "sign 2"},
      {"*#", "behind *"},
      {"-###", "begins or ends"},
      {"###-", "begins or ends"},
      {"ORDER", "varies"},
      {"??", "any word"},
      {"*", "any word"},
  };
  for (const auto& [form, what] : cases) {
    const auto pattern = account_pattern("contract", form);
    ASSERT_FALSE(pattern) << form;
    EXPECT_NE(pattern.error().message.find(what), std::string::npos) << pattern.error().message;
    EXPECT_EQ(pattern.error().where, "privacy.patterns.contract");
    EXPECT_FALSE(pattern.error().mend.empty());
  }
}

}  // namespace
}  // namespace bellwether::personal
