// Texts of the store that can be learned from: those that came with a score, and those that people judged.
#pragma once

#include "base/id.hpp"
#include "base/result.hpp"
#include "store/facts/facts.hpp"
#include "understand/own_scores.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

namespace bellwether::listen {

/// The side that people say a text is on, by the id of its signal.
using JudgedSides = std::map<Id, understand::Side>;

/// At most `most`, the newest first; those without a date are left out, as are employees' texts. What people say counts before the score; of
/// several scores that are on different sides none counts. What was taken out of a text is blank. `stops` is asked now and then: then
/// there are fewer. Errors: of the store.
[[nodiscard]] Result<std::vector<understand::ScoredText>> scored_texts(const facts::Facts& facts,
                                                                       const JudgedSides& judged, std::size_t most,
                                                                       const std::function<bool()>& stops = {});

}  // namespace bellwether::listen
