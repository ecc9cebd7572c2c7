#include "understand/personal_data.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

namespace bellwether::understand {
namespace {

/// "email:a@b.de phone:030 123": what was found, in order.
std::string found_in(std::string_view text) {
  std::vector<Found> found;
  find_personal_data(text, found);
  std::string told;
  for (const Found& f : found) {
    if (!told.empty()) told += " | ";
    told += std::string(word_of(f.kind)) + ":" + std::string(text.substr(f.begin, f.end - f.begin));
  }
  return told;
}

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
  const auto pieces = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("@", ".", "a", "b.de", "+", "0", "49", "4111 1111 ", "11111111", ":", "::", "fe80",
                                    "(", ")", " ", "-", "DE89", "ä", "\n", "x9", "/", "192.168.0.1"));
  std::string text;
  for (const std::string& piece : pieces) text += piece;
  std::vector<Found> found;
  find_personal_data(text, found);
  std::size_t at = 0;
  for (const Found& f : found) {
    RC_ASSERT(at <= f.begin && f.begin < f.end && f.end <= text.size());
    at = f.end;
  }
}

/// How much of what people marked in other texts is found. Forms without any sign of being a phone number (785 8949) are
/// not meant to be.
TEST(PersonalData, FindsWhatOthersMarked) {
  const char* set = std::getenv("BELLWETHER_TEST_DATA");
  const auto folder =
      set != nullptr ? std::filesystem::path(set) : std::filesystem::path(BELLWETHER_SOURCE_DIR) / "../shared/data";
  const auto file = folder / "pii_presidio/generated_large.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "the data sets are not at " << folder;
  std::map<std::string, std::pair<int, int>> hits;  // Found, and all.
  int wrong = 0, texts = 0;
  for (const auto& entry : nlohmann::json::parse(std::ifstream(file))) {
    const auto text = entry["full_text"].get<std::string>();
    std::vector<Found> found;
    find_personal_data(text, found);
    ++texts;
    for (const auto& span : entry["spans"]) {
      const auto value = span["entity_value"].get<std::string>();
      const std::size_t begin = text.find(value);  // Positions in the file count characters, ours bytes.
      auto& [right, all] = hits[span["entity_type"].get<std::string>()];
      ++all;
      for (const Found& f : found) right += f.begin <= begin && begin + value.size() <= f.end ? 1 : 0;
    }
    for (const Found& f : found) {
      const std::string_view what = std::string_view(text).substr(f.begin, f.end - f.begin);
      bool marked = false;
      for (const auto& span : entry["spans"]) {
        const auto value = span["entity_value"].get<std::string>();
        marked = marked || value.find(what) != value.npos || what.find(value) != what.npos;
      }
      wrong += marked ? 0 : 1;
    }
  }
  const auto share = [&hits](const char* kind) { return 1.0 * hits[kind].first / hits[kind].second; };
  EXPECT_GE(share("EMAIL_ADDRESS"), 0.98);
  EXPECT_GE(share("CREDIT_CARD"), 0.98);
  EXPECT_GE(share("IBAN_CODE"), 0.98);
  EXPECT_GE(share("IP_ADDRESS"), 0.98);
  EXPECT_GE(share("PHONE_NUMBER"), 0.7);
  EXPECT_LE(wrong, texts / 100);
}

}  // namespace
}  // namespace bellwether::understand
