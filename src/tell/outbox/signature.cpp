#include "tell/outbox/signature.hpp"

#include <array>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <sodium.h>

namespace bellwether::outbox {

namespace {

constexpr std::string_view k_prefix = "whsec_";
constexpr std::size_t k_least_bytes = 24, k_most_bytes = 64, k_new_bytes = 32;
constexpr int k_variant = sodium_base64_VARIANT_ORIGINAL;

std::string in_base_64(std::span<const unsigned char> bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), k_variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), k_variant);
  text.resize(std::strlen(text.c_str()));
  return text;
}

Result<std::vector<unsigned char>> key_of(std::string_view secret) {
  std::vector<unsigned char> key(k_most_bytes);
  std::size_t size = 0;
  const std::string_view text = secret.substr(secret.starts_with(k_prefix) ? k_prefix.size() : secret.size());
  const bool is_read =
      sodium_base642bin(key.data(), key.size(), text.data(), text.size(), nullptr, &size, nullptr, k_variant) == 0;
  if (!is_read || size < k_least_bytes) {
    return fail(Code::bad_input, "this can't be a secret to sign with", "secret",
                fmt::format("\"whsec_\" and base 64 of {} to {} bytes", k_least_bytes, k_most_bytes));
  }
  key.resize(size);
  return key;
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string new_signing_secret() {
  std::array<unsigned char, k_new_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::string secret = std::string(k_prefix) + in_base_64(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return secret;
}

std::string timestamp_of(Instant at) { return fmt::format("{}", at.us / k_us_per_second); }

Result<std::string> signature_of(std::string_view secret, std::string_view id, Instant at, std::string_view body) {
  auto key = key_of(secret);
  if (!key) return std::unexpected(key.error());
  const std::string head = fmt::format("{}.{}.", id, timestamp_of(at));
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_init(&state, key->data(), key->size());
  crypto_auth_hmacsha256_update(&state, bytes_of(head), head.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  sodium_memzero(key->data(), key->size());
  return "v1," + in_base_64(mac);
}

Result<std::string> signatures_of(std::span<const std::string> secrets, std::string_view id, Instant at,
                                  std::string_view body) {
  std::string all;
  for (const std::string& secret : secrets) {
    const auto one = signature_of(secret, id, at, body);
    if (!one) return one;
    all += (all.empty() ? "" : " ") + *one;
  }
  return all;
}

}  // namespace bellwether::outbox
