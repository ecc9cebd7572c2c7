#include "measure/spans.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace bellwether::measure {

std::vector<Span> sorted(std::vector<Span> spans) {
  const auto key = [](const Span& span) { return std::tuple{span.duration, !span.ended}; };
  std::sort(spans.begin(), spans.end(), [&](const Span& a, const Span& b) { return key(a) < key(b); });
  std::size_t kept = 0;
  for (const Span& span : spans) {
    invariant(span.duration >= 0 && span.count >= 0);
    if (span.count == 0) continue;
    if (kept > 0 && key(spans[kept - 1]) == key(span)) {
      spans[kept - 1].count += span.count;
    } else {
      spans[kept++] = span;
    }
  }
  spans.resize(kept);
  return spans;
}

std::vector<Span> merge(std::span<const Span> a, std::span<const Span> b) {
  std::vector<Span> both(a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  return sorted(std::move(both));
}

}  // namespace bellwether::measure
