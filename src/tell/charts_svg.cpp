#include "tell/charts_svg.hpp"

#include "tell/html_text.hpp"
#include "tell/number_text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

// In SVG units; the page stretches the drawing to its column.
constexpr double k_width = 200;
constexpr double k_height = 64;
constexpr double k_left = 0;
constexpr double k_right = 195;
constexpr double k_top = 4;
constexpr double k_bottom = 62;

const measure::Estimate* known(const Number& number) { return std::get_if<measure::Estimate>(&number.is); }

std::vector<measure::Estimate> estimates_of(const Figure& figure) {
  std::vector<measure::Estimate> estimates;
  for (const Point& point : figure.trend) {
    if (const auto* estimate = known(point.is)) estimates.push_back(*estimate);
  }
  return estimates;
}

struct Frame {
  BarScale scale;
  std::size_t points = 1;

  [[nodiscard]] double x(std::size_t at) const {
    if (points < 2) return (k_left + k_right) / 2;
    return k_left + (k_right - k_left) * static_cast<double>(at) / static_cast<double>(points - 1);
  }
  [[nodiscard]] double y(double value) const {
    const double share = std::clamp((value - scale.low) / (scale.high - scale.low), 0.0, 1.0);
    return k_bottom - share * (k_bottom - k_top);
  }
};

std::string line_and_band(const Figure& figure, const Frame& frame) {
  std::string bands;
  std::string lines;
  std::string dots;
  for (std::size_t at = 0; at < figure.trend.size();) {
    std::string line;
    std::string upper;
    std::string lower;
    std::size_t run = 0;
    for (; at < figure.trend.size() && known(figure.trend[at].is) != nullptr; ++at, ++run) {
      const measure::Estimate& estimate = *known(figure.trend[at].is);
      line += fmt::format("{}{:.1f} {:.1f}", run == 0 ? "M" : " L", frame.x(at), frame.y(estimate.value));
      upper += fmt::format("{}{:.1f} {:.1f}", run == 0 ? "M" : " L", frame.x(at), frame.y(estimate.high));
      lower.insert(0, fmt::format(" L{:.1f} {:.1f}", frame.x(at), frame.y(estimate.low)));
    }
    if (run > 1) {
      bands += fmt::format("<path class=\"band\" d=\"{}{} Z\"/>", upper, lower);
      lines += fmt::format("<path class=\"line\" d=\"{}\"/>", line);
    } else if (run == 1) {  // a lone period: its interval as a stroke, its value as a dot
      const measure::Estimate& estimate = *known(figure.trend[at - 1].is);
      bands += fmt::format("<path class=\"whisker\" d=\"M{0:.1f} {1:.1f} L{0:.1f} {2:.1f}\"/>", frame.x(at - 1),
                           frame.y(estimate.high), frame.y(estimate.low));
      dots += fmt::format("<circle class=\"dot small\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2\"/>", frame.x(at - 1),
                          frame.y(estimate.value));
    }
    if (run == 0) ++at;
  }
  return bands + lines + dots;
}

std::string count_bars(const Figure& figure, const Frame& frame) {
  const double slot = (k_right - k_left) / static_cast<double>(std::max<std::size_t>(figure.trend.size(), 1));
  std::string bars;
  for (std::size_t at = 0; at < figure.trend.size(); ++at) {
    const auto* estimate = known(figure.trend[at].is);
    if (estimate == nullptr) continue;
    const double top = frame.y(estimate->value);
    bars += fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>",
                        at + 1 == figure.trend.size() ? "bar told" : "bar", k_left + slot * static_cast<double>(at) + 1,
                        top, slot - 2, k_bottom - top);
  }
  return bars;
}

// The dot of the period told, in the colour of its verdict.
std::string told_dot(const Figure& figure, const Frame& frame) {
  const auto* last = known(figure.trend.back().is);
  if (last == nullptr || frame.scale.counts) return {};
  const std::string_view css = figure.tone == Tone::better ? "better" : figure.tone == Tone::worse ? "worse" : "plain";
  return fmt::format("<circle class=\"dot {}\" cx=\"{}\" cy=\"{:.1f}\" r=\"4\"/>", css, k_right, frame.y(last->value));
}

// Labels stand beside the drawing as text of the page, so that they keep their size where the drawing shrinks.
std::string labels(const Figure& figure, const Frame& frame) {
  std::string html;
  if (const auto* last = known(figure.trend.back().is)) {
    html += fmt::format("<span class=\"last\" style=\"top:{:.1f}%\">{}</span>", 100 * frame.y(last->value) / k_height,
                        number_text(last->value, figure.decimals));
  }
  html += "</div><p class=\"ends\" aria-hidden=\"true\">" + element("span", "", figure.trend.front().period);
  return html + element("span", "", figure.trend.back().period) + "</p>";
}

}  // namespace

std::string trend_words(const Figure& figure) {
  if (figure.trend.empty()) return {};
  const Point* lowest = nullptr;
  const Point* highest = nullptr;
  for (const Point& point : figure.trend) {
    const auto* estimate = known(point.is);
    if (estimate == nullptr) continue;
    if (lowest == nullptr || estimate->value < known(lowest->is)->value) lowest = &point;
    if (highest == nullptr || estimate->value > known(highest->is)->value) highest = &point;
  }
  std::string words = fmt::format("{} over {} periods, {} to {}", figure.label, figure.trend.size(),
                                  figure.trend.front().period, figure.trend.back().period);
  if (lowest == nullptr) return words + ": no number in any of them";
  const auto told = [&](const Point& point) {
    return fmt::format("{} in {}", number_text(known(point.is)->value, figure.decimals, figure.unit), point.period);
  };
  words += ": lowest " + told(*lowest) + ", highest " + told(*highest);
  if (known(figure.trend.back().is) != nullptr) words += ", now " + told(figure.trend.back());
  return words + ". The numbers stand in the table below.";
}

std::string trend_svg(const Figure& figure) {
  const std::vector<measure::Estimate> estimates = estimates_of(figure);
  if (figure.trend.size() < 2 || estimates.size() < 2) return {};
  const Frame frame{.scale = scale_for(estimates), .points = figure.trend.size()};
  std::string svg = fmt::format("<div class=\"plot\"><svg class=\"trend\" viewBox=\"0 0 {} {}\" role=\"img\"{}>",
                                k_width, k_height, attribute("aria-label", trend_words(figure)));
  if (frame.scale.low < 0 && frame.scale.high > 0) {
    svg += fmt::format("<path class=\"zero\" d=\"M{} {:.1f} L{} {:.1f}\"/>", k_left, frame.y(0), k_right, frame.y(0));
  }
  svg += frame.scale.counts ? count_bars(figure, frame) : line_and_band(figure, frame);
  return svg + told_dot(figure, frame) + "</svg>" + labels(figure, frame);
}

std::string interval_svg(const measure::Estimate& estimate, const BarScale& scale, Tone tone) {
  constexpr double k_wide = 160;
  const auto x = [&](double value) {
    return 4 + (k_wide - 8) * std::clamp((value - scale.low) / (scale.high - scale.low), 0.0, 1.0);
  };
  const std::string_view css = tone == Tone::better ? "better" : tone == Tone::worse ? "worse" : "plain";
  std::string svg = fmt::format("<svg class=\"interval {}\" viewBox=\"0 0 {} 16\" aria-hidden=\"true\">", css, k_wide);
  svg += fmt::format("<path class=\"axis\" d=\"M4 8 L{} 8\"/>", k_wide - 4);
  if (scale.low < 0 && scale.high > 0) svg += fmt::format("<path class=\"zero\" d=\"M{0:.1f} 0 L{0:.1f} 16\"/>", x(0));
  svg += fmt::format("<path class=\"span\" d=\"M{:.1f} 8 L{:.1f} 8\"/>", x(estimate.low), x(estimate.high));
  svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"8\" r=\"4\"/></svg>", x(estimate.value));
  return svg;
}

}  // namespace bellwether::tell
