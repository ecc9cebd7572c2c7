#include "measure/spans.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <tuple>
#include <utility>

namespace bellwether::measure {

namespace {

bool comes_before(const Span& a, const Span& b) {
  return std::tuple{a.duration, !a.ended} < std::tuple{b.duration, !b.ended};
}

/// Of spans in order.
std::vector<Span> each_once(std::vector<Span> spans) {
  std::size_t kept = 0;
  for (const Span& span : spans) {
    invariant(span.duration >= 0 && span.count >= 0);
    if (span.count == 0) continue;
    if (kept > 0 && !comes_before(spans[kept - 1], span)) {
      spans[kept - 1].count += span.count;
    } else {
      spans[kept++] = span;
    }
  }
  spans.resize(kept);
  return spans;
}

}  // namespace

std::vector<Span> sorted(std::vector<Span> spans) {
  if (!std::ranges::is_sorted(spans, comes_before)) std::ranges::sort(spans, comes_before);
  return each_once(std::move(spans));
}

std::vector<Span> merge(std::span<const Span> a, std::span<const Span> b) {
  std::vector<Span> both;
  both.reserve(a.size() + b.size());
  if (std::ranges::is_sorted(a, comes_before) && std::ranges::is_sorted(b, comes_before)) {
    std::ranges::merge(a, b, std::back_inserter(both), comes_before);
    return each_once(std::move(both));
  }
  both.insert(both.end(), a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  return sorted(std::move(both));
}

}  // namespace bellwether::measure
