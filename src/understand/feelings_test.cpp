#include "understand/feeling_words.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

struct Felt : testing::Test {
  Felt() {
    auto read = FeelingWords::shipped();
    EXPECT_TRUE(read) << to_text(read.error());
    shipped = *std::move(read);
  }
  Feelings of(std::string_view text, std::string_view language = "en") {
    words.read(text);
    Feelings found;
    shipped.read(words, language, found);
    return found;
  }
  double compound(std::string_view text, std::string_view language = "en") { return of(text, language).compound(); }

  FeelingWords shipped;
  Words words;
};

TEST_F(Felt, StandWhereTheirWordsStand) {
  const std::string text = "Room great, breakfast was a waste of time.";
  const Feelings found = of(text);
  ASSERT_EQ(found.all.size(), 2U);
  const auto there = [&](const Feeling& one) {
    const auto begin = words.all()[one.first].begin;
    return text.substr(begin, words.all()[one.last].end - begin);
  };
  EXPECT_EQ(there(found.all[0]), "great");
  EXPECT_GT(found.all[0].valence, 0);
  EXPECT_EQ(there(found.all[1]), "waste of time");
  EXPECT_LT(found.all[1].valence, 0);
}

TEST_F(Felt, AreTurnedByANotAndStrengthenedByAVery) {
  EXPECT_GT(compound("The staff were friendly"), 0);
  EXPECT_LT(compound("The staff were not friendly"), 0);
  EXPECT_LT(compound("Nobody was friendly"), 0);
  EXPECT_GT(compound("very friendly"), compound("friendly"));
  EXPECT_LT(compound("slightly annoying"), 0);
  EXPECT_GT(compound("slightly annoying"), compound("annoying"));
  EXPECT_LT(compound("extremely annoying"), compound("annoying"));
  EXPECT_GT(compound("GOOD"), compound("good"));
  EXPECT_GT(compound("sooo goood"), compound("good"));
}

TEST_F(Felt, BehindAButCountMoreThanBefore) {
  EXPECT_LT(compound("The room was good but the service was bad."), 0);
  EXPECT_GT(compound("The service was bad but the room was good."), 0);
}

TEST_F(Felt, LieBetweenMinusOneAndOneAndAreNoneWithoutWords) {
  EXPECT_EQ(compound("We arrived at four."), 0);
  EXPECT_EQ(compound(""), 0);
  std::string praise, blame;
  for (int i = 0; i < 5'000; ++i) {
    praise += "great ";
    blame += "terrible ";
  }
  EXPECT_GT(compound(praise), 0.99);
  EXPECT_LE(compound(praise), 1);
  EXPECT_LT(compound(blame), -0.99);
  EXPECT_GE(compound(blame), -1);
}

TEST_F(Felt, AreReadInManyLanguages) {
  struct Pair {
    const char* language;
    const char* good;
    const char* bad;
  };
  for (const Pair& pair :
       {Pair{"de", "Sehr freundliches Personal, saubere Zimmer", "Der Zug war wieder verspätet und dreckig"},
        Pair{"fr", "Personnel aimable et efficace", "Accueil désagréable, attente trop longue"},
        Pair{"es", "Muy buena atención, todo limpio", "Pésimo servicio, la habitación sucia"},
        Pair{"pt", "Chegou antes do prazo, adorei", "Veio com defeito e nao recebi resposta"},
        Pair{"it", "Camera pulita, personale gentilissimo", "Servizio pessimo e camera sporca"},
        Pair{"nl", "Vriendelijk personeel en lekker eten", "Slechte service, kamer was vies"}}) {
    EXPECT_GT(compound(pair.good, pair.language), 0.2) << pair.good;
    EXPECT_LT(compound(pair.bad, pair.language), -0.2) << pair.bad;
    EXPECT_GT(compound(pair.good, "xx"), 0) << "of whatever language: " << pair.good;
    EXPECT_LT(compound(pair.bad, "xx"), 0) << pair.bad;
  }
  EXPECT_EQ(shipped.languages().size(), 7U);
  EXPECT_LT(compound("😡😡", "xx"), 0);
  EXPECT_GT(compound("👍", "de"), 0);
}

TEST_F(Felt, CountMarksOfExcitement) {
  const Feelings found = of("Why?! Really??");
  EXPECT_EQ(found.exclamations, 1);
  EXPECT_EQ(found.questions, 3);
}

}  // namespace
}  // namespace bellwether::understand
