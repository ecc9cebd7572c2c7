// A remark for the user: what was done with something doubtful.
#pragma once

#include <string>

namespace bellwether::listen {

struct Remark {
  std::string column;  ///< empty: the whole file
  std::string what;    ///< "12 cells say NA; taken as no answer"
};

}  // namespace bellwether::listen
