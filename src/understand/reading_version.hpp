// Which reading of texts this program makes.
#pragma once

#include <string_view>

namespace bellwether::understand {

/// Kept beside what was read of a text. It goes up when words or models change what is read of the same text.
inline constexpr std::string_view k_reading_version = "1";

}  // namespace bellwether::understand
