// IBANs, by their form and check digits.
#pragma once

#include "understand/personal/found.hpp"

#include <optional>

namespace bellwether::personal {

/// The IBAN that begins at `at`, in one piece or in groups of four, of 15 to 34 characters, with the right check digits
/// (ISO 13616).
[[nodiscard]] std::optional<Found> iban_at(std::string_view text, std::size_t at);

}  // namespace bellwether::personal
