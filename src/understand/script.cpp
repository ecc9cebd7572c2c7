#include "understand/script.hpp"

#include <algorithm>
#include <array>

namespace bellwether::understand {

namespace {

struct Range {
  char32_t first, last;
  Script script;
};

// In order, so that it can be searched by halves. Dandas (U+0964, U+0965) end sentences in many scripts.
constexpr auto k_ranges = std::to_array<Range>({
    {0x41, 0x5A, Script::latin},        {0x61, 0x7A, Script::latin},        {0xC0, 0xD6, Script::latin},
    {0xD8, 0xF6, Script::latin},        {0xF8, 0x24F, Script::latin},       {0x370, 0x3FF, Script::greek},
    {0x400, 0x481, Script::cyrillic},   {0x48A, 0x52F, Script::cyrillic},   {0x531, 0x556, Script::armenian},
    {0x561, 0x587, Script::armenian},   {0x5B0, 0x5EA, Script::hebrew},     {0x620, 0x652, Script::arabic},
    {0x66E, 0x6D3, Script::arabic},     {0x6D5, 0x6DC, Script::arabic},     {0x6EE, 0x6EF, Script::arabic},
    {0x6FA, 0x6FF, Script::arabic},     {0x750, 0x77F, Script::arabic},     {0x900, 0x963, Script::devanagari},
    {0x966, 0x97F, Script::devanagari}, {0x980, 0x9FF, Script::bengali},    {0xA00, 0xA7F, Script::gurmukhi},
    {0xA80, 0xAFF, Script::gujarati},   {0xB00, 0xB7F, Script::odia},       {0xB80, 0xBFF, Script::tamil},
    {0xC00, 0xC7F, Script::telugu},     {0xC80, 0xCFF, Script::kannada},    {0xD00, 0xD7F, Script::malayalam},
    {0xD80, 0xDFF, Script::sinhala},    {0xE01, 0xE3A, Script::thai},       {0xE40, 0xE4E, Script::thai},
    {0xE80, 0xEFF, Script::lao},        {0x1000, 0x109F, Script::burmese},  {0x10A0, 0x10FF, Script::georgian},
    {0x1100, 0x11FF, Script::hangul},   {0x1200, 0x135A, Script::ethiopic}, {0x1780, 0x17D3, Script::khmer},
    {0x1C90, 0x1CBF, Script::georgian}, {0x1E00, 0x1EFF, Script::latin},    {0x1F00, 0x1FFF, Script::greek},
    {0x2D00, 0x2D2D, Script::georgian}, {0x3041, 0x309F, Script::kana},     {0x30A1, 0x30FA, Script::kana},
    {0x30FC, 0x30FF, Script::kana},     {0x3130, 0x318F, Script::hangul},   {0x31F0, 0x31FF, Script::kana},
    {0x3400, 0x4DBF, Script::han},      {0x4E00, 0x9FFF, Script::han},      {0xAC00, 0xD7A3, Script::hangul},
    {0xF900, 0xFAFF, Script::han},      {0xFB50, 0xFDFB, Script::arabic},   {0xFE70, 0xFEFC, Script::arabic},
    {0xFF21, 0xFF3A, Script::latin},    {0xFF41, 0xFF5A, Script::latin},    {0xFF66, 0xFF9F, Script::kana},
    {0x20000, 0x3134F, Script::han},
});

constexpr char32_t k_unreadable = 0xFFFD;

bool is_between(char32_t c, char32_t first, char32_t last) { return first <= c && c <= last; }

}  // namespace

Script script_of(char32_t c) {
  if (c < 0x80) return is_between(c | 0x20U, 'a', 'z') ? Script::latin : Script::none;
  const auto* range = std::ranges::lower_bound(k_ranges, c, {}, &Range::last);
  return range != k_ranges.end() && range->first <= c ? range->script : Script::none;
}

char32_t small(char32_t c) {
  if (c < 0x80) return is_between(c, 'A', 'Z') ? c + 32 : c;
  if (is_between(c, 0xC0, 0xDE) && c != 0xD7) return c + 32;
  if (c == 0x130) return 'i';  // İ
  if (c == 0x178) return 0xFF;
  if (is_between(c, 0x139, 0x148) || is_between(c, 0x179, 0x17E)) return c % 2 == 1 ? c + 1 : c;
  if (is_between(c, 0x100, 0x177) || is_between(c, 0x1A0, 0x1A5) || is_between(c, 0x200, 0x21F)) return c | 1U;
  if (c == 0x1AF) return 0x1B0;  // Ư
  if (is_between(c, 0x400, 0x40F)) return c + 80;
  if (is_between(c, 0x410, 0x42F)) return c + 32;
  if (is_between(c, 0x460, 0x481) || is_between(c, 0x48A, 0x4BF) || is_between(c, 0x4D0, 0x52F)) return c | 1U;
  if (is_between(c, 0x1E00, 0x1EFF)) return c | 1U;
  if (is_between(c, 0xFF21, 0xFF3A)) return c - 0xFF21 + 'a';
  if (is_between(c, 0xFF41, 0xFF5A)) return c - 0xFF41 + 'a';
  return c;
}

Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [text](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
  const char32_t first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + bytes > text.size()) return {k_unreadable, 1};
  char32_t value = first & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return {k_unreadable, 1};
    value = (value << 6U) | (byte(at + i) & 0x3FU);
  }
  const bool is_overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  if (is_overlong || value > 0x10FFFF || is_between(value, 0xD800, 0xDFFF)) return {k_unreadable, 1};
  return {value, bytes};
}

}  // namespace bellwether::understand
