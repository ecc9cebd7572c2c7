// Is one far above its peers, when peers differ among themselves for good reasons?
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::lead {

struct Hits {
  std::int64_t hits = 0, n = 0;  ///< 0 <= hits <= n
};

struct AgainstPeers {
  double share = 0, usual = 0;  ///< its own, and the peers'
  double p = 1;                 ///< one-sided: of as many hits or more by one of the peers' kind
  bool tested = false;          ///< enough of its own and enough peers
};

inline constexpr std::size_t k_least_peers = 8;
inline constexpr std::int64_t k_least_hits_of = 10;  ///< looks at one, of its own

/// One against its peers: the beta-binomial of the peers, mid-P, so that what peers differ by is not held against it.
/// Their spread is the moment estimator's (Kleinman, JASA 68 (1973) 46–54); that it is known from a few peers only is
/// taken in as for the next value of a sample, by Student's t of peers − 1 degrees at the same normal score, by √(1 +
/// 1/peers).
[[nodiscard]] AgainstPeers above(const Hits& one, std::span<const Hits> peers);

/// Each against all others. So that several who do the same do not hide each other, the peers' kind is read from the
/// lower seven tenths of them by share, their mean and spread brought back to all by what such a cut takes from a
/// normal curve (Cohen, Annals of Mathematical Statistics 21 (1950) 557–569): up to three in ten may be gamers. A cut
/// sample tells less of a spread, and counts as half of its peers. Where honest peers lean far to the right the cut
/// makes them look more alike than they are; callers ask for a difference that matters, too.
[[nodiscard]] std::vector<AgainstPeers> each_above_others(std::span<const Hits> all);

}  // namespace bellwether::lead
