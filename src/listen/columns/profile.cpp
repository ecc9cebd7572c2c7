#include "listen/columns/profile.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_kept_values = 64;
constexpr std::size_t k_kept_numbers = 128;
constexpr std::size_t k_looked_at = 4096;  // bytes of a cell that tell what it is; a longer one is text anyway

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_email(std::string_view cell) {
  const std::size_t at = cell.find('@');
  if (at == 0 || at == std::string_view::npos || cell.find('@', at + 1) != std::string_view::npos) return false;
  const std::size_t dot = cell.rfind('.');
  return dot != std::string_view::npos && dot > at + 1 && dot + 2 < cell.size() + 1 &&
         cell.find(' ') == std::string_view::npos;
}

bool is_url(std::string_view cell) {
  return (cell.starts_with("http://") || cell.starts_with("https://") || cell.starts_with("www.") ||
          (cell.size() > 3 && cell.front() == '/' && is_letter(cell[1]))) &&
         cell.find(' ') == std::string_view::npos;
}

/// +49 89 1234567, (555) 123-4567, 21 259 903 5696: groups of digits, 7 to 15 in all; a bare number is none.
bool is_phone(std::string_view cell) {
  std::size_t digits = 0;
  std::size_t marks = 0;
  for (const char c : cell) {
    if (is_digit(c)) {
      ++digits;
    } else if (c == '+' || c == '(' || c == ')' || c == '-' || c == ' ' || c == '.' || c == '/') {
      ++marks;
    } else {
      return false;
    }
  }
  return digits >= 7 && digits <= 15 && marks > 0 && (cell.front() == '+' || cell.front() == '(' || marks >= 2);
}

/// Long hexadecimal or base-62 codes: 32 hex digits, UUIDs, R_bdygJsbbIhnpYz3.
bool is_code(std::string_view cell) {
  if (cell.size() < 12 || cell.find(' ') != std::string_view::npos) return false;
  std::size_t digits = 0;
  std::size_t letters = 0;
  for (const char c : cell) {
    if (is_digit(c)) {
      ++digits;
    } else if (is_letter(c)) {
      ++letters;
    } else if (c != '-' && c != '_') {
      return false;
    }
  }
  return digits > 0 && letters > 0;
}

/// "Ana María Pérez", "R Deu", "O'Brien, J.": two to four words that begin with a capital.
bool is_person(std::string_view cell) {
  if (cell.size() > 50) return false;
  int words = 0;
  bool begins = true;
  for (const char c : cell) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      begins = true;
      continue;
    }
    if (begins) {
      if ((c < 'A' || c > 'Z') && byte < 0xc3) return false;
      ++words;
    } else if (!is_letter(c) && byte < 0x80 && c != '.' && c != '\'' && c != '-' && c != ',') {
      return false;
    }
    begins = false;
  }
  return words >= 2 && words <= 4;
}

struct Measured {
  std::uint32_t length = 0;  // code points
  std::uint32_t words = 0;
  std::uint32_t han = 0;
};

Measured measured(std::string_view cell) {
  Measured m;
  bool in_word = false;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    const auto byte = static_cast<unsigned char>(cell[i]);
    if ((byte & 0xc0U) == 0x80U) continue;
    ++m.length;
    // U+3040–U+9FFF (Kana, Han) and U+AC00–U+D7A3 (Hangul): E3 81 … ED.
    if (byte >= 0xe3 && byte <= 0xe9) {
      ++m.han;
      in_word = false;
      continue;
    }
    const bool blank = byte <= ' ';
    if (!blank && !in_word) ++m.words;
    in_word = !blank;
  }
  m.words += (m.han + 1) / 2;
  return m;
}

bool has_leading_zero(std::string_view cell) { return cell.size() > 1 && cell[0] == '0' && is_digit(cell[1]); }

bool is_boolean(std::string_view cell) {
  static constexpr auto k_words =
      std::to_array<std::string_view>({"yes", "no", "y", "n", "true", "false", "oui", "non", "ja", "nein", "si", "sí",
                                       "sì", "sim", "não", "nao", "nee"});
  if (cell.size() > 5) return false;
  const std::string lower = lower_ascii(cell);
  return std::ranges::find(k_words, lower) != k_words.end();
}

struct Seen {
  std::uint64_t count = 0;
  std::string_view text;
};

}  // namespace

bool is_na_word(std::string_view trimmed) {
  static constexpr auto k_words = std::to_array<std::string_view>(
      {"na", "n/a", "#n/a", "nan", "null",   "<na>",    "(null)",  "(blank)",   "[blank]", "blank", "-",
       "--", "—",   "–",    ".",   "#null!", "#value!", "#div/0!", "undefined", "n.a.",    "\\n",   "nat"});
  if (trimmed.empty() || trimmed.size() > 9) return false;
  return std::ranges::any_of(k_words, [&](std::string_view word) {
    return word.size() == trimmed.size() && equals_ignoring_case(trimmed, word);
  });
}

std::size_t leading_number(std::string_view trimmed) {
  std::size_t at = 0;
  while (at < trimmed.size() && is_digit(trimmed[at])) ++at;
  if (at == 0 || at > 3) return 0;
  if (at + 1 < trimmed.size() && (trimmed[at] == '.' || trimmed[at] == ',') && is_digit(trimmed[at + 1])) {
    ++at;
    while (at < trimmed.size() && is_digit(trimmed[at])) ++at;
  }
  if (at == trimmed.size()) return at;
  // "4/5", "4 out of 5", "10 - extremely likely", "5 stars", "10Extremely likely", "5=very good", "4★"; not "4th", "10-20",
  // "2024-01-01", "19M", "30 km".
  std::string_view rest = trim(trimmed.substr(at));
  if (rest.front() == '/') {
    rest = trim(rest.substr(1));
    const bool scale = rest == "5" || rest == "7" || rest == "10" || rest == "100" || rest == "4" || rest == "6";
    return scale ? at : 0;
  }
  static constexpr auto k_behind = std::to_array<std::string_view>(
      {"out of ", "von ", "sur ", "de ", "su ", "van ", "star", "stern", "étoile", "etoile", "estrella", "estrela",
       "stell", "ster", "point", "punkt", "★", "⭐", "of "});
  const std::string lower = lower_ascii(rest);
  if (std::ranges::any_of(k_behind, [&](std::string_view word) { return lower.starts_with(word); })) return at;
  const bool mark = rest.front() == '-' || rest.front() == '=' || rest.front() == ':' || rest.front() == '(' ||
                    rest.front() == '.' || rest.front() == ')' || rest.starts_with("–") || rest.starts_with("—");
  if (mark) {
    std::size_t i = 1;
    while (i < rest.size() && !is_letter(rest[i]) && static_cast<unsigned char>(rest[i]) < 0xc3 && !is_digit(rest[i]))
      ++i;
    return i < rest.size() && !is_digit(rest[i]) ? at : 0;
  }
  // A capital right behind the number: survey tools glue the label on.
  return trimmed[at] >= 'A' && trimmed[at] <= 'Z' && rest.size() > 3 ? at : 0;
}

namespace {

/// The numbers of a column, as one reading of the decimal sign takes them.
struct NumbersSeen {
  std::uint64_t count = 0, whole = 0;
  double low = 0, high = 0;

  void add(const std::optional<Decimal>& number) {
    if (!number) return;
    const double value = number->value();
    low = count == 0 ? value : std::min(low, value);
    high = count == 0 ? value : std::max(high, value);
    ++count;
    if (number->is_whole()) ++whole;
  }
};

/// Takes the cells of a column one by one, then tells.
class Profiler {
 public:
  void add(std::string_view raw);
  [[nodiscard]] ColumnProfile tell();

 private:
  void add_number(std::string_view cell);
  void add_form(std::string_view cell);
  void add_length(std::string_view cell);
  void add_value(std::string_view full);
  void tell_numbers();
  void tell_lengths();
  void tell_values();

  ColumnProfile p_;
  NumbersSeen point_, comma_;
  std::optional<double> last_;
  std::unordered_map<std::string_view, Seen> seen_;
  std::vector<std::uint32_t> lengths_ = std::vector<std::uint32_t>(1025);  ///< cells of each length
  std::uint64_t words_ = 0, length_ = 0;
};

void Profiler::add(std::string_view raw) {
  ++p_.cells;
  const std::string_view full = trim(raw);
  if (full.empty()) {
    ++p_.blank;
    return;
  }
  if (is_na_word(full)) {
    ++p_.na;
    return;
  }
  ++p_.filled;
  p_.longest = std::max(p_.longest, static_cast<std::uint32_t>(full.size()));
  const std::string_view cell = full.substr(0, k_looked_at);
  add_number(cell);
  add_form(cell);
  add_length(cell);
  add_value(full);
}

void Profiler::add_number(std::string_view cell) {
  const char first = cell.front();
  if (is_digit(first) && leading_number(cell) != 0) ++p_.leading;
  const bool begins_like_one = is_digit(first) || first == '-' || first == '+' || first == '.' || first == ',';
  if (cell.size() > 32 || !begins_like_one) {
    p_.ascending = false;
    return;
  }
  const auto point = decimal_from(cell, DecimalSign::point);
  point_.add(point);
  const bool has_sign = cell.find_first_of(".,") != std::string_view::npos;
  comma_.add(has_sign ? decimal_from(cell, DecimalSign::comma) : point);
  p_.ascending = p_.ascending && point && point->is_whole() && (!last_ || point->value() > *last_);
  if (point) last_ = point->value();
  if (point && has_leading_zero(cell)) ++p_.padded;
}

void Profiler::add_form(std::string_view cell) {
  if (cell.find('@') != std::string_view::npos && is_email(cell)) ++p_.email;
  if (is_url(cell)) ++p_.url;
  if (is_phone(cell)) ++p_.phone;
  if (is_boolean(cell)) ++p_.boolean;
  if (is_code(cell)) ++p_.hex_id;
  if (is_person(cell)) ++p_.person;
}

void Profiler::add_length(std::string_view cell) {
  const Measured m = measured(cell);
  length_ += m.length;
  words_ += m.words;
  if (m.words >= 2 && (m.words > m.han || m.han >= 6)) ++p_.spaced;
  ++lengths_[std::min<std::size_t>(m.length, lengths_.size() - 1)];
}

void Profiler::add_value(std::string_view full) {
  if (const auto known = seen_.find(full); known != seen_.end()) {
    ++known->second.count;
  } else if (seen_.size() < ColumnProfile::k_distinct) {
    seen_.emplace(full, Seen{.count = 1, .text = full});
  } else {
    p_.distinct_is_more = true;
  }
}

void Profiler::tell_numbers() {
  const bool by_comma = comma_.count > point_.count;
  const NumbersSeen& numbers = by_comma ? comma_ : point_;
  p_.decimal = by_comma ? DecimalSign::comma : DecimalSign::point;
  p_.number = numbers.count;
  p_.whole = numbers.whole;
  p_.low = numbers.low;
  p_.high = numbers.high;
  p_.ascending = p_.ascending && p_.number == p_.filled && p_.filled > 1;
}

void Profiler::tell_lengths() {
  if (p_.filled == 0) return;
  p_.mean_length = static_cast<double>(length_) / static_cast<double>(p_.filled);
  p_.mean_words = static_cast<double>(words_) / static_cast<double>(p_.filled);
  std::uint64_t below = 0;
  while (p_.p90_length < lengths_.size() && (below += lengths_[p_.p90_length]) * 10 < p_.filled * 9) ++p_.p90_length;
}

void Profiler::tell_values() {
  p_.distinct = seen_.size();
  if (seen_.size() <= k_kept_numbers) {
    std::map<double, std::uint64_t> numbers;
    for (const auto& [text, value] : seen_) {
      std::string_view number_text = text;
      if (p_.number < p_.leading) number_text = text.substr(0, leading_number(text));
      if (const auto number = decimal_from(number_text, p_.decimal)) numbers[number->value()] += value.count;
    }
    p_.numbers.assign(numbers.begin(), numbers.end());
  }
  if (seen_.size() <= k_kept_values) {
    for (const auto& [text, value] : seen_) p_.values.emplace_back(std::string(text), value.count);
    std::ranges::sort(p_.values, [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
  }
}

ColumnProfile Profiler::tell() {
  tell_numbers();
  tell_lengths();
  tell_values();
  return std::move(p_);
}

}  // namespace

ColumnProfile profile(const SampleColumn& column) {
  Profiler profiler;
  for (const std::string_view raw : column.cells) profiler.add(raw);
  ColumnProfile told = profiler.tell();
  told.time = guess_time_format(column.cells);
  return told;
}

}  // namespace bellwether::listen
