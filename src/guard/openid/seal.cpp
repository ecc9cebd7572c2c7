#include "guard/openid/seal.hpp"

#include "guard/base64url.hpp"

#include <sodium.h>

namespace bellwether::openid {

namespace {

constexpr std::size_t k_nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t k_mark = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t k_most_bytes = 8 << 10;

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Seal::Seal() { randombytes_buf(key_.data(), key_.size()); }
Seal::~Seal() { sodium_memzero(key_.data(), key_.size()); }

std::string Seal::close(std::string_view text) const {
  std::string closed(k_nonce + text.size() + k_mark, '\0');
  randombytes_buf(closed.data(), k_nonce);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(closed) + k_nonce, &length, bytes_of(text), text.size(), nullptr,
                                             0, nullptr, bytes_of(closed), key_.data());
  return guard::to_base64url(closed);
}

std::optional<std::string> Seal::open(std::string_view closed) const {
  if (closed.size() > k_most_bytes) return std::nullopt;
  const auto bytes = guard::from_base64url(closed);
  if (!bytes || bytes->size() < k_nonce + k_mark) return std::nullopt;
  const std::string_view nonce = std::string_view(*bytes).substr(0, k_nonce);
  const std::string_view rest = std::string_view(*bytes).substr(k_nonce);
  std::string text(rest.size() - k_mark, '\0');
  unsigned long long length = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(text), &length, nullptr, bytes_of(rest), rest.size(), nullptr,
                                                 0, bytes_of(nonce), key_.data()) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace bellwether::openid
