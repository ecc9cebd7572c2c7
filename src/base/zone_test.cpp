#include "base/zone.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether {
namespace {

constexpr std::int64_t k_hour = 3600 * k_us_per_second;

WallTime wall(int year, unsigned month, unsigned number, int hour, int minute) {
  return {.day = day_from({.year = year, .month = month, .day = number}).value(),
          .us_of_day = (hour * 60 + minute) * 60 * k_us_per_second};
}

TEST(Zone, KnowsSummerAndWinter) {
  const Zone paris = Zone::named("Europe/Paris").value();
  EXPECT_EQ(to_text(paris.instant_at(wall(2026, 7, 1, 12, 0))), "2026-07-01T10:00:00Z");
  EXPECT_EQ(to_text(paris.instant_at(wall(2026, 12, 1, 12, 0))), "2026-12-01T11:00:00Z");
}

TEST(Zone, CutsDaysAtItsOwnMidnight) {
  const Zone auckland = Zone::named("Pacific/Auckland").value();
  const Instant noon = Zone::utc().instant_at(wall(2026, 7, 1, 12, 30));
  EXPECT_EQ(to_text(auckland.day_at(noon)), "2026-07-02");  // UTC+12 in winter
  EXPECT_EQ(to_text(Zone::utc().day_at(Instant{-1})), "1969-12-31");
}

TEST(Zone, MovesASkippedTimeForwardAndTakesTheFirstOfTwo) {
  const Zone berlin = Zone::named("Europe/Berlin").value();
  // 2026-03-29 02:30 does not exist: the clock goes from 02:00 CET to 03:00 CEST, so it is 03:30 CEST = 01:30Z.
  EXPECT_EQ(to_text(berlin.instant_at(wall(2026, 3, 29, 2, 30))), "2026-03-29T01:30:00Z");
  // 2026-10-25 02:30 comes twice: first in CEST, 00:30Z.
  EXPECT_EQ(to_text(berlin.instant_at(wall(2026, 10, 25, 2, 30))), "2026-10-25T00:30:00Z");
  const Zone new_york = Zone::named("America/New_York").value();
  EXPECT_EQ(to_text(new_york.instant_at(wall(2026, 3, 8, 2, 30))), "2026-03-08T07:30:00Z");
  EXPECT_EQ(to_text(new_york.instant_at(wall(2026, 11, 1, 1, 30))), "2026-11-01T05:30:00Z");
}

TEST(Zone, NamesTheNearestWhenUnknown) {
  const auto zone = Zone::named("Europe/Pariss");
  ASSERT_FALSE(zone);
  EXPECT_NE(zone.error().mend.find("Europe/Paris"), std::string::npos);
  EXPECT_FALSE(Zone::named(""));
  EXPECT_FALSE(Zone::named("GMT+99:99x"));
}

RC_GTEST_PROP(Zone, WallTimeAndInstantAgree, ()) {
  static const Zone zone = Zone::named("America/Sao_Paulo").value();
  const Instant any{*rc::gen::inRange<std::int64_t>(0, 2'000'000'000) * k_us_per_second};
  const Day day = zone.day_at(any);
  const std::int64_t local = any.us + std::int64_t{zone.offset_s(any)} * k_us_per_second;
  const Instant back = zone.instant_at({.day = day, .us_of_day = local - std::int64_t{day.days} * k_us_per_day});
  // The same instant, or the other one of an hour that came twice.
  RC_ASSERT(back == any || back.us == any.us - k_hour);
}

}  // namespace
}  // namespace bellwether
