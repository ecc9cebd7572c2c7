#include "simulate/scenario.hpp"

#include "base/embedded.hpp"
#include "simulate/world.hpp"

#include <gtest/gtest.h>

namespace bellwether::simulate {
namespace {

std::string hotel() { return std::string(embedded_file("scenarios/hotel.toml")); }

/// The shipped hotel with its first `what` replaced by `by`.
std::string hotel_with(std::string_view what, std::string_view by) {
  std::string text = hotel();
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

/// "hotel.toml:12" for the line on which `what` first stands in the hotel.
std::string line_of(std::string_view what) {
  const std::string text = hotel();
  const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(what)), '\n');
  return "hotel.toml:" + std::to_string(lines + 1);
}

Error error_of(const std::string& toml) {
  const auto scenario = scenario_from_toml(toml, "hotel.toml");
  EXPECT_FALSE(scenario);
  return scenario ? Error{} : scenario.error();
}

TEST(Scenario, ShippedOnesAreFoundByName) {
  for (const char* name : {"hotel", "telecom"}) {
    const auto scenario = scenario_named(name);
    ASSERT_TRUE(scenario) << to_text(scenario.error());
    EXPECT_EQ(scenario->name, name);
    EXPECT_EQ(to_text(scenario->end), "2026-11-15");
    EXPECT_GE(scenario->planted.size(), 10U);
    const auto world = world_of(*scenario, 1);
    ASSERT_TRUE(world) << to_text(world.error());
    EXPECT_EQ(world->languages.size(), 5U);
  }
}

TEST(Scenario, AnUnknownNameListsTheShippedOnes) {
  const auto scenario = scenario_named("hotels");
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().code, Code::not_found);
  EXPECT_NE(scenario.error().mend.find("hotel, leaders, telecom"), std::string::npos) << scenario.error().mend;
}

TEST(Scenario, AMisspeltKeyIsNamedWithItsLineAndTheRightOne) {
  const Error optional = error_of(hotel_with("growth_a_year", "growht_a_year"));
  EXPECT_EQ(optional.where, line_of("growth_a_year"));
  EXPECT_NE(optional.mend.find("growth_a_year"), std::string::npos) << to_text(optional);
  const Error needed = error_of(hotel_with("every_days", "every_day"));
  EXPECT_EQ(needed.where, line_of("every_days"));
  EXPECT_NE(needed.mend.find("every_days"), std::string::npos) << to_text(needed);
}

TEST(Scenario, AMisspeltNameIsNamedWithTheRightOne) {
  const Error unit = error_of(hotel_with("units = [\"Lyon\"]", "units = [\"Lyonn\"]"));
  EXPECT_EQ(unit.where, line_of("units = [\"Lyon\"]"));
  EXPECT_NE(unit.mend.find("\"Lyon\""), std::string::npos) << to_text(unit);
  const Error touchpoint = error_of(hotel_with("touchpoint = \"breakfast\"", "touchpoint = \"brekfast\""));
  EXPECT_NE(touchpoint.mend.find("\"breakfast\""), std::string::npos) << to_text(touchpoint);
  const Error channel = error_of(hotel_with("{complaint = ", "{complaints = "));
  EXPECT_NE(channel.mend.find("\"complaint\""), std::string::npos) << to_text(channel);
  const Error kind = error_of(hotel_with("kind = \"incident\"", "kind = \"incidnt\""));
  EXPECT_NE(kind.mend.find("\"incident\""), std::string::npos) << to_text(kind);
}

TEST(Scenario, NumbersOutOfRangeAndWrongKindsAreToldWithTheirLines) {
  const Error range = error_of(hotel_with("weight = 0.42", "weight = 42"));
  EXPECT_EQ(range.where, line_of("weight = 0.42"));
  EXPECT_NE(range.mend.find("from 0 to 1"), std::string::npos) << to_text(range);
  EXPECT_EQ(error_of(hotel_with("weight = 0.42", "weight = \"0.42\"")).where, line_of("weight = 0.42"));
  EXPECT_EQ(error_of(hotel_with("start = 2024-11-16", "start = 2024-11-31")).where.substr(0, 10), "hotel.toml");
  EXPECT_FALSE(scenario_from_toml(hotel_with("share = 0.62", "share = 0.7"), "hotel.toml"));
  EXPECT_FALSE(scenario_from_toml(hotel_with("name = \"Paris Opéra\"", "name = \"Lyon\""), "hotel.toml"));
  EXPECT_FALSE(scenario_from_toml("", "empty.toml"));
  EXPECT_FALSE(scenario_from_toml("name = \"\xff\"", "bytes.toml"));
}

TEST(Scenario, ALanguageOrThemeWithoutWordsIsSaid) {
  const auto language = scenario_from_toml(hotel_with("pt = 0.62", "xx = 0.62"), "hotel.toml");
  ASSERT_TRUE(language) << to_text(language.error());
  const auto world = world_of(*language, 1);
  ASSERT_FALSE(world);
  EXPECT_EQ(world.error().code, Code::not_found);
  const auto theme = scenario_from_toml(hotel_with("themes = [\"wifi\"]", "themes = [\"telepathy\"]"), "hotel.toml");
  ASSERT_TRUE(theme) << to_text(theme.error());
  const auto silent = world_of(*theme, 1);
  ASSERT_FALSE(silent);
  EXPECT_NE(silent.error().message.find("telepathy"), std::string::npos);
}

}  // namespace
}  // namespace bellwether::simulate
