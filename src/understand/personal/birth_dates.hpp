// Dates of birth: a date near a word such as "born", "geboren", "né le". A date alone is nobody's.
#pragma once

#include "understand/personal/found.hpp"
#include "understand/personal/words.hpp"

#include <vector>

namespace bellwether::personal {

/// Appends the dates of which a word tells within eight words before; a date is digits with dots, hyphens or slashes
/// (31.12.1975, 1975-12-31, 12/31/75) or has its month as a word (31. Dezember 1975, 31 de dezembro de 1975, December
/// 31, 1975). Linear in the number of words.
void find_birth_dates(const Words& words, std::vector<Found>& found);

}  // namespace bellwether::personal
