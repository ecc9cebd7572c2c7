#include "base/time.hpp"

#include <array>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace bellwether {

namespace {

// Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
constexpr std::int32_t days_from_civil(int y, unsigned m, unsigned d) {
  y -= m <= 2;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(y - era * 400);
  const unsigned day_of_year = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int32_t>(day_of_era) - 719468;
}

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr unsigned days_in_month(int year, unsigned month) {
  constexpr std::array<unsigned, 12> k_days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : k_days[month - 1];
}

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// Reads exactly `count` digits at `at`.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  const char* end = text.data() + at + count;
  const auto [stop, error] = std::from_chars(text.data() + at, end, value);
  if (error != std::errc() || stop != end || text[at] == '-') return std::nullopt;
  return value;
}

Day add_months(Day first_of_month, int months) {
  const YearMonthDay date = date_of(first_of_month);
  const int index = date.year * 12 + static_cast<int>(date.month) - 1 + months;
  return Day{days_from_civil(index / 12, static_cast<unsigned>(index % 12) + 1, 1)};
}

std::optional<Period> week_from(int year, int week) {
  // ISO 8601: week 1 is the week with 4 January in it.
  const auto fourth = day_from({.year = year, .month = 1, .day = 4});
  if (!fourth || week < 1 || week > 53) return std::nullopt;
  const Day from{week_of(*fourth).days + 7 * (week - 1)};
  const Day thursday{from.days + 3};
  if (date_of(thursday).year != year) return std::nullopt;
  return Period{.from = from, .to = Day{from.days + 7}, .grain = Grain::week};
}

std::optional<Period> period_starting(Grain grain, std::optional<Day> from) {
  if (!from) return std::nullopt;
  return Period{.from = *from, .to = period_end(grain, *from), .grain = grain};
}

std::optional<Period> read_period(std::string_view text) {
  const auto year = digits(text, 0, 4);
  if (!year) return std::nullopt;
  if (text.size() == 4) return period_starting(Grain::year, day_from({.year = *year, .month = 1, .day = 1}));
  if (text[4] != '-' || text.size() < 7) return std::nullopt;
  if (text[5] == 'W' && text.size() == 8) {
    const auto week = digits(text, 6, 2);
    return week ? week_from(*year, *week) : std::nullopt;
  }
  if (text[5] == 'Q' && text.size() == 7) {
    const auto quarter = digits(text, 6, 1);
    if (!quarter || *quarter < 1 || *quarter > 4) return std::nullopt;
    return period_starting(Grain::quarter,
                           day_from({.year = *year, .month = static_cast<unsigned>(*quarter) * 3 - 2, .day = 1}));
  }
  const auto month = digits(text, 5, 2);
  if (!month || *month < 1) return std::nullopt;
  if (text.size() == 7) {
    return period_starting(Grain::month, day_from({.year = *year, .month = static_cast<unsigned>(*month), .day = 1}));
  }
  const auto day = digits(text, 8, 2);
  if (text.size() != 10 || text[7] != '-' || !day || *day < 1) return std::nullopt;
  return period_starting(
      Grain::day,
      day_from({.year = *year, .month = static_cast<unsigned>(*month), .day = static_cast<unsigned>(*day)}));
}

}  // namespace

std::optional<Day> day_from(YearMonthDay date) {
  if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
  if (date.day > days_in_month(date.year, date.month)) return std::nullopt;
  return Day{days_from_civil(date.year, date.month, date.day)};
}

YearMonthDay date_of(Day day) {
  const std::int32_t z = day.days + 719468;
  const std::int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(z - era * 146097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const int year = static_cast<int>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);
  return {.year = year, .month = month, .day = day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

int weekday_of(Day day) {
  // 1970-01-01 was a Thursday.
  return static_cast<int>((day.days + 3) - 7 * floor_div(day.days + 3, 7)) + 1;
}

Day week_of(Day day) { return Day{day.days - (weekday_of(day) - 1)}; }

Day month_of(Day day) {
  const YearMonthDay date = date_of(day);
  return Day{days_from_civil(date.year, date.month, 1)};
}

Day quarter_of(Day day) {
  const YearMonthDay date = date_of(day);
  return Day{days_from_civil(date.year, (date.month - 1) / 3 * 3 + 1, 1)};
}

Day year_of(Day day) { return Day{days_from_civil(date_of(day).year, 1, 1)}; }

std::string to_text(Day day) {
  const YearMonthDay date = date_of(day);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string to_text(Instant instant) {
  const Day day{static_cast<std::int32_t>(floor_div(instant.us, k_us_per_day))};
  const std::int64_t of_day = instant.us - std::int64_t{day.days} * k_us_per_day;
  const std::int64_t seconds = of_day / k_us_per_second;
  const std::int64_t fraction = of_day % k_us_per_second;
  const std::string clock = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (fraction == 0) return fmt::format("{}T{}Z", to_text(day), clock);
  return fmt::format("{}T{}.{:06}Z", to_text(day), clock, fraction);
}

std::string week_name(Day day) {
  const Day monday = week_of(day);
  const int year = date_of(Day{monday.days + 3}).year;
  const Day first = week_of(*day_from({.year = year, .month = 1, .day = 4}));
  return fmt::format("{:04}-W{:02}", year, (monday.days - first.days) / 7 + 1);
}

Result<Day> day_from_text(std::string_view text) {
  const auto period = read_period(text);
  if (!period || period->grain != Grain::day) {
    return fail(Code::bad_input, fmt::format("“{}” is not a date", text), {}, "write it as 2026-11-22");
  }
  return period->from;
}

Result<Instant> instant_from_text(std::string_view text) {
  const auto wrong = [&] {
    return fail(Code::bad_input, fmt::format("“{}” is not a moment", text), {}, "write it as 2026-11-22T09:30:00Z");
  };
  constexpr std::string_view k_form = "0000-00-00T00:00:00";
  const std::size_t end = k_form.size();
  if (text.size() <= end || text.back() != 'Z') return wrong();
  for (std::size_t i = 0; i < end; ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (k_form[i] == '0' ? !digit : text[i] != k_form[i]) return wrong();
  }
  const auto day = day_from_text(text.substr(0, 10));
  if (!day) return wrong();
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const int hour = two(11);
  const int minute = two(14);
  const int second = two(17);
  if (hour > 23 || minute > 59 || second > 59) return wrong();
  std::int64_t us = 0;
  const std::string_view fraction = text.substr(end, text.size() - end - 1);
  if (!fraction.empty()) {
    constexpr std::size_t k_digits = 6;
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > k_digits + 1) return wrong();
    for (std::size_t i = 1; i <= k_digits; ++i) {
      const char digit = i < fraction.size() ? fraction[i] : '0';
      if (digit < '0' || digit > '9') return wrong();
      us = us * 10 + (digit - '0');
    }
  }
  const std::int64_t seconds = std::int64_t{hour} * 3600 + std::int64_t{minute} * 60 + second;
  return Instant{std::int64_t{day->days} * k_us_per_day + seconds * k_us_per_second + us};
}

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

const char* word_of(Grain grain) {
  switch (grain) {
    case Grain::none:
      return "none";
    case Grain::day:
      return "day";
    case Grain::week:
      return "week";
    case Grain::month:
      return "month";
    case Grain::quarter:
      return "quarter";
    case Grain::year:
      return "year";
  }
  return "none";
}

std::optional<Grain> grain_from(std::string_view word) {
  for (const Grain grain : {Grain::none, Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year}) {
    if (word == word_of(grain)) return grain;
  }
  return std::nullopt;
}

Day period_start(Grain grain, Day day) {
  switch (grain) {
    case Grain::none:
    case Grain::day:
      return day;
    case Grain::week:
      return week_of(day);
    case Grain::month:
      return month_of(day);
    case Grain::quarter:
      return quarter_of(day);
    case Grain::year:
      return year_of(day);
  }
  return day;
}

Day period_end(Grain grain, Day start) {
  switch (grain) {
    case Grain::none:
    case Grain::day:
      return Day{start.days + 1};
    case Grain::week:
      return Day{start.days + 7};
    case Grain::month:
      return add_months(start, 1);
    case Grain::quarter:
      return add_months(start, 3);
    case Grain::year:
      return add_months(start, 12);
  }
  return start;
}

std::string period_name(Grain grain, Day start) {
  const YearMonthDay date = date_of(start);
  switch (grain) {
    case Grain::none:
    case Grain::day:
      return to_text(start);
    case Grain::week:
      return week_name(start);
    case Grain::month:
      return fmt::format("{:04}-{:02}", date.year, date.month);
    case Grain::quarter:
      return fmt::format("{:04}-Q{}", date.year, (date.month - 1) / 3 + 1);
    case Grain::year:
      return fmt::format("{:04}", date.year);
  }
  return to_text(start);
}

Result<Period> period_from_text(std::string_view text) {
  if (const auto period = read_period(text)) return *period;
  return fail(
      Code::bad_input, fmt::format("“{}” is not a period", text), {},
      "write a day as 2026-11-22, a week as 2026-W47, a month as 2026-11, a quarter as 2026-Q4, a year as 2026");
}

Period period_before(const Period& period) {
  const Day last{period.from.days - 1};
  if (period.grain == Grain::none) {
    return {
        .from = Day{period.from.days - (period.to.days - period.from.days)}, .to = period.from, .grain = Grain::none};
  }
  return {.from = period_start(period.grain, last), .to = period.from, .grain = period.grain};
}

}  // namespace bellwether
