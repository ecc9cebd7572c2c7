#include "understand/own_scores.hpp"

#include "understand/reader.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

struct OwnScores : testing::Test {
  static void SetUpTestSuite() {
    auto shipped = Knowledge::shipped();
    ASSERT_TRUE(shipped) << to_text(shipped.error());
    knowledge = std::make_unique<Knowledge>(*std::move(shipped));
  }
  static void TearDownTestSuite() { knowledge.reset(); }

  /// Texts in words that no lexicon feels: what they mean here, only the scores tell. `noise`: one in so many has another side.
  static std::vector<ScoredText> texts_of(std::size_t n, std::size_t noise = 0) {
    constexpr std::array<std::array<std::string_view, 3>, 3> k_said = {
        {{"the blue lane", "platform nine again", "form seven twice"},
         {"the green lane", "platform four", "form one"},
         {"the golden lane", "platform two at once", "form three by itself"}}};
    std::vector<ScoredText> texts;
    for (std::size_t i = 0; i < n; ++i) {
      const std::size_t side = i % 3;
      const std::size_t told = noise != 0 && i % noise == 0 ? (side + 1) % 3 : side;
      texts.push_back({.text = std::string(k_said.at(side).at(i / 3 % 3)) + " on visit " + word(i),
                       .side = static_cast<Side>(told),
                       .at = Instant{static_cast<std::int64_t>(i) * 1'000'000}});
    }
    return texts;
  }
  /// A word of letters for a number, so that no two texts are the same.
  static std::string word(std::size_t number) {
    std::string letters;
    for (; number > 0 || letters.empty(); number /= 26) letters += static_cast<char>('a' + number % 26);
    return letters;
  }

  static std::unique_ptr<Knowledge> knowledge;
};
std::unique_ptr<Knowledge> OwnScores::knowledge;

TEST_F(OwnScores, AreOnASideOfTheirScale) {
  EXPECT_EQ(side_of_score("nps", 6), Side::negative);
  EXPECT_EQ(side_of_score("nps", 8), Side::neutral);
  EXPECT_EQ(side_of_score("nps", 9), Side::positive);
  EXPECT_EQ(side_of_score("stars", 3), Side::neutral);
  EXPECT_EQ(side_of_score("csat", 2), Side::negative);
  EXPECT_EQ(side_of_score("ces", 5), Side::positive);
  EXPECT_FALSE(side_of_score("nps", 11));
  EXPECT_FALSE(side_of_score("stars", 0));
  EXPECT_FALSE(side_of_score("temperature", 20));
}

TEST_F(OwnScores, TeachWhatWordsMeanHere) {
  const auto learned = learn_own(texts_of(900), *knowledge);
  ASSERT_TRUE(learned) << to_text(learned.error());
  EXPECT_EQ(learned->learned_from, 720U);
  EXPECT_EQ(learned->tried_on, 180U);
  EXPECT_GT(learned->own.accuracy.value, 0.95);
  EXPECT_LT(learned->shipped.accuracy.value, 0.5);
  EXPECT_EQ(learned->verdict, Verdict::take);
  EXPECT_GT(learned->own_area.value, 0.99);
  EXPECT_LT(learned->shipped_area.value, 0.7);
  EXPECT_GT(learned->better_by.low, 0.3);
  EXPECT_EQ(learned->from.us, 720'000'000) << "tried on the newest";
  Words words;
  Feelings feelings;
  std::vector<learn::Feature> features;
  words.read("the golden lane once more");
  knowledge->feeling_words.read(words, "en", feelings);
  ASSERT_TRUE(learned->model);
  EXPECT_EQ(learned->model->of(words, feelings, features).side, Side::positive);
  const auto again = OwnModel::from_bytes(learned->model->bytes());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->version(), learned->model->version());
  EXPECT_EQ(again->languages().size(), learned->model->languages().size());
  EXPECT_FALSE(OwnModel::from_bytes("nothing"));
  EXPECT_FALSE(OwnModel::from_bytes("own-1 en\nnothing"));
}

TEST_F(OwnScores, AreReadWithOnceInUse) {
  const auto learned = learn_own(texts_of(900), *knowledge);
  ASSERT_TRUE(learned);
  const auto here = Knowledge::shipped();
  ASSERT_TRUE(here);
  Reader reader(*here);
  EXPECT_NE(reader.read("the golden lane on visit bcd").sentiment.side, Side::positive);
  here->own->set(std::make_shared<const OwnModel>(*learned->model));
  const Meaning& meaning = reader.read("the golden lane on visit bcd");
  EXPECT_EQ(meaning.sentiment.side, Side::positive) << meaning.language.code;
  ASSERT_NE(reader.own(), nullptr);
  here->own->set(nullptr);
  EXPECT_NE(reader.read("the golden lane on visit bcd").sentiment.side, Side::positive);
  EXPECT_EQ(reader.own(), nullptr);
}

TEST_F(OwnScores, AreUsedInLanguagesThatTheyWereTriedIn) {
  const auto learned = learn_own(texts_of(900), *knowledge);
  ASSERT_TRUE(learned);
  std::size_t tried = 0;
  for (const OfLanguage& language : learned->languages) {
    tried += language.n;
    EXPECT_EQ(learned->model->reads(language.code), language.used) << language.code;
    EXPECT_TRUE(language.n >= k_fewest_of_language || !language.used) << language.code;
  }
  EXPECT_EQ(tried, learned->tried_on);
  EXPECT_FALSE(learned->model->reads("ja"));
}

TEST_F(OwnScores, ReplaceThoseInUseOnlyWhereBetter) {
  const auto first = learn_own(texts_of(900), *knowledge);
  ASSERT_TRUE(first);
  const auto here = Knowledge::shipped();
  ASSERT_TRUE(here);
  here->own->set(std::make_shared<const OwnModel>(*first->model));
  const auto same = learn_own(texts_of(900), *here);
  ASSERT_TRUE(same);
  EXPECT_EQ(same->verdict, Verdict::keep) << "no better than the one in use";
  ASSERT_TRUE(same->today);
  EXPECT_GT(same->today->accuracy.value, 0.95);

  // What was praise is complaint now.
  std::vector<ScoredText> turned = texts_of(900);
  for (ScoredText& text : turned) text.side = static_cast<Side>(2 - static_cast<int>(text.side));
  const auto other = learn_own(turned, *here);
  ASSERT_TRUE(other);
  EXPECT_EQ(other->verdict, Verdict::take);
  EXPECT_GT(other->better_than_today->low, 0.5);

  // Now sides are chance but for plain words, which the shipped model reads and the own one has never seen.
  constexpr std::array<std::string_view, 3> k_plain = {"terrible, I hate it, the golden lane",
                                                       "it is open at nine, platform nine again",
                                                       "wonderful, I love it, the blue lane"};
  std::vector<ScoredText> plain = texts_of(900);
  for (std::size_t i = 0; i < plain.size(); ++i)
    plain[i].text = std::string(k_plain.at(i % 3)) + " on visit " + word(i);
  const auto late = learn_own(plain, *here);
  ASSERT_TRUE(late);
  EXPECT_GT(late->shipped_than_today->low, 0);
  EXPECT_NE(late->verdict, Verdict::keep);
}

TEST_F(OwnScores, StopWhenAsked) {
  const auto stopped = learn_own(texts_of(900), *knowledge, [] { return true; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Code::conflict);
}

TEST_F(OwnScores, ThatTellNothingAreNotUsed) {
  // Sides by chance: nothing can be learned from the words.
  std::vector<ScoredText> texts = texts_of(900);
  std::uint64_t chance = 7;
  for (ScoredText& text : texts) {
    chance = chance * 6364136223846793005U + 1442695040888963407U;
    text.side = static_cast<Side>((chance >> 33) % 3);
  }
  const auto learned = learn_own(std::move(texts), *knowledge);
  ASSERT_TRUE(learned);
  EXPECT_LT(learned->own.accuracy.value, 0.5);
  EXPECT_EQ(learned->verdict, Verdict::keep);
}

TEST_F(OwnScores, ATextIsNeverTriedThatWasLearned) {
  std::vector<ScoredText> texts = texts_of(900);
  // The newest say again what the oldest said, in capitals.
  for (std::size_t i = 720; i < 900; i += 2) {
    texts[i].text = texts[i - 720].text;
    for (char& letter : texts[i].text) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  }
  const auto learned = learn_own(std::move(texts), *knowledge);
  ASSERT_TRUE(learned);
  EXPECT_EQ(learned->tried_on, 90U);
}

TEST_F(OwnScores, TakeEnough) {
  const auto few = learn_own(texts_of(300), *knowledge);
  ASSERT_FALSE(few);
  EXPECT_EQ(few.error().code, Code::not_enough);
  std::vector<ScoredText> glad = texts_of(900);
  for (ScoredText& text : glad) text.side = Side::positive;
  const auto one_side = learn_own(std::move(glad), *knowledge);
  ASSERT_FALSE(one_side);
  EXPECT_NE(one_side.error().message.find("negative"), std::string::npos);
}

}  // namespace
}  // namespace bellwether::understand
