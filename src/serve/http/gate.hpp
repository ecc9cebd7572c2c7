// Who may come in: connections open at once and requests in time, counted by address. Plain values; the time is an
// argument.
#pragma once

#include "serve/http/limits.hpp"
#include "serve/http/network.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace bellwether::http {

class Gate {
 public:
  using Time = std::chrono::steady_clock::time_point;
  explicit Gate(const Limits& limits) : limits_(limits) {}

  enum class Entry : std::uint8_t { open, full, full_for_address };
  /// Counts a connection where it may come in; each that was let in leaves once. `counted` is false for a trusted
  /// proxy, which stands for many. Any thread, like all here.
  [[nodiscard]] Entry enter(const Address& peer, bool counted);
  void leave(const Address& peer, bool counted);

  /// Takes one request out of the address's bucket; else how long until there is one again. Zero: it may go on.
  /// Source: the token bucket of ITU-T I.371, which lets short bursts pass and holds the long run.
  [[nodiscard]] std::chrono::milliseconds wait_for_request(const Address& client, Time now);

  [[nodiscard]] std::size_t connections() const;

 private:
  struct Bucket {
    double tokens = 0;
    Time filled;
  };
  void forget_the_full(Time now);

  const Limits limits_;
  mutable std::mutex held_;
  std::size_t connections_ = 0;
  std::map<Address, std::size_t> connected_;
  std::map<Address, Bucket> buckets_;
};

}  // namespace bellwether::http
