#include "understand/mention_sentiment.hpp"

#include "understand/feeling_words.hpp"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

struct Mentions : testing::Test {
  static void SetUpTestSuite() {
    auto read = FeelingWords::shipped();
    ASSERT_TRUE(read) << to_text(read.error());
    feeling_words = std::make_unique<FeelingWords>(*std::move(read));
    auto model = MentionModel::shipped();
    ASSERT_TRUE(model) << to_text(model.error());
    shipped = std::make_unique<MentionModel>(*std::move(model));
  }
  static void TearDownTestSuite() {
    feeling_words.reset();
    shipped.reset();
  }

  /// How a text feels of each of these of its words.
  static std::vector<Sentiment> felt(std::string_view text, const std::vector<std::string>& of,
                                     std::string_view language = "en") {
    Words words;
    words.read(text);
    Clauses clauses;
    clauses.read(words);
    Feelings feelings;
    feeling_words->read(words, language, feelings);
    std::vector<Place> places;
    for (const std::string& one : of) {
      for (std::size_t i = 0; i < words.all().size(); ++i) {
        if (words.folded(words.all()[i]) == one) places.push_back({.first = i, .last = i});
      }
    }
    EXPECT_EQ(places.size(), of.size()) << text;
    MentionFeatures features;
    features.begin(words, clauses, feelings, places, language == "en");
    std::vector<Sentiment> all;
    std::vector<learn::Feature> near;
    for (std::size_t i = 0; i < places.size(); ++i) all.push_back(shipped->of(features, i, near));
    return all;
  }

  static std::unique_ptr<FeelingWords> feeling_words;
  static std::unique_ptr<MentionModel> shipped;
};
std::unique_ptr<FeelingWords> Mentions::feeling_words;
std::unique_ptr<MentionModel> Mentions::shipped;

TEST_F(Mentions, AreFeltOfEachForItself) {
  struct Pair {
    std::string_view text, language;
    std::vector<std::string> good_then_bad;
  };
  for (const Pair& pair : {
           Pair{"Room great, breakfast cold", "en", {"room", "breakfast"}},
           Pair{"The room was lovely but the service was slow.", "en", {"room", "service"}},
           Pair{"Das Zimmer war sauber, aber das Frühstück schlecht.", "de", {"zimmer", "frühstück"}},
           Pair{"La chambre était parfaite mais le petit déjeuner horrible", "fr", {"chambre", "déjeuner"}},
           Pair{"La habitación es excelente pero el desayuno fue terrible", "es", {"habitación", "desayuno"}},
           Pair{"O quarto era excelente, mas o atendimento foi péssimo", "pt", {"quarto", "atendimento"}},
       }) {
    const auto all = felt(pair.text, pair.good_then_bad, pair.language);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].side, Side::positive) << pair.text << " " << all[0].value;
    EXPECT_EQ(all[1].side, Side::negative) << pair.text << " " << all[1].value;
    EXPECT_GT(all[0].confidence, 1.0 / 3);
  }
}

TEST_F(Mentions, OfWhichNothingIsSaidAreNeutral) {
  EXPECT_EQ(felt("We came by train.", {"train"})[0].side, Side::neutral);
  EXPECT_EQ(felt("Wir kamen mit dem Zug.", {"zug"}, "de")[0].side, Side::neutral);
}

TEST_F(Mentions, AreDeniedAndTurned) {
  EXPECT_LT(felt("The staff was not friendly", {"staff"})[0].value, 0);
  EXPECT_GT(felt("No problems with the staff", {"staff"})[0].value,
            felt("Problems with the staff", {"staff"})[0].value);
}

TEST_F(Mentions, LieAtWhatIsNearest) {
  const std::string text = "great room, cold breakfast";
  Words words;
  words.read(text);
  Clauses clauses;
  clauses.read(words);
  Feelings feelings;
  feeling_words->read(words, "en", feelings);
  const std::vector<Place> places = {{.first = 1, .last = 1}, {.first = 4, .last = 4}};
  MentionFeatures features;
  features.begin(words, clauses, feelings, places, true);
  ASSERT_EQ(feelings.all.size(), 2U);
  EXPECT_EQ(features.nearest(0), 0U);
  EXPECT_EQ(features.nearest(1), 1U);
}

/// What stands at the very edges, more mentions and feelings than are looked at, no words at all.
TEST_F(Mentions, AreReadOfAnyText) {
  std::string text;
  for (int i = 0; i < 2'000; ++i) text += i % 2 == 0 ? "room " : "great ";
  Words words;
  words.read(text);
  Clauses clauses;
  clauses.read(words);
  Feelings feelings;
  feeling_words->read(words, "en", feelings);
  std::vector<Place> places;
  for (std::size_t i = 0; i < words.all().size(); i += 2) places.push_back({.first = i, .last = i});
  MentionFeatures features;
  features.begin(words, clauses, feelings, places, true);
  std::vector<learn::Feature> near;
  for (const std::size_t place : {std::size_t{0}, MentionFeatures::k_most - 1}) {
    EXPECT_EQ(shipped->of(features, place, near).side, Side::positive);
  }
  words.read("");
  clauses.read(words);
  feeling_words->read(words, "en", feelings);
  features.begin(words, clauses, feelings, {}, true);
  EXPECT_FALSE(MentionModel::from_bytes("no model"));
}

}  // namespace
}  // namespace bellwether::understand
