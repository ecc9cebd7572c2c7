#include "tell/interval_bar.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

namespace bellwether::tell {

namespace {

// 1, 2 or 5 times a power of ten, about an eighth of the range: scale ends that can be read aloud.
double round_step(double range) {
  const double power = std::pow(10, std::floor(std::log10(range / 8)));
  const double times = range / 8 / power;
  return power * (times > 5 ? 10 : times > 2 ? 5 : times > 1 ? 2 : 1);
}

std::string count_bar(double share, std::size_t columns, bool unicode) {
  static constexpr std::array<std::string_view, 8> k_eighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const double cells = std::clamp(share, 0.0, 1.0) * static_cast<double>(columns);
  if (!unicode) {
    const auto full = static_cast<std::size_t>(std::lround(cells));
    return std::string(full, '#') + std::string(columns - full, ' ');
  }
  const auto eighths = static_cast<std::size_t>(std::lround(cells * 8));
  std::string bar;
  for (std::size_t at = 0; at < eighths / 8; ++at) bar += "█";
  bar += k_eighths.at(eighths % 8);
  const std::size_t used = eighths / 8 + (eighths % 8 > 0 ? 1 : 0);
  return bar + std::string(columns - used, ' ');
}

}  // namespace

BarScale scale_for(std::span<const measure::Estimate> estimates) {
  if (estimates.empty()) return {};
  double low = std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::lowest();
  bool counts = true;
  for (const measure::Estimate& estimate : estimates) {
    low = std::min(low, estimate.low);
    high = std::max(high, estimate.high);
    counts = counts && estimate.method == measure::Method::exact && estimate.value >= 0;
  }
  if (counts) return {.low = 0, .high = std::max(high, 1.0), .counts = true};
  if (high - low < 1e-9) {
    low -= 0.5;
    high += 0.5;
  }
  const double step = round_step(high - low);
  return {.low = std::floor(low / step) * step, .high = std::ceil(high / step) * step, .counts = false};
}

std::string interval_bar(const measure::Estimate& estimate, const BarScale& scale, std::size_t columns, bool unicode) {
  columns = std::max<std::size_t>(columns, 3);
  const double range = scale.high - scale.low;
  if (scale.counts) return count_bar(estimate.value / range, columns, unicode);

  const auto place = [&](double value) {
    const double share = std::clamp((value - scale.low) / range, 0.0, 1.0);
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(columns - 1)));
  };
  std::vector<std::string_view> cells(columns, " ");
  if (scale.low < 0 && scale.high > 0) cells[place(0)] = unicode ? "┊" : ":";
  for (std::size_t at = place(estimate.low); at <= place(estimate.high); ++at) cells[at] = unicode ? "─" : "-";
  cells[place(estimate.value)] = unicode ? "●" : "o";
  std::string bar;
  for (const std::string_view cell : cells) bar.append(cell);
  return bar;
}

}  // namespace bellwether::tell
