#include "understand/personal/words.hpp"

#include "understand/personal/characters.hpp"

#include <array>

namespace bellwether::personal {

namespace {

/// U+00C0 to U+017F without case and accents; '*' is no letter, the digits stand for two letters.
constexpr std::string_view k_plain =
    "aaaaaa1ceeeeiiiidnooooo*ouuuuy23aaaaaa1ceeeeiiiidnooooo*ouuuuy2y"  // Latin-1
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkklllllll"  // Latin Extended-A
    "lllnnnnnnnnnoooooo55rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(k_plain.size() == 0x180 - 0xC0);

std::string_view two_letters(char digit) {
  switch (digit) {
    case '1':
      return "ae";
    case '2':
      return "th";
    case '3':
      return "ss";
    case '4':
      return "ij";
    default:
      return "oe";
  }
}

bool is_upper_point(char32_t point) {
  if (point < 0xDF) return point >= 0xC0;
  if (point >= 0x100 && point <= 0x137) return point % 2 == 0;
  if (point >= 0x139 && point <= 0x148) return point % 2 == 1;
  if (point >= 0x14A && point <= 0x177) return point % 2 == 0;
  if (point == 0x178 || point == 0x179 || point == 0x17B || point == 0x17D) return true;
  return (point >= 0x386 && point <= 0x3AB && point != 0x390) || (point >= 0x400 && point <= 0x42F);
}

/// A letter beyond ASCII, and how many bytes it takes; none where size is 0.
struct Letter {
  char32_t point = 0;
  std::size_t size = 0;
};

Letter letter_at(std::string_view text, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
  const unsigned first = byte(0);
  if (first >= 0xC3 && first <= 0xDF && i + 1 < text.size() && is_continuation(text[i + 1])) {
    const char32_t point = ((first & 0x1FU) << 6U) | (byte(1) & 0x3FU);
    return point == 0xD7 || point == 0xF7 ? Letter{} : Letter{point, 2};
  }
  // Punctuation and signs stand in U+2000 to U+2FFF and U+3000 to U+303F, the marks ⟨ ⟩ among them.
  const bool letters = first == 0xE0 || first == 0xE1 || (first >= 0xE3 && first <= 0xED);
  if (letters && i + 2 < text.size() && is_continuation(text[i + 1]) && is_continuation(text[i + 2])) {
    const char32_t point = ((first & 0xFU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
    return point < 0x800 || (point >= 0x3000 && point < 0x3040) ? Letter{} : Letter{point, 3};
  }
  return {};
}

/// Follows a letter into `fold`, one plain letter after the other.
template <class Fold>
void fold_letter(std::string_view text, std::size_t i, Letter letter, Fold&& fold) {
  if (letter.point >= 0xC0 && letter.point < 0x180) {
    const char plain = k_plain[letter.point - 0xC0];
    if (!is_digit(plain)) return fold(plain);
    for (const char c : two_letters(plain)) fold(c);
    return;
  }
  for (std::size_t k = 0; k < letter.size; ++k) fold(text[i + k]);
}

Gap gap_of(std::string_view between) {
  if (between.empty()) return Gap::nothing;
  if (between == "-") return Gap::hyphen;
  if (between == "'" || between == "’") return Gap::apostrophe;
  char sign = '\0';
  bool line = false, several = false;
  for (const char c : between) {
    if (c == ' ' || c == '\t') continue;
    if (c == '\n' || c == '\r') {
      line = true;
    } else {
      several = several || sign != '\0';
      sign = c;
    }
  }
  if (several) return Gap::other;
  if (line) return sign == '\0' || sign == ',' || sign == '>' ? Gap::line : Gap::other;
  switch (sign) {
    case '\0':
      return Gap::blank;
    case ',':
      return Gap::comma;
    case '.':
      return Gap::dot;
    case ':':
      return Gap::colon;
    default:
      return Gap::other;
  }
}

class Reading {
 public:
  Reading(const Lexicon& lexicon, Words& words) : text_(words.text), lexicon_(lexicon), words_(words) {}

  void all() {
    for (std::size_t i = 0; i < text_.size();) {
      if (is_digit(text_[i])) {
        i = number(i);
      } else if (is_letter(text_[i])) {
        i = word(i);
      } else if (static_cast<unsigned char>(text_[i]) >= 0x80 && letter_at(text_, i).size > 0) {
        i = word(i);
      } else {
        ++i;
      }
    }
  }

 private:
  std::size_t number(std::size_t begin) {
    std::size_t end = begin;
    while (end < text_.size() && (is_digit(text_[end]) || is_letter(text_[end]))) ++end;
    add({.roles = 0, .shape = Shape::number}, begin, end, 0);
    return end;
  }

  std::size_t word(std::size_t begin) {
    std::uint64_t hash = hash_begin();
    const auto fold = [&hash](char c) { hash = hash_with(hash, c); };
    std::size_t i = begin, letters = 0, uppers = 0;
    bool first_is_upper = false;
    while (i < text_.size()) {
      const char c = text_[i];
      bool is_upper = false;
      std::size_t size = 1;
      if (is_letter(c)) {
        is_upper = c <= 'Z';
        fold(static_cast<char>(c | 0x20));
      } else {
        const Letter letter = static_cast<unsigned char>(c) < 0x80 ? Letter{} : letter_at(text_, i);
        if (letter.size == 0) break;
        is_upper = is_upper_point(letter.point);
        fold_letter(text_, i, letter, fold);
        size = letter.size;
      }
      if (letters++ == 0) first_is_upper = is_upper;
      uppers += is_upper ? 1U : 0U;
      i += size;
    }
    const Shape shape = !first_is_upper     ? Shape::lower
                        : letters == 1      ? Shape::initial
                        : uppers == letters ? Shape::capitals
                                            : Shape::capital;
    hash = hash_end(hash);
    add({.roles = lexicon_.roles_of(hash), .shape = shape}, begin, i, hash);
    return i;
  }

  void add(Word word, std::size_t begin, std::size_t end, std::uint64_t hash) {
    word.begin = static_cast<std::uint32_t>(begin);
    word.end = static_cast<std::uint32_t>(end);
    const std::size_t behind = words_.all.empty() ? 0 : words_.all.back().end;
    const std::string_view between = text_.substr(behind, begin - behind);
    word.before = words_.all.empty() ? Gap::other : between == " " ? Gap::blank : gap_of(between);
    last_[count_++ % last_.size()] = hash;
    if (word.is(role::ends_phrase)) word.roles |= roles_of_phrases();
    words_.capitals += word.shape == Shape::capitals ? 1U : 0U;
    words_.roles |= word.roles;
    words_.all.push_back(word);
  }

  Roles roles_of_phrases() const {
    Roles roles = 0;
    for (std::size_t length = 2; length <= Lexicon::k_longest_phrase && length <= count_; ++length) {
      std::uint64_t phrase = 0;
      for (std::size_t k = count_ - length; k < count_; ++k) phrase = phrase_with(phrase, last_[k % last_.size()]);
      roles |= lexicon_.roles_of(phrase);
    }
    return roles == 0 ? 0 : roles | role::phrase;
  }

  std::string_view text_;
  const Lexicon& lexicon_;
  Words& words_;
  std::array<std::uint64_t, 8> last_{};  ///< hashes of the last words
  std::size_t count_ = 0;
};

}  // namespace

std::string Words::folded(const Word& word) const {
  std::string plain;
  for (std::size_t i = word.begin; i < word.end;) {
    const Letter letter = static_cast<unsigned char>(text[i]) < 0x80 ? Letter{} : letter_at(text, i);
    if (letter.size == 0) {
      plain += is_letter(text[i]) ? static_cast<char>(text[i] | 0x20) : text[i];
      ++i;
    } else {
      fold_letter(text, i, letter, [&plain](char c) { plain += c; });
      i += letter.size;
    }
  }
  return plain;
}

void read_words(std::string_view text, const Lexicon& lexicon, Words& words) {
  words.text = text;
  words.all.clear();
  words.roles = 0;
  words.capitals = 0;
  Reading(lexicon, words).all();
}

}  // namespace bellwether::personal
