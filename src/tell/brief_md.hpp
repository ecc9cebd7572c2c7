// The brief as Markdown (CommonMark with tables), for mail and wikis.
#pragma once

#include "tell/brief.hpp"

#include <string>
#include <string_view>

namespace bellwether::tell {

/// Everything of the brief but the charts. Foreign text is escaped: it can neither make markup nor links nor HTML.
[[nodiscard]] std::string brief_md(const Brief& brief);

/// Text with everything that Markdown or HTML would read as markup escaped, on one line.
[[nodiscard]] std::string escape_md(std::string_view text);

}  // namespace bellwether::tell
