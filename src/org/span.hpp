// A stretch of days during which something holds, open at either end.
#pragma once

#include "base/time.hpp"

#include <algorithm>
#include <compare>
#include <string>

namespace bellwether::org {

inline constexpr Day k_always{-719'162};    ///< 0001-01-01: it has held as long as anyone knows
inline constexpr Day k_forever{2'932'896};  ///< 9999-12-31: no end is known

/// Half open, as `Period` is: it holds on `from`, and no longer on `to`. Files and pages speak of the last day instead.
struct Span {
  Day from = k_always;
  Day to = k_forever;

  [[nodiscard]] bool holds(Day day) const { return from <= day && day < to; }
  [[nodiscard]] bool empty() const { return to <= from; }
  friend auto operator<=>(const Span&, const Span&) = default;
};

/// The days of both; empty() where there are none.
[[nodiscard]] inline Span overlap(const Span& a, const Span& b) {
  return {.from = std::max(a.from, b.from), .to = std::min(a.to, b.to)};
}

/// "always", "from 2026-01-01", "until 2026-03-31" (the last day), "from 2026-01-01 to 2026-03-31".
[[nodiscard]] std::string to_text(const Span& span);

}  // namespace bellwether::org
