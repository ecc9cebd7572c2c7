// Up to which day anything is known.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/facts/facts.hpp"

namespace bellwether::lead {

/// The first day after the newest fact. Errors: `not_found` where no fact has a date; those of the store.
[[nodiscard]] Result<Day> end_of_facts(const facts::Facts& facts);

}  // namespace bellwether::lead
