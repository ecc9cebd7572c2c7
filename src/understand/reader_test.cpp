#include "understand/reader.hpp"

#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

constexpr std::string_view k_hotel = R"(
[themes.room]
en = "room, rooms"
de = "zimmer"
[themes.room.bed]
en = "bed, beds, slept"
[themes.food]
en = "food"
[themes.food.breakfast]
en = "breakfast"
de = "frühstück"
[themes.sleep]
en = "slept"
)";

struct ReaderOfThemes : testing::Test {
  static void SetUpTestSuite() {
    auto shipped = Knowledge::shipped();
    ASSERT_TRUE(shipped) << to_text(shipped.error());
    auto book = ThemeBook::from_toml(k_hotel, "hotel.toml");
    ASSERT_TRUE(book) << to_text(book.error());
    shipped->themes->set(std::make_shared<const ThemeBook>(*std::move(book)));
    knowledge = std::make_unique<Knowledge>(*std::move(shipped));
  }
  static void TearDownTestSuite() { knowledge.reset(); }

  static std::string name(const Reader& reader, std::size_t theme) { return reader.book().themes()[theme].name; }

  static std::unique_ptr<Knowledge> knowledge;
};
std::unique_ptr<Knowledge> ReaderOfThemes::knowledge;

TEST_F(ReaderOfThemes, FeelsOfEachMentionForItself) {
  Reader reader(*knowledge);
  const std::string text = "The room was great, but breakfast was cold and awful.";
  const Meaning& meaning = reader.read(text);
  ASSERT_EQ(meaning.mentions.size(), 2U);
  EXPECT_EQ(name(reader, meaning.mentions[0].theme), "room");
  EXPECT_EQ(text.substr(meaning.mentions[0].begin, meaning.mentions[0].end - meaning.mentions[0].begin), "room");
  EXPECT_EQ(meaning.mentions[0].sentiment.side, Side::positive);
  EXPECT_EQ(name(reader, meaning.mentions[1].theme), "food.breakfast");
  EXPECT_EQ(meaning.mentions[1].sentiment.side, Side::negative);
}

TEST_F(ReaderOfThemes, ACountsForItsParentsOnceEach) {
  Reader reader(*knowledge);
  const Meaning& meaning = reader.read("Great room with a lovely bed. Awful breakfast.");
  ASSERT_EQ(meaning.themes.size(), 4U);
  EXPECT_EQ(name(reader, meaning.themes[0].theme), "room");
  EXPECT_EQ(meaning.themes[0].mentions, 2U) << "itself, and the bed in it";
  EXPECT_EQ(name(reader, meaning.themes[1].theme), "room.bed");
  EXPECT_GT(meaning.themes[1].value, 0);
  EXPECT_EQ(name(reader, meaning.themes[2].theme), "food") << "which no word names";
  EXPECT_EQ(meaning.themes[2].value, meaning.themes[3].value);
  EXPECT_LT(meaning.themes[3].value, 0);
  EXPECT_TRUE(reader.read("Nothing of that kind").themes.empty());
}

TEST_F(ReaderOfThemes, AWordMaySpeakOfTwo) {
  Reader reader(*knowledge);
  const Meaning& meaning = reader.read("We slept badly");
  ASSERT_EQ(meaning.mentions.size(), 2U);
  EXPECT_EQ(meaning.mentions[0].begin, meaning.mentions[1].begin);
  EXPECT_EQ(meaning.mentions[0].sentiment.value, meaning.mentions[1].sentiment.value);
}

TEST_F(ReaderOfThemes, AnotherBookIsTakenFromTheNextTextOn) {
  Reader reader(*knowledge);
  const auto before = knowledge->themes->now();
  auto other = ThemeBook::from_toml("[themes.view]\nany = \"view*\"", "other.toml");
  ASSERT_TRUE(other);
  EXPECT_TRUE(reader.read("A view of the sea").mentions.empty());
  knowledge->themes->set(std::make_shared<const ThemeBook>(*std::move(other)));
  EXPECT_EQ(reader.read("A view of the sea").mentions.size(), 1U);
  knowledge->themes->set(before);
}

TEST_F(ReaderOfThemes, ManyMentionsAreBounded) {
  Reader reader(*knowledge);
  std::string text;
  for (int i = 0; i < 5'000; ++i) text += "great room, ";
  const Meaning& meaning = reader.read(text);
  EXPECT_EQ(meaning.mentions.size(), MentionFeatures::k_most);
  EXPECT_EQ(meaning.themes.front().mentions, MentionFeatures::k_most);
}

TEST_F(ReaderOfThemes, OfARedactedTextPersonalDataIsNotLookedFor) {
  Reader reader(*knowledge);
  const std::string text = "Awful breakfast, call me: +44 20 7946 0958";
  EXPECT_EQ(reader.read(text).personal_data.size(), 1U);
  const double value = reader.read(text).sentiment.value;
  EXPECT_TRUE(reader.read_redacted(text).personal_data.empty());
  EXPECT_EQ(reader.read_redacted(text).sentiment.value, value);
  EXPECT_EQ(reader.read_redacted(text).mentions.size(), 1U);
}

/// So many bytes of the same, over and over.
std::string long_text(std::string_view piece, std::size_t bytes) {
  std::string text;
  text.reserve(bytes + piece.size());
  while (text.size() < bytes) text += piece;
  return text;
}

TEST_F(ReaderOfThemes, AnyTextOfTenMegabytesIsRead) {
  Reader reader(*knowledge);
  for (const std::string_view piece :
       {std::string_view("a"), std::string_view("@"), std::string_view("7"), std::string_view("((**__"),
        std::string_view("not "), std::string_view("\xF0\x9F\x98\xA1"), std::string_view("e\xCC\x81"),
        std::string_view("\xFF\x80 \xC3"), std::string_view("great room, not good! joe@example.com "),
        std::string_view("\0 ", 2)}) {
    const std::string text = long_text(piece, 10'000'000);
    const Meaning& meaning = reader.read(text);
    EXPECT_TRUE(meaning.mentions.empty() || meaning.mentions.back().end <= Words::k_most_bytes) << piece;
    std::size_t end = 0;
    for (const personal::Found& found : meaning.personal_data) {
      ASSERT_TRUE(found.begin >= end && found.end > found.begin && found.end <= text.size()) << piece;
      end = found.end;
    }
  }
  EXPECT_EQ(reader.read("great room").mentions.size(), 1U) << "and what comes behind, as ever";
}

TEST_F(ReaderOfThemes, AShippedBookIsNamedOrRefused) {
  const auto refused = Knowledge::shipped("zoo");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::not_found);
  EXPECT_NE(to_text(refused.error()).find("general"), std::string::npos) << "and what there is";
}

}  // namespace
}  // namespace bellwether::understand
