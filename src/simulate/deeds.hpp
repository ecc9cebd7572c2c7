// What the organisation does: leaders' habits, promises, and the cases that come of signals, as lines of acts.ndjson.
#pragma once

#include "simulate/staff.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bellwether::simulate {

struct Deed {
  std::int64_t at_s = 0;
  std::uint64_t key = 0;  ///< of its id; orders deeds of the same second
  std::string line;       ///< JSON with its line break
};

/// What leaders do in a slice of a day, and what follows from it on later days (a promise is kept or broken). `share`
/// thins it out for small simulations.
void habits_in(const World& world, const Staff& staff, const Slice& slice, double share, std::vector<Deed>& out);

/// The cases that a slice's signals become, at most `most`: opened, asked for permission, resolved.
void cases_of(const World& world, const Staff& staff, std::span<const Draft> drafts, int most, std::vector<Deed>& out);

}  // namespace bellwether::simulate
