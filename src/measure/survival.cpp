#include "measure/survival.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <utility>

#include <boost/math/policies/policy.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/toms748_solve.hpp>

namespace bellwether::measure {

namespace {

struct Bounds {
  double low = 0, high = 1;
};

/// Doubles keep more digits here than the counts carry.
using InDoubles = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

/// A product of beta variables, by the logarithms of its mean and of its squared relative spread + 1: near certainty, and
/// over a billion spans, both keep all their digits.
struct BetaProduct {
  double log_mean = 0;
  double log_spread = 0;

  void times(double a, double b) {
    log_mean += std::log1p(-b / (a + b));
    log_spread += std::log1p(b / (a * (a + b + 1)));
  }
  /// Chance that it is at most q, in (0, 1), as that of the beta variable with its mean and variance.
  [[nodiscard]] double at_most(double q) const {
    if (log_spread <= 0) return 0;  // nothing has ended: it is 1
    const double mean = std::exp(log_mean);
    const double relative_variance = std::expm1(log_spread);
    const double both = -std::expm1(log_mean) / (mean * relative_variance) - 1;
    return boost::math::ibeta(mean * both, -std::expm1(log_mean) * both, q, InDoubles{});
  }
};

/// What is known of the share still waiting after a step: the ends seen, and half an end that may lie just beyond it.
struct BetaBelief {
  BetaProduct product;
  bool nobody_left = false, none_ended = false;

  [[nodiscard]] double at_most(double q) const { return product.at_most(q); }
  [[nodiscard]] Bounds bounds(double level) const {
    const double tail = (1 - level) / 2;
    return {.low = nobody_left ? 0 : where(tail), .high = none_ended ? 1 : where(1 - tail)};
  }

 private:
  [[nodiscard]] double where(double p) const {
    const auto beyond = [&](double q) { return at_most(q) - p; };
    double near = 1e-12;
    double far = 1 - 1e-15;
    if (beyond(near) >= 0) return 0;
    if (beyond(far) <= 0) return 1;
    std::uintmax_t rounds = 200;
    const auto [low, high] =
        boost::math::tools::toms748_solve(beyond, near, far, boost::math::tools::eps_tolerance<double>(46), rounds);
    return low + (high - low) / 2;
  }
};

/// What is known after each step; a step's own doubt is worked out when it is asked for, since of many steps few are.
class Beliefs {
 public:
  explicit Beliefs(std::span<const SurvivalStep> curve) : curve_(curve) {
    products_.reserve(curve.size());
    BetaProduct product;
    for (const SurvivalStep& step : curve) {
      if (step.ended > 0) {
        product.times(static_cast<double>(step.at_risk - step.ended + 1), static_cast<double>(step.ended));
      }
      products_.push_back(product);
    }
  }

  [[nodiscard]] BetaBelief after(std::size_t step) const {
    const SurvivalStep& here = curve_[step];
    const std::int64_t left = here.at_risk - here.ended - here.censored;
    BetaBelief belief{
        .product = products_[step], .nobody_left = left == 0, .none_ended = products_[step].log_spread <= 0};
    belief.product.times(static_cast<double>(left) + 0.5, 0.5);
    return belief;
  }

 private:
  std::span<const SurvivalStep> curve_;
  std::vector<BetaProduct> products_;
};

Bounds log_log_bounds(const SurvivalStep& step, double level) {
  const double log_share = std::log(step.still_waiting);
  const double se = std::sqrt(step.variance) / step.still_waiting;
  const double reach = normal_critical(level) * se / -log_share;
  return {.low = std::exp(log_share * std::exp(reach)), .high = std::exp(log_share * std::exp(-reach))};
}

bool has_log_log(const SurvivalStep& step) { return step.still_waiting > 0 && step.still_waiting < 1; }

std::int64_t all_of(std::span<const SurvivalStep> curve) { return curve.empty() ? 0 : curve.front().at_risk; }

Method method_of(SurvivalInterval interval) {
  return interval == SurvivalInterval::beta_product ? Method::beta_product : Method::log_log;
}

/// The first step at which the band lies at or (strictly) below `share`; the curve's size where none does.
template <class Below>
std::size_t first_below(std::size_t steps, Below below) {
  std::size_t low = 0;
  std::size_t high = steps;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (below(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

std::vector<SurvivalStep> survival_curve(std::span<const Span> spans) {
  const std::vector<Span> ordered = sorted({spans.begin(), spans.end()});
  std::int64_t at_risk = 0;
  for (const Span& span : ordered) at_risk += span.count;

  std::vector<SurvivalStep> curve;
  double share = 1;
  double greenwood = 0;
  for (std::size_t i = 0; i < ordered.size();) {
    SurvivalStep step{.time = ordered[i].duration, .at_risk = at_risk};
    for (; i < ordered.size() && ordered[i].duration == step.time; ++i) {
      (ordered[i].ended ? step.ended : step.censored) += ordered[i].count;
    }
    const double risk = static_cast<double>(at_risk);
    const double ended = static_cast<double>(step.ended);
    share *= (risk - ended) / risk;
    if (step.ended < at_risk) greenwood += ended / (risk * (risk - ended));
    step.still_waiting = share;
    step.variance = share * share * greenwood;
    curve.push_back(step);
    at_risk -= step.ended + step.censored;
  }
  return curve;
}

Result<Estimate> still_waiting(std::span<const Span> spans, std::int64_t time, double level,
                               SurvivalInterval interval) {
  invariant(time >= 0 && level > 0 && level < 1);
  std::vector<SurvivalStep> curve = survival_curve(spans);
  const std::int64_t n = all_of(curve);
  if (n == 0) return not_enough("nothing has begun here", "a time to an end needs things that began");
  if (time > curve.back().time && curve.back().still_waiting > 0) {
    return not_enough("nothing was watched for longer than " + with_thousands(curve.back().time) +
                          ", and some were still waiting then",
                      "ask for a shorter time, or again later");
  }
  std::erase_if(curve, [&](const SurvivalStep& step) { return step.time > time; });
  if (curve.empty()) curve.push_back({.time = 0, .at_risk = n});  // before the first end

  const SurvivalStep& step = curve.back();
  Bounds bounds;
  if (interval == SurvivalInterval::beta_product) {
    bounds = Beliefs(curve).after(curve.size() - 1).bounds(level);
  } else if (has_log_log(step)) {
    bounds = log_log_bounds(step, level);
  } else {
    return not_enough(step.still_waiting > 0 ? "none has ended yet" : "all have ended",
                      "the beta-product interval is there also for none and all");
  }
  return Estimate{.value = step.still_waiting,
                  .low = std::min(bounds.low, step.still_waiting),
                  .high = std::max(bounds.high, step.still_waiting),
                  .level = level,
                  .n = n,
                  .method = method_of(interval)};
}

Result<Estimate> ended_by(std::span<const Span> spans, std::int64_t time, double level, SurvivalInterval interval) {
  Result<Estimate> waiting = still_waiting(spans, time, level, interval);
  if (!waiting) return waiting;
  waiting->value = 1 - waiting->value;
  waiting->low = 1 - std::exchange(waiting->high, 1 - waiting->low);
  return waiting;
}

Result<Estimate> time_until(std::span<const Span> spans, double share, double level, SurvivalInterval interval) {
  invariant(share > 0 && share < 1 && level > 0 && level < 1);
  const std::vector<SurvivalStep> curve = survival_curve(spans);
  if (curve.empty()) return not_enough("nothing has begun here", "a time to an end needs things that began");

  // Products of shares end a rounding away from the share that they are.
  const double left = 1 - share;
  const std::size_t point =
      first_below(curve.size(), [&](std::size_t i) { return curve[i].still_waiting <= left + 1e-12; });
  if (point == curve.size()) {
    return not_enough("only " + percent_text(1 - curve.back().still_waiting) + " had ended by the longest time seen, " +
                          with_thousands(curve.back().time),
                      "ask for a smaller share, or again when more have ended");
  }
  const std::int64_t n = all_of(curve);
  std::size_t first = 0;
  std::size_t last = 0;
  bool from_the_start = false;
  if (interval == SurvivalInterval::beta_product) {
    const Beliefs all(curve);
    const double tail = (1 - level) / 2;
    // Few spans can't tell that the point does not lie before the first of them.
    const std::array at_first{SurvivalStep{.at_risk = n}};
    from_the_start = Beliefs(at_first).after(0).at_most(left) >= tail;
    first = first_below(curve.size(), [&](std::size_t i) { return all.after(i).at_most(left) >= tail; });
    last = first_below(curve.size(), [&](std::size_t i) { return all.after(i).at_most(left) > 1 - tail; });
  } else {
    const auto bounds = [&](std::size_t i) {
      const double end = curve[i].still_waiting > 0 ? 1 : 0;
      return has_log_log(curve[i]) ? log_log_bounds(curve[i], level) : Bounds{.low = end, .high = 1};
    };
    first = first_below(curve.size(), [&](std::size_t i) { return bounds(i).low <= left; });
    last = first_below(curve.size(), [&](std::size_t i) { return bounds(i).high < left; });
  }
  const double value = static_cast<double>(curve[point].time);
  const bool open = last == curve.size();
  return Estimate{.value = value,
                  .low = from_the_start ? 0 : static_cast<double>(curve[std::min(first, point)].time),
                  .high = std::max(value, static_cast<double>(curve[open ? last - 1 : last].time)),
                  .level = level,
                  .n = n,
                  .method = method_of(interval),
                  .open_above = open};
}

}  // namespace bellwether::measure
