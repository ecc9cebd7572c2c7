#include "understand/reading_mark.hpp"

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

TEST(ReadingMark, TellsWhatWasTold) {
  const auto book = ThemeBook::from_toml("[themes.price]\nen = \"price\"", "x.toml");
  ASSERT_TRUE(book);
  const std::string reading = reading_of(*book);
  EXPECT_EQ(mark_of(reading, {}), reading);
  const Told told{.sentiment = true, .themes = true};
  const std::string mark = mark_of(reading, told);
  EXPECT_EQ(mark, reading + " told sentiment themes");
  EXPECT_EQ(told_in(mark), told);
  EXPECT_EQ(told_in(reading), Told());
  EXPECT_TRUE(is_of(mark, reading));
  EXPECT_TRUE(is_of(reading, reading));
  EXPECT_FALSE(is_of("1-00000000", reading));
}

TEST(ReadingMark, OfSomebodyElseIsNone) {
  for (const char* mark :
       {"", "gpt-4", "1", "v2", "1-0a1b2c3", "1-0a1b2c3d tells", "1-0a1b2c3d told mood", "x-0a1b2c3d"}) {
    EXPECT_FALSE(told_in(mark)) << mark;
  }
  EXPECT_FALSE(is_of("acme", "acme"));
}

}  // namespace
}  // namespace bellwether::understand
