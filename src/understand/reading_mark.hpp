// What is kept beside a text's meaning: which reading it is of, and what of it the sender told, which no reading changes.
//
//   mark_of(reading_of(book, nullptr), {.sentiment = true})   // "1-0a1b2c3d told sentiment"
#pragma once

#include "understand/own_model.hpp"
#include "understand/theme_book.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::understand {

struct Knowledge;

/// Goes up when words or models change what is read of the same text.
inline constexpr std::string_view k_reading_version = "1";

/// Parts of a meaning that came with the text.
struct Told {
  bool language = false, sentiment = false, intent = false, urgency = false, effort = false, themes = false;
  friend bool operator==(const Told&, const Told&) = default;
};

/// "1-0a1b2c3d": this program's reading by this book; "1-0a1b2c3d-4e5f6a7b": with this model of one's own scores (null: none).
[[nodiscard]] std::string reading_of(const ThemeBook& book, const OwnModel* own);
/// By what is in use.
[[nodiscard]] std::string reading_of(const Knowledge& knowledge);
/// The reading, and what was told.
[[nodiscard]] std::string mark_of(std::string_view reading, const Told& told);

/// What a mark says was told; nothing where it is no mark of ours: somebody else read the text.
[[nodiscard]] std::optional<Told> told_in(std::string_view mark);
/// Whether a mark is of this reading, whatever was told.
[[nodiscard]] bool is_of(std::string_view mark, std::string_view reading);

}  // namespace bellwether::understand
