// Numbers kept exactly: sums over any order of rows are the same, on any engine (docs/decisions/exact-numbers.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether {

/// Ratings are kept in hundredths: 4.5 stars = 450. Within ±10,000,000.00.
struct Hundredths {
  std::int32_t value = 0;
  friend auto operator<=>(Hundredths, Hundredths) = default;
};
inline constexpr std::int64_t k_hundredths = 100;

/// Other numbers are kept in millionths. Within ±9.2 × 10^12.
struct Micros {
  std::int64_t value = 0;
  friend auto operator<=>(Micros, Micros) = default;
};
inline constexpr std::int64_t k_micros = 1'000'000;

/// Wide enough for the sum of squares of any column.
__extension__ using Int128 = __int128;

/// Which sign stands between whole and fraction; the other one may stand between thousands.
enum class DecimalSign { point, comma };

/// A decimal number as people write it: sign, thousands marks that stand where they should, decimal sign, exponent.
/// Nothing for anything else (also "", "NA", "1-2", "12abc", "1,2,3"). Keeps up to 18 significant digits exactly.
struct Decimal {
  std::int64_t digits = 0;  ///< the number without its decimal sign
  int exponent = 0;         ///< value = digits × 10^exponent
  [[nodiscard]] double value() const;
  /// Exactly, or rounded half away from zero at the scale; nothing when out of range.
  [[nodiscard]] std::optional<Hundredths> hundredths() const;
  [[nodiscard]] std::optional<Micros> micros() const;
  [[nodiscard]] bool is_whole() const;
};
[[nodiscard]] std::optional<Decimal> decimal_from(std::string_view text, DecimalSign sign = DecimalSign::point);

/// The shortest text that reads back to the same number.
[[nodiscard]] std::string to_text(double value);
[[nodiscard]] std::string to_text(Hundredths value);  ///< "4.5", "10"
[[nodiscard]] std::string to_text(Micros value);      ///< "12.85"

}  // namespace bellwether
