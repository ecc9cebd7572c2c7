#include "understand/plain_words.hpp"

namespace bellwether::understand {

namespace {

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
/// Accents as marks of their own, soft hyphens, joiners: they stand inside words and are passed over.
bool is_mark(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || c == 0xAD || (c >= 0x200B && c <= 0x200D) || c == 0xFEFF;
}
bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019; }
bool ends_sentence(char32_t c) {
  return c == '.' || c == '!' || c == '?' || c == '\n' || c == ';' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
         c == 0xFF1F || c == 0x964;
}

/// Scripts that are written with blanks between words and mixed with digits in codes and names.
bool is_alphabet(Script script) { return script == Script::latin || script == Script::cyrillic; }

bool begins_with(std::string_view text, std::size_t at, std::string_view start) {
  if (text.size() - at < start.size()) return false;
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (small(static_cast<unsigned char>(text[at + i])) != static_cast<unsigned char>(start[i])) return false;
  }
  return true;
}

}  // namespace

bool PlainWords::next(PlainWord& word) {
  while (at_ < text_.size()) {
    const char first = text_[at_];
    if (first == '@' || first == '#') {
      pass_over_name();
    } else if (passes_over_address()) {
      continue;
    } else {
      const auto [value, bytes] = character_at(text_, at_);
      const Script script = script_of(value);
      if (script != Script::none || is_digit(value) || value == '_') {
        if (read_word(word, script)) return true;
      } else {
        sentence_ends_ = sentence_ends_ || ends_sentence(value);
        at_ += bytes;
      }
    }
  }
  return false;
}

/// Behind "@somebody", "#tag" and the end of "me@example.com".
void PlainWords::pass_over_name() {
  for (++at_; at_ < text_.size();) {
    const auto [value, bytes] = character_at(text_, at_);
    const bool is_inside =
        script_of(value) != Script::none || is_digit(value) || value == '_' || value == '-' ||
        (value == '.' && at_ + 1 < text_.size() && script_of(character_at(text_, at_ + 1).value) != Script::none);
    if (!is_inside) return;
    at_ += bytes;
  }
}

/// Behind a web address or a character written as in HTML ("&amp;"), if one begins here.
bool PlainWords::passes_over_address() {
  const char first = text_[at_];
  if (first == '&') {
    constexpr std::size_t k_longest_entity = 10;
    for (std::size_t i = at_ + 1; i < text_.size() && i - at_ < k_longest_entity; ++i) {
      const auto c = static_cast<unsigned char>(text_[i]);
      if (c == ';') {
        at_ = i + 1;
        return true;
      }
      if (script_of(c) == Script::none && !is_digit(c) && c != '#') break;
    }
    return false;
  }
  const bool may_begin = first == 'h' || first == 'H' || first == 'w' || first == 'W';
  if (!may_begin ||
      !(begins_with(text_, at_, "http://") || begins_with(text_, at_, "https://") || begins_with(text_, at_, "www."))) {
    return false;
  }
  // Up to a blank; text in scripts without blanks may follow at once.
  while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) > ' ' &&
         static_cast<unsigned char>(text_[at_]) < 0x80)
    ++at_;
  return true;
}

/// False for what has digits in it (codes, model names) and for the name in front of an @.
bool PlainWords::read_word(PlainWord& word, Script script) {
  bool is_code = false;
  word.script = script;
  word.letters[0] = ' ';
  std::size_t size = 1;
  while (at_ < text_.size() && size <= PlainWord::k_longest) {
    const auto [value, bytes] = character_at(text_, at_);
    const Script here = script_of(value);
    if (is_digit(value) || value == '_') {
      if (word.script != Script::none && !is_alphabet(word.script)) break;
      is_code = true;
    } else if (is_apostrophe(value)) {
      const bool is_inside =
          size > 1 && at_ + bytes < text_.size() && script_of(character_at(text_, at_ + bytes).value) == word.script;
      if (!is_inside) break;
      word.letters[size++] = '\'';
    } else if (here == Script::none) {
      if (!is_mark(value)) break;
    } else if (here != word.script) {
      if (word.script != Script::none || !is_alphabet(here)) break;
      word.script = here;
      continue;
    } else {
      const char32_t letter = small(value);
      // What stands beyond the basic plane is Han, whose letters are only counted.
      const auto kept = static_cast<char16_t>(letter > 0xFFFF ? 0x4E00 : letter);
      const bool is_drawl = size > 2 && word.letters[size - 1] == kept && word.letters[size - 2] == kept;
      if (!is_drawl) word.letters[size++] = kept;
    }
    at_ += bytes;
  }
  const bool is_mail = at_ < text_.size() && text_[at_] == '@';
  // Tweets passed on begin with RT in every language.
  const bool is_passed_on = size == 3 && word.letters[1] == 'r' && word.letters[2] == 't';
  if (is_code || is_mail || is_passed_on || word.script == Script::none) return false;
  word.letters[size++] = ' ';
  word.size = size;
  word.begins_sentence = sentence_ends_;
  sentence_ends_ = false;
  return true;
}

}  // namespace bellwether::understand
