// Cells that may be shown: of employees nothing but whole blocks, of everybody else what is asked.
#pragma once

#include "base/result.hpp"
#include "measure/bound_measure.hpp"
#include "measure/catalogue.hpp"
#include "measure/cells.hpp"
#include "measure/guards.hpp"
#include "measure/store_reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::measure {

/// By what is decided who may be told of.
struct Rules {
  const Catalogue& catalogue;
  const Guards& guards;
};

struct GuardedCell {
  Cell cell;
  bool left_out = false;  ///< answers of employees fell in here, and are not in the tally
};

/// A whole block that lies in several cells of one period: for whoever puts cells together.
struct AcrossCells {
  std::vector<std::vector<facts::Label>> slices;  ///< of the cells; each once
  std::optional<Day> period;
  Tally tally;
};

struct GuardedCells {
  std::vector<GuardedCell> cells;
  std::vector<AcrossCells> across;  ///< in no tally of `cells`, whose `left_out` they are; none for a distribution
  std::string refused;              ///< why no employees' answers are in; empty: they are, as far as they may be told
};

/// The cells of cells_of(), where a block of employees' answers is in a cell if it lies in it as a whole: all its answers are of the
/// measure and the question, of the cell's slice, and of months that lie wholly in its period.
///
/// It follows that the employees' part of every tally is a sum over blocks. These are the same for all questions on answers that
/// carry one value, at one snapshot, under one catalogue and one set of guards; so no set of such questions, added and subtracted,
/// tells of fewer than k people's answers to it.
///
/// What is told besides: that somebody answered, where a row is withheld or leaves answers out; n, for each value by itself, so that it
/// may show that somebody gave one value and left another out; of a tally that knows its newest answer, the day of that one. Who asks
/// before and after an import, or a change of the catalogue, learns what it brought; an older snapshot than the newest is refused once
/// employees' answers have come in since. What blocks do not hide at all: blocks.hpp. Acts are not guarded, whoever acts.
/// Errors: as cells_of().
[[nodiscard]] Result<GuardedCells> guarded_cells(StoreReader& store, const Rules& rules, const BoundMeasure& bound,
                                                 const Cut& cut);

}  // namespace bellwether::measure
