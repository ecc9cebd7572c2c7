// Windows-1252, what "ANSI" means on most desktops, to UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace bellwether::listen {

/// Appends `text` as UTF-8. The five bytes without a meaning become U+0081 and so on, as browsers do (WHATWG Encoding).
void append_windows1252(std::string_view text, std::string& out);

/// The UTF-8 of one byte from 0x80 on: two or three bytes, written to `out`. Returns how many.
std::size_t windows1252_to_utf8(unsigned char byte, char* out);

}  // namespace bellwether::listen
