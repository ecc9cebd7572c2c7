// What is known of a file's columns while they are being guessed. Each guess_*.cpp takes the columns of its roles; a
// column once taken is left alone by those that come later.
#pragma once

#include "listen/columns/guess.hpp"
#include "listen/columns/lexicon.hpp"
#include "listen/columns/scale_guess.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

struct Sketch {
  std::span<const SampleColumn> columns;
  const GuessContext& context;
  const Lexicon& lexicon;
  std::vector<Words> names;
  std::vector<Words> labels;      ///< question texts: the label, or a name as long as one
  std::vector<Words> label_ends;  ///< what stands behind the last dash of a label: "…-Phone Number:"
  std::vector<bool> unnamed;      ///< the file has no header here
  std::vector<bool> taken;
  Guess guess;

  Sketch(std::span<const SampleColumn> columns, const GuessContext& context, const Lexicon& lexicon);

  [[nodiscard]] std::size_t size() const { return columns.size(); }
  [[nodiscard]] const ColumnProfile& profile(std::size_t i) const { return guess.profiles[i]; }
  [[nodiscard]] std::uint64_t rows() const { return columns.empty() ? 0 : profile(0).cells; }

  /// How well a column's name, its short label or the label's end fits a list of phrases: 0 … 1.
  [[nodiscard]] double named(std::size_t i, std::string_view list) const;
  /// Whether its question text holds a phrase of the list.
  [[nodiscard]] bool asked(std::size_t i, std::string_view list) const;

  ColumnUse& take(std::size_t i, Role role, double sure, std::string why);
  void ask(std::size_t i, std::string question, std::vector<MapQuestion::Answer> answers);
  void remark(std::string column, std::string what);
  [[nodiscard]] std::string name_of(std::size_t i) const { return std::string(columns[i].name); }
};

/// "named ‘date’" or "nobody named it", to begin a `why` with.
[[nodiscard]] std::string named_in_words(const Sketch& sketch, std::size_t i);
/// "12 of 40 cells"
[[nodiscard]] std::string cells_in_words(std::uint64_t some, std::uint64_t all);

/// "97 different values"
[[nodiscard]] std::string values_in_words(const ColumnProfile& p);

/// Our own form (docs/signals.md), known by its names. True: every column is taken.
bool take_own_form(Sketch& sketch);
void take_empty_and_row_numbers(Sketch& sketch);
void take_time(Sketch& sketch);
void take_acts(Sketch& sketch);
void take_who(Sketch& sketch);  ///< key, customer, personal
void take_texts(Sketch& sketch);
void take_ratings(Sketch& sketch);
void take_where(Sketch& sketch);  ///< unit, touchpoint, channel, language
void take_rest(Sketch& sketch);
/// Gives ratings and attributes names that differ from each other.
void name_uses(Sketch& sketch);

}  // namespace bellwether::listen
