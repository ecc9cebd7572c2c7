#include "tell/score_work.hpp"

#include "base/text.hpp"
#include "tell/number_text.hpp"
#include "tell/text_table.hpp"

#include <vector>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

std::string plain(double value) { return number_text(value, 2); }

std::string figure_text(const lead::IndicatorScore& one) {
  const measure::Estimate& estimate = one.evidence.estimate;
  const int decimals = decimals_for(estimate);
  return fmt::format("{} ({})", number_text(estimate.value, decimals),
                     interval_text(estimate.low, estimate.high, decimals));
}

std::string curve_text(const lead::Curve& curve) {
  std::string text;
  for (const lead::CurvePoint& point : curve) {
    text += fmt::format("{}{}→{}", text.empty() ? "" : ", ", to_text(point.value), to_text(point.score));
  }
  return text;
}

void append(std::string& out, const std::string& text, const Terminal& terminal, Style style = Style::plain,
            std::size_t indent = 2) {
  for (const std::string& line : wrap(signs(printable(text), terminal), terminal.columns - indent)) {
    out += std::string(indent, ' ') + paint(line, style, terminal) + "\n";
  }
}

std::string times_contested(std::int64_t times) {
  return times == 1 ? " · contested once" : fmt::format(" · contested {} times", with_thousands(times));
}

void append_indicator(std::string& out, const lead::IndicatorScore& one, const Terminal& terminal) {
  const lead::Indicator& indicator = *one.indicator;
  const lead::Evidence& evidence = one.evidence;
  const std::string contested = evidence.contested > 0 ? times_contested(evidence.contested) : "";
  if (evidence.state != lead::State::known) {
    append(out,
           fmt::format("{} [{}, weight {}]: {}, {}{}", indicator.label, lead::word_of(indicator.side),
                       to_text(indicator.weight), lead::word_of(evidence.state), evidence.why, contested),
           terminal, Style::grey);
    return;
  }
  append(out,
         fmt::format("{} [{}, weight {}]: {} {}, n {} → {} ({} … {}){}", indicator.label, lead::word_of(indicator.side),
                     to_text(indicator.weight), figure_text(one), indicator.unit, with_thousands(evidence.n),
                     plain(one.score), plain(one.low), plain(one.high), contested),
         terminal);
  append(out,
         fmt::format("curve {}; freshness {}; {} of the framework", curve_text(indicator.curve), plain(one.freshness),
                     number_text(100 * one.share, 1, "%")),
         terminal, Style::grey, 4);
  if (!evidence.query.empty()) append(out, evidence.query, terminal, Style::grey, 4);
}

/// "(2 × 61.20 + 1 × 48.00) / 3 = 56.80"
std::string mean_text(const lead::DimensionScore& dimension) {
  std::string sum;
  double weight = 0;
  for (const lead::IndicatorScore& one : dimension.indicators) {
    if (one.evidence.state != lead::State::known) continue;
    sum += fmt::format("{}{} × {}", sum.empty() ? "" : " + ", to_text(one.indicator->weight), plain(one.score));
    weight += one.indicator->weight;
  }
  return fmt::format("({}) / {} = {}", sum, to_text(weight), plain(dimension.scored->score));
}

std::string mean_text(const lead::Score& score) {
  std::string sum;
  double weight = 0;
  for (const lead::DimensionScore& dimension : score.dimensions) {
    if (!dimension.scored) continue;
    sum += fmt::format("{}{} × {}", sum.empty() ? "" : " + ", to_text(dimension.dimension->weight),
                       plain(dimension.scored->score));
    weight += dimension.dimension->weight;
  }
  return fmt::format("({}) / {} = {}", sum, to_text(weight), plain(score.scored->score));
}

/// "(2 × 1.00 + 1 × 0.80 + 2 × 0) / 5 × (½ + ½ × 2 / 3) = 0.47"
std::string coverage_text(const lead::DimensionScore& dimension) {
  std::string sum;
  double weight = 0;
  for (const lead::IndicatorScore& one : dimension.indicators) {
    sum += fmt::format("{}{} × {}", sum.empty() ? "" : " + ", to_text(one.indicator->weight), plain(one.freshness));
    weight += one.indicator->weight;
  }
  return fmt::format("({}) / {} × (½ + ½ × {} / {}) = {}", sum, to_text(weight), dimension.sides_known,
                     dimension.sides_wished, plain(dimension.coverage));
}

}  // namespace

std::string draw_work(const lead::Scorecard& card, const Terminal& terminal) {
  std::string out;
  for (const lead::DimensionScore& dimension : card.now.dimensions) {
    append(out, fmt::format("{}: {}", dimension.dimension->label, dimension.dimension->about), terminal, Style::strong,
           0);
    for (const lead::IndicatorScore& one : dimension.indicators) append_indicator(out, one, terminal);
    if (dimension.scored) append(out, "score " + mean_text(dimension), terminal);
    append(out, "coverage " + coverage_text(dimension), terminal);
    out += "\n";
  }
  if (card.now.scored)
    append(out, fmt::format("{} {}", card.now.framework->label, mean_text(card.now)), terminal, Style::strong, 0);
  return out;
}

}  // namespace bellwether::tell
