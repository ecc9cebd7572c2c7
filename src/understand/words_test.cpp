#include "understand/words.hpp"

#include "understand/negation.hpp"
#include "understand/text_features.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

std::vector<std::string> folded(std::string_view text) {
  Words words;
  words.read(text);
  std::vector<std::string> all;
  for (const Word& word : words.all()) all.emplace_back(words.folded(word));
  return all;
}

using Texts = std::vector<std::string>;

TEST(Words, AreComparedInSmallLettersAndStandWhereTheyStand) {
  const std::string text = "  The Café, übel!";
  Words words;
  words.read(text);
  Texts there;
  for (const Word& word : words.all()) there.emplace_back(text.substr(word.begin, word.end - word.begin));
  EXPECT_EQ(there, (Texts{"The", "Café", ",", "übel", "!"}));
  EXPECT_EQ(folded(text), (Texts{"the", "café", ",", "übel", "!"}));
  EXPECT_EQ(words.folded(), " the café , übel ! ");
}

TEST(Words, OfManyScripts) {
  EXPECT_EQ(folded("Очень ПЛОХО"), (Texts{"очень", "плохо"}));
  EXPECT_EQ(folded("很好吃。"), (Texts{"很", "好", "吃", "。"}));
  EXPECT_EQ(folded("#很好"), (Texts{"#", "很", "好"}));
  EXPECT_EQ(folded("बहुत अच्छा"), (Texts{"बहुत", "अच्छा"})) << "marks on letters belong to them";
  EXPECT_EQ(folded("ΚΑΚΟ φαγητό"), (Texts{"κακο", "φαγητό"}));
}

TEST(Words, KeepApostrophesAndNoOtherMarks) {
  EXPECT_EQ(folded("don’t 'quote' l'hôtel check-in"),
            (Texts{"don't", "'", "quote", "'", "l'hôtel", "check", "-", "in"}));
}

TEST(Words, TellHowTheyWereSaid) {
  Words words;
  words.read("SOOOO BAD, I waaaited @British_Air #fail https://x.io/a?b 2.5 hours 😡👍🏽");
  const auto all = words.all();
  ASSERT_EQ(all.size(), 12U);
  EXPECT_EQ(words.folded(all[0]), "soo");
  EXPECT_TRUE(all[0].is_stretched && all[0].is_shouted);
  EXPECT_TRUE(all[1].is_shouted);
  EXPECT_FALSE(all[3].is_shouted) << "one letter is no shouting";
  EXPECT_EQ(words.folded(all[4]), "waaited");
  EXPECT_TRUE(all[4].is_stretched && !all[4].is_shouted);
  EXPECT_EQ(all[5].kind, Word::Kind::mention);
  EXPECT_EQ(words.folded(all[5]), "@british_air");
  EXPECT_TRUE(all[6].is_hashtag);
  EXPECT_EQ(words.folded(all[6]), "fail");
  EXPECT_EQ(all[7].kind, Word::Kind::link);
  EXPECT_EQ(all[8].kind, Word::Kind::number);
  EXPECT_EQ(words.folded(all[8]), "2.5");
  EXPECT_EQ(all[10].kind, Word::Kind::emoji);
  EXPECT_EQ(all[11].kind, Word::Kind::emoji) << "its tone is a part of it";
}

TEST(Words, OfWrongBytesAreThoseAround) {
  EXPECT_EQ(folded("good\xFF\xFE"
                   "bad \xC3"),
            (Texts{"good", "bad"}));
  EXPECT_EQ(folded(""), Texts{});
  EXPECT_EQ(folded(std::string_view("a\0b", 3)), (Texts{"a", "b"}));
}

TEST(Words, OfATextWithoutEndAreReadSoFar) {
  std::string endless;
  for (std::size_t i = 0; endless.size() < 10U << 20U; ++i) endless += "é ";
  Words words;
  words.read(endless);
  EXPECT_LE(words.all().back().end, Words::k_most_bytes);
  EXPECT_EQ(words.all().size(), Words::k_most_bytes / 3) << "the last one would have been cut in two";
}

TEST(Words, OfALongTextWithoutBlanksAreReadSoFarToo) {
  std::string text;
  while (text.size() < Words::k_most_bytes + 100) text += "好";
  Words words;
  words.read(text);
  EXPECT_EQ(words.all().size(), Words::k_most_bytes / 3) << "but the one that would have been cut in two";
  words.read(std::string(Words::k_most_bytes + 100, '\x80'));
  EXPECT_TRUE(words.all().empty());
}

TEST(Negation, ReachesUntilAMarkOrABut) {
  const auto denied = [](std::string_view text) {
    Words words;
    words.read(text);
    Negation negation;
    Texts reached;
    for (const Word& word : words.all()) {
      if (negation.reaches(word, words.folded(word))) reached.emplace_back(words.folded(word));
    }
    return reached;
  };
  EXPECT_EQ(denied("the room was not clean, food good"), Texts{"clean"});
  EXPECT_EQ(denied("It isn’t good but cheap"), Texts{"good"});
  EXPECT_EQ(denied("nicht gut aber billig"), Texts{"gut"});
  EXPECT_EQ(denied("pas du tout propre. super"), (Texts{"du", "tout", "propre"}));
  EXPECT_EQ(denied("good"), Texts{});
  EXPECT_EQ(denied("never a b c d e f g").size(), 5U) << "not for ever";
}

TEST(TextFeatures, AreAsLoudOfALongTextAsOfAShortOne) {
  const TextFeatures features;
  std::vector<learn::Feature> found;
  for (const char* text : {"good", "a much longer text about the very good breakfast, and more of it"}) {
    Words words;
    words.read(text);
    features.read(words, found);
    double squares = 0;
    for (const learn::Feature& feature : found) {
      EXPECT_LT(feature.slot, features.slots);
      squares += double{feature.value} * double{feature.value};
    }
    EXPECT_NEAR(squares, 2, 1e-4) << "one of words, one of their pieces";
  }
  Words nothing;
  nothing.read("");
  features.read(nothing, found);
  EXPECT_TRUE(found.empty());
}

TEST(TextFeatures, AreTheSameForWhatSaysTheSame) {
  const auto slots = [](std::string_view text) {
    Words words;
    words.read(text);
    std::vector<learn::Feature> found;
    TextFeatures().read(words, found);
    std::vector<std::uint32_t> all;
    for (const learn::Feature& feature : found) all.push_back(feature.slot);
    return all;
  };
  EXPECT_EQ(slots("good room @anna"), slots("Good room @peter")) << "who is named does not matter";
  EXPECT_NE(slots("good"), slots("not good"));
}

}  // namespace
}  // namespace bellwether::understand
