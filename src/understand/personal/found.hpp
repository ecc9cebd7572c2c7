// The kinds of personal data, and where one of them stands in a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bellwether::personal {

enum class Personal : std::uint8_t {
  email,
  card,
  iban,
  phone,
  ip,
  national_id,  ///< of a person or a firm, given by a state
  address,      ///< a street with its number, a PO box
  name,         ///< of a person
  birth_date,
  account,  ///< numbers of accounts, orders and the like, in the organisation's own forms
};
inline constexpr std::size_t k_personal_kinds = 10;

[[nodiscard]] std::string_view word_of(Personal kind);  ///< "email" …, as it stands in a mark

/// A range of bytes in the text.
struct Found {
  std::size_t begin = 0, end = 0;
  Personal kind = Personal::email;
};

}  // namespace bellwether::personal
