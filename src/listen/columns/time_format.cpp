#include "listen/columns/time_format.hpp"

#include "base/number.hpp"
#include "base/text.hpp"
#include "listen/columns/time_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_steps = 64;
constexpr std::size_t k_most_optional = 6;  // each doubles what may be tried
constexpr std::size_t k_longest_cell = 64;
constexpr std::int64_t k_excel_epoch = 25'569;  // 1970-01-01 in days of Excel's calendar, which begins on 1899-12-30

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

/// Where a match stands in the cell, and what it has read.
struct TimeFormat::Cursor {
  const char* at = nullptr;
  const char* end = nullptr;
  YearMonthDay date{.year = 1970, .month = 1, .day = 1};
  int hour = 0, minute = 0, second = 0;
  std::int64_t us = 0;
  bool has_half = false, afternoon = false;
  std::optional<std::int32_t> offset_s;

  [[nodiscard]] bool is(char c) const { return at != end && *at == c; }
  [[nodiscard]] std::string_view rest() const { return {at, static_cast<std::size_t>(end - at)}; }

  /// Between `least` and `most` digits.
  bool digits(int least, int most, int& value) {
    int count = 0;
    value = 0;
    while (at != end && count < most && is_digit(*at)) {
      value = value * 10 + (*at++ - '0');
      ++count;
    }
    return count >= least;
  }

  bool part_of_date(unsigned& into) {
    int value = 0;
    if (!digits(1, 2, value)) return false;
    into = static_cast<unsigned>(value);
    return true;
  }

  /// "24th", "1er", "1º": the mark behind the number is read over.
  void ordinal() {
    static constexpr auto k_marks = std::to_array<std::string_view>({"st", "nd", "rd", "th", "er", "º", "ª"});
    const std::string_view word = letters_at(rest());
    if (std::ranges::find(k_marks, lower_ascii(word)) != k_marks.end()) at += word.size();
  }

  bool month_name(bool keep_dot) {
    const std::string_view word = letters_at(rest());
    date.month = month_named(word);
    if (date.month == 0) return false;
    at += word.size();
    if (!keep_dot && is('.')) ++at;
    return true;
  }

  bool weekday() {
    const std::string_view word = letters_at(rest());
    at += word.size();
    if (is('.')) ++at;
    return !word.empty();
  }

  bool seconds() {
    if (!digits(2, 2, second)) return false;
    if ((is('.') || is(',')) && at + 1 != end && is_digit(at[1])) {
      ++at;
      std::int64_t unit = k_us_per_second / 10;
      for (; at != end && is_digit(*at); ++at, unit /= 10) us += unit * (*at - '0');
    }
    return true;
  }

  /// AM, pm, a.m., p. m.
  bool half() {
    if (at == end) return false;
    const char first = static_cast<char>(*at | 0x20);
    if (first != 'a' && first != 'p') return false;
    const char* to = at + 1;
    if (to != end && *to == '.') ++to;
    if (to != end && *to == ' ') ++to;
    if (to == end || (*to | 0x20) != 'm') return false;
    ++to;
    if (to != end && *to == '.') ++to;
    at = to;
    has_half = true;
    afternoon = first == 'p';
    return true;
  }

  /// Z, UTC, PDT, +02:00, -0800, +02, GMT+2.
  bool zone() {
    const std::string_view word = letters_at(rest());
    if (!word.empty()) {
      offset_s = zone_named(word);
      if (!offset_s) return false;
      at += word.size();
      if (*offset_s != 0 || !(is('+') || is('-'))) return true;
    }
    if (!is('+') && !is('-')) return false;
    const int sign = *at++ == '-' ? -1 : 1;
    int hours = 0;
    int minutes = 0;
    if (!digits(1, 2, hours)) return false;
    if (is(':')) ++at;
    if (at != end && is_digit(*at) && !digits(2, 2, minutes)) return false;
    if (hours > 18 || minutes > 59) return false;
    offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
  }

  /// ISO 8601 and its usual looser forms: "2024-05-01", "2024-05-01T09:30:00.123Z", "2024-05-01 09:30 +0200".
  bool iso() {
    if (!digits(4, 4, date.year) || !is('-')) return false;
    ++at;
    if (!part_of_date(date.month) || !is('-')) return false;
    ++at;
    if (!part_of_date(date.day)) return false;
    if (at == end) return true;
    if (!is('T') && !is('t') && !is_blank(*at)) return false;
    while (at != end && (*at == 'T' || *at == 't' || is_blank(*at))) ++at;
    if (at == end) return true;
    if (!digits(1, 2, hour)) return false;
    if (is(':')) {
      ++at;
      if (!digits(2, 2, minute)) return false;
      if (is(':')) {
        ++at;
        if (!seconds()) return false;
      }
    }
    while (at != end && is_blank(*at)) ++at;
    return at == end || zone();
  }

  [[nodiscard]] std::expected<TimeReading, TimeTrouble> reading() const {
    const auto day = day_from(date);
    int of_day = hour;
    if (has_half) of_day = hour == 12 ? (afternoon ? 12 : 0) : (hour < 12 && afternoon ? hour + 12 : hour);
    // A leap second is the second after the minute's last.
    if (!day || of_day > 23 || minute > 59 || second > 60) return std::unexpected(TimeTrouble::no_such_date);
    const std::int64_t seconds_of_day = (std::int64_t{of_day} * 60 + minute) * 60 + std::min(second, 59);
    return TimeReading{.wall = {.day = *day, .us_of_day = seconds_of_day * k_us_per_second + us}, .offset_s = offset_s};
  }
};

bool TimeFormat::match(std::size_t step, Cursor& cursor) const {
  for (; step < steps_.size(); ++step) {
    const Step& now = steps_[step];
    bool fits = true;
    switch (now.part) {
      case Part::year:
        fits = cursor.digits(4, 4, cursor.date.year);
        break;
      case Part::short_year:
        fits = cursor.digits(2, 2, cursor.date.year);
        cursor.date.year += cursor.date.year < 70 ? 2000 : 1900;
        break;
      case Part::month:
        fits = cursor.part_of_date(cursor.date.month);
        break;
      case Part::day:
        fits = cursor.part_of_date(cursor.date.day);
        if (fits && cursor.at != cursor.end && !is_digit(*cursor.at)) cursor.ordinal();
        break;
      case Part::month_name: {
        const bool dot_follows =
            step + 1 < steps_.size() && steps_[step + 1].part == Part::literal && steps_[step + 1].literal == '.';
        fits = cursor.month_name(dot_follows);
        break;
      }
      case Part::weekday:
        fits = cursor.weekday();
        break;
      case Part::hour:
        fits = cursor.digits(1, 2, cursor.hour);
        break;
      case Part::minute:
        fits = cursor.digits(2, 2, cursor.minute);
        break;
      case Part::second:
        fits = cursor.seconds();
        break;
      case Part::half:
        fits = cursor.half();
        break;
      case Part::zone:
        fits = cursor.zone();
        break;
      case Part::blank:
        fits = cursor.at != cursor.end && is_blank(*cursor.at);
        while (cursor.at != cursor.end && is_blank(*cursor.at)) ++cursor.at;
        break;
      case Part::literal:
        fits = cursor.is(now.literal);
        if (fits) ++cursor.at;
        break;
      case Part::open: {
        Cursor with = cursor;
        if (match(step + 1, with)) {
          cursor = with;
          return true;
        }
        step = now.close;
        break;
      }
      case Part::close:
        break;
    }
    if (!fits) return false;
  }
  return cursor.at == cursor.end;
}

std::expected<TimeReading, TimeTrouble> TimeFormat::read(std::string_view cell) const {
  while (!cell.empty() && static_cast<unsigned char>(cell.front()) <= ' ') cell.remove_prefix(1);
  while (!cell.empty() && static_cast<unsigned char>(cell.back()) <= ' ') cell.remove_suffix(1);
  if (cell.empty() || cell.size() > k_longest_cell) return std::unexpected(TimeTrouble::unreadable);

  if (kind_ == Kind::pattern || kind_ == Kind::iso) {
    Cursor cursor;
    cursor.at = cell.data();
    cursor.end = cell.data() + cell.size();
    const bool fits = kind_ == Kind::iso ? cursor.iso() && cursor.at == cursor.end : match(0, cursor);
    if (!fits) return std::unexpected(TimeTrouble::unreadable);
    return cursor.reading();
  }

  const auto number = decimal_from(cell);
  if (!number) return std::unexpected(TimeTrouble::unreadable);
  // In microseconds since 1970: whole numbers exactly, Excel's fractions of a day to the millisecond that they mean.
  double us = number->value() * (kind_ == Kind::unix_ms ? 1e3 : 1e6);
  if (kind_ == Kind::excel) us = std::round((number->value() - k_excel_epoch) * 86'400e3) * 1e3;
  constexpr double k_last_us = 253'402'300'799e6;  // 9999-12-31T23:59:59Z
  constexpr double k_first_us = -62'135'596'800e6;
  if (us < k_first_us || us > k_last_us) return std::unexpected(TimeTrouble::no_such_date);
  const auto exact = static_cast<std::int64_t>(std::llround(us));
  std::int64_t days = exact / k_us_per_day;
  if (exact % k_us_per_day < 0) --days;
  TimeReading reading{.wall = {.day = {static_cast<std::int32_t>(days)}, .us_of_day = exact - days * k_us_per_day},
                      .offset_s = {}};
  if (kind_ != Kind::excel) reading.offset_s = 0;
  return reading;
}

Result<TimeFormat> TimeFormat::from(std::string_view pattern) {
  static constexpr std::string_view k_parts =
      "parts are %Y %y %m %d %B %A %H %M %S %p %z and […] for what may be missing; or one of iso, unix, unix_ms, excel";
  TimeFormat format;
  format.pattern_ = pattern;
  if (pattern == "iso") return format;
  if (pattern == "unix") return format.kind_ = Kind::unix_s, format;
  if (pattern == "unix_ms") return format.kind_ = Kind::unix_ms, format;
  if (pattern == "excel") return format.kind_ = Kind::excel, format;

  format.kind_ = Kind::pattern;
  std::vector<std::size_t> open;
  std::size_t optional = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    Step step;
    const char c = pattern[i];
    if (c == '%') {
      static constexpr std::string_view k_letters = "YymdBAHIMSpz";
      static constexpr auto k_meaning =
          std::to_array<Part>({Part::year, Part::short_year, Part::month, Part::day, Part::month_name, Part::weekday,
                               Part::hour, Part::hour, Part::minute, Part::second, Part::half, Part::zone});
      const std::size_t which = i + 1 < pattern.size() ? k_letters.find(pattern[i + 1]) : std::string_view::npos;
      if (which == std::string_view::npos) {
        return fail(Code::bad_input,
                    fmt::format("the time format ‘{}’ has an unknown part ‘{}’", pattern, pattern.substr(i, 2)), {},
                    std::string(k_parts));
      }
      step.part = k_meaning.at(which);
      ++i;
    } else if (c == '[') {
      step.part = Part::open;
      open.push_back(format.steps_.size());
      ++optional;
    } else if (c == ']') {
      if (open.empty()) {
        return fail(Code::bad_input, fmt::format("the time format ‘{}’ closes a ] that is not open", pattern));
      }
      step.part = Part::close;
      format.steps_[open.back()].close = static_cast<std::uint16_t>(format.steps_.size());
      open.pop_back();
    } else if (is_blank(c)) {
      step.part = Part::blank;
    } else {
      step.literal = c;
    }
    format.steps_.push_back(step);
    if (format.steps_.size() > k_most_steps || optional > k_most_optional) {
      return fail(Code::too_large, fmt::format("the time format ‘{}’ is too long", pattern));
    }
  }
  if (!open.empty()) return fail(Code::bad_input, fmt::format("the time format ‘{}’ leaves a [ open", pattern));
  const auto has = [&](Part part) {
    return std::ranges::find(format.steps_, part, &Step::part) != format.steps_.end();
  };
  if (!has(Part::year) && !has(Part::short_year)) {
    static const std::vector<std::string> k_words = {"iso", "unix", "unix_ms", "excel"};
    const std::string near = nearest(pattern, k_words);
    return fail(Code::bad_input,
                near.empty() ? fmt::format("the time format ‘{}’ has no year", pattern)
                             : fmt::format("‘{}’ is no time format; did you mean ‘{}’?", pattern, near),
                {}, std::string(k_parts));
  }
  return format;
}

std::expected<Instant, TimeTrouble> TimeReader::read(std::string_view cell) const {
  const auto reading = format_.read(cell);
  if (!reading) return std::unexpected(reading.error());
  if (!reading->offset_s) return zone_.instant_at(reading->wall);
  return Instant{std::int64_t{reading->wall.day.days} * k_us_per_day + reading->wall.us_of_day -
                 *reading->offset_s * k_us_per_second};
}

}  // namespace bellwether::listen
