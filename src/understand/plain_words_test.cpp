#include "understand/plain_words.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::understand {
namespace {

/// The words in small letters, parted by blanks, a bar in front of each sentence but the first.
std::u16string words_in(std::string_view text) {
  PlainWords words(text);
  PlainWord word;
  std::u16string told;
  while (words.next(word)) {
    if (!told.empty()) told += word.begins_sentence ? u"|" : u" ";
    told += std::u16string(word.letters.data() + 1, word.letter_count());
  }
  return told;
}

TEST(PlainWords, AreSmallAndKeepTheirApostrophes) {
  EXPECT_EQ(words_in("It's GREAT, really. Très bien l’ÉTÉ! ИЗ Łodzi"), u"it's great really|très bien l'été|из łodzi");
}

TEST(PlainWords, LeaveOutAddressesNamesTagsAndCodes) {
  EXPECT_EQ(
      words_in("@VirginAmerica thanks! see https://t.co/a?b=c&d and www.example.com/x #love mail me@example.co.uk now"),
      u"thanks|see and mail now");
  EXPECT_EQ(words_in("RT @somebody: my iPhone12 and B737 at 10pm &amp; co &#39;"), u"my and at co");
}

TEST(PlainWords, PassOverWhatStandsInsideWordsWithoutBeingALetter) {
  EXPECT_EQ(words_in("Fahr\u00ADkarte cafe\u0301 \u200Bzug"), u"fahrkarte cafe zug");
}

TEST(PlainWords, ShortenDrawls) { EXPECT_EQ(words_in("sooooo goooood"), u"soo good"); }

TEST(PlainWords, EndWhereTheScriptChanges) {
  EXPECT_EQ(words_in("我的iPhone很好。送2小时"), u"我的 iphone 很好|送 小时");
}

TEST(PlainWords, KnowNothingInWhatIsNotUtf8) {
  EXPECT_EQ(words_in("good \xFF\xC3( \xED\xA0\x80 \xC0\xAF day \xE2\x82"), u"good day");
}

RC_GTEST_PROP(PlainWords, NeverOutgrowTheirRoom, (const std::string& text)) {
  PlainWords words(text);
  PlainWord word;
  while (words.next(word)) {
    RC_ASSERT(word.size <= word.letters.size());
    RC_ASSERT(word.letter_count() >= 1U);
    RC_ASSERT(word.letters[0] == u' ' && word.letters[word.size - 1] == u' ');
  }
}

}  // namespace
}  // namespace bellwether::understand
