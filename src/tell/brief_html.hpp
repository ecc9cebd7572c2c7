// The brief as one HTML file that needs nothing else: style and charts inside, no script, good in print, in the dark and
// for a screen reader.
#pragma once

#include "tell/brief.hpp"

#include <string>

namespace bellwether::tell {

/// A whole document, from <!doctype html> to </html>, well-formed as XML but for its doctype and void elements. Everything
/// that came from outside is escaped; nothing in it loads anything.
[[nodiscard]] std::string brief_html(const Brief& brief);

}  // namespace bellwether::tell
