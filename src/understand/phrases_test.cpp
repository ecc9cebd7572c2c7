#include "understand/phrases.hpp"

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

/// Phrases whose value is their place in the list; what stands at a text's first word is told by the phrase and the words that it takes.
struct Listed {
  explicit Listed(std::vector<std::string> all,
                  const std::vector<std::pair<std::string_view, std::vector<std::string_view>>>& groups = {})
      : written(std::move(all)) {
    for (const auto& [group, members] : groups) {
      for (const std::string_view member : members) EXPECT_TRUE(phrases.add_to_group(group, member)) << member;
    }
    for (std::uint32_t i = 0; i < written.size(); ++i) {
      std::uint32_t* value = phrases.value_of(written[i]);
      EXPECT_NE(value, nullptr) << written[i];
      if (value != nullptr) *value = i;
    }
  }
  std::pair<std::string, std::size_t> at_first(std::string_view text) {
    words.read(text);
    const auto found = phrases.at(words, 0);
    return found ? std::pair{written[found->value], found->words} : std::pair{std::string(), std::size_t{0}};
  }
  std::vector<std::string> written;
  Phrases phrases;
  Words words;
};

using Found = std::pair<std::string, std::size_t>;

TEST(Phrases, HaveStemsInEveryPlace) {
  Listed list({"cancel*_my_subscription*", "cancel"});
  EXPECT_EQ(list.at_first("Cancelling my subscriptions now"), Found("cancel*_my_subscription*", 3));
  EXPECT_EQ(list.at_first("cancel it"), Found("cancel", 1));
  EXPECT_EQ(list.at_first("cancelling it"), Found("", 0));
}

TEST(Phrases, PassOverUpToThreeWordsButNoMarkAndNoNot) {
  Listed list({"cancel~contract"});
  EXPECT_EQ(list.at_first("cancel contract"), Found("cancel~contract", 2));
  EXPECT_EQ(list.at_first("cancel my old phone contract"), Found("cancel~contract", 5));
  EXPECT_EQ(list.at_first("cancel my very old phone contract"), Found("", 0));
  EXPECT_EQ(list.at_first("cancel it. The contract"), Found("", 0));
  EXPECT_EQ(list.at_first("cancel it, not contract"), Found("", 0));
  EXPECT_EQ(list.at_first("cancel never a contract"), Found("", 0));
}

TEST(Phrases, TakeTheLongestAndTheWordInFullBeforeAStem) {
  Listed list({"wait*", "waiting", "wait*~hours", "waiting_room", "waitin*"});
  EXPECT_EQ(list.at_first("waiting"), Found("waiting", 1));
  EXPECT_EQ(list.at_first("waiting room"), Found("waiting_room", 2));
  EXPECT_EQ(list.at_first("waiting for three hours"), Found("wait*~hours", 4));
  EXPECT_EQ(list.at_first("waitings"), Found("waitin*", 1)) << "the longer stem";
  EXPECT_EQ(list.at_first("waited"), Found("wait*", 1));
}

TEST(Phrases, KnowNumbersAndGroups) {
  Listed list({"%_hours", "{number}_weeks", "for_{number}_{span}_now", "3_stars"},
              {{"number", {"%", "two", "a_couple_of"}}, {"span", {"week*", "months"}}});
  EXPECT_EQ(list.at_first("45 hours"), Found("%_hours", 2));
  EXPECT_EQ(list.at_first("two hours"), Found("", 0));
  EXPECT_EQ(list.at_first("a couple of weeks"), Found("{number}_weeks", 4));
  EXPECT_EQ(list.at_first("2.5 weeks"), Found("{number}_weeks", 2));
  EXPECT_EQ(list.at_first("for two months now"), Found("for_{number}_{span}_now", 4));
  EXPECT_EQ(list.at_first("for 12 weekends now"), Found("for_{number}_{span}_now", 4));
  EXPECT_EQ(list.at_first("3 stars"), Found("3_stars", 2)) << "a certain number";
  EXPECT_EQ(list.at_first("two"), Found("", 0)) << "a group's word is no phrase";
}

TEST(Phrases, AreFoldedAsTextsAre) {
  Listed list({"Ça_ne~Marche", "l'été", "check-in", "😡"});
  EXPECT_EQ(list.at_first("ÇA NE MARCHE"), Found("Ça_ne~Marche", 3));
  EXPECT_EQ(list.at_first("L’ÉTÉ"), Found("l'été", 1));
  EXPECT_EQ(list.at_first("Check-in"), Found("check-in", 3));
  EXPECT_EQ(list.at_first("😡"), Found("😡", 1));
}

TEST(Phrases, HoldAWordAndNotTooManyOfThem) {
  Phrases phrases;
  EXPECT_EQ(phrases.value_of(""), nullptr);
  EXPECT_EQ(phrases.value_of("_~_"), nullptr);
  EXPECT_EQ(phrases.value_of("a_b_c_d_e_f_g_h_i"), nullptr);
  EXPECT_EQ(phrases.value_of("in_{month}"), nullptr) << "of no group";
  EXPECT_FALSE(phrases.add_to_group("month", "{day}"));
  EXPECT_FALSE(phrases.add_to_group("month", ""));
  EXPECT_FALSE(phrases.add_to_group("month", "a~b"));
  for (int i = 0; i < 40; ++i) EXPECT_EQ(phrases.add_to_group("g" + std::to_string(i), "x"), i < 32) << i;
}

TEST(Phrases, AreFoundInBoundedTimeInWhateverText) {
  Listed list({"a~a~a~a~b", "a*~a*~a*~a*~b", "{a}~{a}~{a}~b"}, {{"a", {"a", "a*", "aa", "a_a", "a_a_a"}}});
  std::string text;
  while (text.size() < 100'000) text += "a aa aaa ";
  list.words.read(text);
  std::size_t found = 0;
  for (std::size_t i = 0; i < list.words.all().size(); ++i) found += list.phrases.at(list.words, i) ? 1U : 0U;
  EXPECT_EQ(found, 0U);
  const std::string one(1'000'000, 'x');
  EXPECT_EQ(list.at_first(one), Found("", 0));
}

}  // namespace
}  // namespace bellwether::understand
