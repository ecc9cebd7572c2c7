#include "base/invariant.hpp"

#include <cstdio>
#include <cstdlib>

namespace bellwether {

void broken_invariant(std::source_location where) {
  std::fprintf(stderr, "bellwether: a mistake in the program at %s:%u in %s; nothing was committed after it\n",
               where.file_name(), where.line(), where.function_name());
  std::abort();
}

}  // namespace bellwether
