#include "base/text.hpp"

#include <array>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether {
namespace {

TEST(Utf8, TakesWellFormedTextOnly) {
  EXPECT_TRUE(is_utf8("Grüße, 东京 🙂"));
  EXPECT_TRUE(is_utf8("\xEF\xBF\xBD"));       // U+FFFD itself
  EXPECT_FALSE(is_utf8("tr\xE8s"));           // Windows-1252
  EXPECT_FALSE(is_utf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // a surrogate
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
  EXPECT_FALSE(is_utf8("caf\xC3"));           // cut
}

TEST(Trim, TakesAllKindsOfSpaceFromBothEnds) {
  EXPECT_EQ(trim(" \t\r\nLyon\xC2\xA0\xE3\x80\x80"), "Lyon");
  EXPECT_EQ(trim("\xEF\xBB\xBF"
                 "id"),
            "id");
  EXPECT_EQ(trim("   "), "");
  EXPECT_EQ(trim("à"), "à");
}

TEST(Nearest, FindsWhatWasMeant) {
  const std::array<std::string, 4> known{"unit", "channel", "touchpoint", "language"};
  EXPECT_EQ(nearest("chanel", known), "channel");
  EXPECT_EQ(nearest("Touchpiont", known), "touchpoint");
  EXPECT_EQ(nearest("zzz", known), "");
  EXPECT_EQ(nearest("", known), "");
}

TEST(Distance, CountsASwapAsOne) {
  EXPECT_EQ(distance("kitten", "sitting"), 3U);  // Levenshtein's own example
  EXPECT_EQ(distance("unti", "unit"), 1U);
  EXPECT_EQ(distance("", "abc"), 3U);
}

RC_GTEST_PROP(Distance, IsSymmetricAndZeroForTheSame, (const std::string& a, const std::string& b)) {
  RC_ASSERT(distance(a, b) == distance(b, a));
  RC_ASSERT(distance(a, a) == 0U);
}

TEST(Width, CountsTerminalColumns) {
  EXPECT_EQ(width("Lyon"), 4U);
  EXPECT_EQ(width("东京"), 4U);
  EXPECT_EQ(width("e\xCC\x81"), 1U);  // e and a combining acute accent
  EXPECT_EQ(cut("东京都庁", 5), "东京…");
  EXPECT_EQ(cut("Lyon", 4), "Lyon");
  EXPECT_EQ(cut("Lyon", 3), "Ly…");
  EXPECT_EQ(length("东京 é"), 4U);
}

TEST(Thousands, AreMarked) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(-1234), "-1,234");
  EXPECT_EQ(with_thousands(1234567), "1,234,567");
}

TEST(Split, KeepsEmptyParts) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Fold, ComparesAcrossCase) { EXPECT_EQ(fold("STRASSE Été"), fold("straße été")); }

}  // namespace
}  // namespace bellwether
