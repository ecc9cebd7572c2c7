#include "understand/lexicon.hpp"

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

/// Number and words of what stands at the text's first word; 0 where nothing does.
std::pair<double, std::size_t> at_first(const Lexicon& lexicon, std::string_view text) {
  Words words;
  words.read(text);
  const auto found = lexicon.at(words, 0);
  return found ? std::pair{found->number, found->words} : std::pair{0.0, std::size_t{0}};
}

using Found = std::pair<double, std::size_t>;

Lexicon of(std::string_view lines, bool bare = false) {
  Lexicon lexicon;
  const auto added = lexicon.add(lines, bare);
  EXPECT_TRUE(added) << to_text(added.error());
  return lexicon;
}

TEST(Lexicon, FindsWordsStemsAndPhrases) {
  const Lexicon lexicon = of("# what it is\n2 good nice  # and so on\n\n-2 annoy* waste waste_of_time can't_stand\n");
  EXPECT_EQ(at_first(lexicon, "GOOD!"), Found(2, 1));
  EXPECT_EQ(at_first(lexicon, "goodness"), Found(0, 0)) << "the whole word";
  EXPECT_EQ(at_first(lexicon, "annoying"), Found(-2, 1));
  EXPECT_EQ(at_first(lexicon, "annoy"), Found(-2, 1));
  EXPECT_EQ(at_first(lexicon, "waste of time"), Found(-2, 3)) << "the longest";
  EXPECT_EQ(at_first(lexicon, "waste of money"), Found(-2, 1));
  EXPECT_EQ(at_first(lexicon, "Can’t stand it"), Found(-2, 2));
  EXPECT_EQ(at_first(lexicon, "can't"), Found(0, 0)) << "a phrase's begin is no entry";
  EXPECT_EQ(at_first(lexicon, "behind"), Found(0, 0));
}

TEST(Lexicon, FindsAnEndingAndAPhrasesStem) {
  const Lexicon lexicon = of("1 *zimmer\n2 badezimmer\n3 front_desk*\n4 *mer");
  EXPECT_EQ(at_first(lexicon, "Hotelzimmer"), Found(1, 1));
  EXPECT_EQ(at_first(lexicon, "Zimmer"), Found(1, 1));
  EXPECT_EQ(at_first(lexicon, "Badezimmer"), Found(2, 1)) << "the whole word";
  EXPECT_EQ(at_first(lexicon, "Kammer"), Found(4, 1));
  EXPECT_EQ(at_first(lexicon, "Zimmern"), Found(0, 0));
  EXPECT_EQ(at_first(lexicon, "front desks"), Found(3, 2));
  EXPECT_EQ(at_first(lexicon, "front desk"), Found(3, 2));
  EXPECT_EQ(at_first(lexicon, "front of the desk"), Found(0, 0));
}

TEST(Lexicon, TakesTheLongerStemAndTheWholeWordFirst) {
  const Lexicon lexicon = of("1 help*\n-2 helpless*\n3 helpful");
  EXPECT_EQ(at_first(lexicon, "helping"), Found(1, 1));
  EXPECT_EQ(at_first(lexicon, "helplessness"), Found(-2, 1));
  EXPECT_EQ(at_first(lexicon, "helpful"), Found(3, 1));
  const Lexicon both = of("1 wait\n2 wait*");
  EXPECT_EQ(at_first(both, "wait"), Found(1, 1)) << "of the same letters, too";
  EXPECT_EQ(at_first(both, "waiting"), Found(2, 1));
}

TEST(Lexicon, FindsWhatWasTypedWithoutAccentsWhereAsked) {
  EXPECT_EQ(at_first(of("-3 péssimo não_veio", true), "pessimo"), Found(-3, 1));
  EXPECT_EQ(at_first(of("-3 péssimo não_veio", true), "Nao veio"), Found(-3, 2));
  EXPECT_EQ(at_first(of("-3 péssimo não_veio", true), "péssimo"), Found(-3, 1));
  EXPECT_EQ(at_first(of("2 schön"), "schon"), Found(0, 0));
}

TEST(Lexicon, FindsEmoji) {
  EXPECT_EQ(at_first(of("-3 😡 ❤"), "😡"), Found(-3, 1));
  EXPECT_EQ(at_first(of("3 ❤"), "❤️"), Found(3, 1)) << "in whatever shape";
}

TEST(Lexicon, SaysWhichLineIsWrongAndAddsNothing) {
  Lexicon lexicon;
  const auto wrong = lexicon.add("2 good\nbad worse\n");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().where, "line 2");
  EXPECT_EQ(lexicon.size(), 0U);
  EXPECT_FALSE(lexicon.add("nan good"));
  EXPECT_FALSE(lexicon.add("1x good"));
}

}  // namespace
}  // namespace bellwether::understand
