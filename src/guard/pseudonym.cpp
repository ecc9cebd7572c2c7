#include "guard/pseudonym.hpp"

#include "base/text.hpp"
#include "guard/key_file.hpp"

#include <sodium.h>

namespace bellwether::guard {

static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);

Result<Pseudonyms> Pseudonyms::open(const store::DataDirectory& directory) {
  std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  const KeyFile file{.name = "pseudonym.key",
                     .what = "the key of the customers' pseudonyms",
                     .mend = "restore it from a backup: with another key the same customer gets another pseudonym"};
  if (auto had = read_or_make_key(directory, file, key); !had) return std::unexpected(had.error());
  return Pseudonyms(key);
}

std::uint64_t Pseudonyms::of(std::string_view customer) const {
  customer = trim(customer);
  std::array<unsigned char, crypto_shorthash_BYTES> hash{};
  crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(customer.data()), customer.size(), key_.data());
  std::uint64_t value = 0;
  for (std::size_t i = hash.size(); i-- > 0;) value = value << 8U | hash[i];
  return value;
}

}  // namespace bellwether::guard
