#include "tell/answer_words.hpp"

#include <array>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

constexpr std::array<std::string_view, 12> k_months = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};

std::string_view month_word(Day day) { return k_months.at(date_of(day).month - 1); }

}  // namespace

std::string_view better_word(measure::Better better) {
  switch (better) {
    case measure::Better::higher:
      return "higher";
    case measure::Better::lower:
      return "lower";
    case measure::Better::neither:
      return "neither";
  }
  return "neither";
}

std::optional<Grain> grain_of(Day from, Day to) {
  for (const Grain grain : {Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year}) {
    if (period_start(grain, from) == from && period_end(grain, from) == to) return grain;
  }
  return std::nullopt;
}

std::string period_text(Day from, Day to) {
  if (const auto grain = grain_of(from, to)) return period_name(*grain, from);
  return to_text(from) + " … " + to_text(Day{to.days - 1});
}

std::string days_words(Day from, Day to) {
  const Day last{to.days - 1};
  const YearMonthDay a = date_of(from);
  const YearMonthDay b = date_of(last);
  if (a.year != b.year) return date_words(from) + " to " + date_words(last);
  if (a.month != b.month) return fmt::format("{} {} to {}", a.day, month_word(from), date_words(last));
  return fmt::format("{} to {}", a.day, date_words(last));
}

std::string date_words(Day day) {
  const YearMonthDay date = date_of(day);
  return fmt::format("{}\u00A0{} {}", date.day, month_word(day), date.year);
}

std::string period_words(Day from, Day to) {
  const auto grain = grain_of(from, to);
  if (!grain) return days_words(from, to);
  switch (*grain) {
    case Grain::week: {
      const std::string name = week_name(from);  // "2026-W46": the ISO year, which may differ from the date's
      return fmt::format("week\u00A0{}, {}", name.substr(name.find('W') + 1), name.substr(0, 4));
    }
    case Grain::month:
      return fmt::format("{} {}", month_word(from), date_of(from).year);
    case Grain::quarter:
      return fmt::format("quarter\u00A0{} of {}", (date_of(from).month + 2) / 3, date_of(from).year);
    case Grain::year:
      return fmt::format("{}", date_of(from).year);
    case Grain::day:
    case Grain::none:
      break;
  }
  return date_words(from);
}

}  // namespace bellwether::tell
