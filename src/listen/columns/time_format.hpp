// How a file writes its times: a pattern worked out from a whole column, and read millions of times.
//
//   auto guess = guess_time_format(cells);          // "%d/%m/%Y %H:%M", because some day is above 12
//   auto format = TimeFormat::from(guess.format);
//   auto at = format->read("24/05/2014 09:30");     // a wall time, and an offset where the cell says one
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/zone.hpp"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

enum class TimeTrouble : std::uint8_t {
  unreadable,    ///< not written in this format
  no_such_date,  ///< written so, but there is no 31 April and no 25 o'clock
};

/// One cell's time.
struct TimeReading {
  WallTime wall;
  std::optional<std::int32_t> offset_s;  ///< east of UTC; nothing: the cell says none
};

/// A way of writing times. Patterns are made of
///   %Y %y %m %d   year (4 or 2 digits; 70–99 are 19xx), month, day (1 or 2 digits; "24th" and "1er" too)
///   %B            month name, whole or short, in English, German, French, Spanish, Portuguese, Italian or Dutch
///   %A            weekday name, read over
///   %H %M %S      hour (12-hour with %p), minute, second with any fraction
///   %p %z         AM/PM; Z, +02:00, +0200, UTC, or a zone abbreviation that has one meaning (PST, CEST)
///   [ … ]         what may be missing;  a blank: one or more blanks;  anything else: itself
/// or are one of the words iso (ISO 8601: date, time, zone in any usual form), unix, unix_ms, excel (days since 1900).
class TimeFormat {
 public:
  /// Error: `bad_input` that lists the parts and names the nearest right word.
  [[nodiscard]] static Result<TimeFormat> from(std::string_view pattern);

  [[nodiscard]] std::expected<TimeReading, TimeTrouble> read(std::string_view cell) const;
  [[nodiscard]] const std::string& pattern() const { return pattern_; }

 private:
  enum class Kind : std::uint8_t { pattern, iso, unix_s, unix_ms, excel };
  enum class Part : std::uint8_t {
    year,
    short_year,
    month,
    day,
    month_name,
    weekday,
    hour,
    minute,
    second,
    half,
    zone,
    blank,
    literal,
    open,
    close
  };
  struct Step {
    Part part = Part::literal;
    char literal = 0;
    std::uint16_t close = 0;  ///< of `open`: the step after its `close`
  };
  struct Cursor;
  [[nodiscard]] bool match(std::size_t step, Cursor& cursor) const;

  Kind kind_ = Kind::iso;
  std::string pattern_;
  std::vector<Step> steps_;
};

/// Reads a column's cells as instants: a format with the zone of times that say none.
class TimeReader {
 public:
  TimeReader(TimeFormat format, Zone zone) : format_(std::move(format)), zone_(std::move(zone)) {}
  [[nodiscard]] std::expected<Instant, TimeTrouble> read(std::string_view cell) const;

 private:
  TimeFormat format_;
  Zone zone_;
};

/// What a column's cells say about how their times are written.
struct TimeGuess {
  std::string format;       ///< empty: no times stand here
  std::string other;        ///< not empty: the cells fit this format just as well (day and month the other way round)
  std::uint64_t cells = 0;  ///< not blank
  std::uint64_t read = 0;   ///< of them, those that the format reads
  std::uint64_t no_such_date = 0;
  std::uint64_t believable = 0;  ///< of those read, from 1970 to 2100
  std::string order_why;  ///< how day and month were told apart, in words; empty where there was nothing to tell apart
  bool has_time = false;  ///< more than dates
  bool has_separator = false;          ///< not bare digits: "20240131" and 1717171717 could be other numbers, too
  std::optional<Instant> first, last;  ///< of the cells read, zoneless ones as UTC
  double share() const { return cells == 0 ? 0 : static_cast<double>(read) / static_cast<double>(cells); }
};

/// Blank and NA cells are passed over. Day and month are told apart over all cells: by a number above 12, by dots
/// (D.M.Y everywhere), or because only one order lets the file be sorted by time.
[[nodiscard]] TimeGuess guess_time_format(std::span<const std::string_view> cells);

}  // namespace bellwether::listen
