#include "serve/http/gate.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::http {

Gate::Entry Gate::enter(const Address& peer, bool counted) {
  const std::scoped_lock lock(held_);
  if (connections_ >= limits_.connections) return Entry::full;
  if (counted) {
    std::size_t& open = connected_[holder_of(peer)];
    if (open >= limits_.connections_per_address) return Entry::full_for_address;
    ++open;
  }
  ++connections_;
  return Entry::open;
}

void Gate::leave(const Address& peer, bool counted) {
  const std::scoped_lock lock(held_);
  invariant(connections_ > 0);
  --connections_;
  if (!counted) return;
  const auto found = connected_.find(holder_of(peer));
  invariant(found != connected_.end());
  if (--found->second == 0) connected_.erase(found);
}

std::chrono::milliseconds Gate::wait_for_request(const Address& client, Time now) {
  const double rate = limits_.requests_per_second;
  if (rate <= 0) return std::chrono::milliseconds(0);
  const std::scoped_lock lock(held_);
  const Address holder = holder_of(client);
  auto found = buckets_.find(holder);
  if (found == buckets_.end()) {
    if (buckets_.size() >= limits_.addresses) forget_the_full(now);
    found = buckets_.emplace(holder, Bucket{.tokens = std::max(1.0, limits_.requests_at_once), .filled = now}).first;
  }
  Bucket& bucket = found->second;
  const double waited_s = std::max(0.0, std::chrono::duration<double>(now - bucket.filled).count());
  bucket.tokens = std::min(std::max(1.0, limits_.requests_at_once), bucket.tokens + waited_s * rate);
  bucket.filled = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::chrono::milliseconds(0);
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / rate * 1000)));
}

/// A bucket that is full again is as good as none. Where too many addresses are busy at once, all are forgotten: an
/// attacker with so many addresses is not held by a rate per address anyway, and memory stays bounded.
void Gate::forget_the_full(Time now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    const double waited_s = std::chrono::duration<double>(now - bucket.filled).count();
    return bucket.tokens + waited_s * limits_.requests_per_second >= std::max(1.0, limits_.requests_at_once);
  });
  if (buckets_.size() >= limits_.addresses) buckets_.clear();
}

std::size_t Gate::connections() const {
  const std::scoped_lock lock(held_);
  return connections_;
}

}  // namespace bellwether::http
