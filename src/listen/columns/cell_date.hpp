// The format that one cell with a date in it would have alone: "2024-05-01 10:30" is "%Y-%m-%d %H:%M". Where day and month
// may stand in either order they stay open, "%1/%2/%Y": the whole column tells them apart (time_guess.cpp).
#pragma once

#include "base/text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::listen {

/// The two numbers of a cell that are day and month in either order.
struct Open {
  int first = 0, second = 0, year = 0;
};

/// Reads one cell after another.
class CellDate {
 public:
  /// Empty for a cell that is no date.
  [[nodiscard]] std::string_view of(std::string_view cell);
  [[nodiscard]] Open open() const { return open_; }

 private:
  static constexpr std::size_t k_most_tokens = 28;

  struct Token {
    enum class Kind : std::uint8_t { number, word, blank, mark };
    Kind kind = Kind::mark;
    std::string_view text;
    int value = 0;  // of a number of at most four digits
    char part = 0;  // the letter of its part of the format; 0: itself
  };

  [[nodiscard]] bool lex(std::string_view cell);

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
  [[nodiscard]] bool find_time();

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

  void find_zone(std::size_t at);

  [[nodiscard]] static bool is_whole_date(std::string_view digits);

  /// The numbers and words that are left must make a date and nothing more.
  [[nodiscard]] bool find_date();
  [[nodiscard]] bool take_word(std::size_t i, std::size_t& month_at);
  [[nodiscard]] bool with_month_name(std::span<const std::size_t> at);
  [[nodiscard]] bool with_numbers(std::span<const std::size_t> at);

  /// 1/2/2024 and 1.2.2024 are dates, 1.2-2024 is something else. Times of day stand after them, never between.
  [[nodiscard]] bool same_marks(std::span<const std::size_t> at) const {
    const std::size_t first = at[0] + 1;
    const std::size_t second = at[1] + 1;
    if (at[1] - at[0] > 4 || at[2] - at[1] > 4) return false;
    if (tokens_[first].kind == Token::Kind::blank && is_mark(second, ',')) return true;  // 09 13, 2009
    return tokens_[first].text == tokens_[second].text || tokens_[first].kind == Token::Kind::word;
  }

  void write();

  std::array<Token, k_most_tokens> tokens_{};
  std::size_t count_ = 0;
  std::string format_;
  Open open_;
};

}  // namespace bellwether::listen
