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

/// One against its peers: the beta-binomial of the peers, mid-P, so that what peers differ by is not held against it. The spread of
/// the peers is the moment estimator's (Kleinman, JASA 68 (1973) 46–54), taken as large as its own luck lets it be (upper
/// quartile). A beta-binomial's tail is as wide as the peers' middle says; peers of two kinds widen it.
[[nodiscard]] AgainstPeers above(const Hits& one, std::span<const Hits> peers);

/// Each against all others. Those who stand out by Benjamini & Hochberg at 5 % are taken out of the others' peers, and all are
/// looked at again, so that ten who do the same do not hide each other; at most three rounds.
[[nodiscard]] std::vector<AgainstPeers> each_above_others(std::span<const Hits> all);

}  // namespace bellwether::lead
