#include "guard/access/secrets.hpp"

#include <array>
#include <cstddef>
#include <cstring>

#include <fmt/format.h>
#include <sodium.h>

namespace bellwether::guard {

std::string new_secret() {
  constexpr std::size_t k_bytes = 32;
  constexpr int k_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::array<unsigned char, k_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string text(sodium_base64_ENCODED_LEN(k_bytes, k_variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), k_variant);
  sodium_memzero(bytes.data(), bytes.size());
  text.resize(std::strlen(text.c_str()));
  return text;
}

std::string hash_of_secret(std::string_view purpose, std::string_view secret) {
  // No purpose holds a zero byte, so that no two pairs read alike.
  std::basic_string<unsigned char> bytes(purpose.begin(), purpose.end());
  bytes.push_back(0);
  bytes.append(secret.begin(), secret.end());
  std::array<unsigned char, 32> hash{};
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
  sodium_memzero(bytes.data(), bytes.size());
  std::string text;
  for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

bool is_same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace bellwether::guard
