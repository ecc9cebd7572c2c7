// Which format a column's times are written in. Each cell is turned into the format that it alone would have
// (cell_date.hpp); day and month stay open there and are told apart over the whole column.
#include "base/number.hpp"
#include "base/text.hpp"
#include "listen/columns/cell_date.hpp"
#include "listen/columns/profile.hpp"
#include "listen/columns/time_format.hpp"
#include "listen/columns/time_words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_formats = 64;  // a column with more ways of writing holds no times
constexpr std::size_t k_first_look = 60;    // cells after which a column without times is left alone

/// Evidence for which of two numbers is the day.
struct OrderEvidence {
  std::uint64_t cells = 0;
  std::uint64_t first_above_12 = 0, second_above_12 = 0;
  // For sortedness: steps between one date and the next, under each reading.
  std::uint64_t steps = 0;
  std::array<std::uint64_t, 2> up{}, down{};
  std::array<int, 2> last{};

  void see(Open open) {
    ++cells;
    if (open.first > 12) ++first_above_12;
    if (open.second > 12) ++second_above_12;
    const std::array<int, 2> rank = {(open.year * 16 + open.second) * 32 + open.first,
                                     (open.year * 16 + open.first) * 32 + open.second};
    if (cells > 1 && rank != last) {
      ++steps;
      for (std::size_t i = 0; i < 2; ++i) (rank[i] > last[i] ? up : down)[i] += 1;
    }
    last = rank;
  }

  [[nodiscard]] double sortedness(std::size_t reading) const {
    return steps == 0 ? 0 : static_cast<double>(std::max(up[reading], down[reading])) / static_cast<double>(steps);
  }
};

std::string replaced(std::string format, char first, char second) {
  const std::size_t a = format.find("%1");
  if (a == std::string::npos) return format;
  format[a + 1] = first;
  format[format.find("%2") + 1] = second;
  return format;
}

enum class Order : std::uint8_t { none, day_first, month_first, undecided };

Order decide(const OrderEvidence& evidence, bool dots, std::string& why) {
  if (evidence.cells == 0) return Order::none;
  const std::uint64_t first = evidence.first_above_12;
  const std::uint64_t second = evidence.second_above_12;
  const auto share = [](std::uint64_t a, std::uint64_t b) {
    return static_cast<double>(a) / static_cast<double>(a + b);
  };
  if (first + second > 0) {
    if (share(first, second) >= 0.95) {
      why = fmt::format("day first: the first number goes above 12 in {} cells{}",
                        with_thousands(static_cast<long long>(first)), second == 0 ? ", the second never" : "");
      return Order::day_first;
    }
    if (share(second, first) >= 0.95) {
      why = fmt::format("month first: the second number goes above 12 in {} cells{}",
                        with_thousands(static_cast<long long>(second)), first == 0 ? ", the first never" : "");
      return Order::month_first;
    }
    return Order::undecided;
  }
  if (dots) {
    why = "day first, as dates with dots are written";
    return Order::day_first;
  }
  // Ten steps in time order under one reading only: by chance that happens once in thousands of files.
  constexpr std::uint64_t k_steps = 10;
  const double day_first = evidence.sortedness(0);
  const double month_first = evidence.sortedness(1);
  if (evidence.steps >= k_steps && day_first >= 0.99 && month_first < 0.8) {
    why = "day first: only so the rows stand in order of time";
    return Order::day_first;
  }
  if (evidence.steps >= k_steps && month_first >= 0.99 && day_first < 0.8) {
    why = "month first: only so the rows stand in order of time";
    return Order::month_first;
  }
  return Order::undecided;
}

bool is_iso(std::string_view format) {
  if (!format.starts_with("%Y-%m-%d")) return false;
  format.remove_prefix(8);
  if (format.empty()) return true;
  if (format.front() != 'T' && format.front() != ' ') return false;
  format.remove_prefix(1);
  if (!format.starts_with("%H:%M")) return false;
  format.remove_prefix(5);
  if (format.starts_with(":%S")) format.remove_prefix(3);
  return format.empty() || format == "%z" || format == " %z";
}

/// `longer` with brackets around what `shorter` lacks; empty where it is not one piece.
std::string optional_piece(std::string_view shorter, std::string_view longer) {
  if (shorter.size() >= longer.size()) return {};
  std::size_t same = 0;
  while (same < shorter.size() && shorter[same] == longer[same]) ++same;
  if (same > 0 && shorter[same - 1] == '%') --same;
  const std::string_view tail = shorter.substr(same);
  if (!longer.substr(same).ends_with(tail)) return {};
  const std::size_t piece = longer.size() - shorter.size();
  return fmt::format("{}[{}]{}", longer.substr(0, same), longer.substr(same, piece), tail);
}

/// One format for all: the most frequent one, with what the others lack or add in brackets.
std::string merged(std::vector<std::pair<std::string, std::uint64_t>> formats) {
  std::ranges::sort(formats, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (std::ranges::all_of(formats, [](const auto& f) { return is_iso(f.first); })) return "iso";
  if (formats.size() == 1) return formats[0].first;
  // Each the beginning of the next longer one: brackets within brackets.
  std::vector<std::string> by_size;
  by_size.reserve(formats.size());
  for (const auto& [format, count] : formats) by_size.push_back(format);
  std::ranges::sort(by_size, {}, &std::string::size);
  bool chain = by_size.size() <= 5;
  for (std::size_t i = 1; i < by_size.size(); ++i) chain = chain && by_size[i].starts_with(by_size[i - 1]);
  if (chain) {
    std::string all = by_size[0];
    for (std::size_t i = 1; i < by_size.size(); ++i) all += "[" + by_size[i].substr(by_size[i - 1].size());
    return all + std::string(by_size.size() - 1, ']');
  }
  const std::string& most = formats[0].first;
  const std::string& second = formats[1].first;
  std::string both = optional_piece(most, second);
  if (both.empty()) both = optional_piece(second, most);
  return both.empty() ? most : both;
}

/// Columns of bare digits: 20140524, 1400925600, 41783.5.
std::string format_of_numbers(std::span<const std::string_view> cells) {
  std::uint64_t count = 0;
  bool ymd = true, ym = true, ymdhms = true, unix_s = true, unix_ms = true, excel = true;
  for (const std::string_view raw : cells) {
    const std::string_view cell = trim(raw);
    if (cell.empty() || is_na_word(cell)) continue;
    const auto number = decimal_from(cell);
    if (!number) return {};
    ++count;
    const bool digits = cell.find_first_not_of("0123456789") == std::string_view::npos;
    const double value = number->value();
    const auto month = static_cast<int>(value / 100) % 100;
    const auto day = static_cast<int>(value) % 100;
    ymd = ymd && digits && cell.size() == 8 && value > 19'000'000 && value < 21'010'000 && month >= 1 && month <= 12 &&
          day >= 1 && day <= 31;
    ym = ym && digits && cell.size() == 6 && value > 190'000 && value < 210'100 && day >= 1 && day <= 12;
    ymdhms = ymdhms && digits && cell.size() == 14 && value > 19e12 && value < 21.01e12;
    unix_s = unix_s && value >= 631'152'000 && value < 2'524'608'000;  // 1990 … 2050
    unix_ms = unix_ms && digits && value >= 631'152e6 && value < 2'524'608e6;
    excel = excel && value >= 32'874 && value < 54'789;  // 1990 … 2050
  }
  if (count == 0) return {};
  if (ymd) return "%Y%m%d";
  if (ymdhms) return "%Y%m%d%H%M%S";
  if (unix_ms) return "unix_ms";
  if (unix_s) return "unix";
  if (ym) return "%Y%m";
  if (excel) return "excel";
  return {};
}

void verify(TimeGuess& guess, std::span<const std::string_view> cells) {
  const auto format = TimeFormat::from(guess.format);
  if (!format) {
    guess.format.clear();
    return;
  }
  const TimeReader reader(*format, Zone::utc());
  guess.cells = 0;
  for (const std::string_view raw : cells) {
    const std::string_view cell = trim(raw);
    if (cell.empty() || is_na_word(cell)) continue;
    ++guess.cells;
    const auto at = reader.read(cell);
    if (!at) {
      if (at.error() == TimeTrouble::no_such_date) ++guess.no_such_date;
      continue;
    }
    ++guess.read;
    constexpr Instant k_2100{4'102'444'800 * k_us_per_second};
    if (*at >= Instant{} && *at < k_2100) ++guess.believable;
    if (!guess.first || *at < *guess.first) guess.first = *at;
    if (!guess.last || *at > *guess.last) guess.last = *at;
  }
}

}  // namespace

TimeGuess guess_time_format(std::span<const std::string_view> cells) {
  TimeGuess guess;
  CellDate shape;
  std::map<std::string, std::uint64_t, std::less<>> formats;
  OrderEvidence evidence;
  bool dots = true;
  std::uint64_t dated = 0;
  for (const std::string_view raw : cells) {
    const std::string_view cell = trim(raw);
    if (cell.empty() || is_na_word(cell)) continue;
    ++guess.cells;
    if (guess.cells == k_first_look && dated * 2 < guess.cells) break;
    const std::string_view format = shape.of(cell);
    if (format.empty()) continue;
    ++dated;
    const auto known = formats.find(format);
    if (known != formats.end()) {
      ++known->second;
    } else if (formats.size() < k_most_formats) {
      formats.emplace(format, 1);
    }
    if (const Open open = shape.open(); open.first != 0 || open.second != 0) {
      evidence.see(open);
      dots = dots && format.find("%1.%2") != std::string_view::npos;
    }
  }
  if (dated * 2 < guess.cells || dated == 0) {
    guess.format = format_of_numbers(cells);
    if (!guess.format.empty()) verify(guess, cells);
    guess.has_time = guess.format == "unix" || guess.format == "unix_ms" || guess.format.ends_with("%S");
    return guess;
  }

  const Order order = decide(evidence, dots, guess.order_why);
  std::vector<std::pair<std::string, std::uint64_t>> day_first, month_first;
  for (const auto& [format, count] : formats) {
    // A few odd cells do not make the format; they are rejected by name later.
    if (count * 200 < dated) continue;
    day_first.emplace_back(replaced(format, 'd', 'm'), count);
    month_first.emplace_back(replaced(format, 'm', 'd'), count);
    guess.has_time = guess.has_time || format.find("%H") != std::string::npos;
  }
  if (day_first.empty()) return guess;
  guess.has_separator = true;
  guess.format = merged(order == Order::month_first ? month_first : day_first);
  if (order == Order::undecided) guess.other = merged(month_first);
  verify(guess, cells);
  return guess;
}

}  // namespace bellwether::listen
