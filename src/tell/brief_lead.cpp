#include "tell/brief_lead.hpp"

#include "tell/number_text.hpp"
#include "tell/score_change.hpp"
#include "tell/thin_score.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

measure::Estimate estimate_of(const lead::Scored& scored) {
  return {.value = scored.score, .low = scored.low, .high = scored.high, .method = measure::Method::mover};
}

/// The dimension that stands lowest among those with enough evidence, and the highest.
std::string ends_of(const lead::Score& score) {
  const lead::DimensionScore* weakest = nullptr;
  const lead::DimensionScore* strongest = nullptr;
  for (const lead::DimensionScore& dimension : score.dimensions) {
    if (!dimension.scored || is_thin(dimension.coverage)) continue;
    if (weakest == nullptr || dimension.scored->score < weakest->scored->score) weakest = &dimension;
    if (strongest == nullptr || dimension.scored->score > strongest->scored->score) strongest = &dimension;
  }
  if (weakest == nullptr || weakest == strongest) return {};
  const auto told = [](const lead::DimensionScore& dimension) {
    return fmt::format("{} {}", dimension.dimension->label, number_text(dimension.scored->score, 0));
  };
  return fmt::format("weakest: {}; strongest: {}", told(*weakest), told(*strongest));
}

/// Of what chance could have done nothing is said to have moved it.
std::string moved_by(const lead::Scorecard& card) {
  if (card.moved.empty() || !is_change(card)) return {};
  const lead::Contribution& first = card.moved.front();
  constexpr double k_worth_telling = 0.5;
  if (std::abs(first.points) < k_worth_telling) return {};
  return fmt::format("moved most by {} ({}{} points)", first.indicator->label, first.points > 0 ? "+" : "",
                     number_text(first.points, 1));
}

}  // namespace

void add_lead(std::span<const lead::Scorecard> cards, const std::string& period, Brief& brief) {
  const bool any = std::ranges::any_of(cards, [](const lead::Scorecard& card) { return card.now.scored.has_value(); });
  if (!any) return;
  for (const lead::Scorecard& card : cards) {
    LeadLine& line = brief.lead.emplace_back();
    line.label = card.now.framework->label;
    line.about = card.now.framework->about;
    line.coverage = card.now.coverage;
    line.thin = is_thin(card.now.coverage);
    if (card.now.scored) line.score = estimate_of(*card.now.scored);
    if (card.change && !line.thin && !is_thin(card.before.coverage)) line.change = card.change->difference;
    const std::string moved = moved_by(card);
    line.told = ends_of(card.now);
    if (!moved.empty()) line.told += (line.told.empty() ? "" : "; ") + moved;
    if (line.thin && !card.bring.empty()) line.told = "bring next: " + card.bring.front().indicator->bring;
    line.note = brief.notes.size();
    brief.notes.push_back({.query = "bellwether lead " + card.now.framework->id +
                                    (period.empty() ? "" : " --period " + period) + " --show-work --snapshot " +
                                    card.snapshot,
                           .snapshot = card.snapshot,
                           .version = {}});
  }
}

}  // namespace bellwether::tell
