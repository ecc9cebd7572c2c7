// Customers are known to facts by a pseudonym only: a keyed hash that nobody can turn back without trying every
// customer, and nobody can make without the key.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace bellwether::guard {

/// Makes pseudonyms with the organisation's own secret key (keys/pseudonym.key, 16 bytes, mode 0600).
class Pseudonyms {
 public:
  /// Reads the key; with write access makes it if it is not there. Errors: `not_found`, `damaged` (wrong length), `io`.
  [[nodiscard]] static Result<Pseudonyms> open(const store::DataDirectory& directory);
  /// With a key given, for tests and dry runs.
  explicit Pseudonyms(const std::array<unsigned char, 16>& key) : key_(key) {}

  /// 64 bits of SipHash-2-4 (Aumasson & Bernstein 2012) over the trimmed customer reference. Among 100 million
  /// customers the chance that any two share one is 0.03 %.
  [[nodiscard]] std::uint64_t of(std::string_view customer) const;

 private:
  std::array<unsigned char, 16> key_;
};

}  // namespace bellwether::guard
