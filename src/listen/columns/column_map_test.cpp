#include "listen/columns/column_map.hpp"

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

ColumnMap read(std::string_view toml) {
  auto map = column_map_from_toml(toml, "MAP.toml");
  EXPECT_TRUE(map) << (map ? "" : to_text(map.error()));
  return map.value_or(ColumnMap{});
}

Error wrong(std::string_view toml) {
  auto map = column_map_from_toml(toml, "MAP.toml");
  EXPECT_FALSE(map) << toml;
  return map ? Error{} : map.error();
}

TEST(ColumnMapToml, WhatIsWrittenReadsBackTheSame) {
  ColumnMap map;
  map.voice_of = facts::VoiceOf::employee;
  map.channel = "survey \"of\" 2024";
  map.zone = "Europe/Paris";
  map.occurred = "2024-05-01";
  ColumnUse time;
  time.column = "Date\treceived";
  time.role = Role::time;
  time.format = "%d/%m/%Y[ %H:%M]";
  time.why = "named so\nand so";
  ColumnUse rating;
  rating.column = "Zufriedenheit ü";
  rating.label = "Wie \\zufrieden\\ sind Sie?";
  rating.role = Role::rating;
  rating.name = "csat";
  rating.format = "leading";
  rating.decimal = DecimalSign::comma;
  rating.scale = Scale{.low = {50},
                       .high = {500},
                       .no_answer = {"0", "weiß nicht"},
                       .reversed = true,
                       .words = {{"schlecht", {100}}, {"gut", {500}}}};
  ColumnUse rest;
  rest.column = "x";
  rest.role = Role::ignored;
  map.columns = {time, rating, rest};

  const ColumnMap back = read(to_toml(map));
  EXPECT_EQ(back.voice_of, map.voice_of);
  EXPECT_EQ(back.channel, map.channel);
  EXPECT_EQ(back.unit, "");
  EXPECT_EQ(back.zone, map.zone);
  EXPECT_EQ(back.occurred, map.occurred);
  ASSERT_EQ(back.columns.size(), 3U);
  EXPECT_EQ(back.columns[0].column, time.column);
  EXPECT_EQ(back.columns[0].format, time.format);
  EXPECT_EQ(back.columns[0].role, Role::time);
  const ColumnUse& again = back.columns[1];
  EXPECT_EQ(again.label, rating.label);
  EXPECT_EQ(again.name, "csat");
  EXPECT_EQ(again.format, "leading");
  EXPECT_EQ(again.decimal, DecimalSign::comma);
  ASSERT_TRUE(again.scale);
  EXPECT_EQ(again.scale->low.value, 50);
  EXPECT_EQ(again.scale->high.value, 500);
  EXPECT_EQ(again.scale->no_answer, rating.scale->no_answer);
  EXPECT_TRUE(again.scale->reversed);
  EXPECT_EQ(again.scale->words, rating.scale->words);
  EXPECT_EQ(back.columns[2].role, Role::ignored);
  // And what is read writes the same again.
  ColumnMap without_why = map;
  without_why.columns[0].why.clear();
  EXPECT_EQ(to_toml(back), to_toml(without_why));
}

TEST(ColumnMapToml, EveryRoleHasItsWord) {
  for (int i = 0; i <= static_cast<int>(Role::reader); ++i) {
    const Role role = static_cast<Role>(i);
    EXPECT_EQ(role_from(word_of(role)), role);
  }
  EXPECT_FALSE(role_from("nothing"));
}

TEST(ColumnMapToml, TheRoleMayBeLeftOutWhereTheRestShowsIt) {
  const ColumnMap map = read(R"(
[[column]]
column = "score"
scale = [0, 10]
[[column]]
column = "when"
format = "%m/%d/%Y"
[[column]]
column = "city"
format = "text"
)");
  EXPECT_EQ(map.columns[0].role, Role::rating);
  EXPECT_EQ(map.columns[1].role, Role::time);
  EXPECT_EQ(map.columns[2].role, Role::attribute);
}

TEST(ColumnMapToml, ErrorsNameTheLineAndTheNearestRightWord) {
  EXPECT_EQ(wrong("chanel = \"web\"").where, "MAP.toml:1");
  EXPECT_EQ(wrong("chanel = \"web\"").mend, "did you mean ‘channel’?");
  const Error role = wrong("[[column]]\ncolumn = \"a\"\nrole = \"ratng\"");
  EXPECT_EQ(role.message, "there is no role ‘ratng’");
  EXPECT_EQ(role.where, "MAP.toml:3");
  EXPECT_EQ(role.mend, "did you mean ‘rating’?");
  EXPECT_EQ(wrong("[[column]]\ncolumn = \"a\"\nformt = \"iso\"").mend, "did you mean ‘format’?");
  EXPECT_EQ(wrong("[[column]]\ncolumn = \"a\"\nrole = \"time\"\nformat = \"unixms\"").message,
            "‘unixms’ is no time format; did you mean ‘unix_ms’?");
  EXPECT_EQ(wrong("[[column]]\ncolumn = \"a\"\nscale = [5, 1]").message, "the scale's ends stand the wrong way round");
  EXPECT_EQ(wrong("[[column]]\ncolumn = \"a\"\nscale = [5]").message, "a scale has two ends");
  EXPECT_EQ(wrong("[[column]]\ncolumn = \"a\"\nno_answer = [\"0\"]").message, "‘no_answer’ stands without a scale");
  EXPECT_EQ(wrong("[[column]]\nrole = \"time\"").message, "a [[column]] does not say which column");
  EXPECT_EQ(wrong("[[column]]\ncolumn = \"a\"\n[[column]]\ncolumn = \"a\"").message,
            "the column ‘a’ stands here twice");
  EXPECT_EQ(wrong("voice_of = \"robot\"").message, "‘robot’ is nobody who speaks");
  EXPECT_EQ(wrong("zone = \"Europe/Pariss\"").where, "MAP.toml:1");
  EXPECT_EQ(wrong("occurred = \"soon\"").message, "occurred = ‘soon’ is no date");
  EXPECT_EQ(wrong("voice_of = [").where, "MAP.toml:1");
  EXPECT_EQ(read("occurred = 2024-05-01").occurred, "2024-05-01");
}

TEST(ColumnMap, WhatTheUserSaysTakesThePlaceOfWhatWasGuessed) {
  ColumnMap guessed;
  ColumnUse a;
  a.column = "created";
  a.role = Role::time;
  a.format = "iso";
  ColumnUse b;
  b.column = "bought";
  b.role = Role::attribute;
  b.name = "bought";
  ColumnUse c;
  c.column = "score";
  c.role = Role::rating;
  c.name = "nps";
  c.scale = Scale{.low = {0}, .high = {1000}, .no_answer = {}, .reversed = false, .words = {}};
  guessed.columns = {a, b, c};
  const ColumnMap both = overlaid(guessed, read(R"(
[[column]]
column = "bought"
role = "time"
format = "%d/%m/%Y"
[[column]]
column = "score"
scale = [1, 10]
)"));
  EXPECT_EQ(both.columns[0].role, Role::attribute);  // there is one time
  EXPECT_EQ(both.columns[0].format, "iso");
  EXPECT_EQ(both.columns[1].role, Role::time);
  EXPECT_EQ(both.columns[1].format, "%d/%m/%Y");
  EXPECT_EQ(both.columns[2].name, "nps");  // nothing was said of its name
  EXPECT_EQ(both.columns[2].scale->low.value, 100);
}

}  // namespace
}  // namespace bellwether::listen
