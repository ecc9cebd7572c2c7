#include "tell/power_text.hpp"

#include "base/text.hpp"
#include "tell/answer_words.hpp"
#include "tell/number_text.hpp"

#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace bellwether::tell {

namespace {

using Json = nlohmann::ordered_json;

/// As many decimals as it was written with; six at most.
int decimals_of(double asked) {
  double shown = asked;
  for (int decimals = 0; decimals < 6; ++decimals, shown *= 10) {
    if (std::abs(shown - std::round(shown)) < 1e-9 * std::max(1.0, std::abs(shown))) return decimals;
  }
  return 6;
}

/// Two digits that tell, and a whole number from 100 on.
int decimals_found(double found) {
  if (found >= 100) return 0;
  return found >= 1 ? 1 : found >= 0.1 ? 2 : 3;
}

std::string difference_words(const std::optional<double>& smallest, const std::string& unit) {
  if (!smallest) return "no difference that the scale has room for";
  return "a difference of " + amount_text(*smallest, decimals_found(*smallest), unit);
}

std::string days_of(const std::optional<Day>& from, const std::optional<Day>& to) {
  if (!from || !to) return "there are";
  return fmt::format("of the {} days up to {}", to->days - from->days, date_words(Day{to->days - 1}));
}

std::string spread_words(const measure::Spread& spread) {
  if (spread.seen) {
    return fmt::format("As answers spread now: n {}, those {}.", with_thousands(spread.n),
                       days_of(spread.from, spread.to));
  }
  return "The worst case: as far as answers can spread" + (spread.why.empty() ? "" : ", because " + spread.why) + ".";
}

void append_lines(std::string& out, const std::string& text, Style style, const Terminal& terminal) {
  for (const std::string& line : wrap(signs(printable(text), terminal), terminal.columns)) {
    out.append(paint(line, style, terminal)).append("\n");
  }
}

Json or_null(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }
Json or_null(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(nullptr); }
Json or_null(const std::optional<Day>& day) { return day ? Json(to_text(*day)) : Json(nullptr); }

}  // namespace

std::string draw_power(const measure::Power& power, const Terminal& terminal) {
  const measure::Measure& measure = power.measure;
  std::string out = paint(signs(printable(in_unit(measure)), terminal), Style::strong, terminal) + "\n\n";
  if (power.difference) {
    append_lines(out,
                 fmt::format("A difference of {} between two groups takes {} answers in each.",
                             amount_text(*power.difference, decimals_of(*power.difference), measure.unit),
                             with_thousands(power.answers_per_group.value_or(0))),
                 Style::plain, terminal);
  }
  if (power.answers) {
    append_lines(out,
                 fmt::format("{} answers in each of two groups show {}.", with_thousands(*power.answers),
                             difference_words(power.smallest_difference, measure.unit)),
                 Style::plain, terminal);
  }
  if (power.now) {
    append_lines(out,
                 fmt::format("The {} answers {}, beside as many others, show {}.", with_thousands(power.now->n),
                             days_of(power.now->from, power.now->to),
                             difference_words(power.now->smallest_difference, measure.unit)),
                 Style::plain, terminal);
  }
  out += "\n";
  append_lines(out, spread_words(power.spread), Style::grey, terminal);
  append_lines(out,
               fmt::format("Shown means that the interval of the difference ({}) leaves 0 out, {} times of 100.",
                           level_text(power.detection.level), number_text(100 * power.detection.power, 0)),
               Style::grey, terminal);
  if (!power.snapshot.empty()) append_lines(out, "snapshot " + power.snapshot, Style::grey, terminal);
  return out;
}

std::string power_json(const measure::Power& power) {
  const measure::Spread& spread = power.spread;
  Json json = {{"measure", power.measure.id},
               {"unit", power.measure.unit},
               {"level", power.detection.level},
               {"power", power.detection.power},
               {"spread",
                {{"from_answers", spread.seen},
                 {"why", spread.seen ? Json(nullptr) : Json(spread.why)},
                 {"deviation", std::sqrt(spread.variance) * power.measure.factor},
                 {"n", spread.n},
                 {"from", or_null(spread.from)},
                 {"to", or_null(spread.to)}}},
               {"difference", or_null(power.difference)},
               {"answers_per_group", or_null(power.answers_per_group)},
               {"answers", or_null(power.answers)},
               {"smallest_difference", or_null(power.smallest_difference)},
               {"now", nullptr},
               {"snapshot", power.snapshot.empty() ? Json(nullptr) : Json(power.snapshot)}};
  if (power.now) {
    json["now"] = {{"n", power.now->n},
                   {"from", or_null(power.now->from)},
                   {"to", or_null(power.now->to)},
                   {"smallest_difference", or_null(power.now->smallest_difference)}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace bellwether::tell
