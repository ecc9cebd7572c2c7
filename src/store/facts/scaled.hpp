// A decimal literal compared with exact integers of some scale, without rounding it.
#pragma once

#include "base/number.hpp"
#include "store/facts/query.hpp"

#include <cstdint>

namespace bellwether::facts {

/// The whole numbers at a scale that compare with a literal: `value op literal` is `value op' bound`, or the same for all.
struct Bound {
  enum class Is : std::uint8_t { compared, always, never };
  Is is = Is::compared;
  Op op = Op::equal;
  std::int64_t bound = 0;
};

/// Examples at scale 100: `<= 6` is `<= 600`; `< 6.005` is `<= 600`; `= 6.005` is never.
[[nodiscard]] Bound bound_of(Op op, const Decimal& literal, std::int64_t scale);

[[nodiscard]] constexpr Op negated(Op op) {
  switch (op) {
    case Op::equal:
      return Op::not_equal;
    case Op::not_equal:
      return Op::equal;
    case Op::less:
      return Op::greater_or_equal;
    case Op::less_or_equal:
      return Op::greater;
    case Op::greater:
      return Op::less_or_equal;
    case Op::greater_or_equal:
      return Op::less;
  }
  return op;
}

template <class T>
[[nodiscard]] bool compare(const T& a, Op op, const T& b) {
  switch (op) {
    case Op::equal:
      return a == b;
    case Op::not_equal:
      return a != b;
    case Op::less:
      return a < b;
    case Op::less_or_equal:
      return a <= b;
    case Op::greater:
      return a > b;
    case Op::greater_or_equal:
      return a >= b;
  }
  return false;
}

[[nodiscard]] inline bool holds(const Bound& bound, std::int64_t value) {
  if (bound.is != Bound::Is::compared) return bound.is == Bound::Is::always;
  return compare(value, bound.op, bound.bound);
}

}  // namespace bellwether::facts
