// Works out which column is what, from names and content, and says why. Where that would be a coin flip it asks.
//
//   Guess guess = guess_columns(columns, {.as = facts::Table::signals, .now = now()});
//   if (!guess.questions.empty()) …ask for a map, with guess.map as its draft…
#pragma once

#include "base/time.hpp"
#include "listen/columns/column_map.hpp"
#include "listen/columns/profile.hpp"
#include "listen/rows/remark.hpp"
#include "store/facts/query.hpp"

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::listen {

/// Something that only the user can know, with its two readings and what to write into the map for each.
struct MapQuestion {
  struct Answer {
    std::string reading;  ///< "3 April: the day comes first"
    std::string line;     ///< TOML for the column's table: format = "%d/%m/%Y"
  };
  std::string column;
  std::string question;  ///< one plain sentence
  std::vector<Answer> answers;
};
/// The question on several lines, as it is shown to the user.
[[nodiscard]] std::string to_text(const MapQuestion& question);

struct GuessContext {
  facts::Table as = facts::Table::signals;
  Instant now;            ///< times far after it are no times
  bool own_form = false;  ///< NDJSON as docs/signals.md has it; found by its names, too
};

struct Guess {
  ColumnMap map;                        ///< one use per column, in order, each with its `why`
  std::vector<MapQuestion> questions;   ///< not empty: importing without a map would be a coin flip
  std::vector<Remark> remarks;          ///< what the user should know though it needs no answer
  std::vector<ColumnProfile> profiles;  ///< one per column
};

/// Limits: meant for samples of some 10,000 rows; more is slower, and right as well.
[[nodiscard]] Guess guess_columns(std::span<const SampleColumn> columns, const GuessContext& context);

/// A name for a rating or attribute as the filter language can write it: "Check-in Service" → "check_in_service".
[[nodiscard]] std::string plain_name(std::string_view header);

}  // namespace bellwether::listen
