// Phone numbers, by their form and by the words around.
#pragma once

#include "understand/personal/number.hpp"
#include "understand/personal/words.hpp"

namespace bellwether::personal {

/// By the form alone: 8 to 15 digits with a leading + or 0, an area code in brackets, or groups of 3, 3 and 4.
[[nodiscard]] bool is_phone(const Number& number, std::string_view text);

/// By a word near: 6 to 15 digits that are no date, where "call", "fax" … stands within 48 bytes before (and no
/// "order", "invoice" … after it) or within 12 bytes behind.
[[nodiscard]] bool is_told_phone(const Number& number, const Words& words);

/// Behind "order", "invoice" …, without a plus: another number of the same form.
[[nodiscard]] bool is_told_other(const Number& number, const Words& words);

/// Behind "x751" or " x751", an extension; else `end`.
[[nodiscard]] std::size_t behind_extension(std::string_view text, std::size_t end);

/// A word of `roles` within `before` bytes in front of a place, with none of `unless` between.
[[nodiscard]] bool stands_before(const Words& words, std::size_t at, std::size_t before, Roles roles, Roles unless);

}  // namespace bellwether::personal
