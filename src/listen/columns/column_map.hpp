// Which column of a file becomes what. Guessed from names and content (guess.hpp), or written by the user as MAP.toml;
// both are the same value.
#pragma once

#include "base/number.hpp"
#include "base/result.hpp"
#include "store/facts/query.hpp"
#include "store/facts/signal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::listen {

/// What a column is taken for.
enum class Role : std::uint8_t {
  key,       ///< names the row: the same key is the same row
  time,      ///< when it happened
  text,      ///< what was said; several are joined
  rating,    ///< a number on a scale
  customer,  ///< who: becomes a pseudonym
  unit,
  touchpoint,
  channel,
  language,
  voice_of,
  source,
  attribute,  ///< anything else
  personal,   ///< names, e-mail addresses, phone numbers: not stored
  ignored,    ///< not stored: empty, row number, or as the map says
  // Acts only.
  actor,
  kind,
  about,
  amount,
  currency,
  duration,
  // Already understood, in files of our own or of another reader.
  sentiment,
  intent,
  urgency,
  effort,
  themes,
  reader,
};
[[nodiscard]] std::string_view word_of(Role role);
[[nodiscard]] std::optional<Role> role_from(std::string_view word);
[[nodiscard]] std::vector<std::string> role_words();

/// An answer in words, and the number that it stands for.
struct Word {
  std::string word;
  Hundredths value;
  friend bool operator==(const Word&, const Word&) = default;
};

/// A rating's scale: what may be answered, and codes that mean no answer.
struct Scale {
  Hundredths low, high;                ///< both may be answered
  std::vector<std::string> no_answer;  ///< codes in the file that mean "not applicable", "never used", blank
  bool reversed = false;               ///< 1 is best in the file; kept turned round (low + high − answer)
  std::vector<Word> words;             ///< answers in words with their numbers: "Very satisfied" = 5
};

/// One column's use.
struct ColumnUse {
  std::string column;  ///< header as it stands in the file, or "column 3"
  std::string label;   ///< question text, where the file has one
  Role role = Role::attribute;
  std::string name;            ///< of the rating or attribute
  std::optional<Scale> scale;  ///< ratings
  std::string format;          ///< time: "%d/%m/%Y %H:%M", "iso", "unix" … (time_format.hpp); rating: "leading"
                               ///< for the number that begins the cell ("4/5"); attribute: "number", "text", or a time
                               ///< format (kept as ISO 8601); empty: a number where the cell is one
  DecimalSign decimal = DecimalSign::point;  ///< of numbers
  std::string why;                           ///< of the guess, in words; empty for a given map
  double sure = 1;                           ///< 0 … 1; under 0.6 for a role that matters asks for a map
};

/// The map of a file.
struct ColumnMap {
  std::vector<ColumnUse> columns;          ///< in the file's order
  std::optional<facts::VoiceOf> voice_of;  ///< of files without such a column; nothing: customer
  std::string channel, unit, touchpoint;   ///< constants for files without such a column
  std::optional<std::string> zone;         ///< of times without offset; nothing: the organisation's
  std::optional<std::string> occurred;     ///< a date for all rows of a file without times
};

/// MAP.toml, with comments that say what each may be; reading it back gives the same map.
[[nodiscard]] std::string to_toml(const ColumnMap& map);
/// Errors: `bad_input` with file:line, and the nearest right word for wrong keys, roles and formats.
[[nodiscard]] Result<ColumnMap> column_map_from_toml(std::string_view toml, std::string_view file);

/// The guess with what the user gave laid over it: a map need not name every column. What the user says of a column, a
/// single role (time, unit …) or a rating's name takes the place of what was guessed.
[[nodiscard]] ColumnMap overlaid(ColumnMap guessed, const ColumnMap& given);

}  // namespace bellwether::listen
