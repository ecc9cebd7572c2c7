#include "understand/personal/found_for_test.hpp"

#include <gtest/gtest.h>

namespace bellwether::personal {
namespace {

TEST(BirthDates, AreDatesNearAWordOfBirth) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"she was born on 1/27/1952 in town", "1/27/1952"},
      {"DOB: 1952-01-27", "1952-01-27"},
      {"geboren am 27.01.1952", "27.01.1952"},
      {"geb. 27. Januar 1952", "27. Januar 1952"},
      {"né le 27 janvier 1952", "27 janvier 1952"},
      {"nacido el 27 de enero de 1952", "27 de enero de 1952"},
      {"nascida em 27/01/1952", "27/01/1952"},
      {"nata il 27 gennaio 1952", "27 gennaio 1952"},
      {"geboortedatum 27-01-1952", "27-01-1952"},
      {"my birthday is January 27th, 1952", "January 27th, 1952"},
  };
  for (const auto& [text, date] : cases) EXPECT_EQ(found_in(text), "birth_date:" + std::string(date)) << text;
}

TEST(BirthDates, AreNoneWithoutSuchAWord) {
  for (const std::string_view text :
       {"ordered on 1/27/1952", "am 27.01.1952 bestellt", "on 27 January 1952", "a born leader since 2010",
        "my son was born. Now for the order which I placed with you on the day of 1/27/2020", "born on 45.13.1952"}) {
    EXPECT_EQ(found_in(text), "") << text;
  }
}

}  // namespace
}  // namespace bellwether::personal
