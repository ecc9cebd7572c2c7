#include "serve/api/key_rates.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::api {

std::chrono::milliseconds KeyRates::wait_for_request(const std::string& key, Time now) {
  if (rate_ <= 0) return std::chrono::milliseconds(0);
  const double most = std::max(1.0, 2 * rate_);
  const std::scoped_lock lock(mutex_);
  const auto [at, is_new] = buckets_.try_emplace(key, Bucket{.tokens = most, .filled = now});
  Bucket& bucket = at->second;
  const double rested_s = std::max(0.0, std::chrono::duration<double>(now - bucket.filled).count());
  bucket.tokens = std::min(most, bucket.tokens + rested_s * rate_);
  bucket.filled = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::chrono::milliseconds(0);
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / rate_ * 1'000)));
}

}  // namespace bellwether::api
