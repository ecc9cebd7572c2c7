#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace bellwether {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr char32_t k_not_utf8 = 0xFFFF'FFFF;

/// The code point at `at`, moving `at` behind it; `k_not_utf8`, and one byte further, where none begins (RFC 3629: no
/// overlong forms, no surrogates, nothing above U+10FFFF).
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return static_cast<char32_t>(text[at++]);
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  constexpr std::array<char32_t, 4> k_smallest{0, 0x80, 0x800, 0x10000};
  const bool begins = first >= 0xC2 && first <= 0xF4 && at + more < text.size();
  char32_t c = more == 3 ? first & 0x07U : more == 2 ? first & 0x0FU : first & 0x1FU;
  for (std::size_t i = 1; begins && i <= more; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) break;
    c = (c << 6U) | (byte(at + i) & 0x3FU);
    if (i != more) continue;
    if (c < k_smallest[more] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) break;
    at += more + 1;
    return c;
  }
  ++at;
  return k_not_utf8;
}

std::size_t columns_of(char32_t c) {
  if (c == k_not_utf8) return 1;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return 0;
  if (c < 0x300) return 1;
  const auto point = static_cast<UChar32>(c);
  const int8_t category = u_charType(point);
  if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR) return 0;
  const int wide = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

/// Length of white space at the text's beginning: ASCII, no-break space, the spaces of U+2000…200A, 202F, 3000, FEFF.
std::size_t space_at_front(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  if (byte(0) < 0x80) return 0;
  if (text.size() >= 2 && byte(0) == 0xC2 && byte(1) == 0xA0) return 2;
  if (text.size() >= 3) {
    const std::string_view three = text.substr(0, 3);
    if (three == "\xE3\x80\x80" || three == "\xEF\xBB\xBF" || three == "\xE2\x80\xAF") return 3;
    if (byte(0) == 0xE2 && byte(1) == 0x80 && byte(2) >= 0x80 && byte(2) <= 0x8B) return 3;
  }
  return 0;
}

std::size_t space_at_back(std::string_view text) {
  if (text.empty()) return 0;
  const char last = text.back();
  if (last == ' ' || (last >= '\t' && last <= '\r')) return 1;
  if (static_cast<unsigned char>(last) < 0x80) return 0;
  for (const std::size_t size : {std::size_t{2}, std::size_t{3}}) {
    if (text.size() >= size && space_at_front(text.substr(text.size() - size)) == size) return size;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    if (next_code_point(text, at) == k_not_utf8) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (const std::size_t n = space_at_front(text)) text.remove_prefix(n);
  while (const std::size_t n = space_at_back(text)) text.remove_suffix(n);
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

std::string fold(std::string_view text) {
  std::string out;
  icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())))
      .foldCase()
      .toUTF8String(out);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t at = text.find(by);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string join(std::span<const std::string> parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (&part != parts.data()) out += between;
    out += part;
  }
  return out;
}

std::size_t length(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) columns += columns_of(next_code_point(text, at));
  return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
  if (width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t used = 0;
  std::size_t keep = 0;
  for (std::size_t at = 0; at < text.size();) {
    used += columns_of(next_code_point(text, at));
    if (used > columns - 1) break;
    keep = at;
  }
  return std::string(text.substr(0, keep)) + "…";
}

std::size_t distance(std::string_view a, std::string_view b) {
  // Words, not documents: three rows of a table bounded by the longest name that anybody types.
  constexpr std::size_t k_longest = 128;
  a = a.substr(0, k_longest);
  b = b.substr(0, k_longest);
  std::array<std::array<std::size_t, k_longest + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

std::string nearest(std::string_view word, std::span<const std::string> known) {
  const std::size_t near_enough = std::max<std::size_t>(2, word.size() / 3);
  std::string best;
  std::size_t best_distance = near_enough + 1;
  for (const std::string& candidate : known) {
    const std::size_t d = distance(word, candidate);
    // A short word with every letter changed is another word.
    if (d < best_distance && d < std::max(word.size(), candidate.size())) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::string with_thousands(long long number) {
  std::string digits = std::to_string(number);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

}  // namespace bellwether
