#include "base/text.hpp"
#include "understand/personal/found_for_test.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::personal {
namespace {

TEST(PersonalData, FindsMailAddresses) {
  EXPECT_EQ(found_in("write to anna.muster+shop@mail.example.com."), "email:anna.muster+shop@mail.example.com");
  EXPECT_EQ(found_in("<o'neil@example.ie>, jörg@example.de"), "email:o'neil@example.ie | email:jörg@example.de");
  EXPECT_EQ(found_in("2813882583@example.com"), "email:2813882583@example.com");
  EXPECT_EQ(found_in("thanks @VirginAmerica, see you @ 5.30"), "");
  EXPECT_EQ(found_in("@ a@ a@b a@b. @b.de"), "");
}

TEST(PersonalData, FindsCardsThatPassTheirCheckDigit) {
  // 4111 1111 1111 1111 and 3782 822463 10005 are the card companies' own test numbers.
  EXPECT_EQ(found_in("card 4111 1111 1111 1111, or 378282246310005"),
            "card:4111 1111 1111 1111 | card:378282246310005");
  EXPECT_EQ(found_in("card 4111 1111 1111 1112"), "");
  EXPECT_EQ(found_in("parcel 4111111111111111000099887766"), "");
}

TEST(PersonalData, FindsIbansThatPassTheirCheckDigits) {
  // Examples of the SWIFT IBAN registry.
  EXPECT_EQ(found_in("to DE89 3704 0044 0532 0130 00 please"), "iban:DE89 3704 0044 0532 0130 00");
  EXPECT_EQ(found_in("gb29nwbk60161331926819"), "iban:gb29nwbk60161331926819");
  EXPECT_EQ(found_in("DE88370400440532013000"), "");
}

TEST(PersonalData, FindsPhoneNumbersByTheirForm) {
  EXPECT_EQ(found_in("call +49 (0)30 901820 now"), "phone:+49 (0)30 901820");
  EXPECT_EQ(found_in("06 12 34 56 78 or 0171/2345678"), "phone:06 12 34 56 78 | phone:0171/2345678");
  EXPECT_EQ(found_in("(978) 645-9740x11144, 555.123.4567"), "phone:(978) 645-9740x11144 | phone:555.123.4567");
}

TEST(PersonalData, LeavesDatesPricesAndOrderNumbersAlone) {
  for (const std::string_view text :
       {"on 31.12.2019 at 10:30", "2019-12-31 23:59:59", "01/02/2020 10:51:12 AM", "01.02.20 1030",
        "paid 1 234 567,89 for 12 nights", "0.1234567890", "rated 10/10, 5 out of 5, 24/7",
        "order 4711008150, #0815471100", "12:30:45 and 10::5", "from 1999 - 2000 2001"}) {
    EXPECT_EQ(found_in(text), "") << text;
  }
}

TEST(PersonalData, FindsAddressesOfMachines) {
  EXPECT_EQ(found_in("from 192.168.0.17 to 10.0.0.256"), "ip:192.168.0.17");
  EXPECT_EQ(found_in("d80:e4b5:79da:6cf6:71f3:51f7:9161:c319 and fe80::1ff:fe23:4567:890a"),
            "ip:d80:e4b5:79da:6cf6:71f3:51f7:9161:c319 | ip:fe80::1ff:fe23:4567:890a");
}

RC_GTEST_PROP(PersonalData, RangesAreInOrderAndInside, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "@", ".", "a", "b.de", "+", "0", "49", "4111 1111 ", "11111111", ":", "::", "fe80", "(", ")", " ", "-", "DE89",
      "ä", "\n", "x9", "/", "192.168.0.1", "Anna", "Mr", "Smith", ",", "rue", "\xC3", "\x80", "é", "’", "12", "Straße",
      "geboren", "my name is"));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  std::vector<Found> found;
  find_personal_data(text, found);
  std::size_t at = 0;
  for (const Found& f : found) {
    RC_ASSERT(at <= f.begin && f.begin < f.end && f.end <= text.size());
    RC_ASSERT(!is_utf8(text) || is_utf8(std::string_view(text).substr(f.begin, f.end - f.begin)));
    at = f.end;
  }
}

TEST(PersonalData, KeepsTheSurerOfTwoThatOverlap) {
  EXPECT_EQ(found_in("Anna.Schmidt@example.com"), "email:Anna.Schmidt@example.com");
  EXPECT_EQ(found_in("12 rue Victor Hugo"), "address:12 rue Victor Hugo");
  EXPECT_EQ(found_in("call about order number 02-672741651"), "");
}

TEST(PersonalData, FindsShortPhoneNumbersWhereAWordTellsOfThem) {
  EXPECT_EQ(found_in("you can call 9469 9966"), "phone:9469 9966");
  EXPECT_EQ(found_in("041 785, or 785 8949 office"), "phone:785 8949");
  EXPECT_EQ(found_in("Phone: 02.27.96.63.08"), "phone:02.27.96.63.08");
  EXPECT_EQ(found_in("we sold 785 8949"), "");
}

TEST(PersonalData, FindsACardBeforeItsExpiry) {
  EXPECT_EQ(found_in("4111 1111 1111 1111 12/25"), "card:4111 1111 1111 1111");
}

/// Long texts are read in pieces: what stands far in is found where it is.
TEST(PersonalData, IsFoundInLongTexts) {
  std::string text;
  while (text.size() < 300'000) text += "nothing to see here, ";
  const std::size_t at = text.size();
  text += "a@example.com";
  std::vector<Found> found;
  find_personal_data(text, found);
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].begin, at);
  EXPECT_EQ(found[0].end, text.size());
}

/// Where there is no blank to cut at, no character is cut: the name's bytes are those of the text.
TEST(PersonalData, OfLongTextsNoCharacterIsCut) {
  for (std::size_t ahead = 0; ahead < 4; ++ahead) {
    std::string text(ahead, 'x');
    while (text.size() < 200'000) text += "😊";
    text += " a@example.com";
    std::vector<Found> found;
    find_personal_data(text, found);
    ASSERT_EQ(found.size(), 1);
    EXPECT_EQ(found[0].end, text.size());
  }
}

/// What would take minutes if anything in it grew with the square of the length.
TEST(PersonalData, TakesHostileTextsInTime) {
  for (const std::string_view piece : {"@",    "a@",   "1",    "1 ",        "1-",   "A ",     "Anna ",   "Anna, ",
                                       "+",    "(",    "::",   "f:",        "DE89", "12 A ",  "Mr ",     "de ",
                                       "\xC3", "\x80", "\xF0", "Postfach ", "rue ", "born 1", "name is "}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    std::vector<Found> found;
    const auto begin = std::chrono::steady_clock::now();
    find_personal_data(text, found);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5)) << piece;
  }
}

}  // namespace
}  // namespace bellwether::personal
