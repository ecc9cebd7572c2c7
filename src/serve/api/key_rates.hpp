// How often a key may ask, or the pages of a site tell: a bucket for each, which fills in time. Plain values; the time is an argument.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace bellwether::api {

class KeyRates {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// 0: no limit. After a rest, two seconds' requests may come at once.
  explicit KeyRates(double requests_per_second) : rate_(requests_per_second) {}

  /// Takes one request out of the key's bucket; else how long until there is one again. Zero: it may go on. Any thread.
  /// Source: the token bucket of ITU-T I.371.
  [[nodiscard]] std::chrono::milliseconds wait_for_request(const std::string& key, Time now);

 private:
  struct Bucket {
    double tokens = 0;
    Time filled;
  };
  const double rate_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;  ///< of known keys only: there are no more than keys
};

}  // namespace bellwether::api
