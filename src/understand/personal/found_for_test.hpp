// What was found in a text, as one line for tests.
#pragma once

#include "understand/personal/personal_data.hpp"

#include <string>

namespace bellwether::personal {

/// "email:a@b.de | phone:030 1234567": what was found, in order.
inline std::string found_in(std::string_view text) {
  std::vector<Found> found;
  find_personal_data(text, found);
  std::string told;
  for (const Found& f : found) {
    if (!told.empty()) told += " | ";
    told += std::string(word_of(f.kind)) + ":" + std::string(text.substr(f.begin, f.end - f.begin));
  }
  return told;
}

}  // namespace bellwether::personal
