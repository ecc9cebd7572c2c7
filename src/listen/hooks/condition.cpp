#include "listen/hooks/condition.hpp"

#include <algorithm>

namespace bellwether::listen {

namespace {

bool is_so(const Condition& condition, const Spot& spot) {
  if (condition.kind == Condition::Kind::there) return true;
  const auto text = text_of(spot);
  if (!text) return false;
  if (condition.kind == Condition::Kind::matches) return matches(*text, condition.words.front());
  return std::ranges::find(condition.words, *text) != condition.words.end();
}

}  // namespace

bool holds(const Condition& condition, const Item& item) {
  const auto spots = spots_at(condition.path, item);
  const bool found = std::ranges::any_of(spots, [&](const Spot& spot) { return is_so(condition, spot); });
  return found == condition.holds_when;
}

bool hold(const std::vector<Condition>& all, const Item& item) {
  return std::ranges::all_of(all, [&](const Condition& condition) { return holds(condition, item); });
}

}  // namespace bellwether::listen
