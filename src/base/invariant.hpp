// For what only a mistake of ours can break: it stops the program and says where.
#pragma once

#include <source_location>

namespace bellwether {

/// Ends the program with file, line and function on standard error.
[[noreturn]] void broken_invariant(std::source_location where);

inline void invariant(bool holds, std::source_location where = std::source_location::current()) {
  if (!holds) [[unlikely]]
    broken_invariant(where);
}

}  // namespace bellwether
