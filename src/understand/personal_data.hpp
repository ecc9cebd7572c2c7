// Where personal data of a fixed form stands in a text. Names and addresses need more than a form and are not found
// here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bellwether::understand {

enum class Personal : std::uint8_t { email, card, iban, phone, ip };
[[nodiscard]] std::string_view word_of(Personal kind);  ///< "email" …

/// A range of bytes in the text.
struct Found {
  std::size_t begin = 0, end = 0;
  Personal kind = Personal::email;
};

/// Everything found, in order, without overlaps. Cards must pass Luhn, IBANs their check digits (ISO 13616); a phone
/// number needs a leading + or 0, or a national grouping, and 8 to 15 digits (E.164). Linear in the text's length.
void find_personal_data(std::string_view text, std::vector<Found>& found);

}  // namespace bellwether::understand
