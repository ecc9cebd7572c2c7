#include "understand/words.hpp"

#include "understand/negation.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace bellwether::understand {

/// A code point of the text; -1 of wrong bytes.
struct Words::Character {
  UChar32 code = -1;
  std::size_t end = 0;
};

namespace {

constexpr UChar32 k_apostrophe = '\'', k_curly_apostrophe = 0x2019;

bool is_letter(UChar32 code) {
  if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
  return u_isalpha(code) != 0;
}

bool is_mark_on_letter(UChar32 code) { return code >= 0x300 && (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0; }

bool is_digit(UChar32 code) { return code < 0x80 ? code >= '0' && code <= '9' : u_isdigit(code) != 0; }

/// Han, kana: words are not parted by blanks.
bool stands_alone(UChar32 code) {
  return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x9FFF) ||
         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0x20000 && code <= 0x3FFFF);
}

bool is_pictogram(UChar32 code) {
  return (code >= 0x1F000 && code <= 0x1FAFF) || (code >= 0x2600 && code <= 0x27BF) ||
         (code >= 0x2B00 && code <= 0x2BFF);
}

/// What changes the one before it and is nothing by itself: joiners, shapes, tones.
bool is_part_of_pictogram(UChar32 code) {
  return code == 0x200D || (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0x1F3FB && code <= 0x1F3FF);
}

bool is_blank(UChar32 code) { return code <= ' ' || code == 0xA0 || code == 0x7F || u_isUWhiteSpace(code) != 0; }

void append(std::string& to, UChar32 code) {
  const auto bits = static_cast<std::uint32_t>(code);
  const auto tail = [&](int shift) { to += static_cast<char>(0x80 | ((bits >> shift) & 0x3F)); };
  if (bits < 0x80) {
    to += static_cast<char>(bits);
  } else if (bits < 0x800) {
    to += static_cast<char>(0xC0 | (bits >> 6));
  } else if (bits < 0x10000) {
    to += static_cast<char>(0xE0 | (bits >> 12));
    tail(6);
  } else {
    to += static_cast<char>(0xF0 | (bits >> 18));
    tail(12);
    tail(6);
  }
  if (bits >= 0x80) tail(0);
}

UChar32 small(UChar32 code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 0x20 : code;
  return u_tolower(code);
}

bool is_capital(UChar32 code) { return code < 0x80 ? code >= 'A' && code <= 'Z' : u_isupper(code) != 0; }

}  // namespace

Words::Character Words::character(std::size_t at) const {
  const auto first = static_cast<unsigned char>(text_[at]);
  if (first < 0x80) return {.code = first, .end = at + 1};
  auto next = static_cast<std::int32_t>(at);
  UChar32 code = 0;
  // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): the library's own macro
  U8_NEXT(reinterpret_cast<const std::uint8_t*>(text_.data()), next, static_cast<std::int32_t>(text_.size()), code);
  return {.code = code, .end = static_cast<std::size_t>(next)};
}

void Words::read(std::string_view text) {
  text_ = text.substr(0, k_most_bytes);
  if (text_.size() < text.size()) {  // not in the middle of a character
    std::int32_t end = k_most_bytes;
    U8_SET_CP_START(reinterpret_cast<const std::uint8_t*>(text.data()), 0, end);
    text_ = text.substr(0, static_cast<std::size_t>(end));
  }
  folded_.clear();
  folded_ += ' ';
  words_.clear();
  for (std::size_t at = 0; at < text_.size();) {
    const auto [code, end] = character(at);
    if (code < 0 || is_blank(code) || is_part_of_pictogram(code) || is_mark_on_letter(code)) {
      at = end;
    } else if (stands_alone(code)) {
      add_single(at, Word::Kind::word);
    } else if (is_letter(code)) {
      const std::string_view rest = text_.substr(at);
      const bool is_link = rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
      is_link ? add_run_without_blanks(at, Word::Kind::link) : add_letters(at);
    } else if (is_digit(code)) {
      add_number(at);
    } else if (code == '@' && end < text_.size() && is_letter(character(end).code)) {
      add_run_without_blanks(at, Word::Kind::mention);
    } else if (code == '#' && end < text_.size() && is_letter(character(end).code) &&
               !stands_alone(character(end).code)) {
      add_letters(at = end);
      words_.back().is_hashtag = true;
    } else {
      add_single(at, is_pictogram(code) ? Word::Kind::emoji : Word::Kind::mark);
    }
  }
}

Word& Words::begin_word(std::size_t at, Word::Kind kind) {
  Word& word = words_.emplace_back();
  word.kind = kind;
  word.begin = static_cast<std::uint32_t>(at);
  word.from = static_cast<std::uint32_t>(folded_.size());
  return word;
}

void Words::end_word(std::size_t at) {
  Word& word = words_.back();
  word.end = static_cast<std::uint32_t>(at);
  word.to = static_cast<std::uint32_t>(folded_.size());
  if (word.kind == Word::Kind::word) {
    word.denies = Negation::denies(folded(word));
    word.turns = Negation::turns(folded(word));
  }
  folded_ += ' ';
}

void Words::add_letters(std::size_t& at) {
  Word& word = begin_word(at, Word::Kind::word);
  UChar32 last = 0;
  int in_a_row = 0, letters = 0, capitals = 0;
  const auto add = [&](UChar32 as) {
    in_a_row = as == last ? in_a_row + 1 : 1;
    last = as;
    if (in_a_row <= 2) append(folded_, as);
  };
  while (at < text_.size()) {
    // Nearly all letters of nearly all texts.
    if (const char byte = text_[at]; byte >= 'a' && byte <= 'z') {
      add(byte);
      word.is_stretched = word.is_stretched || in_a_row > 2;
      ++letters;
      ++at;
      continue;
    }
    auto [code, end] = character(at);
    if (code == k_curly_apostrophe) code = k_apostrophe;
    const bool joins = code == k_apostrophe && end < text_.size() && is_letter(character(end).code);
    if (code < 0 || !(is_letter(code) || is_mark_on_letter(code) || is_digit(code) || joins) || stands_alone(code))
      break;
    add(small(code));
    word.is_stretched = word.is_stretched || in_a_row > 2;
    letters += is_letter(code) ? 1 : 0;
    capitals += is_capital(code) ? 1 : 0;
    at = end;
  }
  word.is_shouted = letters >= 2 && capitals == letters;
  end_word(at);
}

void Words::add_number(std::size_t& at) {
  begin_word(at, Word::Kind::number);
  while (at < text_.size()) {
    const auto [code, end] = character(at);
    const bool joins =
        (code == '.' || code == ',' || code == ':') && end < text_.size() && is_digit(character(end).code);
    if (!is_digit(code) && !joins) break;
    append(folded_, code);
    at = end;
  }
  end_word(at);
}

void Words::add_single(std::size_t& at, Word::Kind kind) {
  begin_word(at, kind);
  const auto [code, end] = character(at);
  append(folded_, small(code));
  at = end;
  end_word(at);
}

void Words::add_run_without_blanks(std::size_t& at, Word::Kind kind) {
  begin_word(at, kind);
  while (at < text_.size()) {
    const auto [code, end] = character(at);
    if (code < 0 || is_blank(code)) break;
    const bool is_name = is_letter(code) || is_digit(code) || code == '_' || code == '@';
    if (kind == Word::Kind::mention && !is_name) break;
    append(folded_, small(code));
    at = end;
  }
  end_word(at);
}

}  // namespace bellwether::understand
