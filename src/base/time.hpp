// Instants, days and how they are written. Instants are UTC with microseconds; days are calendar dates.
#pragma once

#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether {

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
  std::int64_t us = 0;
  friend auto operator<=>(Instant, Instant) = default;
};

/// A calendar date in the proleptic Gregorian calendar: days since 1970-01-01.
struct Day {
  std::int32_t days = 0;
  friend auto operator<=>(Day, Day) = default;
};

/// A date and a time on some wall, without saying which: what a file says before its zone is known.
struct WallTime {
  Day day;
  std::int64_t us_of_day = 0;  ///< 0 … 86,399,999,999
};

struct YearMonthDay {
  int year = 1970;
  unsigned month = 1;  ///< 1 … 12
  unsigned day = 1;    ///< 1 … 31
};

inline constexpr std::int64_t k_us_per_second = 1'000'000;
inline constexpr std::int64_t k_us_per_day = 86'400 * k_us_per_second;

/// The date's number, or nothing where there is no such date (31 April), or the year is not in 1…9999.
[[nodiscard]] std::optional<Day> day_from(YearMonthDay date);
[[nodiscard]] YearMonthDay date_of(Day day);

/// ISO 8601 weeks begin on Monday: the Monday on or before `day`.
[[nodiscard]] Day week_of(Day day);
[[nodiscard]] Day month_of(Day day);    ///< its month's first day
[[nodiscard]] Day quarter_of(Day day);  ///< its quarter's first day
[[nodiscard]] Day year_of(Day day);     ///< its year's first day

/// 1 = Monday … 7 = Sunday.
[[nodiscard]] int weekday_of(Day day);

[[nodiscard]] std::string to_text(Day day);          ///< "2026-11-22"
[[nodiscard]] std::string to_text(Instant instant);  ///< "2026-11-22T09:30:00.123456Z"; no fraction when it is zero
/// ISO week name of the week that holds `day`: "2026-W47" (the ISO year, which may differ from the date's).
[[nodiscard]] std::string week_name(Day day);

/// Reads "2026-11-22". Error: `bad_input` that quotes what was given.
[[nodiscard]] Result<Day> day_from_text(std::string_view text);

/// Reads what to_text(Instant) writes. Error: `bad_input` that quotes what was given.
[[nodiscard]] Result<Instant> instant_from_text(std::string_view text);

/// The present moment by the system's clock. Pure code takes an Instant instead of calling this.
[[nodiscard]] Instant now();

/// The calendar periods that figures are cut by.
enum class Grain { none, day, week, month, quarter, year };

[[nodiscard]] const char* word_of(Grain grain);                        ///< "week"
[[nodiscard]] std::optional<Grain> grain_from(std::string_view word);  ///< nothing for an unknown word
/// First day of the period of `grain` that holds `day` (for `none`: the day itself).
[[nodiscard]] Day period_start(Grain grain, Day day);
/// First day after the period that starts at `start`.
[[nodiscard]] Day period_end(Grain grain, Day start);
/// The period that starts at `start`, as people write it: "2026-11-22", "2026-W47", "2026-11", "2026-Q4", "2026".
[[nodiscard]] std::string period_name(Grain grain, Day start);

/// A half-open range of days that a person named.
struct Period {
  Day from;
  Day to;  ///< exclusive
  Grain grain = Grain::none;
};

/// Reads "2026-11-22", "2026-W47", "2026-11", "2026-Q4" or "2026". Error: `bad_input` that lists these forms.
[[nodiscard]] Result<Period> period_from_text(std::string_view text);
/// The period of the same kind just before.
[[nodiscard]] Period period_before(const Period& period);

}  // namespace bellwether
