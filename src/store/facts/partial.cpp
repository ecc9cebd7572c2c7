#include "store/facts/partial.hpp"

#include "store/facts/scaled.hpp"

#include <algorithm>
#include <variant>

namespace bellwether::facts {

namespace {

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};

/// Three-valued: nothing means that it depends on what is not looked at.
using Maybe = std::optional<bool>;

/// Walks a filter; `leaf` decides the comparisons.
template <class Leaf>
Maybe decide(const Expr& expr, const Leaf& leaf) {
  // `sought` decides the whole: one false in All, one true in Any.
  const auto joined = [&](const std::vector<Expr>& of, bool sought) -> Maybe {
    bool open = false;
    for (const Expr& each : of) {
      const Maybe is = decide(each, leaf);
      if (is == sought) return sought;
      open = open || !is;
    }
    return open ? Maybe() : Maybe(!sought);
  };
  return std::visit(Overloaded{[&](const All& all) { return joined(all.of, false); },
                               [&](const Any& any) { return joined(any.of, true); },
                               [&](const Not& negation) -> Maybe {
                                 const Maybe is = negation.of.empty() ? Maybe() : decide(negation.of.front(), leaf);
                                 return is ? Maybe(!*is) : Maybe();
                               },
                               [&](const auto& comparison) { return leaf(comparison); }},
                    expr.node);
}

/// Whether a comparison holds for what is not known: only `!=` does.
bool holds_for_unknown(const Compare& compare) { return compare.op == Op::not_equal; }
template <class Comparison>
bool holds_for_unknown(const Comparison&) {
  return false;
}

Maybe holds_for_number(const Compare& compare, std::int64_t value, std::int64_t scale) {
  const auto* literal = std::get_if<Decimal>(&compare.literal);
  if (literal == nullptr) return std::nullopt;
  return holds(bound_of(compare.op, *literal, scale), value);
}
Maybe holds_for_number(const OneOf& one_of, std::int64_t value, std::int64_t scale) {
  for (const Literal& each : one_of.literals) {
    const auto* literal = std::get_if<Decimal>(&each);
    if (literal == nullptr) return std::nullopt;
    if (holds(bound_of(Op::equal, *literal, scale), value)) return true;
  }
  return false;
}
Maybe holds_for_number(const Known&, std::int64_t, std::int64_t) { return true; }
Maybe holds_for_number(const Contains&, std::int64_t, std::int64_t) { return std::nullopt; }

}  // namespace

void collect_fields(const Expr& expr, std::vector<Field>& into) {
  const auto all_of = [&](const std::vector<Expr>& of) {
    for (const Expr& each : of) collect_fields(each, into);
  };
  std::visit(Overloaded{[&](const All& all) { all_of(all.of); }, [&](const Any& any) { all_of(any.of); },
                        [&](const Not& negation) { all_of(negation.of); },
                        [&](const auto& comparison) { into.push_back(comparison.field); }},
             expr.node);
}

bool needs(const Expr& expr, const Field& field) {
  const auto leaf = [&](const auto& comparison) -> Maybe {
    if (comparison.field != field) return std::nullopt;
    return holds_for_unknown(comparison);
  };
  return decide(expr, leaf) == false;
}

std::optional<bool> holds_for(const Expr& expr, const Field& field, std::optional<std::int64_t> value,
                              std::int64_t scale) {
  const auto leaf = [&](const auto& comparison) -> Maybe {
    if (comparison.field != field) return std::nullopt;
    if (!value) return holds_for_unknown(comparison);
    return holds_for_number(comparison, *value, scale);
  };
  return decide(expr, leaf);
}

}  // namespace bellwether::facts
