#include "listen/columns/words.hpp"

#include "listen/columns/lexicon.hpp"

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using List = std::vector<std::string>;

TEST(Words, PartsNamesAsPeopleReadThem) {
  EXPECT_EQ(words_of("reviewScores_2 (Été)").words, (List{"review", "score", "2", "ete"}));
  EXPECT_EQ(words_of("HTTPServer").words, (List{"http", "server"}));
  EXPECT_EQ(words_of("Q7ART").words, (List{"q", "7", "art"}));
  EXPECT_EQ(words_of("Straße").words, (List{"strasse"}));
  EXPECT_EQ(words_of("eNPS").joined, words_of("ENPS").joined);
  EXPECT_TRUE(words_of("—?!").empty());
  EXPECT_EQ(plain("Très satisfait !"), "tres satisfait");
}

TEST(Phrases, TheMoreOfANameTheyCoverTheBetter) {
  Phrases phrases;
  phrases.add("customer id");
  phrases.add("rating");
  EXPECT_EQ(phrases.in_name(words_of("customerID")), 1);
  EXPECT_EQ(phrases.in_name(words_of("CUSTOMERID")), 1);
  EXPECT_GT(phrases.in_name(words_of("food rating")), phrases.in_name(words_of("rating of the long and winding road")));
  EXPECT_EQ(phrases.in_name(words_of("customer")), 0);  // cut at a word: something else
  EXPECT_EQ(phrases.in_name(words_of("unrelated")), 0);
}

TEST(Phrases, KnowsNamesThatAProgramCutShort) {
  Phrases phrases;
  phrases.add("net promoter");
  EXPECT_GT(phrases.in_name(words_of("NETPRO")), 0.6);
  EXPECT_EQ(phrases.in_name(words_of("net")), 0);
}

TEST(Phrases, GapsStandForAnyWordsNearby) {
  Phrases phrases;
  phrases.add("how likely * recommend");
  EXPECT_TRUE(phrases.in_text(words_of("On a scale, how likely are you to recommend us?")));
  EXPECT_FALSE(phrases.in_text(words_of("how likely are you to stay?")));
  EXPECT_FALSE(
      phrases.in_text(words_of("how likely one two three four five six seven eight nine ten eleven twelve thirteen "
                               "fourteen recommend")));
}

TEST(Lexicon, KnowsLanguagesByCodeAndName) {
  const Lexicon lexicon = Lexicon::shipped();
  EXPECT_EQ(lexicon.language_code("en-US"), "en");
  EXPECT_EQ(lexicon.language_code("PT_br"), "pt");
  EXPECT_EQ(lexicon.language_code("Français"), "fr");
  EXPECT_EQ(lexicon.language_code("English (United States)"), "en");
  EXPECT_EQ(lexicon.language_code("Portugeese"), "pt");  // as one real file spells it
  EXPECT_FALSE(lexicon.language_code("1"));
  EXPECT_FALSE(lexicon.language_code("business"));
}

TEST(Lexicon, NamesTheLineOfWhatIsNoList) {
  EXPECT_EQ(Lexicon::from_text("[time]\nnames = 3", "x.toml").error().where, "x.toml:2");
  EXPECT_EQ(Lexicon::from_text("[time]\nnames = [1]", "x.toml").error().message, "this is no phrase");
  EXPECT_FALSE(Lexicon::from_text("[time", "x.toml"));
}

}  // namespace
}  // namespace bellwether::listen
