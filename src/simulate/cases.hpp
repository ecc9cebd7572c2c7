// The cases that come of customers' signals: the inner loop, and the permission that it waits for, as the leaders of the team
// let it be.
#pragma once

#include "simulate/answer.hpp"
#include "simulate/deed.hpp"

#include <span>
#include <vector>

namespace bellwether::simulate {

/// The cases that a slice's signals become, at most `most`. A case is called by the id of its signal.
void cases_of(const World& world, std::span<const Draft> drafts, int most, std::vector<Deed>& out);

}  // namespace bellwether::simulate
