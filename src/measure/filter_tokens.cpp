#include "measure/filter_tokens.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace bellwether::measure {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool goes_on_word(char c) { return is_letter(c) || is_digit(c) || c == '-'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> read() {
    std::vector<Token> tokens;
    while (true) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      auto token = next();
      if (!token) return std::unexpected(token.error());
      tokens.push_back(std::move(*token));
      if (tokens.back().kind == Token::Kind::end) return tokens;
    }
  }

 private:
  Result<Token> next() {
    from_ = at_;
    if (at_ == text_.size()) return made(Token::Kind::end, {});
    const char c = text_[at_];
    if (c == '"' || c == '\'') return read_text();
    if (is_letter(c)) return read_name();
    if (is_digit(c) || ((c == '-' || c == '+' || c == '.') && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) {
      return read_number_or_day();
    }
    return read_sign();
  }

  Token made(Token::Kind kind, std::string word) const {
    return {.kind = kind, .prefix = {}, .word = std::move(word), .plain = false, .place = {.from = from_, .to = at_}};
  }

  std::string_view word_here() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && goes_on_word(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  Result<Token> read_name() {
    std::string first{word_here()};
    if (at_ == text_.size() || text_[at_] != '.') {
      Token token = made(Token::Kind::name, std::move(first));
      token.plain = true;
      return token;
    }
    const std::string prefix = lower_ascii(first);
    if (prefix != "rating" && prefix != "attribute") {
      return point_at(Code::bad_input, "a dot stands only behind \"rating\" and \"attribute\"", text_,
                      {.from = at_, .to = at_ + 1}, "write rating.NAME, attribute.NAME or the name alone");
    }
    std::string word;
    while (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!word.empty()) word += '.';
      auto part = read_part();
      if (!part) return std::unexpected(part.error());
      word += *part;
    }
    Token token = made(Token::Kind::name, std::move(word));
    token.prefix = prefix;
    return token;
  }

  /// What stands behind the dot of a name.
  Result<std::string> read_part() {
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) return read_quotes();
    std::string part{word_here()};
    if (part.empty()) {
      return point_at(Code::bad_input, "a name is missing behind the dot", text_, {.from = at_, .to = at_ + 1});
    }
    return part;
  }

  Result<Token> read_text() {
    auto text = read_quotes();
    if (!text) return std::unexpected(text.error());
    return made(Token::Kind::text, std::move(*text));
  }

  Result<std::string> read_quotes() {
    const std::size_t begin = at_;
    const char quote = text_[at_++];
    std::string text;
    while (at_ < text_.size() && text_[at_] != quote) {
      char c = text_[at_++];
      if (c == '\\') {
        constexpr std::string_view k_marks = "\"'\\ntr";
        constexpr std::string_view k_meant = "\"'\\\n\t\r";
        const std::size_t which = at_ < text_.size() ? k_marks.find(text_[at_]) : std::string_view::npos;
        if (which == std::string_view::npos) {
          return point_at(Code::bad_input, "a backslash stands only before \" ' \\ n t r", text_,
                          {.from = at_ - 1, .to = at_}, "write \\\\ for a backslash itself");
        }
        c = k_meant[which];
        ++at_;
      }
      text += c;
    }
    if (at_ == text_.size()) {
      return point_at(Code::bad_input, "the quotes that open here are not closed", text_,
                      {.from = begin, .to = begin + 1}, std::string("add a closing ") + quote);
    }
    ++at_;
    return text;
  }

  Result<Token> read_number_or_day() {
    if (text_[at_] == '-' || text_[at_] == '+') ++at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.' || goes_on_word(text_[at_]) ||
                                  (text_[at_] == '+' && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E')))) {
      ++at_;
    }
    const std::string word{text_.substr(from_, at_ - from_)};
    if (word.size() == 10 && word[4] == '-' && word[7] == '-') {
      if (day_from_text(word)) return made(Token::Kind::day, word);
      return point_at(Code::bad_input, "there is no day " + word, text_, {.from = from_, .to = at_});
    }
    if (decimal_from(word)) return made(Token::Kind::number, word);
    return point_at(Code::bad_input, in_quotes(word) + " is neither a number nor a day", text_,
                    {.from = from_, .to = at_},
                    "write 12.5 for a number, 2026-01-31 for a day, and put text in quotes: " + in_quotes(word));
  }

  Result<Token> read_sign() {
    // Longer signs first; the second form is accepted for the first.
    constexpr auto k_signs = std::to_array<std::pair<std::string_view, std::string_view>>({{"!=", "!="},
                                                                                           {"<>", "!="},
                                                                                           {"<=", "<="},
                                                                                           {">=", ">="},
                                                                                           {"==", "="},
                                                                                           {"=", "="},
                                                                                           {"<", "<"},
                                                                                           {">", ">"},
                                                                                           {"~", "~"},
                                                                                           {"(", "("},
                                                                                           {")", ")"},
                                                                                           {",", ","}});
    for (const auto& [written, meant] : k_signs) {
      if (!text_.substr(at_).starts_with(written)) continue;
      at_ += written.size();
      return made(Token::Kind::sign, std::string(meant));
    }
    return point_at(Code::bad_input, "this sign has no meaning in a filter", text_, {.from = at_, .to = at_ + 1},
                    "a filter reads like: unit = \"Lyon\" and rating.nps <= 6");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t from_ = 0;  ///< where the token began
};

/// Bytes that go on a UTF-8 character.
bool is_inside_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The piece of the filter that is shown: all of it, or what stands around `place`, moved to whole characters.
std::pair<std::size_t, std::size_t> window_of(std::string_view text, Place place) {
  constexpr std::size_t k_before = 50;
  constexpr std::size_t k_after = 40;
  std::size_t begin = place.from > k_before ? place.from - k_before : 0;
  std::size_t end = std::min(text.size(), place.from + k_after);
  while (begin > 0 && is_inside_character(text[begin])) --begin;
  while (end < text.size() && is_inside_character(text[end])) ++end;
  return {begin, end};
}

}  // namespace

Result<std::vector<Token>> tokens_of(std::string_view text) {
  if (text.size() > k_filter_bytes) {
    return fail(Code::too_large, "the filter is longer than " + with_thousands(k_filter_bytes) + " bytes", "filter");
  }
  if (!is_utf8(text)) return fail(Code::bad_input, "the filter is not UTF-8 text", "filter");
  return Lexer(text).read();
}

std::unexpected<Error> point_at(Code code, const std::string& message, std::string_view text, Place place,
                                std::string mend) {
  place.from = std::min(place.from, text.size());
  place.to = std::clamp(place.to, place.from, text.size());
  const auto [begin, end] = window_of(text, place);
  const auto shown = [&](std::size_t from, std::size_t to) {
    std::string line{text.substr(from, to - from)};
    std::replace_if(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return line;
  };
  const std::string before = (begin > 0 ? "…" : "") + shown(begin, place.from);
  const std::string line = before + shown(place.from, end) + (end < text.size() ? "…" : "");
  const std::size_t carets = std::max<std::size_t>(1, width(shown(place.from, std::min(place.to, end))));
  std::string pointed = message + "\n  " + line + "\n  " + std::string(width(before), ' ') + std::string(carets, '^');
  return fail(code, std::move(pointed), "filter, character " + std::to_string(length(text.substr(0, place.from)) + 1),
              std::move(mend));
}

bool is_plain_word(std::string_view word) {
  return !word.empty() && is_letter(word.front()) && std::all_of(word.begin(), word.end(), goes_on_word);
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    switch (c) {
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      case '\r':
        result += "\\r";
        break;
      case '"':
      case '\\':
        result += '\\';
        [[fallthrough]];
      default:
        result += c;
    }
  }
  return result + '"';
}

}  // namespace bellwether::measure
