// Which of a file's times says when the customer spoke.
#include "base/text.hpp"
#include "listen/columns/guess_sketch.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

struct Candidate {
  std::size_t column = 0;
  double score = 0;
  bool spoken = false;
};

/// "%d/%m/%Y %H:%M" → "DD/MM/YYYY hh:mm", as people say it.
std::string in_words(std::string_view format) {
  if (format == "iso") return "ISO 8601";
  if (format == "unix") return "seconds since 1970";
  if (format == "unix_ms") return "milliseconds since 1970";
  if (format == "excel") return "Excel's day numbers";
  std::string words;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      words += format[i];
      continue;
    }
    switch (format[++i]) {
      case 'Y':
        words += "YYYY";
        break;
      case 'y':
        words += "YY";
        break;
      case 'm':
        words += "MM";
        break;
      case 'd':
        words += "DD";
        break;
      case 'B':
        words += "month";
        break;
      case 'A':
        words += "weekday";
        break;
      case 'H':
        words += "hh";
        break;
      case 'M':
        words += "mm";
        break;
      case 'S':
        words += "ss";
        break;
      case 'p':
        words += "AM/PM";
        break;
      default:
        words += "zone";
        break;
    }
  }
  return words;
}

/// LimeSurvey writes 1 January 1980 into every row of an anonymous survey.
bool is_placeholder(const TimeGuess& time) {
  constexpr Instant k_1981{347'155'200 * k_us_per_second};
  return time.read > 1 && time.first == time.last && *time.first < k_1981;
}

std::optional<Candidate> candidate(const Sketch& sketch, std::size_t i) {
  const ColumnProfile& p = sketch.profile(i);
  if (p.time.format.empty() || p.time.share() < 0.8 || p.time.believable * 10 < p.time.read * 8) return std::nullopt;
  if (is_placeholder(p.time)) return std::nullopt;
  const double name = sketch.named(i, "time.names");
  const double spoken = sketch.named(i, "time.spoken");
  const double around = sketch.named(i, "time.around");
  const double later = sketch.named(i, "time.later");
  const double never = sketch.named(i, "time.never");
  if (never >= 0.5 && never >= spoken) return std::nullopt;
  // Bare digits are times only where somebody says so.
  // Eight digits that are days of the calendar in every row are convincing where no name speaks against it.
  const bool calendar =
      sketch.unnamed[i] && p.time.format == "%Y%m%d" && p.distinct >= 20 && p.time.read == p.time.cells;
  if (!p.time.has_separator && std::max(name, spoken) < 0.55 && !calendar) return std::nullopt;
  if (p.time.format == "excel" && std::max(name, spoken) < 0.6) return std::nullopt;

  Candidate c{.column = i, .score = 0.5, .spoken = spoken >= 0.5 && later < 0.5};
  if (name >= 0.5) c.score += 0.15;
  if (spoken >= 0.5) c.score += 0.3;
  if (around >= 0.5 && spoken < 0.5) c.score += 0.1;
  if (later >= 0.5) c.score -= spoken >= 0.5 ? 0.25 : 0.3;
  // "date" and nothing more is the file's own date.
  if (name >= 1 && later < 0.5) {
    c.score += 0.1;
    c.spoken = c.spoken || around < 0.5;
  }
  const auto cells = static_cast<double>(std::max<std::uint64_t>(p.cells, 1));
  c.score -= 0.3 * (1 - static_cast<double>(p.filled) / cells);
  constexpr std::int64_t k_day = k_us_per_day;
  if (p.time.first && p.time.first->us > sketch.context.now.us + k_day) c.score -= 0.4;
  if (p.time.has_time) c.score += 0.01;
  return c;
}

/// Another column of the same file, written with the same marks, may show what this one leaves open.
bool order_from_sisters(const Sketch& sketch, TimeGuess& time) {
  const auto mark = [](std::string_view format) {
    const std::size_t at = std::min(format.find("%d"), format.find("%m"));
    return at + 2 < format.size() ? format[at + 2] : '\0';
  };
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    const TimeGuess& other = sketch.profile(i).time;
    if (other.order_why.empty() || !other.other.empty() || mark(other.format) != mark(time.format)) continue;
    const bool day_first = other.format.find("%d") < other.format.find("%m");
    const bool is_day_first = time.format.find("%d") < time.format.find("%m");
    if (day_first != is_day_first) std::swap(time.format, time.other);
    time.other.clear();
    time.order_why = fmt::format("{} first, as in ‘{}’", day_first ? "day" : "month", sketch.columns[i].name);
    return true;
  }
  return false;
}

void ask_for_order(Sketch& sketch, std::size_t i) {
  const TimeGuess& time = sketch.profile(i).time;
  const auto reading = [](std::string_view format) {
    return fmt::format("{} first, {}", format.find("%d") < format.find("%m") ? "day" : "month", in_words(format));
  };
  sketch.ask(i, "its dates can be read with the day first or with the month first, and no cell shows which",
             {{.reading = reading(time.format), .line = fmt::format("format = \"{}\"", time.format)},
              {.reading = reading(time.other), .line = fmt::format("format = \"{}\"", time.other)}});
}

void remark_on_missing_time(Sketch& sketch) {
  sketch.remark("",
                "no column says when it was said: the rows are kept without a date and are in no period; write "
                "occurred = \"2024-05-01\" at the top of the map to date all of them, or role = \"time\" with a "
                "column");
}

}  // namespace

void take_time(Sketch& sketch) {
  std::optional<Candidate> best;
  for (std::size_t i = 0; i < sketch.size(); ++i) {
    if (sketch.taken[i]) continue;
    TimeGuess& time = sketch.guess.profiles[i].time;
    if (!time.other.empty()) order_from_sisters(sketch, time);
    const auto c = candidate(sketch, i);
    if (c && (!best || c->score > best->score)) best = c;
  }
  if (!best) {
    remark_on_missing_time(sketch);
    return;
  }
  const std::size_t i = best->column;
  const TimeGuess& time = sketch.profile(i).time;
  std::string why = fmt::format("{}; {} read as {}", named_in_words(sketch, i), cells_in_words(time.read, time.cells),
                                in_words(time.format));
  if (!time.order_why.empty()) why += fmt::format("; {}", time.order_why);
  double sure = std::clamp(best->score, 0.6, 0.95);
  if (!time.other.empty()) {
    sure = 0.5;
    ask_for_order(sketch, i);
  }
  ColumnUse& use = sketch.take(i, Role::time, sure, std::move(why));
  use.format = time.format;
  if (!best->spoken) {
    sketch.remark(use.column,
                  "taken as the time, though its name does not say that it is when something was said or "
                  "happened; give role = \"time\" to another column if one fits better");
  }
}

}  // namespace bellwether::listen
