#include "understand/personal/words.hpp"

#include "understand/personal/characters.hpp"
#include "understand/personal/word_hash.hpp"

#include <array>
#include <bit>

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

/// What a byte of a text is, for finding words.
enum class Byte : std::uint8_t { between, digit, small, capital, beyond_ascii };

constexpr std::array<Byte, 256> k_bytes = [] {
  std::array<Byte, 256> bytes{};
  for (std::size_t c = 0; c < bytes.size(); ++c) {
    bytes[c] = c >= 0x80              ? Byte::beyond_ascii
               : c >= '0' && c <= '9' ? Byte::digit
               : c >= 'a' && c <= 'z' ? Byte::small
               : c >= 'A' && c <= 'Z' ? Byte::capital
                                      : Byte::between;
  }
  return bytes;
}();

/// So many of eight bytes, from the first on, are ASCII letters.
std::size_t letters_before_others(std::uint64_t bytes) {
  constexpr std::uint64_t k_each = 0x0101010101010101ULL, k_tops = 0x80 * k_each;
  const std::uint64_t small = (bytes | 0x20 * k_each) & ~k_tops;
  const std::uint64_t from_a = small + (0x80 - 'a') * k_each, beyond_z = small + (0x7F - 'z') * k_each;
  const std::uint64_t others = (~from_a | beyond_z | bytes) & k_tops;
  return static_cast<std::size_t>(std::countr_zero(others)) / 8;
}

class Reading {
 public:
  Reading(const Lexicon& lexicon, Words& words)
      : text_(words.text), begin_(text_.data()), size_(text_.size()), lexicon_(lexicon), words_(words) {}

  void all() {
    for (std::size_t i = 0; i < size_;) {
      switch (byte(i)) {
        case Byte::between:
          ++i;
          break;
        case Byte::digit:
          i = number(i);
          break;
        case Byte::small:
        case Byte::capital:
          i = word(i);
          break;
        case Byte::beyond_ascii:
          i = letter_at(text_, i).size > 0 ? word_beyond_ascii(i) : i + 1;
          break;
      }
    }
    words_.roles = roles_;
    words_.capitals = capitals_;
    words_.has_capitals = has_capitals_;
    words_.has_numbers = words_.all.size() > count_;
  }

 private:
  Byte byte(std::size_t i) const { return k_bytes[static_cast<unsigned char>(begin_[i])]; }

  std::size_t number(std::size_t begin) {
    std::size_t end = begin;
    while (end < size_ && byte(end) != Byte::between && byte(end) != Byte::beyond_ascii) ++end;
    in_phrase_ = 0;
    add(Shape::number, 0, begin, end);
    return end;
  }

  /// Nearly all words are of ASCII letters; those that turn out not to be are read again. Eight bytes are looked at and
  /// hashed at once.
  std::size_t word(std::size_t begin) {
    constexpr std::uint64_t k_smalls = 0x2020202020202020ULL;
    WordHash hash;
    std::uint64_t smalls = 0;
    std::size_t end = begin, taken = 0;
    do {
      const std::uint64_t bytes = eight_of({begin_ + end, size_ - end});
      taken = letters_before_others(bytes);
      if (taken == 0) break;
      const std::uint64_t held = ~std::uint64_t{0} >> (64 - 8 * taken);
      hash.add((bytes | k_smalls) & held);
      smalls |= bytes & k_smalls & held;
      end += taken;
    } while (taken == sizeof(std::uint64_t));
    if (end < size_ && byte(end) == Byte::beyond_ascii && letter_at(text_, end).size > 0)
      return word_beyond_ascii(begin);
    const Shape shape = byte(begin) == Byte::small ? Shape::lower
                        : end - begin == 1         ? Shape::initial
                        : smalls == 0              ? Shape::capitals
                                                   : Shape::capital;
    add_word(shape, begin, end, hash.end());
    return end;
  }

  std::size_t word_beyond_ascii(std::size_t begin) {
    folded_.clear();
    const auto fold = [this](char c) { folded_ += c; };
    std::size_t letters = 0, uppers = 0;
    bool first_is_upper = false;
    std::size_t i = begin;
    while (i < size_) {
      bool is_upper = false;
      const Byte here = byte(i);
      std::size_t size = 1;
      if (here == Byte::small || here == Byte::capital) {
        is_upper = here == Byte::capital;
        fold(static_cast<char>(begin_[i] | 0x20));
      } else {
        const Letter letter = here == Byte::beyond_ascii ? letter_at(text_, i) : Letter{};
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
    add_word(shape, begin, i, hash_of(folded_));
    return i;
  }

  void add_word(Shape shape, std::size_t begin, std::size_t end, std::uint64_t hash) {
    Roles roles = lexicon_.roles_of(hash);
    last_[count_++ % last_.size()] = hash;
    const bool in_phrase = (roles & role::in_phrase) != 0;
    if ((roles & role::ends_phrase) != 0 && in_phrase_ > 0) roles |= roles_of_phrases();
    in_phrase_ = in_phrase ? in_phrase_ + 1 : 0;
    roles &= ~role::in_phrase;
    roles_ |= roles;
    capitals_ += shape == Shape::capitals ? 1U : 0U;
    has_capitals_ = has_capitals_ || shape != Shape::lower;
    add(shape, roles, begin, end);
  }

  void add(Shape shape, Roles roles, std::size_t begin, std::size_t end) {
    const Gap before = behind_last_ == 0 ? Gap::other
                       : begin == behind_last_ + 1 && begin_[behind_last_] == ' '
                           ? Gap::blank
                           : gap_of(text_.substr(behind_last_, begin - behind_last_));
    behind_last_ = end;
    words_.all.push_back({.begin = static_cast<std::uint32_t>(begin),
                          .end = static_cast<std::uint32_t>(end),
                          .roles = roles,
                          .shape = shape,
                          .before = before});
  }

  Roles roles_of_phrases() const {
    Roles roles = 0;
    for (std::size_t length = 2; length <= Lexicon::k_longest_phrase && length <= in_phrase_ + 1; ++length) {
      std::uint64_t phrase = 0;
      for (std::size_t k = count_ - length; k < count_; ++k) phrase = phrase_with(phrase, last_[k % last_.size()]);
      roles |= lexicon_.roles_of(phrase);
    }
    return roles == 0 ? 0 : roles | role::phrase;
  }

  std::string_view text_;
  const char* begin_;
  std::size_t size_;
  const Lexicon& lexicon_;
  Words& words_;
  std::string folded_;
  std::array<std::uint64_t, 8> last_{};  ///< hashes of the last words
  std::size_t count_ = 0;                ///< of words that are no numbers
  std::size_t behind_last_ = 0;
  std::size_t in_phrase_ = 0;  ///< so many words before stand in phrases, if not in one
  Roles roles_ = 0;
  std::size_t capitals_ = 0;
  bool has_capitals_ = false;
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
  Reading(lexicon, words).all();
}

}  // namespace bellwether::personal
