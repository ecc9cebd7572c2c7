// What files say of the organisation, laid over what is known of it: what would be added, changed, moved, ended. Pure: nothing
// is stored here, so that the same thing is previewed and done.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "org/kind.hpp"
#include "org/span.hpp"
#include "org/timeline.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::org {

/// Something of the organisation for some days, as it is stored: its fields in the order of its kind's rules.
struct Thing {
  Kind kind = Kind::unit;
  std::string id;
  Span valid = {};
  std::vector<std::string> fields;
  std::string where = {};  ///< the row that said so, for errors
};

/// One row of a file.
struct Told {
  Kind kind = Kind::unit;
  std::string id;
  Said said;                     ///< by the kind's fields
  std::optional<Day> from = {};  ///< first day; nothing: not said
  std::optional<Day> to = {};    ///< the day after the last one; nothing: not said
  bool ends = false;             ///< nothing of it holds on `as_of` or later; nothing else is said then
  std::string where;             ///< "units.csv:12"
};

struct Change {
  enum class How : std::uint8_t { added, changed, moved, ended };
  Kind kind = Kind::unit;
  std::string id;
  How how = How::added;
  std::string words;  ///< "parent North → South from 2026-03-01"
};
[[nodiscard]] std::string_view word_of(Change::How how);  ///< "added"

/// All versions of one thing, as they are to be from now on.
struct Rewritten {
  Kind kind = Kind::unit;
  std::string id;
  Timeline timeline;
};

struct Merged {
  std::vector<Thing> things;         ///< everything as it is to be: to be checked as a whole
  std::vector<Rewritten> rewritten;  ///< what is other than before
  std::vector<Change> changes;       ///< one for each of those, by kind, how and id
};

struct MergeOptions {
  Day as_of;                  ///< from when changes hold whose row does not say it
  bool ends_missing = false;  ///< the rows are all that there is of their kinds: what is not among them ends
};

/// Lays `told` over `known`.
///
/// - What was not known holds from always, unless its row says from when.
/// - A row without `from` says what holds from `as_of` on, until the next change that is known already.
/// - A row with `from` says it from then on, and today too: only what is planned for later stays. Where that day is the
///   first of something known, it is merely since when the thing is there: a change then holds from `as_of`, and does
///   not rewrite the past.
/// - A row with `to` ends on its last day what it speaks of; another version that begins later stays.
/// - A row that `ends` its thing ends all of it, also what is planned for later.
/// - Several rows of an id are its history, each with the days that it says; one without `to` holds until the next begins.
///
/// The same rows laid over the result change nothing.
///
/// Errors: `bad_input` at the row for two rows of an id that hold on the same day and do not say the same.
[[nodiscard]] Result<Merged> merge(std::span<const Thing> known, std::span<const Told> told,
                                   const MergeOptions& options);

}  // namespace bellwether::org
