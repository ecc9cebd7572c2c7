// The one query path: a measure by slices and periods, each row an estimate or the reason why there is none.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "measure/catalogue.hpp"
#include "measure/estimate.hpp"
#include "store/facts/facts.hpp"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::measure {

/// A question as a person puts it.
struct Question {
  std::string measure;          ///< id in the catalogue, or `mean(rating.x)`, `top(rating.x)`, `distribution(rating.x)`
  std::vector<std::string> by;  ///< "unit", "touchpoint", "channel", "theme", "weekday", "rating.x", any attribute …
  Grain every = Grain::none;
  std::string where;            ///< filter language; empty: everything
  std::optional<Day> from, to;  ///< `to` exclusive
  std::optional<std::uint64_t> snapshot;
  double level = 0.95;
};

/// Why a row has no number: too few answers, or not to be shown.
struct Withheld {
  std::string why;  ///< a sentence for a person
};

struct AnswerRow {
  std::vector<std::pair<std::string, std::optional<std::string>>> slice;  ///< name → value; nothing: not known
  std::optional<Day> from, to;                                            ///< of the period; nothing: undated or all
  bool undated = false;
  std::variant<Estimate, Withheld> is;
  std::int64_t n = 0;  ///< answers behind it, also where withheld for being too few
};

struct Answer {
  Measure measure;    ///< its definition as used
  std::string query;  ///< the whole question in one canonical line, `bellwether measure …`, that gives the same again
  std::string snapshot;  ///< "1f0c9a2e-42": store and commit
  std::string version;   ///< "0.1.0+5d2f91ab": program, and hash of the measure's definition
  std::vector<AnswerRow> rows;
  std::int64_t undated = 0;  ///< facts left out of a dated question because they carry no date
};

/// Errors: `not_found` for an unknown measure or name in `by`/`where`, pointing at the character and naming the nearest
/// known one; `bad_input` for a filter that does not parse.
[[nodiscard]] Result<Answer> ask(const Catalogue& catalogue, const facts::Facts& facts, const Question& question);

}  // namespace bellwether::measure
