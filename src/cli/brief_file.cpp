#include "cli/brief_file.hpp"

#include "tell/brief_html.hpp"
#include "tell/brief_md.hpp"
#include "tell/brief_term.hpp"
#include "tell/make_brief.hpp"
#include "tell/terminal.hpp"

#include <unistd.h>

namespace bellwether::cli {

std::optional<BriefFormat> brief_format_from(std::string_view word) {
  if (word == "term") return BriefFormat::term;
  if (word == "html") return BriefFormat::html;
  if (word == "md") return BriefFormat::md;
  return std::nullopt;
}

Result<tell::Brief> make_brief_of(const Opened& opened, std::optional<Period> period) {
  const store::Settings& settings = opened.directory->settings();
  const Instant at = now();
  return tell::make_brief(
      opened.catalogue, *opened.facts, opened.guards,
      {.period = period, .organisation = settings.organisation, .today = settings.zone.day_at(at), .at = at});
}

std::string drawn(const tell::Brief& brief, BriefFormat format, bool to_terminal) {
  switch (format) {
    case BriefFormat::html:
      return tell::brief_html(brief);
    case BriefFormat::md:
      return tell::brief_md(brief);
    case BriefFormat::term:
      break;
  }
  return tell::brief_term(brief, to_terminal ? tell::terminal_of(STDOUT_FILENO) : tell::Terminal{});
}

}  // namespace bellwether::cli
