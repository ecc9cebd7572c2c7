// One row under a column map becomes a signal or an act, or is rejected with a reason. Made once, called for every row.
#pragma once

#include "base/result.hpp"
#include "base/zone.hpp"
#include "listen/columns/column_map.hpp"
#include "listen/columns/time_format.hpp"
#include "listen/rows/remark.hpp"
#include "store/facts/signal.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// What guards a row before it is stored. Given by the pipeline; tests give simple ones.
struct Guards {
  /// The pseudonym of a customer reference.
  std::function<std::uint64_t(std::string_view customer)> pseudonym;
  /// Appends the text to `out` with what is personal taken out. Called for voices, and for attributes that may hold it.
  std::function<void(std::string_view text, std::string& out)> redact;
};

/// Why a row can't be taken.
struct RowRejected {
  std::string column;
  std::string reason;  ///< quotes what the cell says, cut to a readable length
};

/// What was met in one column, over all rows.
struct ColumnCounts {
  std::uint64_t blank = 0;
  std::uint64_t na = 0;            ///< NA, nan, null …
  std::uint64_t no_answer = 0;     ///< codes that the scale names as no answer
  std::uint64_t out_of_scale = 0;  ///< numbers outside the scale: not kept
  std::uint64_t unreadable = 0;    ///< not numbers, where numbers stand: not kept
  std::uint64_t taken = 0;         ///< read and kept
  std::uint64_t suspicious = 0;    ///< times before 1900 or later than a day after the import: kept
  std::string outside;             ///< the first cell that was outside the scale
  std::string unread;              ///< the first cell that could not be read
};

/// Turns rows into facts. Views of names and constants point into the mapper: it must outlive the batches.
/// One mapper serves one thread; make_another() gives a thread its own.
class Mapper {
 public:
  /// `headers`: the file's columns, in order. Errors: `bad_input` for a map that names a column which is not there
  /// (with the nearest one that is), or a wrong format, date or zone.
  [[nodiscard]] static Result<Mapper> make(std::span<const std::string> headers, const ColumnMap& map,
                                           const Zone& organisation, Instant now, std::string source, Guards guards);
  Mapper(Mapper&&) noexcept;
  Mapper& operator=(Mapper&&) noexcept;
  Mapper(const Mapper&) = delete;
  Mapper& operator=(const Mapper&) = delete;
  ~Mapper();

  /// Adds one fact made of the row to `batch`, or says why not. Id and source are left to the caller (`source` is set
  /// to the one given). Missing cells at the end count as blank.
  [[nodiscard]] std::optional<RowRejected> map(std::span<const std::string_view> cells, facts::SignalBatch& batch);
  [[nodiscard]] std::optional<RowRejected> map(std::span<const std::string_view> cells, facts::ActBatch& batch);

  /// JSON may meet new members later on: `headers` are all columns now; those not known before become attributes.
  void know(std::span<const std::string> headers);

  /// Columns that name the row together; empty: content names it.
  [[nodiscard]] std::span<const std::size_t> key_columns() const;

  [[nodiscard]] std::span<const ColumnCounts> counts() const;  ///< one per column
  [[nodiscard]] std::uint64_t undated() const;                 ///< rows taken without a date
  void add_counts_of(const Mapper& other);
  /// What was done with what was doubtful, in words, one per column: "12 say NA, 84 say 11 (no answer); 13,612 answers".
  [[nodiscard]] std::vector<Remark> remarks() const;

  [[nodiscard]] Mapper make_another() const;  ///< the same, with counts of zero

 private:
  struct State;
  explicit Mapper(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::listen
