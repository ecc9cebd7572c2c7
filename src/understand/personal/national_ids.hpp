// Numbers by which states know people and firms, by their form and check digits.
#pragma once

#include "understand/personal/found.hpp"
#include "understand/personal/number.hpp"

#include <optional>

namespace bellwether::personal {

/// The id of digits alone at the beginning of `number`:
/// - US SSN, 3-2-4, without the areas 000, 666 and 9xx, group 00 and serial 0000 (SSA, POMS RM 10201.035);
/// - DE Steuer-ID, 11 digits: one of the first ten twice or three times, ISO 7064 MOD 11,10 (§ 139b AO);
/// - FR NIR, 15 digits: sex, year, month, place, order and the key 97 - n mod 97 (INSEE);
/// - BR CPF (11) and CNPJ (14) with both check digits (Receita Federal).
[[nodiscard]] std::optional<Found> national_number(const Number& number);

/// The id with letters that begins at `at`:
/// - UK NINO, two letters, six digits, A to D (HMRC, NIM39110);
/// - ES DNI and NIE, with the letter of the rest modulo 23 (Ministerio del Interior);
/// - FR NIR of Corsica, with 2A or 2B.
[[nodiscard]] std::optional<Found> national_id_at(std::string_view text, std::size_t at);

/// Nine digits that can be an SSN: without hyphens that is told only by the words around.
[[nodiscard]] bool is_ssn(const Number& number);

}  // namespace bellwether::personal
