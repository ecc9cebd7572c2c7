// A brief of an open data directory, in one of its forms.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "cli/told.hpp"
#include "measure/opened/opened.hpp"
#include "tell/brief.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::cli {

enum class BriefFormat : std::uint8_t { term, html, md };
[[nodiscard]] std::optional<BriefFormat> brief_format_from(std::string_view word);

/// Made now, with today in the organisation's zone.
[[nodiscard]] Result<tell::Brief> make_brief_of(const measure::Opened& opened, std::optional<Period> period);

/// `to_terminal`: the terminal form may use the terminal's width and colours; in a file it is plain.
[[nodiscard]] std::string drawn(const tell::Brief& brief, BriefFormat format, bool to_terminal);

}  // namespace bellwether::cli
