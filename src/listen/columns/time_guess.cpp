// Which format a column's times are written in. Each cell is turned into the format that it alone would have ("%Y-%m-%d
// %H:%M"); day and month stay open there ("%1/%2/%Y") and are told apart over the whole column.
#include "base/number.hpp"
#include "base/text.hpp"
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

constexpr std::size_t k_longest_cell = 64;
constexpr std::size_t k_most_tokens = 28;
constexpr std::size_t k_most_formats = 64;  // a column with more ways of writing holds no times
constexpr std::size_t k_first_look = 60;    // cells after which a column without times is left alone

struct Token {
  enum class Kind : std::uint8_t { number, word, blank, mark };
  Kind kind = Kind::mark;
  std::string_view text;
  int value = 0;  // of a number of at most four digits
  char part = 0;  // the letter of its part of the format; 0: itself
};

/// The two numbers of a cell that are day and month in either order.
struct Open {
  int first = 0, second = 0, year = 0;
};

/// One cell's own format.
class Shape {
 public:
  /// Empty for a cell that is no date.
  std::string_view of(std::string_view cell) {
    format_.clear();
    count_ = 0;
    open_ = {};
    if (cell.size() > k_longest_cell || !lex(cell) || !find_time() || !find_date()) return {};
    write();
    return format_;
  }
  [[nodiscard]] Open open() const { return open_; }

 private:
  bool lex(std::string_view cell) {
    std::size_t at = 0;
    bool digits_seen = false;
    while (at < cell.size()) {
      if (count_ == tokens_.size()) return false;
      Token& token = tokens_[count_++];
      token = {};
      std::size_t to = at + 1;
      const char c = cell[at];
      if (c >= '0' && c <= '9') {
        while (to < cell.size() && cell[to] >= '0' && cell[to] <= '9') ++to;
        token.kind = Token::Kind::number;
        if (to - at <= 4) {
          for (std::size_t i = at; i < to; ++i) token.value = token.value * 10 + (cell[i] - '0');
        }
        digits_seen = true;
      } else if (const std::string_view word = letters_at(cell.substr(at)); !word.empty()) {
        to = at + word.size();
        token.kind = Token::Kind::word;
      } else if (c == ' ' || c == '\t') {
        while (to < cell.size() && (cell[to] == ' ' || cell[to] == '\t')) ++to;
        token.kind = Token::Kind::blank;
      } else if (c == '%' || c == '[' || c == ']') {
        return false;
      }
      token.text = cell.substr(at, to - at);
      at = to;
    }
    return digits_seen;
  }

  [[nodiscard]] bool is_number(std::size_t i, std::size_t least = 1, std::size_t most = 4) const {
    return i < count_ && tokens_[i].kind == Token::Kind::number && tokens_[i].part == 0 &&
           tokens_[i].text.size() >= least && tokens_[i].text.size() <= most;
  }
  [[nodiscard]] bool is_mark(std::size_t i, char c) const {
    return i < count_ && tokens_[i].kind == Token::Kind::mark && tokens_[i].text[0] == c;
  }
  [[nodiscard]] bool is_word(std::size_t i, std::string_view lower) const {
    return i < count_ && tokens_[i].kind == Token::Kind::word && equals_ignoring_case(tokens_[i].text, lower);
  }

  /// The token is read over: its letters belong to the part before it.
  static constexpr char k_eaten = '-';

  /// H:M, H:M:S, 14h30, 3 PM, T093000; then AM/PM and zone. A cell need not have a time.
  bool find_time() {
    std::size_t after = count_;
    for (std::size_t i = 0; i < count_ && after == count_; ++i) {
      if (is_number(i, 1, 2) && (is_mark(i + 1, ':') || is_word(i + 1, "h")) && is_number(i + 2, 2, 2)) {
        tokens_[i].part = 'H';
        tokens_[i + 2].part = 'M';
        after = i + 3;
        if (is_mark(after, ':') && is_number(after + 1, 2, 2)) {
          tokens_[after + 1].part = 'S';
          after += 2;
          if ((is_mark(after, '.') || is_mark(after, ',')) && after + 1 < count_ &&
              tokens_[after + 1].kind == Token::Kind::number) {
            tokens_[after].part = tokens_[after + 1].part = k_eaten;
            after += 2;
          }
        }
      } else if (is_word(i, "t") && is_number(i + 1, 4, 4) && i > 0 && is_whole_date(tokens_[i - 1].text)) {
        tokens_[i + 1].part = 't';  // 0930
        after = i + 2;
      } else if (is_word(i, "t") && is_number(i + 1, 6, 6) && i > 0) {
        tokens_[i + 1].part = 's';  // 093000
        after = i + 2;
      } else if (is_number(i, 1, 2) && half_at(i + 1) != 0) {
        tokens_[i].part = 'H';
        after = i + 1;
      }
    }
    if (after == count_) return true;
    if (const std::size_t to = half_at(after); to != 0) {
      const std::size_t first = after + (tokens_[after].kind == Token::Kind::blank ? 1 : 0);
      tokens_[first].part = 'p';
      for (std::size_t i = first + 1; i < to; ++i) tokens_[i].part = k_eaten;
      after = to;
    }
    find_zone(after);
    return true;
  }

  /// The token after AM or PM that begin at `i` or behind one blank; 0 where there are none.
  [[nodiscard]] std::size_t half_at(std::size_t i) const {
    if (i < count_ && tokens_[i].kind == Token::Kind::blank) ++i;
    if (is_word(i, "am") || is_word(i, "pm")) return i + 1;
    if (!is_word(i, "a") && !is_word(i, "p")) return 0;
    std::size_t to = i + 1;
    if (!is_mark(to, '.')) return 0;
    ++to;
    if (to < count_ && tokens_[to].kind == Token::Kind::blank) ++to;
    if (!is_word(to, "m")) return 0;
    ++to;
    return is_mark(to, '.') ? to + 1 : to;
  }

  void find_zone(std::size_t at) {
    std::size_t i = at;
    if (i < count_ && tokens_[i].kind == Token::Kind::blank) ++i;
    if (i >= count_) return;
    const bool word = tokens_[i].kind == Token::Kind::word && zone_named(tokens_[i].text).has_value();
    std::size_t to = i;
    if (word) ++to;
    if ((is_mark(to, '+') || is_mark(to, '-')) && is_number(to + 1, 1, 4) && (word || to == i)) {
      to += 2;
      if (is_mark(to, ':') && is_number(to + 1, 2, 2)) to += 2;
    }
    if (to == i) return;
    tokens_[i].part = 'z';
    for (std::size_t k = i + 1; k < to; ++k) tokens_[k].part = k_eaten;
  }

  static bool is_whole_date(std::string_view digits) {
    return digits.size() == 8 && (digits.starts_with("19") || digits.starts_with("20"));
  }

  /// The numbers and words that are left must make a date and nothing more.
  bool find_date() {
    std::array<std::size_t, 4> numbers{};
    std::size_t number_count = 0;
    std::size_t month_at = k_most_tokens;
    for (std::size_t i = 0; i < count_; ++i) {
      const Token& token = tokens_[i];
      if (token.part != 0) continue;
      if (token.kind == Token::Kind::number) {
        if (number_count == 3) return false;
        numbers[number_count++] = i;
      } else if (token.kind == Token::Kind::word && !take_word(i, month_at)) {
        return false;
      }
    }
    const std::span<const std::size_t> at(numbers.data(), number_count);
    return month_at < k_most_tokens ? with_month_name(at) : with_numbers(at);
  }

  bool take_word(std::size_t i, std::size_t& month_at) {
    static constexpr auto k_between = std::to_array<std::string_view>(
        {"t",   "de", "del",  "do", "of", "at",  "um",  "uhr", "den", "der", "am", "le", "à",  "a",
         "las", "il", "alle", "op", "om", "uur", "the", "h",   "u",   "on",  "às", "年", "月", "日"});
    static constexpr auto k_ordinals = std::to_array<std::string_view>({"st", "nd", "rd", "th", "er", "º", "ª"});
    Token& token = tokens_[i];
    const std::string lower = lower_ascii(token.text);
    if (i > 0 && tokens_[i - 1].kind == Token::Kind::number &&
        std::ranges::find(k_ordinals, lower) != k_ordinals.end()) {
      token.part = k_eaten;
      return true;
    }
    if (month_named(token.text) != 0 && month_at == k_most_tokens) {
      month_at = i;
      token.part = 'B';
      return true;
    }
    if (std::ranges::find(k_between, lower) != k_between.end()) return true;
    if (is_weekday(token.text) || month_named(token.text) != 0) {
      token.part = 'A';
      return true;
    }
    return false;
  }

  bool with_month_name(std::span<const std::size_t> at) {
    if (at.empty() || at.size() > 2) return false;
    const auto size = [&](std::size_t n) { return tokens_[at[n]].text.size(); };
    if (at.size() == 1) {
      if (size(0) != 4) return false;
      tokens_[at[0]].part = 'Y';
      return true;
    }
    const std::size_t year = size(0) == 4 ? 0 : 1;
    if ((size(year) != 4 && size(year) != 2) || size(1 - year) > 2) return false;
    tokens_[at[year]].part = size(year) == 4 ? 'Y' : 'y';
    tokens_[at[1 - year]].part = 'd';
    return true;
  }

  bool with_numbers(std::span<const std::size_t> at) {
    if (at.empty()) return false;
    const auto size = [&](std::size_t n) { return tokens_[at[n]].text.size(); };
    const auto set = [&](std::size_t n, char part) { tokens_[at[n]].part = part; };
    if (at.size() == 1) {
      if (!is_whole_date(tokens_[at[0]].text) || count_ == 1) return false;  // bare digits are looked at as numbers
      set(0, '8');
      return true;
    }
    if (at.size() == 2) {
      if (tokens_[at[1]].kind != Token::Kind::number || at[1] != at[0] + 2 || count_ != 3) return false;
      if (!is_mark(at[0] + 1, '-') && !is_mark(at[0] + 1, '/') && !is_mark(at[0] + 1, '.')) return false;
      const std::size_t year = size(0) == 4 ? 0 : 1;
      if (size(year) != 4 || size(1 - year) > 2) return false;
      // 3.2014 and 2014.3 are rather numbers; years are of our time.
      if (is_mark(at[0] + 1, '.') || tokens_[at[year]].value < 1900 || tokens_[at[year]].value > 2100) return false;
      if (tokens_[at[1 - year]].value < 1 || tokens_[at[1 - year]].value > 12) return false;
      set(year, 'Y');
      set(1 - year, 'm');
      return true;
    }
    if (size(0) == 4 && size(1) <= 2 && size(2) <= 2) return set(0, 'Y'), set(1, 'm'), set(2, 'd'), same_marks(at);
    if (size(0) > 2 || size(1) > 2) return false;
    if (size(2) != 4 && size(2) != 2) return false;
    if (size(2) == 2 && tokens_[at[0]].value > 31) return set(0, 'y'), set(1, 'm'), set(2, 'd'), same_marks(at);
    set(0, '1');
    set(1, '2');
    set(2, size(2) == 4 ? 'Y' : 'y');
    open_ = {.first = tokens_[at[0]].value, .second = tokens_[at[1]].value, .year = tokens_[at[2]].value};
    return same_marks(at);
  }

  /// 1/2/2024 and 1.2.2024 are dates, 1.2-2024 is something else. Times of day stand after them, never between.
  [[nodiscard]] bool same_marks(std::span<const std::size_t> at) const {
    const std::size_t first = at[0] + 1;
    const std::size_t second = at[1] + 1;
    if (at[1] - at[0] > 4 || at[2] - at[1] > 4) return false;
    if (tokens_[first].kind == Token::Kind::blank && is_mark(second, ',')) return true;  // 09 13, 2009
    return tokens_[first].text == tokens_[second].text || tokens_[first].kind == Token::Kind::word;
  }

  void write() {
    for (std::size_t i = 0; i < count_; ++i) {
      const Token& token = tokens_[i];
      if (token.part == k_eaten) continue;
      if (token.part == '8') {
        format_ += "%Y%m%d";
      } else if (token.part == 't') {
        format_ += "%H%M";
      } else if (token.part == 's') {
        format_ += "%H%M%S";
      } else if (token.part != 0) {
        format_ += '%';
        format_ += token.part;
        // "Jan." and "Mo.": the full stop belongs to the name, unless it parts the date: "24.Mai.2014".
        const bool dot = is_mark(i + 1, '.') && !is_number(i + 2);
        if ((token.part == 'B' || token.part == 'A') && dot) tokens_[i + 1].part = k_eaten;
      } else if (token.kind == Token::Kind::blank) {
        format_ += ' ';
      } else {
        format_ += token.text;
      }
    }
  }

  std::array<Token, k_most_tokens> tokens_{};
  std::size_t count_ = 0;
  std::string format_;
  Open open_;
};

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
  Shape shape;
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
