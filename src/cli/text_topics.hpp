// What many texts speak of again and again, told in the terminal.
#pragma once

#include "understand/reader.hpp"

#include <istream>

namespace bellwether::cli {

/// Each line is a text. Prints topics with their sizes and intervals, or JSON. Returns the command's status.
[[nodiscard]] int tell_topics(std::istream& lines, const understand::Knowledge& knowledge, bool json);

}  // namespace bellwether::cli
