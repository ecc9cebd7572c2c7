#include "measure/tally.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "measure/agreement.hpp"
#include "measure/composite.hpp"
#include "measure/histogram.hpp"
#include "measure/quantile.hpp"
#include "measure/rate.hpp"
#include "measure/ratio.hpp"
#include "measure/survival.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bellwether::measure {

namespace {

/// Both lists in one, each item's value once.
std::vector<Given> merged(const std::vector<Given>& a, const std::vector<Given>& b) {
  std::vector<Given> all;
  all.reserve(a.size() + b.size());
  std::ranges::merge(a, b, std::back_inserter(all));
  std::vector<Given> once;
  for (const Given& given : all) {
    if (!once.empty() && once.back().item == given.item && once.back().value == given.value) {
      once.back().count += given.count;
    } else {
      once.push_back(given);
    }
  }
  return once;
}

std::vector<Tally> merged(const std::vector<Tally>& a, const std::vector<Tally>& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  invariant(a.size() == b.size());
  std::vector<Tally> all;
  for (std::size_t i = 0; i < a.size(); ++i) all.push_back(a[i] + b[i]);
  return all;
}

/// Scales of empty tallies are nobody's.
std::int64_t scale_of_both(const Tally& a, const Tally& b, std::int64_t Tally::* scale) {
  invariant(a.n == 0 || b.n == 0 || a.*scale == b.*scale);
  return a.n == 0 ? b.*scale : a.*scale;
}

/// Answers of so many that could have answered.
Result<Estimate> share_of_others(const Measure& measure, const Tally& tally, double level) {
  const std::int64_t asked = std::llround(tally.exposure);
  if (asked == 0) {
    return fail(Code::not_enough, "how many there could be is not known here", {},
                "import what " + measure.id + " is counted against: docs/measures.md, populations");
  }
  if (tally.positive > asked) {
    return fail(Code::not_enough,
                with_thousands(tally.positive) + " answers of only " + with_thousands(asked) + " that were counted", {},
                "count everybody that " + measure.id + " is counted against");
  }
  return share(tally.positive, asked, level);
}

Result<Estimate> rate_of(const Measure& measure, const Tally& tally, double level) {
  if (measure.value.empty()) return rate(tally.n, tally.exposure, level);
  const double unit = static_cast<double>(tally.scale);
  const double sum = static_cast<double>(tally.sum) / unit;
  if (sum < 0) {
    return fail(Code::bad_input, "what " + measure.id + " adds up is below zero", measure.file,
                "leave out what is below zero: " + measure.value + " >= 0");
  }
  return rate_of_sum(tally.n, sum, static_cast<double>(tally.sum_squares) / unit / unit, tally.exposure, level);
}

PairSums pairs_of(const Tally& tally, std::int64_t n) {
  return {.n = n,
          .x = tally.sum,
          .y = tally.per_sum,
          .xx = tally.sum_squares,
          .yy = tally.per_squares,
          .xy = tally.cross,
          .scale_x = tally.scale,
          .scale_y = tally.per_scale};
}

Histogram histogram_of(const Tally& tally) {
  std::vector<Histogram::Bar> bars;
  bars.reserve(tally.given.size());
  for (const Given& given : tally.given) bars.push_back({.value = given.value, .count = given.count});
  return histogram_of(std::move(bars), tally.scale);
}

/// One row per item, the answers to it side by side: alpha does not ask who gave which.
Result<RatingTable> table_of(const Tally& tally) {
  constexpr std::int64_t k_most_ratings = 2'000'000;
  if (tally.n > k_most_ratings) {
    return fail(Code::too_large, "alpha is worked out for up to " + with_thousands(k_most_ratings) + " ratings", {},
                "narrow the question");
  }
  RatingTable table;
  std::size_t longest = 0;
  std::int64_t item = 0;
  for (const Given& given : tally.given) {
    if (table.empty() || given.item != item) table.emplace_back();
    item = given.item;
    const double value = static_cast<double>(given.value) / static_cast<double>(tally.scale);
    table.back().insert(table.back().end(), static_cast<std::size_t>(given.count), value);
    longest = std::max(longest, table.back().size());
  }
  for (auto& row : table) row.resize(longest);
  return table;
}

Result<Estimate> agreement_of(const Measure& measure, const Tally& tally, double level) {
  if (measure.agreement == Agreement::rwg) {
    const int steps = static_cast<int>(std::lround(measure.scale->highest - measure.scale->lowest)) + 1;
    return within_group_agreement(histogram_of(tally), measure.scale->lowest, steps, level);
  }
  if (measure.agreement == Agreement::matching) {
    std::vector<std::int64_t> named;
    for (const Given& given : tally.given) named.push_back(given.count);
    return matching_share(named, level);
  }
  const auto table = table_of(tally);
  if (!table) return std::unexpected(table.error());
  switch (measure.agreement) {
    case Agreement::alpha_ordinal:
      return krippendorff_alpha(*table, Distance::ordinal, level);
    case Agreement::alpha_interval:
      return krippendorff_alpha(*table, Distance::interval, level);
    case Agreement::alpha_ratio:
      return krippendorff_alpha(*table, Distance::ratio, level);
    default:
      return krippendorff_alpha(*table, Distance::nominal, level);
  }
}

/// Every part on 0 … 100, and their weighted mean. Parts are often answers of the same people, which go together: they are taken
/// to go together wholly, so that the interval is rather too wide than too narrow.
Result<Estimate> index_of(const Measure& measure, const Tally& tally, double level) {
  std::vector<CompositePart> parts;
  std::int64_t least = 0;
  for (std::size_t i = 0; i < measure.parts.size(); ++i) {
    const Part& part = measure.parts[i];
    auto estimate = estimate_of(measure.measures_of_parts[i], tally.parts.at(i), level);
    if (!estimate) {
      Error error = estimate.error();
      error.message = part.measure + ": " + error.message;
      return std::unexpected(std::move(error));
    }
    const auto on_scale = [&](double value) {
      return std::clamp(100 * (value - part.from) / (part.to - part.from), 0.0, 100.0);
    };
    const double a = on_scale(estimate->low);
    const double b = on_scale(estimate->high);
    estimate->value = on_scale(estimate->value);
    estimate->low = std::min(a, b);
    estimate->high = std::max(a, b);
    least = i == 0 ? estimate->n : std::min(least, estimate->n);
    parts.push_back({.estimate = *estimate, .weight = part.weight});
  }
  const std::vector<double> together(parts.size() * parts.size(), 1.0);
  auto index = composite(parts, together);
  if (index) index->n = least;  // the same people, not so many more
  return index;
}

Result<Estimate> survival_of(const Measure& measure, const Tally& tally, double level) {
  if (measure.quantile) return time_until(tally.spans, *measure.quantile, level);
  const std::int64_t within = measure.within_s.value_or(0);
  return measure.still ? still_waiting(tally.spans, within, level) : ended_by(tally.spans, within, level);
}

Result<Estimate> plain_estimate_of(const Measure& measure, const Tally& tally, double level) {
  switch (measure.estimator) {
    case Estimator::share:
      return measure.of ? share_of_others(measure, tally, level) : share(tally.positive, tally.n, level);
    case Estimator::net_share:
      if (tally.positive + tally.negative > tally.n) {
        return fail(Code::bad_input,
                    "the measure " + measure.id + " counts answers as positive and as negative at once", measure.file,
                    "mend its conditions: " + measure.positive + " and " + measure.negative);
      }
      return net_share(tally.positive, tally.negative, tally.n, level);
    case Estimator::mean:
      return measure.scale ? mean(tally.n, tally.sum, tally.sum_squares, tally.scale, level, measure.scale)
                           : skewed_mean(tally.n, tally.sum, tally.sum_squares, tally.scale, tally.powers, level);
    case Estimator::count:
    case Estimator::distinct:
      return count(tally.n, level);
    case Estimator::in_time:
      return share(tally.positive, tally.n, level);
    case Estimator::survival:
      return survival_of(measure, tally, level);
    case Estimator::rate:
      return rate_of(measure, tally, level);
    case Estimator::agreement:
      return agreement_of(measure, tally, level);
    case Estimator::index:
      return index_of(measure, tally, level);
    case Estimator::ratio:
      return ratio(pairs_of(tally, tally.n), level);
    case Estimator::repeat:
      return clustered_share(pairs_of(tally, tally.clusters), level);
    case Estimator::quantile:
      return quantile(histogram_of(tally), measure.quantile.value_or(0.5), level);
    default:
      break;
  }
  invariant(false);
  return Estimate{};
}

}  // namespace

namespace {

bool is_plain(const Tally& tally) { return tally.given.empty() && tally.spans.empty() && tally.parts.empty(); }

void add_plain(Tally& sum, const Tally& one) {
  sum.scale = scale_of_both(sum, one, &Tally::scale);
  sum.per_scale = scale_of_both(sum, one, &Tally::per_scale);
  sum.n += one.n;
  sum.positive += one.positive;
  sum.negative += one.negative;
  sum.sum += one.sum;
  sum.sum_squares += one.sum_squares;
  sum.powers = sum.powers + one.powers;
  sum.employees += one.employees;
  sum.per_sum += one.per_sum;
  sum.per_squares += one.per_squares;
  sum.cross += one.cross;
  sum.clusters += one.clusters;
  sum.exposure += one.exposure;
  sum.newest = std::max(sum.newest, one.newest);  // nothing is before every day
}

}  // namespace

Tally operator+(const Tally& a, const Tally& b) {
  Tally sum = a;
  add_plain(sum, b);
  sum.given = merged(a.given, b.given);
  sum.spans = merge(a.spans, b.spans);
  sum.parts = merged(a.parts, b.parts);
  return sum;
}

Tally sum_of(std::span<const Tally* const> tallies) {
  if (tallies.empty()) return {};
  if (std::ranges::all_of(tallies, [](const Tally* one) { return is_plain(*one); })) {
    Tally sum = *tallies.front();
    for (const Tally* one : tallies.subspan(1)) add_plain(sum, *one);
    return sum;
  }
  if (tallies.size() == 1) return *tallies.front();
  // By halves, so that long lists are not merged into one of all the others again and again.
  const std::size_t half = tallies.size() / 2;
  return sum_of(tallies.first(half)) + sum_of(tallies.subspan(half));
}

Tally operator-(const Tally& whole, const Tally& part) {
  invariant(part.n <= whole.n && part.positive <= whole.positive && part.negative <= whole.negative &&
            part.employees <= whole.employees);
  Tally rest;
  rest.n = whole.n - part.n;
  rest.positive = whole.positive - part.positive;
  rest.negative = whole.negative - part.negative;
  rest.sum = whole.sum - part.sum;
  rest.sum_squares = whole.sum_squares - part.sum_squares;
  rest.powers = whole.powers - part.powers;
  rest.scale = scale_of_both(whole, part, &Tally::scale);
  rest.employees = whole.employees - part.employees;
  return rest;
}

Moments moments_of(const Tally& tally) {
  return {.n = tally.n, .sum = tally.sum, .sum_squares = tally.sum_squares, .scale = tally.scale};
}

Result<Estimate> estimate_of(const Measure& measure, const Tally& tally, double level) {
  auto estimate = plain_estimate_of(measure, tally, level);
  if (!estimate) return estimate;
  estimate->value *= measure.factor;
  estimate->low *= measure.factor;
  estimate->high *= measure.factor;
  return estimate;
}

}  // namespace bellwether::measure
