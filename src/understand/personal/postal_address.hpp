// Postal addresses: a street with its number or a PO box, with the flat, postcode and town that follow.
#pragma once

#include "understand/personal/found.hpp"
#include "understand/personal/words.hpp"

#include <vector>

namespace bellwether::personal {

/// Appends addresses as they are written in en, de, fr, es, pt, it and nl (and in one word as in the north):
/// "12 Baker Street", "Hauptstraße 5", "12 rue Cler", "Via Nizza 60", "PO Box 255", each with what follows of flat,
/// postcode and town. A street without a number is none. Linear in the number of words.
void find_postal_addresses(const Words& words, std::vector<Found>& found);

}  // namespace bellwether::personal
