#include "tell/number_text.hpp"

#include <cmath>

#include <fmt/format.h>

namespace bellwether::tell {

namespace {

constexpr std::string_view k_no_break = "\u00A0";  // a number stays with what it is counted in

std::string with_marks(std::string_view digits) {
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

bool is_one(double value, int decimals) { return number_text(value, decimals) == "1"; }

}  // namespace

int decimals_for(const measure::Estimate& estimate) {
  const double width = estimate.high - estimate.low;
  if (width <= 0 || !std::isfinite(width)) return std::abs(estimate.value - std::round(estimate.value)) < 1e-9 ? 0 : 2;
  int decimals = 0;
  for (double step = 1; width < 3 * step && decimals < 3; step /= 10) ++decimals;
  return decimals;
}

std::string number_text(double value, int decimals) {
  const std::string plain = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool is_zero = plain.find_first_not_of("0.") == std::string::npos;
  const std::size_t whole = std::min(plain.find('.'), plain.size());
  return (value < 0 && !is_zero ? "−" : "") + with_marks(std::string_view(plain).substr(0, whole)) +
         plain.substr(whole);
}

std::string signed_text(double value, int decimals) {
  const std::string text = number_text(value, decimals);
  return (value > 0 && text != number_text(0, decimals) ? "+" : "") + text;
}

std::string number_text(double value, int decimals, std::string_view unit) {
  std::string text = number_text(value, decimals);
  if (unit.empty() || unit == "points") return text;
  text += k_no_break;
  if (is_one(value, decimals) && unit.size() > 1 && unit.ends_with('s')) unit.remove_suffix(1);
  return text.append(unit);
}

std::string amount_text(double value, int decimals, std::string_view unit) {
  const double amount = std::abs(value);
  std::string text = number_text(amount, decimals);
  if (unit.empty()) return text;
  const std::string_view words = unit == "%" ? "percentage points" : unit;
  text.append(k_no_break).append(words);
  if (is_one(amount, decimals) && text.ends_with('s')) text.pop_back();
  return text;
}

std::string interval_text(double low, double high, int decimals) {
  return number_text(low, decimals).append(k_no_break).append("…").append(k_no_break) + number_text(high, decimals);
}

std::string p_text(double p) {
  constexpr double k_least = 0.001;
  return p < k_least ? "p < 0.001" : "p " + number_text(p, 3);
}

std::string level_text(double level) { return fmt::format("{:g}{}%", level * 100, k_no_break); }

}  // namespace bellwether::tell
