// Failed sign-ins, counted per account and per address, so that guessing gets nowhere. In memory, with a bound; a restart forgets.
//
//   if (auto wait = failures.begin(email, client, now)) return 429 with Retry-After: *wait;
//   …the password is right: failures.succeeded(email, client); else nothing: it stays counted
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::guard {

class Failures {
 public:
  struct Limits {
    int of_account = 10;
    int of_address = 50;
    std::chrono::seconds within{900};  ///< from the first one on; then all is forgotten
    std::size_t most_places = 20'000;  ///< accounts and addresses together; beyond, those with the fewest failures go
  };
  Failures() : Failures(Limits{}) {}
  explicit Failures(const Limits& limits) : limits_(limits) {}

  /// Counts an attempt before it is looked at, so that many at once get no further than one after another. Where there were too many:
  /// counts nothing, and says how long to wait. Of IPv6 addresses the first 64 bits count.
  [[nodiscard]] std::optional<std::chrono::seconds> begin(std::string_view account, std::string_view address,
                                                          Instant now);
  /// The attempt was none: the account's are forgotten, the address' is one less.
  void succeeded(std::string_view account, std::string_view address);
  /// The attempt was neither: both have one less.
  void undecided(std::string_view account, std::string_view address);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Count {
    int attempts = 0;
    Instant since = {};
  };
  Count& count_of(const std::string& place, Instant now);
  [[nodiscard]] std::chrono::seconds left(const Count& count, Instant now) const;
  void make_room(Instant now);
  void one_less(const std::string& place);

  const Limits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

}  // namespace bellwether::guard
