#include "understand/clauses.hpp"

#include <gtest/gtest.h>

namespace bellwether::understand {
namespace {

/// "room great , | breakfast cold . || we": a bar before each clause, two before each sentence.
std::string parted(std::string_view text) {
  Words words;
  Clauses clauses;
  words.read(text);
  clauses.read(words);
  std::string all;
  for (std::size_t i = 0; i < words.all().size(); ++i) {
    if (i > 0 && clauses.clause(i) != clauses.clause(i - 1)) all += '|';
    if (i > 0 && clauses.sentence(i) != clauses.sentence(i - 1)) all += '|';
    all += std::string(words.folded(words.all()[i])) + " ";
  }
  return all;
}

TEST(Clauses, EndAtMarksAndBeginAtJoiningWords) {
  EXPECT_EQ(parted("Room great, breakfast cold."), "room great , |breakfast cold . ");
  EXPECT_EQ(parted("Great food but slow. Never again!"), "great food |but slow . ||never again ! ");
  EXPECT_EQ(parted("Zimmer gut und Personal nett"), "zimmer gut |und personal nett ");
  EXPECT_EQ(parted("nice, and cheap"), "nice , |and cheap ") << "a comma before an \"and\" parts once";
  EXPECT_EQ(parted("a well-kept place - loved it"), "a well - kept place - |loved it ");
  EXPECT_EQ(parted("What?! No..."), "what ? ||! no . ||. . ");
  EXPECT_EQ(parted(""), "");
  EXPECT_EQ(parted("but"), "but ");
}

}  // namespace
}  // namespace bellwether::understand
