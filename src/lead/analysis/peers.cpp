#include "lead/analysis/peers.hpp"

#include "base/invariant.hpp"
#include "measure/significance.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace bellwether::lead {

namespace {

/// Sums over peers, from which one can be taken away.
struct Sums {
  double peers = 0, hits = 0, looks = 0, looks_squares = 0;
  double hits_by_share = 0;  ///< Σ hits²/n

  void add(const Hits& one, double sign) {
    if (one.n == 0) return;
    const double n = static_cast<double>(one.n);
    const double h = static_cast<double>(one.hits);
    peers += sign;
    hits += sign * h;
    looks += sign * n;
    looks_squares += sign * n * n;
    hits_by_share += sign * h * h / n;
  }
};

struct Kind {
  double share = 0;        ///< of the peers
  double correlation = 0;  ///< of two looks at the same one: how much peers differ
};

Kind kind_of(const Sums& sums) {
  // Half a hit more than was seen: peers without any are not a proof that there can be none.
  Kind kind{.share = (sums.hits + 0.5) / (sums.looks + 1)};
  const double plain = sums.hits / sums.looks;
  if (plain <= 0 || plain >= 1) return kind;
  const double squares = (sums.hits_by_share - sums.looks * plain * plain) / (plain * (1 - plain));
  const double degrees = sums.peers - 1;
  const double unlucky = degrees / quantile(boost::math::chi_squared(degrees), 0.25);
  const double room = sums.looks - sums.looks_squares / sums.looks - degrees;
  if (room > 0) kind.correlation = std::clamp((squares * unlucky - degrees) / room, 0.0, 0.95);
  return kind;
}

double log_choose(double n, double k) {
  return boost::math::lgamma(n + 1) - boost::math::lgamma(k + 1) - boost::math::lgamma(n - k + 1);
}

/// Chance of more hits, and half of that of exactly as many.
double mid_p(const Hits& one, const Kind& kind) {
  const double n = static_cast<double>(one.n);
  const double h = static_cast<double>(one.hits);
  // Below this correlation it is the binomial to eight digits.
  const double apart = 1 / std::max(kind.correlation, 1e-9) - 1;
  const double a = kind.share * apart;
  const double b = (1 - kind.share) * apart;
  const auto log_beta = [](double x, double y) {
    return boost::math::lgamma(x) + boost::math::lgamma(y) - boost::math::lgamma(x + y);
  };
  double chance = kind.correlation > 1e-8 ? std::exp(log_choose(n, h) + log_beta(h + a, n - h + b) - log_beta(a, b))
                                          : std::exp(log_choose(n, h) + h * std::log(kind.share) +
                                                     (n - h) * std::log1p(-kind.share));
  double p = chance / 2;
  for (double x = h; x < n; ++x) {
    chance *= (n - x) / (x + 1) * (x + a) / (n - x - 1 + b);
    p += chance;
    if (x > n * kind.share && chance < 1e-12 * p) break;
  }
  return std::min(1.0, p);
}

AgainstPeers against(const Hits& one, const Sums& peers) {
  AgainstPeers result;
  if (one.n > 0) result.share = static_cast<double>(one.hits) / static_cast<double>(one.n);
  if (peers.looks > 0) result.usual = peers.hits / peers.looks;
  if (one.n < k_least_hits_of || peers.peers < static_cast<double>(k_least_peers) - 0.5) return result;
  result.tested = true;
  result.p = mid_p(one, kind_of(peers));
  return result;
}

}  // namespace

AgainstPeers above(const Hits& one, std::span<const Hits> peers) {
  Sums sums;
  for (const Hits& peer : peers) sums.add(peer, 1);
  return against(one, sums);
}

std::vector<AgainstPeers> each_above_others(std::span<const Hits> all) {
  std::vector<AgainstPeers> results(all.size());
  std::vector<char> out(all.size(), 0);
  for (int round = 0; round < 3; ++round) {
    Sums sums;
    for (std::size_t i = 0; i < all.size(); ++i) {
      invariant(0 <= all[i].hits && all[i].hits <= all[i].n);
      if (out[i] == 0) sums.add(all[i], 1);
    }
    std::vector<double> p;
    for (std::size_t i = 0; i < all.size(); ++i) {
      Sums others = sums;
      if (out[i] == 0) others.add(all[i], -1);
      results[i] = against(all[i], others);
      p.push_back(results[i].p);
    }
    const std::vector<double> adjusted = measure::benjamini_hochberg(p);
    bool more = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (out[i] != 0 || adjusted[i] > 0.05) continue;
      out[i] = 1;
      more = true;
    }
    if (!more) break;
  }
  return results;
}

}  // namespace bellwether::lead
