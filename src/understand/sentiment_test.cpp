#include "understand/reader.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

struct Sentiments : testing::Test {
  Sentiments() : knowledge(Knowledge::shipped()), reader(*knowledge) {}
  Sentiment of(std::string_view text) { return reader.read(text).sentiment; }

  Result<Knowledge> knowledge;
  Reader reader;
};

TEST_F(Sentiments, AreOnTheSideThatPeopleMean) {
  for (const char* text : {"Absolutely loved it, will come back!", "The staff was very friendly and helpful.",
                           "Great value, fast delivery", "Sehr zufrieden, gerne wieder", "Très bon accueil, merci",
                           "Chegou antes do prazo, adorei", "👍👍"}) {
    EXPECT_EQ(of(text).side, Side::positive) << text;
    EXPECT_GT(of(text).value, 0.2) << text;
  }
  for (const char* text : {"Terrible service, never again.", "The room was dirty and the staff rude.",
                           "I am not happy with it", "Waste of money. Broken after two days!", "Das war eine Frechheit",
                           "Accueil désagréable et attente interminable", "Veio com defeito, péssimo", "😡"}) {
    EXPECT_EQ(of(text).side, Side::negative) << text;
    EXPECT_LT(of(text).value, -0.2) << text;
  }
  for (const char* text : {"We arrived on Tuesday at four.", "Which gate does it leave from?", "Article 4711"}) {
    EXPECT_EQ(of(text).side, Side::neutral) << text;
    EXPECT_LT(std::abs(of(text).value), 0.4) << text;
  }
}

TEST_F(Sentiments, AreSurerTheClearerATextIs) {
  EXPECT_GT(of("Terrible, horrible, the worst hotel ever!").confidence, of("It was a bit cold").confidence);
  for (const char* text : {"", "good", "bad", "so so", "nothing to say"}) {
    const Sentiment one = of(text);
    EXPECT_GE(one.confidence, 0) << text;
    EXPECT_LE(one.confidence, 1) << text;
    EXPECT_LE(std::abs(one.value), 1) << text;
  }
}

TEST_F(Sentiments, TurnWithANot) {
  EXPECT_LT(of("not good").value, of("good").value);
  EXPECT_LT(of("I would not recommend it").value, of("I would recommend it").value);
}

TEST_F(Sentiments, AreReadOfWhateverBytesInBoundedTime) {
  std::string endless;
  while (endless.size() < 10U << 20U) endless += "terrible \xFF not very good! ";
  EXPECT_EQ(of(endless).side, Side::negative);
  EXPECT_NO_THROW(of(std::string(10U << 20U, '\xF0')));
  EXPECT_NO_THROW(of(std::string(10U << 20U, '@')));
}

TEST(SentimentModel, IsNoOtherModel) {
  EXPECT_FALSE(SentimentModel::from_bytes(""));
  EXPECT_FALSE(SentimentModel::from_bytes(learn::LinearModel(std::array{1.0F, 2.0F}, {0.0F, 0.0F}).bytes()));
}

}  // namespace
}  // namespace bellwether::understand
