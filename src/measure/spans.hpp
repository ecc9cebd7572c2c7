// How long things took, or have been waiting so far: what survival is estimated from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::measure {

/// `count` things that lasted `duration`, in any one unit; ended, or not yet when last looked at (censored).
struct Span {
  std::int64_t duration = 0;  ///< >= 0
  bool ended = false;
  std::int64_t count = 1;  ///< >= 0
  friend bool operator==(const Span&, const Span&) = default;
};

/// The same spans, shortest first, ended before censored, each duration once per kind, none of count 0.
[[nodiscard]] std::vector<Span> sorted(std::vector<Span> spans);

/// The spans of both slices, sorted. The order and the cut of slices change nothing.
[[nodiscard]] std::vector<Span> merge(std::span<const Span> a, std::span<const Span> b);

}  // namespace bellwether::measure
