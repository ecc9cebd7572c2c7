#include "lead/analysis/peers.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace bellwether::lead {

namespace {

/// What peers are like.
struct Kind {
  double share = 0;        ///< of all their looks
  double correlation = 0;  ///< of two looks at the same one: how much peers differ
  double peers = 0;
};

struct Sums {
  double peers = 0, hits = 0, looks = 0, looks_squares = 0;
  double hits_by_share = 0;  ///< Σ hits²/n

  void add(const Hits& one) {
    if (one.n == 0) return;
    const double n = static_cast<double>(one.n);
    const double h = static_cast<double>(one.hits);
    ++peers;
    hits += h;
    looks += n;
    looks_squares += n * n;
    hits_by_share += h * h / n;
  }
};

/// Half a hit more than was seen: peers without any are no proof that there can be none.
double careful_share(double hits, double looks) { return (hits + 0.5) / (looks + 1); }

/// The correlation at which the weighted squares of the shares are as large as they are.
double correlation_of(const Sums& sums, double squares, double share) {
  const double degrees = sums.peers - 1;
  const double room = sums.looks - sums.looks_squares / sums.looks - degrees;
  if (room <= 0 || share <= 0 || share >= 1) return 0;
  return std::clamp((squares / (share * (1 - share)) - degrees) / room, 0.0, 0.95);
}

double squares_of(const Sums& sums) {
  const double share = sums.hits / sums.looks;
  // Of peers who are all alike, rounding can leave a little less than nothing, which has no root.
  return std::max(0.0, sums.hits_by_share - sums.looks * share * share);
}

Kind kind_of(const Sums& sums) {
  return {.share = careful_share(sums.hits, sums.looks),
          .correlation = correlation_of(sums, squares_of(sums), sums.hits / sums.looks),
          .peers = sums.peers};
}

/// What a normal curve loses where only its lower `kept` stay: how far its mean falls, and what is left of its
/// variance.
struct Cut {
  double mean = 0, variance = 1;
};

Cut cut_at(double kept) {
  if (kept >= 1) return {};  // of two or three all stay
  const boost::math::normal normal;
  const double z = boost::math::quantile(normal, kept);
  const double fall = boost::math::pdf(normal, z) / kept;
  return {.mean = fall, .variance = 1 - z * fall - fall * fall};
}

double share_of(const Hits& one) { return static_cast<double>(one.hits) / static_cast<double>(one.n); }

/// The peers' kind from the lower seven tenths of all.
Kind lower_kind_of(std::span<const Hits> all) {
  std::vector<Hits> ordered(all.begin(), all.end());
  std::erase_if(ordered, [](const Hits& one) { return one.n == 0; });
  std::sort(ordered.begin(), ordered.end(), [](const Hits& a, const Hits& b) { return share_of(a) < share_of(b); });
  const double count = static_cast<double>(ordered.size());
  constexpr double k_kept = 0.7;
  Sums everyone;
  for (const Hits& one : ordered) everyone.add(one);
  ordered.resize(static_cast<std::size_t>(std::ceil(k_kept * count)));
  if (ordered.size() < 2) return {};
  Sums lower;
  for (const Hits& one : ordered) lower.add(one);

  const Cut cut = cut_at(static_cast<double>(ordered.size()) / count);
  const double squares = squares_of(lower) / cut.variance;
  // One peer's share spreads this much, its own luck in it.
  const double deviation = std::sqrt(squares / (lower.looks - lower.looks / lower.peers));
  const double share = std::min(lower.hits / lower.looks + cut.mean * deviation, everyone.hits / everyone.looks);
  return {.share = std::max(share, careful_share(lower.hits, lower.looks)),
          .correlation = correlation_of(lower, squares, share),
          .peers = std::max(2.5, lower.peers / 2)};  // what a cut sample tells of a spread
}

double log_choose(double n, double k) {
  return boost::math::lgamma(n + 1) - boost::math::lgamma(k + 1) - boost::math::lgamma(n - k + 1);
}

double log_beta(double x, double y) {
  return boost::math::lgamma(x) + boost::math::lgamma(y) - boost::math::lgamma(x + y);
}

/// Chance of more hits, and half of that of exactly as many.
double mid_p(const Hits& one, const Kind& kind) {
  const double n = static_cast<double>(one.n);
  const double h = static_cast<double>(one.hits);
  // Below this correlation it is the binomial to eight digits.
  const double apart = 1 / std::max(kind.correlation, 1e-9) - 1;
  const double a = kind.share * apart;
  const double b = (1 - kind.share) * apart;
  const double log_chance = kind.correlation > 1e-8 ? log_beta(h + a, n - h + b) - log_beta(a, b)
                                                    : h * std::log(kind.share) + (n - h) * std::log1p(-kind.share);
  double chance = std::exp(log_choose(n, h) + log_chance);
  double p = chance / 2;
  for (double x = h; x < n; ++x) {
    chance *= (n - x) / (x + 1) * (x + a) / (n - x - 1 + b);
    p += chance;
    if (x > n * kind.share && chance < 1e-12 * p) break;
  }
  return std::min(1.0, p);
}

/// The same normal score on the tail of a sample of so many.
double p_of_next(double p, double peers) {
  if (p >= 0.5) return p;
  const boost::math::normal normal;
  const double z = boost::math::quantile(complement(normal, std::max(p, 1e-300)));
  return cdf(complement(boost::math::students_t(peers - 1), z / std::sqrt(1 + 1 / peers)));
}

AgainstPeers against(const Hits& one, const Kind& kind, bool enough) {
  AgainstPeers result{.share = one.n > 0 ? share_of(one) : 0, .usual = kind.share};
  if (one.n < k_least_hits_of || !enough) return result;
  result.tested = true;
  result.p = p_of_next(mid_p(one, kind), kind.peers);
  return result;
}

}  // namespace

AgainstPeers above(const Hits& one, std::span<const Hits> peers) {
  Sums sums;
  for (const Hits& peer : peers) sums.add(peer);
  if (sums.looks == 0) return against(one, {}, false);
  return against(one, kind_of(sums), sums.peers >= static_cast<double>(k_least_peers));
}

std::vector<AgainstPeers> each_above_others(std::span<const Hits> all) {
  std::size_t seen = 0;
  for (const Hits& one : all) {
    invariant(0 <= one.hits && one.hits <= one.n);
    seen += one.n > 0 ? 1U : 0U;
  }
  const Kind kind = lower_kind_of(all);
  std::vector<AgainstPeers> results;
  results.reserve(all.size());
  for (const Hits& one : all) results.push_back(against(one, kind, seen > k_least_peers));
  return results;
}

}  // namespace bellwether::lead
