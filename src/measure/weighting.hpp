// Answers of a row that stand for its population: cut by what is weighted by, raked to the margins, estimated with
// weights.
#pragma once

#include "base/result.hpp"
#include "measure/ask.hpp"
#include "measure/bound_measure.hpp"
#include "measure/cells.hpp"
#include "measure/guarded_cells.hpp"
#include "measure/margins.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace bellwether::measure {

/// Errors: `unsupported` for what is no share, net share or mean of signals; `wrong_usage` for a bootstrap.
[[nodiscard]] Result<void> check_weights(const Measure& measure, const Question& question);

class Weigher {
 public:
  /// Reads the finer cells and the population: employees where the measure is of them alone, else customers. `cut` is
  /// the answer's; check_weights() has passed. Errors: `wrong_usage` for a name that the answer is cut by already;
  /// `bad_input` for one that is neither unit nor attribute; `not_found` for an unknown one; `too_large` for more than
  /// k_most_by; those of Margins.
  [[nodiscard]] static Result<Weigher> make(StoreReader& store, const Rules& rules, const BoundMeasure& bound,
                                            const Question& question, const Cut& cut);

  /// Row by row's answers by what is weighted by. Of employees they are whole blocks, so that a weighted figure tells no
  /// more than these do. For the rule on few customers: a weighted figure beside the plain one, or two of them, would
  /// tell of each of these cells by itself.
  [[nodiscard]] const std::vector<GuardedCell>& cells() const { return cells_; }
  [[nodiscard]] const Cut& cut() const { return cut_; }
  /// Why employees' answers can't be cut so finely; empty: they are in.
  [[nodiscard]] const std::string& refused() const { return refused_; }
  /// One per cells(): a row with one of these, of fewer than `k` customers, is not told of.
  void hide(const std::vector<bool>& hidden, std::int64_t k);

  /// The weighted estimate of the answer's cell; fills in what the row is of: `n`, `left_out`, `weighting`. `row.to`
  /// says of which day the population is. Errors: as estimate_of(); `not_enough` with the reason where raking does not
  /// come to an end, or the row is not to be told of, which also makes `row.n` 0.
  [[nodiscard]] Result<Estimate> estimate(const Cell& cell, double level, AnswerRow& row) const;

 private:
  [[nodiscard]] Result<std::vector<std::string>> labels_of(const Cell& fine) const;

  Measure measure_;
  Cut cut_;
  std::size_t slice_size_ = 0;      ///< of the answer's own cut
  std::vector<std::string> words_;  ///< of the fields weighted by
  Margins margins_;
  std::vector<GuardedCell> cells_;
  std::string refused_;
  std::map<std::vector<std::string>, std::vector<std::size_t>> by_place_;  ///< of the answer's cells
  std::vector<bool> hidden_;
  std::int64_t k_ = 0;
};

}  // namespace bellwether::measure
