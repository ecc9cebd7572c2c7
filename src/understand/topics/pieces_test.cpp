#include "understand/topics/pieces.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::topics {
namespace {

/// What a text says, pieces parted by "|", words by blanks; what is passed over in brackets.
std::string said(std::string_view text, std::string_view language) {
  Pieces pieces(language);
  understand::Words words;
  words.read(text);
  pieces.add(0, words);
  pieces.settle();
  std::string all;
  for (const Piece& piece : pieces.all()) {
    if (!all.empty()) all += " |";
    for (const Token& token : pieces.tokens(piece)) {
      if (token.form == k_none) continue;
      if (!all.empty()) all += ' ';
      const std::string word(pieces.written(token.form));
      all += token.stem == k_none ? "(" + word + ")" : word;
    }
  }
  return all;
}

TEST(Pieces, PassOverOrdinaryWords) {
  EXPECT_EQ(said("I was charged a fee", "en"), "(i) (was) charged (a) fee");
  EXPECT_EQ(said("Das Frühstück war kalt", "de"), "(das) Frühstück (war) kalt");
}

TEST(Pieces, OfLongTextsAreSentences) {
  const std::string first = "breakfast buffet offered stale bread cold eggs weak coffee. ";
  const std::string second = "parking garage entrance narrow vans closed gate street. ";
  EXPECT_EQ(said(first + second + second, "en").find('|'), first.size() - 1);
  EXPECT_EQ(said("Parking was full. Breakfast was cold.", "en").find('|'), std::string::npos) << "a short one is whole";
}

TEST(Pieces, LeaveOutWhatWasTakenOut) {
  EXPECT_EQ(said("my card ⟨name⟩ broke, see https://a.example @bank", "en"), "(my) card broke see");
}

TEST(Pieces, OfFrenchAndItalianHaveNoArticles) {
  EXPECT_EQ(said("l'accueil agréable", "fr"), "accueil agréable");
  EXPECT_EQ(said("dell'albergo sporco", "it"), "albergo sporco");
}

TEST(Pieces, OfScriptsWithoutBlanksAreWords) {
  EXPECT_NE(said("早餐很差", "zh").find("早餐"), std::string::npos);
  EXPECT_NE(said("อาหารเช้าเย็น", "th").find(' '), std::string::npos);
}

TEST(Pieces, KeepCapitalsThatStandInsideSentences) {
  EXPECT_EQ(said("Where is my PIN for Apple Pay", "en"), "where (is) (my) PIN (for) Apple Pay");
}

TEST(Stem, IsOneForTheFormsOfAWord) {
  for (const auto& forms : std::vector<std::vector<std::string>>{{"en", "charge", "charged", "charges", "charging"},
                                                                 {"en", "fee", "fees"},
                                                                 {"en", "stop", "stopped", "stopping"},
                                                                 {"de", "koffer", "koffern"},
                                                                 {"es", "maleta", "maletas"},
                                                                 {"pt", "entrega", "entregas"},
                                                                 {"ru", "багаж", "багажом"}}) {
    for (std::size_t i = 2; i < forms.size(); ++i)
      EXPECT_EQ(stem(forms[1], forms[0]), stem(forms[i], forms[0])) << forms[i];
  }
  EXPECT_NE(stem("card", "en"), stem("care", "en"));
  EXPECT_EQ(stem("багаж", "xx"), "багаж");
  EXPECT_EQ(stem("", "en"), "");
}

}  // namespace
}  // namespace bellwether::topics
