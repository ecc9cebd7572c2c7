#include "measure/filter.hpp"
#include "measure/names.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace bellwether::measure {
namespace {

using Kind = facts::Field::Kind;

/// A store that knows two ratings, a few attributes and the values of some dimensions.
Names known_names(facts::Table table = facts::Table::signals) {
  std::vector<facts::KnownField> known{
      {.field = {.kind = Kind::dimension, .name = "unit"}},
      {.field = {.kind = Kind::dimension, .name = "channel"}},
      {.field = {.kind = Kind::rating, .name = "nps"}},
      {.field = {.kind = Kind::rating, .name = "clean"}},
      {.field = {.kind = Kind::attribute, .name = "clean"}, .has_text = true},
      {.field = {.kind = Kind::attribute, .name = "segment"}, .has_text = true},
      {.field = {.kind = Kind::attribute, .name = "age"}, .has_number = true},
      {.field = {.kind = Kind::attribute, .name = "code"}, .has_text = true, .has_number = true},
  };
  return Names(table, std::move(known), [](const facts::Field& field) -> Result<std::vector<std::string>> {
    if (field.name == "unit") return std::vector<std::string>{"Lyon", "Nice", "Marseille"};
    if (field.name == "channel") return std::vector<std::string>{"chat", "phone"};
    if (field.name == "segment") return std::vector<std::string>{"gold", "silver"};
    return std::vector<std::string>{};
  });
}

Result<facts::Expr> bound(std::string_view text, Unknown unknown = Unknown::is_an_error) {
  return bind_filter(filter_from_text(text).value(), text, known_names(), unknown);
}

std::string error_of(std::string_view text) {
  const auto expr = bound(text);
  return expr ? "none" : to_text(expr.error());
}

const facts::Compare& compare_of(const facts::Expr& expr) { return std::get<facts::Compare>(expr.node); }

TEST(Bind, FindsFieldsOfEachKind) {
  const auto kind_of = [](std::string_view text) { return compare_of(bound(text).value()).field.kind; };
  EXPECT_EQ(kind_of("unit = 'Lyon'"), Kind::dimension);
  EXPECT_EQ(kind_of("nps <= 6"), Kind::rating);
  EXPECT_EQ(kind_of("rating.nps <= 6"), Kind::rating);
  EXPECT_EQ(kind_of("segment = 'gold'"), Kind::attribute);
  EXPECT_EQ(kind_of("attribute.age > 30"), Kind::attribute);
  EXPECT_EQ(kind_of("sentiment < -0.5"), Kind::number);
  EXPECT_EQ(kind_of("day >= 2026-01-01"), Kind::day);
  EXPECT_EQ(kind_of("day >= '2026-01-01'"), Kind::day);
  EXPECT_EQ(kind_of("weekday = 7"), Kind::weekday);
  EXPECT_EQ(kind_of("customer = 'abc'"), Kind::subject);
}

TEST(Bind, TurnsNotEqualIntoNot) {
  const auto expr = bound("unit != 'Lyon'").value();
  const auto& inner = std::get<facts::Not>(expr.node).of.at(0);
  EXPECT_EQ(compare_of(inner).op, facts::Op::equal);
  EXPECT_EQ(std::get<std::string>(compare_of(inner).literal), "Lyon");
}

TEST(Bind, ReadsNumbersAsWritten) {
  const auto literal = std::get<Decimal>(compare_of(bound("rating.nps <= 6.5").value()).literal);
  EXPECT_EQ(literal.digits, 65);
  EXPECT_EQ(literal.exponent, -1);
  // A number is text where the field holds text, with its zeros.
  EXPECT_EQ(std::get<std::string>(compare_of(bound("segment = 007").value()).literal), "007");
}

TEST(Bind, LooksForNumberAndTextWhereAnAttributeHoldsBoth) {
  const auto expr = bound("code = '5'").value();
  EXPECT_EQ(std::get<facts::Any>(expr.node).of.size(), 2U);
  EXPECT_EQ(std::get<facts::OneOf>(bound("code in (5, 'x')").value().node).literals.size(), 3U);
}

TEST(Bind, NamesTheNearestNameAndPointsAtTheWrongOne) {
  EXPECT_EQ(error_of("channel = 'chat' and unti = 'Lyon'"),
            "filter, character 22: there is no unti here\n"
            "  channel = 'chat' and unti = 'Lyon'\n"
            "                       ^^^^\n"
            "  → did you mean unit?");
  EXPECT_NE(error_of("rating.npz = 3").find("did you mean rating.nps?"), std::string::npos);
  EXPECT_NE(error_of("attribute.nps = 3").find("did you mean rating.nps?"), std::string::npos);
  EXPECT_NE(error_of("sentimen > 0").find("did you mean sentiment?"), std::string::npos);
  EXPECT_NE(error_of("zzzzzzzz = 'x'").find("known here: attribute.age, attribute.clean"), std::string::npos);
  EXPECT_NE(error_of("clean = 'x'").find("write rating.clean or attribute.clean"), std::string::npos);
}

TEST(Bind, TakesAValueNearAKnownOneForASlip) {
  EXPECT_EQ(error_of("unit = \"Lyons\""),
            "filter, character 8: no fact has unit = \"Lyons\"\n"
            "  unit = \"Lyons\"\n"
            "         ^^^^^^^\n"
            "  → did you mean \"Lyon\"?");
  EXPECT_NE(error_of("unit = 'lyon'").find("did you mean \"Lyon\"?"), std::string::npos);
  EXPECT_NE(error_of("channel in ('chat', 'phon')").find("did you mean \"phone\"?"), std::string::npos);
  EXPECT_NE(error_of("segment = 'golt'").find("did you mean \"gold\"?"), std::string::npos);
  EXPECT_NE(error_of("voice_of = 'staff'").find("\"employee\""), std::string::npos);
  EXPECT_EQ(error_of("unit = 'Toulouse'"), "none") << "nothing is near: an answer without facts";
  EXPECT_TRUE(bound("unit = 'Lyons'", Unknown::is_nothing)) << "measures are written for any store";
}

TEST(Bind, RefusesComparisonsWithoutMeaning) {
  for (const char* text :
       {"unit < 'M'", "rating.nps = 'good'", "rating.nps = 2026-01-01", "weekday = 8", "weekday = 1.5", "day = 3",
        "text = 'refund'", "channel ~ 'ch'", "segment > 3", "age = 'old'", "age > 'x'"}) {
    const auto expr = bound(text);
    ASSERT_FALSE(expr) << text;
    EXPECT_EQ(expr.error().code, Code::bad_input) << text;
    EXPECT_FALSE(expr.error().mend.empty()) << text;
  }
}

TEST(Bind, ForMeasuresWhatNobodyCarriesIsNothing) {
  const auto expr = bound("rating.ces >= 5", Unknown::is_nothing).value();
  EXPECT_TRUE(std::get<facts::Any>(expr.node).of.empty());
  const auto turned = bound("rating.ces != 5 and attribute.x is unknown", Unknown::is_nothing).value();
  for (const auto& part : std::get<facts::All>(turned.node).of)
    EXPECT_TRUE(std::holds_alternative<facts::Not>(part.node));
}

TEST(Bind, ActsHaveNamesOfTheirOwn) {
  const auto names = known_names(facts::Table::acts);
  EXPECT_TRUE(bind_filter(filter_from_text("kind = 'case.resolved' and amount > 100").value(), "", names));
  EXPECT_FALSE(bind_filter(filter_from_text("channel = 'chat'").value(), "channel = 'chat'", names));
}

}  // namespace
}  // namespace bellwether::measure
