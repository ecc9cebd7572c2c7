#include "tell/terminal.hpp"

#include "base/text.hpp"

#include <cstdio>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::tell {
namespace {

TEST(Printable, TakesOutWhatSteersATerminal) {
  EXPECT_EQ(printable("red \x1b[31mtext\x07"), "red [31mtext ");
  EXPECT_EQ(printable("two\r\nlines"), "two lines");
  EXPECT_EQ(printable("\u009b31m"), "31m");  // CSI as one C1 character
  EXPECT_EQ(printable("safe\u202Eexe.txt"), "safeexe.txt");
  EXPECT_EQ(printable("naïve 😡 الغرفة"), "naïve 😡 الغرفة");
}

TEST(Signs, FallBackToAscii) {
  EXPECT_EQ(signs("▼ −12 … 3 · “é”", {.unicode = false}), "v -12 ... 3 - \"é\"");
  EXPECT_EQ(signs("▼ −12", {.unicode = true}), "▼ −12");
}

TEST(Paint, ColoursOnlyWhereThereIsColour) {
  EXPECT_EQ(paint("x", Style::worse, {.colour = false}), "x");
  EXPECT_EQ(paint("x", Style::strong, {.colour = true}), "\x1b[1mx\x1b[0m");
}

TEST(TerminalOf, TakesAFileForAPlainPageOf72Columns) {
  std::FILE* file = std::tmpfile();
  ASSERT_NE(file, nullptr);
  const Terminal terminal = terminal_of(fileno(file));
  EXPECT_EQ(terminal.columns, 72U);
  EXPECT_FALSE(terminal.colour);
  EXPECT_EQ(std::fclose(file), 0);
}

TEST(Wrap, BreaksAtSpacesAndInsideLongWords) {
  EXPECT_EQ(wrap("the queue at the desk", 10), (std::vector<std::string>{"the queue", "at the", "desk"}));
  EXPECT_EQ(wrap("abcdefghijkl mn", 5), (std::vector<std::string>{"abcde", "fghij", "kl mn"}));
  EXPECT_EQ(wrap("東京駅の前", 4), (std::vector<std::string>{"東京", "駅の", "前"}));
  EXPECT_EQ(wrap("", 4), (std::vector<std::string>{""}));
  EXPECT_EQ(wrap("the Customer-centric one", 12), (std::vector<std::string>{"the", "Customer-", "centric one"}));
  EXPECT_EQ(wrap("is 2026-10-05", 9), (std::vector<std::string>{"is", "2026-10-0", "5"})) << "a number is no word";
}

RC_GTEST_PROP(Wrap, LosesNothingAndKeepsTheWidth, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab c  defghijk")));
  const auto columns = *rc::gen::inRange<std::size_t>(1, 12);
  std::string joined;
  for (const std::string& line : wrap(text, columns)) {
    RC_ASSERT(width(line) <= columns);
    joined += line;
  }
  const auto without_spaces = [](std::string s) {
    std::erase(s, ' ');
    return s;
  };
  RC_ASSERT(without_spaces(joined) == without_spaces(text));
}

}  // namespace
}  // namespace bellwether::tell
