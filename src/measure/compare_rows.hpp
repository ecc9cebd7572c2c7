// An answer row by row against another: the period before, or another slice.
#pragma once

#include "base/result.hpp"
#include "measure/ask.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::measure {

struct ComparedRow {
  AnswerRow now;
  std::optional<AnswerRow> before;       ///< nothing where the other side has no such row
  std::optional<Difference> difference;  ///< now − before; nothing where either has no number
  double p_adjusted = 1;                 ///< Benjamini–Hochberg over all rows; the difference's verdict goes by it
};

struct ComparedAnswer {
  Answer now;                ///< its rows stand in `rows`
  std::string query_before;  ///< makes the other side again
  std::vector<ComparedRow> rows;
};

/// What a question is compared with.
struct Against {
  bool previous =
      false;  ///< the period before: of each row with `every`, else that of the same kind or length as from … to
  std::string where = {};  ///< else: the same question under this filter instead of its own
};
/// Reads "previous", or a filter. Error: as filter_from_text().
[[nodiscard]] Result<Against> against_from_text(std::string_view text);

/// The difference of each row, with the doubt of both (MOVER). Where many rows are compared, a verdict keeps to a false
/// discovery rate of 1 − level over all of them. Counts carry the Poisson interval of their difference, and are compared per
/// day. Errors: as ask(); `wrong_usage` for `previous` without `every` or both `from` and `to`; `unsupported` for a
/// distribution.
[[nodiscard]] Result<ComparedAnswer> compare_rows(const Catalogue& catalogue, const facts::Facts& facts,
                                                  const Guards& guards, const Question& question,
                                                  const Against& against, const Reach& reach = {});

}  // namespace bellwether::measure
