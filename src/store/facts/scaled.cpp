#include "store/facts/scaled.hpp"

#include <algorithm>
#include <limits>

namespace bellwether::facts {

namespace {

/// The largest whole number not above literal × scale, and whether it is equal to it. Far numbers come out as far enough.
struct Floor {
  Int128 whole = 0;
  bool exact = true;
};

constexpr Int128 k_far = Int128{1} << 100;

Floor floor_of(const Decimal& literal, std::int64_t scale) {
  Int128 number = Int128{literal.digits} * scale;
  for (int e = literal.exponent; e > 0; --e) {
    if (number > k_far || number < -k_far) break;
    number *= 10;
  }
  Floor floor{.whole = number};
  for (int e = literal.exponent; e < 0; ++e) {
    const Int128 rest = floor.whole % 10;
    floor.exact = floor.exact && rest == 0;
    floor.whole = floor.whole / 10 - (rest < 0 ? 1 : 0);
    if (floor.whole == 0 || floor.whole == -1) {
      // Further divisions change nothing but whether it is exact.
      floor.exact = floor.exact && floor.whole == 0;
      break;
    }
  }
  return floor;
}

}  // namespace

Bound bound_of(Op op, const Decimal& literal, std::int64_t scale) {
  const Floor floor = floor_of(literal, scale);
  if (!floor.exact) {
    switch (op) {
      case Op::equal:
        return {.is = Bound::Is::never};
      case Op::not_equal:
        return {.is = Bound::Is::always};
      case Op::less:
      case Op::less_or_equal:
        op = Op::less_or_equal;
        break;
      case Op::greater:
      case Op::greater_or_equal:
        op = Op::greater;
        break;
    }
  }
  constexpr Int128 k_low = std::numeric_limits<std::int64_t>::min(), k_high = std::numeric_limits<std::int64_t>::max();
  if (floor.whole > k_high) {
    const bool all = op == Op::less || op == Op::less_or_equal || op == Op::not_equal;
    return {.is = all ? Bound::Is::always : Bound::Is::never};
  }
  if (floor.whole < k_low) {
    const bool all = op == Op::greater || op == Op::greater_or_equal || op == Op::not_equal;
    return {.is = all ? Bound::Is::always : Bound::Is::never};
  }
  return {.op = op, .bound = static_cast<std::int64_t>(floor.whole)};
}

}  // namespace bellwether::facts
