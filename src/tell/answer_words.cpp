#include "tell/answer_words.hpp"

#include "base/text.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

constexpr std::array<std::string_view, 12> k_months = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};

/// Which row is meant: "Lyon, 2026-10"; nothing where there is one row without slice and period.
std::string row_name(const measure::AnswerRow& row) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : row.slice) parts.push_back(value.value_or("not known"));
  if (row.from && row.to) parts.push_back(period_text(*row.from, *row.to));
  return join(parts, ", ");
}

std::string weighting_line(const measure::AnswerRow& row) {
  const measure::Weighting& weighting = *row.weighting;
  const std::string name = row_name(row);
  return fmt::format("{}{} answers know as much as {} of equal weight (design effect {}; {} of raking).",
                     name.empty() ? "" : name + ": ", with_thousands(row.n), number_text(weighting.effective_n, 0),
                     number_text(weighting.design_effect, 2),
                     weighting.rounds == 1 ? "1 round" : fmt::format("{} rounds", weighting.rounds));
}

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

std::vector<std::string> weighting_lines(const measure::Answer& answer,
                                         const std::vector<const measure::AnswerRow*>& rows) {
  if (answer.weighted_by.empty()) return {};
  std::vector<std::string> lines{"Answers are weighted to the population's spread over " +
                                 join(answer.weighted_by, ", ") + "."};
  std::vector<const measure::AnswerRow*> weighted;
  for (const measure::AnswerRow* row : rows) {
    if (row->weighting) weighted.push_back(row);
  }
  constexpr std::size_t k_few = 8;
  if (weighted.size() <= k_few) {
    for (const measure::AnswerRow* row : weighted) lines.push_back(weighting_line(*row));
    return lines;
  }
  const auto [least, most] =
      std::ranges::minmax(weighted, {}, [](const measure::AnswerRow* row) { return row->weighting->design_effect; });
  lines.push_back(fmt::format("Design effects go from {} to {}; --json and --csv tell each row's.",
                              number_text(least->weighting->design_effect, 2),
                              number_text(most->weighting->design_effect, 2)));
  return lines;
}

std::string in_unit(const std::string& label, std::string_view unit) {
  if (unit.empty()) return label;
  const bool says_so = unit.starts_with("of ") || unit.starts_with("per ");
  return label + (says_so ? ", " : ", in ") + std::string(unit);
}

std::string in_unit(const measure::Measure& measure) {
  return in_unit(measure.label.empty() ? measure.id : measure.label, measure.unit);
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
