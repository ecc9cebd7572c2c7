#include "measure/ask.hpp"

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

TEST(Question, IsWrittenAsOneLine) {
  Question question;
  question.measure = "nps";
  EXPECT_EQ(to_text(question), "bellwether measure nps");
  question.by = {"unit", "attribute.'Age, group'"};
  question.every = Grain::week;
  question.where = "unit='Lyon' and text ~ \"it's\"";
  question.from = day_from_text("2026-01-01").value();
  question.to = day_from_text("2026-02-01").value();
  question.level = 0.9;
  question.snapshot = 42;
  question.store = "1f0c9a2e";
  EXPECT_EQ(to_text(question),
            "bellwether measure nps --by 'unit,attribute.\"Age, group\"' --every week "
            "--where 'unit = \"Lyon\" and text ~ \"it'\\''s\"' --from 2026-01-01 --to 2026-01-31 --level 0.9 "
            "--snapshot 1f0c9a2e-42");
}

TEST(Question, ReadsBackWhatItWrites) {
  for (const char* line : {
           "bellwether measure nps",
           "bellwether measure 'mean(rating.\"Q 7\")' --by unit,rating.nps --where 'a = \"b'\\''c\\\\d\"'",
           "bellwether measure volume --every month --from 2026-01-01 --level 0.99 --snapshot 7",
           "bellwether measure volume --snapshot abcd1234-7",
           "bellwether measure stars --by channel --weight 'unit,attribute.\"Age, group\"' --level 0.9",
           "bellwether measure stars --interval bootstrap --snapshot 7",
       }) {
    const auto question = question_from_text(line);
    ASSERT_TRUE(question) << to_text(question.error());
    EXPECT_EQ(to_text(*question), line);
  }
}

TEST(Question, ReadsWhatPeopleType) {
  const auto question = question_from_text("measure nps --by=unit,channel --where \"unit = 'Lyon'\" --every day");
  ASSERT_TRUE(question) << to_text(question.error());
  EXPECT_EQ(question->by, (std::vector<std::string>{"unit", "channel"}));
  EXPECT_EQ(question->where, "unit = 'Lyon'");
  EXPECT_EQ(question->every, Grain::day);
}

TEST(Question, PeriodsAreIncluded) {
  const auto question = question_from_text("nps --from 2026-Q1 --to 2026-05");
  ASSERT_TRUE(question) << to_text(question.error());
  EXPECT_EQ(bellwether::to_text(*question->from), "2026-01-01");
  EXPECT_EQ(bellwether::to_text(*question->to), "2026-06-01") << "the first day that does not count";
}

TEST(Question, NamesWhatIsWrong) {
  EXPECT_EQ(question_from_text("nps --wher x").error().mend, "did you mean --where?");
  for (const char* line : {"", "bellwether measure", "nps --by", "nps --every fortnight", "nps --level 2",
                           "nps --level x", "nps --from yesterday", "nps --snapshot x", "nps --by unit,,channel",
                           "nps --interval guess", "nps --weight ,", "nps 'open", "nps extra x"}) {
    EXPECT_FALSE(question_from_text(line)) << line;
  }
}

TEST(WithSlice, NarrowsAFilter) {
  EXPECT_EQ(with_slice("", {{"unit", "Lyon"}}).value(), "unit = \"Lyon\"");
  EXPECT_EQ(with_slice("a = 1 and b = 2", {{"unit", std::nullopt}}).value(), "a = 1 and b = 2 and unit is unknown");
  EXPECT_EQ(with_slice("a = 1 or b = 2", {{"unit", "L\"x"}}).value(), "(a = 1 or b = 2) and unit = \"L\\\"x\"");
  EXPECT_EQ(with_slice("", {}).value(), "");
  EXPECT_FALSE(with_slice("a =", {}));
}

}  // namespace
}  // namespace bellwether::measure
