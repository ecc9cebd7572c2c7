// The periods that a fact stands in, cut in the organisation's zone and stored with it.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"

#include <cstdint>
#include <optional>

namespace bellwether::facts {

/// First days of the periods that hold a day.
struct Periods {
  Day day, week, month, quarter, year;
  friend bool operator==(const Periods&, const Periods&) = default;
};

[[nodiscard]] inline Periods periods_of(Day day) {
  return {.day = day, .week = week_of(day), .month = month_of(day), .quarter = quarter_of(day), .year = year_of(day)};
}

/// The periods of one day after the other, where the same day often comes again.
class Calendar {
 public:
  const Periods& at(Day day) {
    if (last_ != day) {
      last_ = day;
      periods_ = periods_of(day);
    }
    return periods_;
  }

 private:
  std::optional<Day> last_;
  Periods periods_;
};

}  // namespace bellwether::facts
