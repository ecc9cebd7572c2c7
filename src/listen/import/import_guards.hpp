// What stands between a row and the store: customers become pseudonyms, personal data is cut out of texts.
#pragma once

#include "guard/pseudonym.hpp"
#include "listen/import/mapping.hpp"

#include <string_view>

namespace bellwether::listen {

/// An attribute may hold what is personal where it holds an @, or is a text with a phone number's worth of digits.
[[nodiscard]] bool may_be_personal(std::string_view attribute);

/// Guards of one mapper; every thread makes its own.
[[nodiscard]] Guards guards_with(const guard::Pseudonyms& pseudonyms);

}  // namespace bellwether::listen
