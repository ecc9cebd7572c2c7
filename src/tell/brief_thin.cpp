#include "base/text.hpp"
#include "measure/stand_out.hpp"
#include "tell/brief_maker.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

constexpr std::size_t k_named = 3;  // slices named in one sentence
constexpr std::size_t k_most_thin = 8;

// How narrow an interval people find of use: a twentieth of all values that the measure can take (± 10 points of NPS,
// ± 5 percentage points, ± 0.2 stars); where that is not known, as narrow as the one of the whole is now.
double useful_half_width(const measure::Measure& measure, const std::optional<measure::Estimate>& seen) {
  const double range = range_of(measure);
  if (range > 0) return range / 20;
  return seen ? (seen->high - seen->low) / 2 : 0;
}

std::optional<std::int64_t> needed(const measure::Measure& measure, double half_width,
                                   const std::optional<measure::Estimate>& seen) {
  if (half_width <= 0) return std::nullopt;
  const auto answers = measure::answers_needed(measure, half_width, seen);
  if (!answers) return std::nullopt;
  return *answers;
}

std::optional<measure::Estimate> seen_in(const Figure& figure) {
  for (const Number* number : {&figure.now, figure.before ? &*figure.before : nullptr}) {
    if (number == nullptr) continue;
    if (const auto* estimate = std::get_if<measure::Estimate>(&number->is); estimate != nullptr && estimate->n >= 10)
      return *estimate;
  }
  return std::nullopt;
}

// "about 2,400 answers": a need is known to two digits at best, and rounded up.
std::string about(std::int64_t answers) {
  std::int64_t step = 1;
  while (answers / step >= 100) step *= 10;
  return fmt::format("about {} answers", with_thousands((answers + step - 1) / step * step));
}

int decimals_for_amount(double amount) { return std::abs(amount - std::round(amount)) < 1e-9 ? 0 : 1; }

std::string half_width_words(const measure::Measure& measure, double half_width) {
  return "±\u00A0" + amount_text(half_width, decimals_for_amount(half_width), said_unit(measure));
}

// A figure without a number, or one of which nobody can say whether it moved.
std::optional<Thin> thin_figure(const Ground& ground, const measure::Measure& measure, const Figure& figure) {
  const std::optional<measure::Estimate> seen = seen_in(figure);
  const double half_width = useful_half_width(measure, seen);
  if (const auto* withheld = std::get_if<measure::Withheld>(&figure.now.is)) {
    Thin thin{.text = fmt::format("{}: {} (n\u00A0{})", short_name(measure), withheld->why, figure.now.n),
              .note = figure.note};
    if (const auto answers = needed(measure, half_width, seen)) {
      thin.needed = fmt::format("{} would tell it to {}", about(*answers), half_width_words(measure, half_width));
    }
    return thin;
  }
  if (!figure.change || figure.change->verdict != measure::Verdict::cant_tell || !makes_stories(measure))
    return std::nullopt;
  const double hidden = (figure.change->high - figure.change->low) / 2;
  Thin thin{.text = fmt::format("{}: with these answers a change under about {} can't be told from chance",
                                short_name(measure), amount_text(hidden, hidden >= 2 ? 0 : 1, said_unit(measure))),
            .note = figure.note};
  // Two periods with intervals of ± h differ beyond chance from about h × √2 on.
  const double wanted = half_width / 2;
  if (hidden <= wanted) return std::nullopt;
  if (const auto answers = needed(measure, wanted / std::numbers::sqrt2, seen)) {
    thin.needed = fmt::format("{} a {} would tell a change of {}", about(*answers), word_of(ground.told.period->grain),
                              amount_text(wanted, decimals_for_amount(wanted), said_unit(measure)));
  }
  return thin;
}

Thin thin_slices(const Looked& looked, const std::optional<measure::Estimate>& seen, Brief& brief) {
  std::vector<std::string> named;
  for (const ThinSlice& slice : looked.thin) {
    if (named.size() == k_named) break;
    named.push_back(fmt::format("{} ({})", slice.place.value, slice.n));
  }
  const std::size_t count = looked.thin.size();
  const std::string more = count > named.size() ? fmt::format(" and {} more", count - named.size()) : "";
  Thin thin{.text = fmt::format("{} by {}: fewer than {} answers from {}{}", short_name(looked.measure),
                                looked.dimension, measure::k_least_answers, join(named, ", "), more),
            .note = note_of(brief, looked.asked.query, looked.asked.snapshot, looked.asked.version)};
  const double half_width = useful_half_width(looked.measure, seen);
  if (const auto answers = needed(looked.measure, half_width, seen)) {
    thin.needed = fmt::format("{} each would tell {}", about(*answers), half_width_words(looked.measure, half_width));
  }
  return thin;
}

}  // namespace

void add_thin(const Ground& ground, const std::vector<measure::Measure>& measures, const Findings& findings,
              Brief& brief) {
  for (std::size_t at = 0; at < brief.figures.size(); ++at) {
    if (auto thin = thin_figure(ground, measures[at], brief.figures[at])) brief.thin.push_back(std::move(*thin));
  }
  std::vector<std::string> told;  // each dimension once, on the first measure that is thin there
  for (const Looked& looked : findings.looked) {
    const bool is_told = std::ranges::find(told, looked.dimension) != told.end();
    if (looked.thin.empty() || is_told || brief.thin.size() >= k_most_thin) continue;
    told.push_back(looked.dimension);
    const auto figure = std::ranges::find(brief.figures, looked.measure.id, &Figure::measure);
    brief.thin.push_back(thin_slices(looked, figure == brief.figures.end() ? std::nullopt : seen_in(*figure), brief));
  }
}

}  // namespace bellwether::tell
