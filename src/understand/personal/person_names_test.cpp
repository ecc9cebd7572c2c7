#include "understand/personal/found_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::personal {
namespace {

TEST(PersonNames, AreFoundBehindTitles) {
  EXPECT_EQ(found_in("thanks to Mrs. Wibbleton"), "name:Wibbleton");
  EXPECT_EQ(found_in("Frau Müller-Lüdenscheidt war da"), "name:Müller-Lüdenscheidt");
  EXPECT_EQ(found_in("grazie alla signora Bianchi"), "name:Bianchi");
  EXPECT_EQ(found_in("mr. larry lombardo never called"), "name:larry lombardo");
  EXPECT_EQ(found_in("Dear Sir or Madam"), "");
}

TEST(PersonNames, AreFoundBehindIntroductions) {
  EXPECT_EQ(found_in("My name is Xqwena Brzt and I"), "name:Xqwena Brzt");
  EXPECT_EQ(found_in("my name is xqwena brzt."), "name:xqwena brzt");
  EXPECT_EQ(found_in("Ich heiße Günther Schmidt."), "name:Günther Schmidt");
  EXPECT_EQ(found_in("je m'appelle Zoé Lambert"), "name:Zoé Lambert");
  EXPECT_EQ(found_in("me llamo José García"), "name:José García");
  EXPECT_EQ(found_in("meu nome é João da Silva"), "name:João da Silva");
  EXPECT_EQ(found_in("mi chiamo Giulia Rossi"), "name:Giulia Rossi");
  EXPECT_EQ(found_in("mijn naam is Pieter van der Berg"), "name:Pieter van der Berg");
  EXPECT_EQ(found_in("I spoke with Brzena about it"), "name:Brzena");
  EXPECT_EQ(found_in("Hi Wulfra,\nthe parcel"), "name:Wulfra");
  EXPECT_EQ(found_in("Kind regards,\nTxomin Aguirre"), "name:Txomin Aguirre");
}

TEST(PersonNames, AreFoundByTheListOfGivenNames) {
  EXPECT_EQ(found_in("In the shop Jennifer Brkić was kind"), "name:Jennifer Brkić");
  EXPECT_EQ(found_in("we met Fatima and Mohammed there"), "name:Fatima | name:Mohammed");
  EXPECT_EQ(found_in("ask Robert J. Smith Jr"), "name:Robert J. Smith Jr");
  EXPECT_EQ(found_in("Donald van der Voet came"), "name:Donald van der Voet");
  EXPECT_EQ(found_in("it was J. Kowalski"), "name:J. Kowalski");
  EXPECT_EQ(found_in("it was Xqbor Brztowski, again"), "name:Xqbor Brztowski");
  EXPECT_EQ(found_in("PLEASE CALL MY DAUGHTER JENNIFER JOHNSON"), "name:JENNIFER JOHNSON");
}

TEST(PersonNames, AreNoEverydayWordsPlacesMonthsOrBrands) {
  for (const std::string_view text :
       {"Will you be open in May?", "Rose petals and a Mark on it", "We flew to Paris and Florence in June",
        "The Virginia store is closed on Sunday", "I ordered from Amazon and Apple", "Grace period of 3 days",
        "Die Bahn kommt in Essen an", "Le magasin de Saint Maxime", "O produto chegou em São Paulo",
        "my name is not on it", "GREAT SERVICE AND GREAT PRICE", "I'm so happy with this",
        "the brand name xqwena is new", "name=xqwena", "this is the best", "call me back"}) {
    EXPECT_EQ(found_in(text), "") << text;
  }
}

TEST(PersonNames, ThatAreEverydayWordsAreFoundInCompany) {
  EXPECT_EQ(found_in("thanks to Will Johnson"), "name:Will Johnson");
  EXPECT_EQ(found_in("Mr. Young helped"), "name:Young");
  EXPECT_EQ(found_in("My name is Rose"), "name:Rose");
}

}  // namespace
}  // namespace bellwether::personal
