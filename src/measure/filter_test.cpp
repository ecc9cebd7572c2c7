#include "measure/filter.hpp"

#include "base/text.hpp"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether::measure {
namespace {

std::string canonical(std::string_view text) {
  const auto filter = filter_from_text(text);
  return filter ? to_text(*filter) : "error: " + to_text(filter.error());
}

TEST(Filter, ReadsWhatPeopleWrite) {
  const struct {
    const char* written;
    const char* canonical;
  } rows[] = {
      {"", ""},
      {"  \n ", ""},
      {"unit='Lyon'", "unit = \"Lyon\""},
      {"unit = \"Lyon\" and channel in (\"chat\", 'phone') AND rating.nps<=6 and theme = \"delivery\" and text ~ "
       "\"refund\"",
       "unit = \"Lyon\" and channel in (\"chat\", \"phone\") and rating.nps <= 6 and theme = \"delivery\" and text ~ "
       "\"refund\""},
      {"a = 1 or b = 2 and c = 3", "a = 1 or (b = 2 and c = 3)"},
      {"(a = 1 or b = 2) and c = 3", "(a = 1 or b = 2) and c = 3"},
      {"((a = 1))", "a = 1"},
      {"(a = 1 and b = 2) and c = 3", "(a = 1 and b = 2) and c = 3"},
      {"not a = 1 and b = 2", "not (a = 1) and b = 2"},
      {"not not (a = 1)", "not (not (a = 1))"},
      {"a not in (1, 2)", "not (a in (1, 2))"},
      {"a is known or a is not known or a is unknown", "a is known or a is unknown or a is unknown"},
      {"day >= 2026-01-01 and weekday in (6,7)", "day >= 2026-01-01 and weekday in (6, 7)"},
      {"attribute.\"Age group\" != -1.5", "attribute.\"Age group\" != -1.5"},
      {"attribute.a.b = 1", "attribute.\"a.b\" = 1"},
      {"rating.7 = 1e3", "rating.\"7\" = 1e3"},
      {"\"and\" = 'say \\'hi\\' \\\\ \"now\"\\n'", "\"and\" = \"say 'hi' \\\\ \\\"now\\\"\\n\""},
      {"région = \"Île-de-France\" and 地区 = \"東京\"", "région = \"Île-de-France\" and 地区 = \"東京\""},
      {"a <> 1 and b == 2", "a != 1 and b = 2"},
  };
  for (const auto& row : rows) EXPECT_EQ(canonical(row.written), row.canonical) << row.written;
}

TEST(Filter, PointsAtWhatIsWrong) {
  const struct {
    const char* written;
    const char* error;
  } rows[] = {
      {"unit = Lyon", "filter, character 8: text stands in quotes\n  unit = Lyon\n         ^^^^\n  → write \"Lyon\""},
      {"unit \"Lyon\"",
       "filter, character 6: a comparison is missing behind unit\n  unit \"Lyon\"\n       ^^^^^^\n"
       "  → write = != < <= > >= ~ with a value, in (…), is known or is unknown"},
      {"unit = \"Lyon",
       "filter, character 8: the quotes that open here are not closed\n  unit = \"Lyon\n         ^\n"
       "  → add a closing \""},
      {"(unit = 'a' and b = 1",
       "filter, character 1: the bracket that opens here is not closed\n  (unit = 'a' and b = 1\n  ^\n"
       "  → add a closing )"},
      {"unit = 'a' & b = 1",
       "filter, character 12: this sign has no meaning in a filter\n  unit = 'a' & b = 1\n             ^\n"
       "  → a filter reads like: unit = \"Lyon\" and rating.nps <= 6"},
      {"day > 2026-02-30", "filter, character 7: there is no day 2026-02-30\n  day > 2026-02-30\n        ^^^^^^^^^^"},
      {"東京 = 1 b = 2",
       "filter, character 8: \"and\" or \"or\" is missing here\n  東京 = 1 b = 2\n           ^\n"
       "  → join terms with and, or"},
      {"a = 12abc",
       "filter, character 5: \"12abc\" is neither a number nor a day\n  a = 12abc\n      ^^^^^\n"
       "  → write 12.5 for a number, 2026-01-31 for a day, and put text in quotes: \"12abc\""},
  };
  // Of a long filter, 50 bytes before the place are shown.
  const std::string margin(2 + 1 + 50, ' ');
  EXPECT_EQ(canonical("a is known or a is not known or a is unknown or a IS NOT UNKNOWN"),
            "error: filter, character 58: \"known\" or \"unknown\" is missing behind \"is\"\n"
            "  …own or a is not known or a is unknown or a IS NOT UNKNOWN\n" +
                margin + "^^^^^^^\n  → write: unit is known, unit is unknown");
  for (const auto& row : rows) {
    const auto filter = filter_from_text(row.written);
    ASSERT_FALSE(filter) << row.written;
    EXPECT_EQ(to_text(filter.error()), row.error);
  }
}

TEST(Filter, RefusesEveryOtherBrokenForm) {
  for (const char* text : {"and",        "a",        "a =",           "a = 1 and",   "a = 1 or or b = 2",
                           "not",        "()",       "a in ()",       "a in (1",     "a in 1",
                           "a in (1,)",  "a ~ 3",    "a ~ ''",        "a is",        "a is 3",
                           "= 1",        "a = 1)",   "unit.name = 1", "rating. = 1", "rating.nps",
                           "a = 'x\\q'", "a = 'x\\", "in = 1",        "a ! 1",       "a = and",
                           "\xff = 1",   "a not = 1"}) {
    EXPECT_FALSE(filter_from_text(text)) << text;
  }
}

TEST(Filter, HasLimits) {
  EXPECT_EQ(filter_from_text(std::string(k_filter_bytes + 1, ' ')).error().code, Code::too_large);
  EXPECT_EQ(filter_from_text(std::string(5000, '(') + "a = 1" + std::string(5000, ')')).error().code, Code::too_large);
  std::string nots;
  for (int i = 0; i < 3000; ++i) nots += "not ";
  EXPECT_EQ(filter_from_text(nots + "a = 1").error().code, Code::too_large);
  // As deep as a tree may be, and its canonical form with all its brackets still reads.
  const std::string deepest = nots.substr(0, 4 * (k_filter_depth - 1)) + "a = 1";
  const auto deep = filter_from_text(deepest);
  ASSERT_TRUE(deep);
  EXPECT_TRUE(filter_from_text(to_text(*deep)));
  EXPECT_FALSE(filter_from_text("not " + deepest));
  std::string many = "a in (0";
  for (int i = 0; i < 2500; ++i) many += ",1";
  EXPECT_EQ(filter_from_text(many + ")").error().code, Code::too_large);
}

TEST(Filter, ReadsSingleNames) {
  EXPECT_EQ(to_text(*name_from_text("rating.nps")), "rating.nps");
  EXPECT_EQ(to_text(*name_from_text("\"Age group\"")), "\"Age group\"");
  EXPECT_FALSE(name_from_text("unit, channel"));
  EXPECT_FALSE(name_from_text(""));
}

// Random trees of the shapes that the parser makes.

rc::Gen<std::string> any_word() {
  return rc::gen::element<std::string>("unit", "nps", "and", "Age group", "a.b", "7", "région", "x-y", "\"\\'",
                                       "a\nb\tc", "", "known");
}

rc::Gen<FieldName> any_name() {
  return rc::gen::map(rc::gen::pair(rc::gen::element<std::string>("", "rating", "attribute"), any_word()),
                      [](std::pair<std::string, std::string> parts) {
                        return FieldName{.kind = std::move(parts.first), .word = std::move(parts.second), .place = {}};
                      });
}

rc::Gen<FilterValue> any_value() {
  const auto of = [](FilterValue::Kind kind) {
    return [kind](std::string text) { return FilterValue{.kind = kind, .text = std::move(text), .place = {}}; };
  };
  return rc::gen::oneOf(
      rc::gen::map(any_word(), of(FilterValue::Kind::text)),
      rc::gen::map(rc::gen::element<std::string>("0", "-3", "4.50", "1e-3", "+7", "900000000000"),
                   of(FilterValue::Kind::number)),
      rc::gen::map(rc::gen::element<std::string>("2026-01-01", "1999-12-31"), of(FilterValue::Kind::day)));
}

Filter any_filter(int depth) {
  const int shape = *rc::gen::inRange(depth > 0 ? 0 : 3, 7);
  std::vector<Filter> inner;
  const int count = shape == 2 ? 1 : shape < 2 ? *rc::gen::inRange(2, 4) : 0;
  for (int i = 0; i < count; ++i) inner.push_back(any_filter(depth - 1));
  switch (shape) {
    case 0:
      return {FilterAll{.of = std::move(inner)}};
    case 1:
      return {FilterAny{.of = std::move(inner)}};
    case 2:
      return {FilterNot{.of = std::move(inner)}};
    case 3:
      return {FilterCompare{
          .name = *any_name(), .op = static_cast<facts::Op>(*rc::gen::inRange(0, 6)), .value = *any_value()}};
    case 4:
      return {FilterOneOf{.name = *any_name(),
                          .values = *rc::gen::nonEmpty(rc::gen::container<std::vector<FilterValue>>(any_value()))}};
    case 5:
      return {FilterContains{.name = *any_name(),
                             .words = {.kind = FilterValue::Kind::text, .text = "x" + *any_word(), .place = {}}}};
    default:
      return {FilterKnown{.name = *any_name(), .known = *rc::gen::arbitrary<bool>()}};
  }
}

RC_GTEST_PROP(Filter, ReadsBackWhatItWrites, ()) {
  const Filter filter = any_filter(3);
  const std::string text = to_text(filter);
  const auto again = filter_from_text(text);
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == filter);
  RC_ASSERT(to_text(*again) == text);
}

}  // namespace
}  // namespace bellwether::measure
