#include "listen/columns/cell_date.hpp"

#include "listen/columns/time_words.hpp"

#include <algorithm>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_longest_cell = 64;

}  // namespace

std::string_view CellDate::of(std::string_view cell) {
  format_.clear();
  count_ = 0;
  open_ = {};
  if (cell.size() > k_longest_cell || !lex(cell) || !find_time() || !find_date()) return {};
  write();
  return format_;
}

bool CellDate::lex(std::string_view cell) {
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

bool CellDate::find_time() {
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

void CellDate::find_zone(std::size_t at) {
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

bool CellDate::is_whole_date(std::string_view digits) {
  return digits.size() == 8 && (digits.starts_with("19") || digits.starts_with("20"));
}

bool CellDate::find_date() {
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

bool CellDate::take_word(std::size_t i, std::size_t& month_at) {
  static constexpr auto k_between = std::to_array<std::string_view>(
      {"t",   "de", "del",  "do", "of", "at",  "um",  "uhr", "den", "der", "am", "le", "à",  "a",
       "las", "il", "alle", "op", "om", "uur", "the", "h",   "u",   "on",  "às", "年", "月", "日"});
  static constexpr auto k_ordinals = std::to_array<std::string_view>({"st", "nd", "rd", "th", "er", "º", "ª"});
  Token& token = tokens_[i];
  const std::string lower = lower_ascii(token.text);
  if (i > 0 && tokens_[i - 1].kind == Token::Kind::number && std::ranges::find(k_ordinals, lower) != k_ordinals.end()) {
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

bool CellDate::with_month_name(std::span<const std::size_t> at) {
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

bool CellDate::with_numbers(std::span<const std::size_t> at) {
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

void CellDate::write() {
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

}  // namespace bellwether::listen
