// What stands between a row and the store: customers become pseudonyms, personal data is cut out of texts.
#pragma once

#include "guard/pseudonym.hpp"
#include "listen/import/mapping.hpp"

namespace bellwether::listen {

/// Guards of one mapper; every thread makes its own.
[[nodiscard]] Guards guards_with(const guard::Pseudonyms& pseudonyms);

}  // namespace bellwether::listen
