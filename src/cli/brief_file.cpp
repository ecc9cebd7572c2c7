#include "cli/brief_file.hpp"

#include "lead/scorecard.hpp"
#include "measure/opened/opened.hpp"
#include "tell/brief_html.hpp"
#include "tell/brief_lead.hpp"
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

namespace {

/// Scores as of the end of what the brief tells.
Result<void> add_how_we_lead(const measure::Opened& opened, std::optional<Period> period, tell::Brief& brief) {
  if (brief.figures.empty()) return {};
  if (!period) period = brief.told;
  const auto frameworks = lead::Frameworks::load(opened.catalogue, opened.directory->folder() / "frameworks");
  if (!frameworks) return std::unexpected(frameworks.error());
  const auto organisation = measure::organisation_of(*opened.directory);
  if (!organisation) return std::unexpected(organisation.error());
  const store::Settings& settings = opened.directory->settings();
  const lead::Fairness fairness{.individual_scores = settings.individual_scores,
                                .first_look_days = settings.first_look_days,
                                .today = settings.zone.day_at(now())};
  lead::ScorecardQuestion question{.period = period};
  const auto cards =
      lead::scorecards(opened.catalogue, *frameworks, *opened.facts, opened.guards, *organisation, question, fairness);
  if (!cards) return cards.error().code == Code::not_found ? Result<void>{} : std::unexpected(cards.error());
  tell::add_lead(*cards, period ? period_name(period->grain, period->from) : "", brief);
  return {};
}

}  // namespace

Result<tell::Brief> make_brief_of(const measure::Opened& opened, std::optional<Period> period) {
  const store::Settings& settings = opened.directory->settings();
  const Instant at = now();
  auto brief = tell::make_brief(
      opened.catalogue, *opened.facts, opened.guards,
      {.period = period, .organisation = settings.organisation, .today = settings.zone.day_at(at), .at = at});
  if (!brief) return brief;
  if (auto added = add_how_we_lead(opened, period, *brief); !added) return std::unexpected(added.error());
  return brief;
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
