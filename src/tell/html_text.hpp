// Text made safe for HTML, and the few shapes that every page of ours shares.
#pragma once

#include <string>
#include <string_view>

namespace bellwether::tell {

/// For element content and for attribute values in double quotes: & < > " ' are escaped, control characters that HTML
/// forbids become U+FFFD, and so do bytes that are not UTF-8.
[[nodiscard]] std::string escape_html(std::string_view text);

/// ` name="value"`, escaped.
[[nodiscard]] std::string attribute(std::string_view name, std::string_view value);

/// `<tag class="…">text</tag>`, the text escaped; no class attribute where it is empty.
[[nodiscard]] std::string element(std::string_view tag, std::string_view css_class, std::string_view text);

}  // namespace bellwether::tell
