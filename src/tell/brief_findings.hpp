// What moved and what stands out: every story measure over every slice of the dimensions that the store knows, with the
// false discovery rate of what is told kept under 5 %.
#pragma once

#include "base/result.hpp"
#include "measure/ask.hpp"
#include "measure/catalogue.hpp"
#include "measure/stand_out.hpp"
#include "tell/brief_period.hpp"
#include "tell/brief_words.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace bellwether::tell {

/// What a brief is made from.
struct Ground {
  const measure::Catalogue& catalogue;
  const facts::Facts& facts;
  const measure::Guards& guards;
  ToldPeriod told;
  std::uint64_t snapshot = 0;
};

/// A figure of the period before, with the answer (without rows) that gives it again.
struct Earlier {
  measure::Estimate is;
  measure::Answer asked;
};

/// One measure in one place, against another period or against the rest.
struct Finding {
  enum class Kind : std::uint8_t { moved, stands_out };
  Kind kind = Kind::moved;
  measure::Measure measure;
  Place place = {};                // NOLINT(readability-redundant-member-init): g++ warns without
  measure::Estimate here, other;   ///< `other`: the period before, or the rest
  measure::Difference difference;  ///< here − other
  std::size_t rank = 0;            ///< of the measure among those asked about: 0 is the first
  double share = 1;                ///< of the measure's answers that lie here, 0 … 1
  double weight = 0;               ///< how far the whole moves with it, as a part of the measure's range
  /// Of what stands out: the period before, where it was another one, alone at 5 %.
  std::optional<Earlier> was = {};     // NOLINT(readability-redundant-member-init): as above
  std::vector<measure::Answer> asked;  ///< one answer, without rows: the query, snapshot and version behind it
};

/// A slice with too few answers to compare.
struct ThinSlice {
  Place place;
  std::int64_t n = 0;
};

/// All that was looked at on one measure and dimension, for the thin print.
struct Looked {
  measure::Measure measure;
  std::string dimension;
  measure::Answer asked;        ///< without rows
  std::vector<ThinSlice> thin;  ///< fewest answers first
};

struct Findings {
  std::vector<Finding> told;  ///< beyond chance; moved ones first, then what weighs most (more_important() says how)
  std::vector<Looked> looked;
  std::size_t compared = 0;  ///< comparisons made, beyond chance or not
};

/// `measures` are shares, net shares and means with a better direction; `moved` are the ids of those whose whole moved
/// beyond chance. Errors: as measure::ask().
[[nodiscard]] Result<Findings> find(const Ground& ground, const std::vector<measure::Measure>& measures,
                                    const std::set<std::string>& moved, const std::vector<std::string>& dimensions);

/// Dimensions to look at: unit, touchpoint, channel and theme where the store knows two values or more; where it knows
/// none of these, up to four text attributes with 2 to 20 values.
[[nodiscard]] Result<std::vector<std::string>> dimensions_of(const facts::Facts& facts);

/// The width of all values that a measure can take, in its unit; 0 where it is not known.
[[nodiscard]] double range_of(const measure::Measure& measure);

}  // namespace bellwether::tell
