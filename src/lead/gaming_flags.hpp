// Which visits and answers look fed instead of earned, read from facts: reasons to look, beside the indicators that they concern.
#pragma once

#include "base/result.hpp"
#include "lead/analysis/gaming.hpp"
#include "lead/field.hpp"
#include "measure/store_reader.hpp"
#include "store/facts/query.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::lead {

struct GamingFlag {
  Flag flag;
  bool of_leader = false;               ///< else of a unit
  std::string id;                       ///< of the leader, or the unit's word
  std::vector<std::string> indicators;  ///< ids of measures that it concerns
};

/// Raised flags on the field's leaders' visits over all its weeks.
[[nodiscard]] Result<std::vector<GamingFlag>> read_gamed_visits(measure::StoreReader& acts, const Field& field);

/// Raised flags on customers' answers to a rating: the best are 9 and 10 of NPS, 5 of others. Over the field's last 13 weeks;
/// where these bring a unit fewer than 100 answers on average, over as many more as that takes, and the field has.
[[nodiscard]] Result<std::vector<GamingFlag>> read_begged_scores(measure::StoreReader& signals, const Field& field,
                                                                 const facts::Field& rating);

/// "visits shorter than five minutes: 62 % of 40, elsewhere 3 %"; of what is held against its own past "…, before 3 %".
[[nodiscard]] std::string words_of(const GamingFlag& flag);

}  // namespace bellwether::lead
