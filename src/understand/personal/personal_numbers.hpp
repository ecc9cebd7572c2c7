// Personal data of a fixed form: e-mail and machine addresses, cards, IBANs, phone numbers, national ids.
#pragma once

#include "understand/personal/found.hpp"
#include "understand/personal/words.hpp"

#include <vector>

namespace bellwether::personal {

/// Appends what is found, in order, without overlaps. Cards must pass Luhn, IBANs and national ids their check digits; a
/// phone number has 8 to 15 digits (E.164) with a leading + or 0 or a national grouping, or 6 to 15 in groups or in one
/// piece near a word such as "phone" or "call". Linear in the text's length.
void find_numbers(const Words& words, std::vector<Found>& found);

}  // namespace bellwether::personal
