#include "understand/theme_book.hpp"

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

constexpr std::string_view k_hotel = R"(
label = "A hotel"

[themes.room]
label = "Room"
en = "room, rooms, suite*, -room for improvement"
de = "*zimmer, suite*"
[themes.room.bed]
en = "bed, beds, sleep ~ bad*"
any = "queen size"
[themes.arrival]
label = "Arrival"
about = "From the door to the room"
en = "check* in, front desk*, wait* ~ desk"
fr = "réception, arrivée"
)";

ThemeBook book_of(std::string_view toml) {
  auto book = ThemeBook::from_toml(toml, "hotel.toml");
  EXPECT_TRUE(book) << to_text(book.error());
  return *std::move(book);
}

/// "room@0 arrival@3-4 …"
std::string found_in(const ThemeBook& book, std::string_view text, std::string_view language = "en") {
  Words words;
  Clauses clauses;
  std::vector<ThemePlace> places;
  words.read(text);
  clauses.read(words);
  book.find(words, clauses, language, places);
  std::string all;
  for (const ThemePlace& one : places) {
    if (!all.empty()) all += ' ';
    all += book.themes()[one.theme].name + "@" + std::to_string(one.place.first);
    if (one.place.last > one.place.first) all += "-" + std::to_string(one.place.last);
  }
  return all;
}

TEST(ThemeBook, IsATreeInTheOrderOfItsFile) {
  const ThemeBook book = book_of(k_hotel);
  EXPECT_EQ(book.label(), "A hotel");
  ASSERT_EQ(book.themes().size(), 3U);
  EXPECT_EQ(book.themes()[0].name, "room");
  EXPECT_EQ(book.themes()[0].parent, Theme::k_none);
  EXPECT_EQ(book.themes()[1].name, "room.bed");
  EXPECT_EQ(book.themes()[1].label, "bed") << "of its name, where none is written";
  EXPECT_EQ(book.themes()[1].parent, 0U);
  EXPECT_EQ(book.themes()[2].about, "From the door to the room");
  EXPECT_EQ(book.at("room.bed"), 1U);
  EXPECT_EQ(book.at("bed"), Theme::k_none);
}

TEST(ThemeBook, FindsWordsPhrasesStemsAndEndings) {
  const ThemeBook book = book_of(k_hotel);
  EXPECT_EQ(found_in(book, "Our ROOM was clean, the suites too"), "room@1 room@6");
  EXPECT_EQ(found_in(book, "The front desks were slow"), "arrival@1-2") << "the last word's stem";
  EXPECT_EQ(found_in(book, "Checking in took long. In check"), "arrival@0-1") << "a stem inside";
  EXPECT_EQ(found_in(book, "a queen size bed"), "room.bed@1-2 room.bed@3");
  EXPECT_EQ(found_in(book, "Das Hotelzimmer war laut", "de"), "room@1");
  EXPECT_EQ(found_in(book, "mushroom, bedding"), "");
  EXPECT_EQ(found_in(book, ""), "");
  EXPECT_EQ(found_in(book, "\xFF\xC3room\xE2\x82"), "room@0");
}

TEST(ThemeBook, LooksBehindAnApostrophe) {
  const ThemeBook book =
      book_of("[themes.arrival]\nfr = \"accueil, arriv*, hôtel ~ attente, accueil client*\"\nen = \"ll, re\"");
  EXPECT_EQ(found_in(book, "Bravo pour l'accueil, dès l’arrivée", "fr"), "arrival@2 arrival@5");
  EXPECT_EQ(found_in(book, "L'accueil clients", "fr"), "arrival@0-1") << "a phrase";
  EXPECT_EQ(found_in(book, "à l'hotel trop d'attente", "fr"), "arrival@1-3") << "each side of a pair";
  EXPECT_EQ(found_in(book, "qu'il s'arrête, c'est l'", "fr"), "");
  EXPECT_EQ(found_in(book, "we'll, they're"), "") << "no words";
}

TEST(ThemeBook, LooksForAPairWithinASentence) {
  const ThemeBook book = book_of(k_hotel);
  EXPECT_EQ(found_in(book, "we did sleep really badly"), "room.bed@2-4");
  EXPECT_EQ(found_in(book, "badly, we could not sleep"), "room.bed@0-5") << "in either order";
  EXPECT_EQ(found_in(book, "no sleep. bad coffee"), "") << "of two sentences";
  EXPECT_EQ(found_in(book, "good sleep but bad coffee"), "") << "with a \"but\" between";
  EXPECT_EQ(found_in(book, "sleep is one two three four five six seven bad"), "") << "too far";
  EXPECT_EQ(found_in(book, "we waited at the desk"), "arrival@1-4");
}

TEST(ThemeBook, LooksForAPairInsideOtherEntries) {
  const ThemeBook book = book_of(R"(
[themes.line]
en = "wait* ~ desk, get ~ my key, -waiter"
[themes.time]
en = "waiting, waited*, wait, wait room"
[themes.place]
en = "front desk, key, refund*, car seat*, -desk job, -returned*"
de = "*zimmer"
[themes.money]
en = "claim ~ refund, returned ~ money, broken ~ car seat"
de = "zimmer ~ laut"
)");
  EXPECT_EQ(found_in(book, "waiting at the desk"), "time@0 line@0-3");
  EXPECT_EQ(found_in(book, "waited at the desk"), "time@0 line@0-3");
  EXPECT_EQ(found_in(book, "a wait at the desk"), "time@1 line@1-4");
  EXPECT_EQ(found_in(book, "waits at the front desk"), "line@0-4 place@3-4") << "of a phrase";
  EXPECT_EQ(found_in(book, "I get my key"), "line@1-3 place@3") << "a side takes no word from others";
  EXPECT_EQ(found_in(book, "My refund. I claim a refund"), "place@1 money@4-6 place@6");
  EXPECT_EQ(found_in(book, "a broken car seat"), "money@1-3 place@2-3");
  EXPECT_EQ(found_in(book, "Das Zimmer war laut", "de"), "place@1 money@1-3");
  EXPECT_EQ(found_in(book, "They returned. They returned my money"), "money@4-6");
  EXPECT_EQ(found_in(book, "The waiter at the desk. She waits for a desk job."), "") << "passed over";
}

TEST(ThemeBook, PassesOverWhatMeansSomethingElse) {
  const ThemeBook book = book_of(k_hotel);
  EXPECT_EQ(found_in(book, "There is room for improvement"), "");
  EXPECT_EQ(found_in(book, "@room www.room.com"), "") << "names of others and links";
}

TEST(ThemeBook, ReadsAnUnknownLanguageByAllItsWords) {
  const ThemeBook book = book_of(k_hotel);
  EXPECT_EQ(found_in(book, "reception, Zimmer, rooms", ""), "arrival@0 room@2 room@4") << "accents left out, too";
  EXPECT_EQ(found_in(book, "réception, Zimmer, rooms", "fr"), "arrival@0");
  EXPECT_EQ(found_in(book, "queen size", "fr"), "room.bed@0-1") << "any";
}

TEST(ThemeBook, HasAVersionOfWhatItFinds) {
  const ThemeBook book = book_of(k_hotel);
  EXPECT_EQ(book.version().size(), 8U);
  EXPECT_EQ(book.version(), book_of(k_hotel).version());
  std::string other(k_hotel);
  other.replace(other.find("A hotel"), 7, "An inn!");
  EXPECT_EQ(book_of(other).version(), book.version()) << "a label finds nothing";
  other.replace(other.find("beds"), 4, "cots");
  EXPECT_NE(book_of(other).version(), book.version());
}

TEST(ThemeBook, SaysWhatIsWrongAndWhere) {
  struct Wrong {
    std::string_view toml, says, where;
  };
  for (const Wrong& wrong : {
           Wrong{"[themes.room]\nlable = \"x\"", "nothing that a theme has", "hotel.toml:2"},
           Wrong{"[themes.Room]", "no name of a theme", "hotel.toml:1"},
           Wrong{"[themes.room]\nen = 3", "is a text", "hotel.toml:2"},
           Wrong{"[themes.room]\nen = \"a*b\"", "a * inside a word", "theme room"},
           Wrong{"[themes.room]\nen = \"*a b\"", "a * where none can stand", "theme room"},
           Wrong{"[themes.room]\nen = \"x\"", "too short", "theme room"},
           Wrong{"[themes.room]\nen = \"one two three four five six\"", "more than 5 words", "theme room"},
           Wrong{"[themes.room]\nen = \"aa* bb* cc* dd\"", "too many", "theme room"},
           Wrong{"[themes.room]\nen = \"aa ~ bb ~ cc\"", "two ~", "theme room"},
           Wrong{"[theme.room]", "did you mean", "hotel.toml:1"},
           Wrong{"label = \"x\"", "there is no theme", "hotel.toml"},
           Wrong{"[themes.aaa.bbb.ccc.ddd.eee]", "deeper than 4", "hotel.toml"},
           Wrong{"[themes.room", "not TOML", "hotel.toml:1"},
       }) {
    const auto book = ThemeBook::from_toml(wrong.toml, "hotel.toml");
    ASSERT_FALSE(book) << wrong.toml;
    const std::string text = to_text(book.error());
    EXPECT_NE(text.find(wrong.says), std::string::npos) << text;
    EXPECT_NE(text.find(wrong.where), std::string::npos) << text;
  }
  EXPECT_FALSE(ThemeBook::from_toml(std::string(ThemeBook::k_most_bytes + 1, '#'), "large.toml"));
}

}  // namespace
}  // namespace bellwether::understand
