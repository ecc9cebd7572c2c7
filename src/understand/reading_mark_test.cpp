#include "understand/reading_mark.hpp"

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

TEST(ReadingMark, TellsWhatWasTold) {
  const auto book = ThemeBook::from_toml("[themes.price]\nen = \"price\"", "x.toml");
  ASSERT_TRUE(book);
  const std::string reading = reading_of(*book, nullptr);
  EXPECT_EQ(mark_of(reading, {}), reading);
  const Told told{.sentiment = true, .themes = true};
  const std::string mark = mark_of(reading, told);
  EXPECT_EQ(mark, reading + " told sentiment themes");
  EXPECT_EQ(told_in(mark), told);
  EXPECT_EQ(told_in(reading), Told());
  EXPECT_TRUE(is_of(mark, reading));
  EXPECT_TRUE(is_of(reading, reading));
  EXPECT_FALSE(is_of("1-00000000", reading));
  EXPECT_EQ(told_in(reading + "-4e5f6a7b told effort"), Told{.effort = true}) << "with a model of one's own scores";
  EXPECT_FALSE(is_of(reading + "-4e5f6a7b", reading));
}

TEST(ReadingMark, OfSomebodyElseIsNone) {
  for (const char* mark : {"", "gpt-4", "1", "v2", "1-0a1b2c3", "1-0a1b2c3d tells", "1-0a1b2c3d-",
                           "1-0a1b2c3d-4e5f6a7b-1", "1-0a1b2c3d told mood", "x-0a1b2c3d"}) {
    EXPECT_FALSE(told_in(mark)) << mark;
  }
  EXPECT_FALSE(is_of("acme", "acme"));
}

}  // namespace
}  // namespace bellwether::understand
