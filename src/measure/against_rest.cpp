#include "measure/against_rest.hpp"

#include "base/invariant.hpp"
#include "measure/significance.hpp"
#include "measure/withhold.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace bellwether::measure {

namespace {

double p_of(const Measure& measure, const Tally& here, const Tally& rest) {
  switch (measure.estimator) {
    case Estimator::share:
      return p_of_shares(here.positive, here.n, rest.positive, rest.n);
    case Estimator::net_share:
      return p_of_net_shares(here.positive, here.negative, here.n, rest.positive, rest.negative, rest.n);
    case Estimator::mean:
      return p_of_means(moments_of(here), moments_of(rest));
    default:
      break;
  }
  invariant(false);
  return 1;
}

/// Enough answers to say something.
bool may_be_tested(const Tally& tally) { return tally.n >= k_least_answers; }

}  // namespace

AgainstRest against_rest(const Measure& measure, const std::vector<SliceTally>& slices, double level,
                         double false_discovery_rate) {
  AgainstRest result;
  std::vector<double> p;
  for (const SliceTally& slice : slices) {
    const Tally rest = slice.whole - slice.tally;
    if (rest.n == 0) continue;
    const auto here = estimate_of(measure, slice.tally, level);
    const auto others = estimate_of(measure, rest, level);
    if (!may_be_tested(slice.tally) || !may_be_tested(rest) || !here || !others) {
      ++result.thin;
      continue;
    }
    StandOut found;
    found.dimension = slice.dimension;
    found.value = slice.value;
    found.here = *here;
    found.rest = *others;
    found.difference = difference(*here, *others);
    found.p = p_of(measure, slice.tally, rest);
    found.share_of_volume = static_cast<double>(slice.tally.n) / static_cast<double>(slice.whole.n);
    found.importance = std::abs(found.difference.value) * found.share_of_volume;
    p.push_back(found.p);
    result.slices.push_back(std::move(found));
  }

  const std::vector<double> adjusted = benjamini_hochberg(p);
  for (std::size_t i = 0; i < result.slices.size(); ++i) {
    StandOut& slice = result.slices[i];
    slice.p_adjusted = adjusted[i];
    slice.stands_out = adjusted[i] <= false_discovery_rate && slice.difference.value != 0;
    // The verdict follows the test over all slices, not this interval alone.
    slice.difference.p = slice.p;
    slice.difference.verdict = !slice.stands_out            ? Verdict::cant_tell
                               : slice.difference.value > 0 ? Verdict::up
                                                            : Verdict::down;
  }
  std::sort(result.slices.begin(), result.slices.end(), [](const StandOut& a, const StandOut& b) {
    return std::tuple(-a.importance, std::string_view(a.dimension), std::string_view(a.value)) <
           std::tuple(-b.importance, std::string_view(b.dimension), std::string_view(b.value));
  });
  return result;
}

}  // namespace bellwether::measure
