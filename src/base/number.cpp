#include "base/number.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace bellwether {

namespace {

constexpr int k_most_digits = 18;
constexpr int k_most_exponent = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// value × 10^exponent × scale, rounded half away from zero; nothing where it does not fit 64 bits.
std::optional<std::int64_t> scaled(std::int64_t digits, int exponent, int scale_exponent) {
  int shift = exponent + scale_exponent;
  Int128 value = digits;
  for (; shift > 0; --shift) {
    value *= 10;
    if (value > std::numeric_limits<std::int64_t>::max() || value < std::numeric_limits<std::int64_t>::min()) {
      return std::nullopt;
    }
  }
  Int128 divisor = 1;
  for (; shift < 0; ++shift) {
    divisor *= 10;
    if (divisor > Int128{1} << 100) return 0;
  }
  if (divisor > 1) {
    const Int128 half = divisor / 2;
    value = (value < 0 ? value - half : value + half) / divisor;
  }
  return static_cast<std::int64_t>(value);
}

class Reader {
 public:
  Reader(std::string_view text, DecimalSign sign) : text_(text), decimal_(sign == DecimalSign::point ? '.' : ',') {}

  std::optional<Decimal> read() {
    if (text_.empty() || text_.size() > 64) return std::nullopt;
    if (text_[at_] == '-' || text_[at_] == '+') negative_ = text_[at_++] == '-';
    if (!read_whole()) return std::nullopt;
    if (at_ < text_.size() && text_[at_] == decimal_ && !read_fraction()) return std::nullopt;
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E') && !read_exponent()) return std::nullopt;
    if (at_ != text_.size() || (!has_whole_ && !has_fraction_)) return std::nullopt;
    return Decimal{.digits = negative_ ? -digits_ : digits_, .exponent = exponent_};
  }

 private:
  bool read_whole() {
    const std::size_t begin = at_;
    const char thousands = decimal_ == '.' ? ',' : '.';
    std::size_t group = 0;
    bool grouped = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (is_digit(c)) {
        take(c, false);
        ++group;
        continue;
      }
      if (c != thousands && c != '\'') break;
      if (at_ == begin || (grouped ? group != 3 : group > 3)) return false;
      grouped = true;
      group = 0;
    }
    has_whole_ = at_ > begin;
    return !grouped || group == 3;
  }

  bool read_fraction() {
    ++at_;
    const std::size_t begin = at_;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) take(text_[at_], true);
    has_fraction_ = at_ > begin;
    return has_fraction_ || has_whole_;
  }

  bool read_exponent() {
    ++at_;
    bool below = false;
    if (at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) below = text_[at_++] == '-';
    const std::size_t begin = at_;
    int value = 0;
    for (; at_ < text_.size() && is_digit(text_[at_]) && value < k_most_exponent; ++at_) {
      value = value * 10 + (text_[at_] - '0');
    }
    exponent_ += below ? -value : value;
    return at_ > begin;
  }

  void take(char c, bool in_fraction) {
    if (digits_ == 0 && c == '0') {
      if (in_fraction) --exponent_;
      return;
    }
    if (used_ < k_most_digits) {
      digits_ = digits_ * 10 + (c - '0');
      ++used_;
      if (in_fraction) --exponent_;
    } else if (!in_fraction) {
      ++exponent_;
    }
  }

  std::string_view text_;
  char decimal_;
  std::size_t at_ = 0;
  std::int64_t digits_ = 0;
  int used_ = 0;
  int exponent_ = 0;
  bool negative_ = false;
  bool has_whole_ = false;
  bool has_fraction_ = false;
};

/// A fixed-point number without needless zeros.
std::string fixed_text(std::int64_t value, std::int64_t scale, int places) {
  const bool negative = value < 0;
  const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto unsigned_scale = static_cast<std::uint64_t>(scale);
  std::string text = fmt::format("{}{}", negative ? "-" : "", magnitude / unsigned_scale);
  if (const std::uint64_t fraction = magnitude % unsigned_scale) {
    std::string tail = fmt::format("{:0{}}", fraction, places);
    tail.erase(tail.find_last_not_of('0') + 1);
    text += "." + tail;
  }
  return text;
}

}  // namespace

double Decimal::value() const {
  // Two exactly representable numbers give the correctly rounded quotient; beyond that the nearest within an ulp or
  // two.
  return exponent < 0 ? static_cast<double>(digits) / std::pow(10.0, -exponent)
                      : static_cast<double>(digits) * std::pow(10.0, exponent);
}

std::optional<Hundredths> Decimal::hundredths() const {
  constexpr std::int64_t k_most = 1'000'000'000;
  const auto value = scaled(digits, exponent, 2);
  if (!value || *value > k_most || *value < -k_most) return std::nullopt;
  return Hundredths{static_cast<std::int32_t>(*value)};
}

std::optional<Micros> Decimal::micros() const {
  const auto value = scaled(digits, exponent, 6);
  if (!value) return std::nullopt;
  return Micros{*value};
}

bool Decimal::is_whole() const {
  if (exponent >= 0 || digits == 0) return true;
  std::int64_t left = digits;
  for (int i = exponent; i < 0; ++i) {
    if (left % 10 != 0) return false;
    left /= 10;
  }
  return true;
}

std::optional<Decimal> decimal_from(std::string_view text, DecimalSign sign) { return Reader(text, sign).read(); }

std::string to_text(double value) { return fmt::format("{}", value); }
std::string to_text(Hundredths value) { return fixed_text(value.value, k_hundredths, 2); }
std::string to_text(Micros value) { return fixed_text(value.value, k_micros, 6); }

}  // namespace bellwether
