#include "base/time.hpp"

#include <chrono>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace bellwether {
namespace {

Day day(int year, unsigned month, unsigned number) {
  return day_from({.year = year, .month = month, .day = number}).value();
}

TEST(Day, RefusesDatesThatDoNotExist) {
  EXPECT_FALSE(day_from({.year = 2026, .month = 4, .day = 31}));
  EXPECT_FALSE(day_from({.year = 2026, .month = 2, .day = 29}));
  EXPECT_TRUE(day_from({.year = 2024, .month = 2, .day = 29}));
  EXPECT_FALSE(day_from({.year = 1900, .month = 2, .day = 29}));
  EXPECT_FALSE(day_from({.year = 2026, .month = 13, .day = 1}));
  EXPECT_FALSE(day_from({.year = 0, .month = 1, .day = 1}));
}

RC_GTEST_PROP(Day, GoesToADateAndBack, ()) {
  const Day any{*rc::gen::inRange<std::int32_t>(-700'000, 2'900'000)};
  const YearMonthDay date = date_of(any);
  RC_ASSERT(day_from(date) == any);
  // The standard library's calendar is the other implementation.
  const std::chrono::year_month_day other{std::chrono::sys_days{std::chrono::days{any.days}}};
  RC_ASSERT(static_cast<int>(other.year()) == date.year);
  RC_ASSERT(static_cast<unsigned>(other.month()) == date.month);
  RC_ASSERT(static_cast<unsigned>(other.day()) == date.day);
  const std::chrono::weekday weekday{std::chrono::sys_days{std::chrono::days{any.days}}};
  RC_ASSERT(static_cast<int>(weekday.iso_encoding()) == weekday_of(any));
}

TEST(Week, BeginsOnMondayAndIsNamedByItsThursday) {
  EXPECT_EQ(to_text(week_of(day(2026, 11, 22))), "2026-11-16");  // a Sunday
  EXPECT_EQ(week_name(day(2026, 11, 22)), "2026-W47");
  EXPECT_EQ(week_name(day(2021, 1, 3)), "2020-W53");  // ISO 8601's own example of a year with 53 weeks
  EXPECT_EQ(week_name(day(2024, 12, 30)), "2025-W01");
}

TEST(Period, ReadsWhatPeopleWrite) {
  const auto week = period_from_text("2026-W46").value();
  EXPECT_EQ(to_text(week.from), "2026-11-09");
  EXPECT_EQ(to_text(week.to), "2026-11-16");
  EXPECT_EQ(to_text(period_from_text("2026-02").value().to), "2026-03-01");
  EXPECT_EQ(to_text(period_from_text("2026-Q4").value().from), "2026-10-01");
  EXPECT_EQ(to_text(period_from_text("2026").value().to), "2027-01-01");
  EXPECT_EQ(period_from_text("2026-11-22").value().grain, Grain::day);
}

TEST(Period, SaysWhichFormsThereAre) {
  for (const char* wrong :
       {"", "soon", "2026-W54", "2025-W53", "2026-13", "2026-Q5", "2026-11-31", "2026-1", "26", "2026-W4x"}) {
    const auto period = period_from_text(wrong);
    ASSERT_FALSE(period) << wrong;
    EXPECT_NE(period.error().mend.find("2026-W47"), std::string::npos);
  }
}

RC_GTEST_PROP(Period, NameReadsBackToTheSamePeriod, ()) {
  const auto grain = *rc::gen::element(Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year);
  const Day start = period_start(grain, Day{*rc::gen::inRange(-20'000, 60'000)});
  const auto period = period_from_text(period_name(grain, start));
  RC_ASSERT(period.has_value());
  RC_ASSERT(period->from == start);
  RC_ASSERT(period->to == period_end(grain, start));
  RC_ASSERT(period_before(*period).to == start);
  RC_ASSERT(period_end(grain, period_before(*period).from) == start);
}

TEST(Instant, IsWrittenAsRfc3339) {
  EXPECT_EQ(to_text(Instant{0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(Instant{-1}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(Instant{1'500'000}), "1970-01-01T00:00:01.500000Z");
}

TEST(Instant, ReadsWhatItWrites) {
  for (const std::int64_t us : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{1'795'000'000'123'450},
                                std::int64_t{-2'208'988'800'000'000}}) {
    EXPECT_EQ(instant_from_text(to_text(Instant{us})).value(), Instant{us});
  }
  EXPECT_EQ(instant_from_text("2026-11-22T09:30:00.5Z").value(),
            instant_from_text("2026-11-22T09:30:00.500000Z").value());
  for (const char* wrong :
       {"", "Z", "2026-11-22", "2026-11-22T09:30:00", "2026-11-22 09:30:00Z", "2026-02-30T09:30:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T09:60:00Z", "2026-11-22T09:30:00.Z", "2026-11-22T09:30:00.1234567Z",
        "2026-11-22T09:30:00.1xZ", "2026-11-22T09:30:00+Z"}) {
    EXPECT_FALSE(instant_from_text(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace bellwether
