#include "measure/power.hpp"

#include "base/invariant.hpp"
#include "base/number.hpp"
#include "measure/critical.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::measure {

namespace {

struct Quantiles {
  double level = 0, power = 0;
};

Quantiles quantiles_of(const Detection& detection) {
  invariant(detection.level > 0 && detection.level < 1 && detection.power > 0.5 && detection.power < 1);
  // A one-sided chance is the two-sided level with as much left out above.
  return {.level = normal_critical(detection.level), .power = normal_critical(2 * detection.power - 1)};
}

/// The two shares, apart by `difference`; the second is nothing where there is no room.
struct Shares {
  double one = 0, other = 0;
};

Shares shares_of(std::optional<double> share, double difference) {
  if (!share) return {.one = 0.5 - difference / 2, .other = 0.5 + difference / 2};
  return {.one = *share, .other = *share + difference <= 1 ? *share + difference : *share - difference};
}

double answers_for(const Shares& shares, const Detection& detection) {
  const Quantiles z = quantiles_of(detection);
  const double difference = std::abs(shares.one - shares.other);
  const double middle = (shares.one + shares.other) / 2;
  const double alike = z.level * std::sqrt(2 * middle * (1 - middle));
  const double apart = z.power * std::sqrt(shares.one * (1 - shares.one) + shares.other * (1 - shares.other));
  const double n = (alike + apart) * (alike + apart) / (difference * difference);
  if (!detection.continuity) return n;
  const double root = 1 + std::sqrt(1 + 4 / (n * difference));
  return n / 4 * root * root;
}

/// Rounding up, but not for what is whole but for rounding.
std::int64_t up(double n) { return std::max<std::int64_t>(2, std::llround(std::ceil(n - 1e-9))); }

constexpr double k_most_answers = 1e15;

}  // namespace

Result<std::int64_t> answers_per_group_for_shares(std::optional<double> share, double difference,
                                                  const Detection& detection) {
  if (share && !(*share >= 0 && *share <= 1)) return fail(Code::bad_input, to_text(*share) + " is no share");
  const double room = share ? std::max(*share, 1 - *share) : 1;
  if (!(difference > 0) || difference > room) {
    return fail(Code::wrong_usage, "a difference of shares lies above 0 and is at most " + to_text(room) + " here");
  }
  const double n = answers_for(shares_of(share, difference), detection);
  return up(std::min(n, k_most_answers));
}

Result<std::int64_t> answers_per_group_for_means(double variance, double difference, const Detection& detection) {
  const bool fits = difference > 0 && variance > 0 && std::isfinite(variance);
  if (!fits) return fail(Code::wrong_usage, "a difference and a variance lie above 0");
  const Quantiles z = quantiles_of(detection);
  const double reach = (z.level + z.power) / difference;
  return up(std::min(2 * variance * reach * reach + z.level * z.level / 4, k_most_answers));
}

double net_share_variance(double positive, double negative) {
  const double net = positive - negative;
  return positive + negative - net * net;
}

double widest_variance(double lowest, double highest) { return (highest - lowest) * (highest - lowest) / 4; }

std::optional<double> smallest_share_difference(std::optional<double> share, std::int64_t n,
                                                const Detection& detection) {
  invariant(n >= 2 && (!share || (*share >= 0 && *share <= 1)));
  // On one side of a share the answers needed only fall as the difference grows; the wider side is looked at second.
  const auto seen = [&](double difference) {
    return answers_for(shares_of(share, difference), detection) <= static_cast<double>(n);
  };
  const double upwards = share ? 1 - *share : 1;
  const bool enough_upwards = upwards > 0 && seen(upwards);
  double low = enough_upwards ? 0 : upwards;
  double high = enough_upwards ? upwards : share ? std::max(*share, upwards) : 1;
  if (!(high > 0) || !seen(high)) return std::nullopt;
  for (int round = 0; round < 60; ++round) {
    const double middle = (low + high) / 2;
    (seen(middle) ? high : low) = middle;
  }
  return high;
}

double smallest_mean_difference(double variance, std::int64_t n, const Detection& detection) {
  invariant(n >= 2 && variance >= 0);
  const Quantiles z = quantiles_of(detection);
  const double spare = std::max(1.0, static_cast<double>(n) - z.level * z.level / 4);
  return (z.level + z.power) * std::sqrt(2 * variance / spare);
}

}  // namespace bellwether::measure
