#include "guard/access/seal.hpp"

#include "guard/key_file.hpp"

#include <cstddef>
#include <cstring>
#include <vector>

#include <sodium.h>

namespace bellwether::guard {

namespace {

constexpr std::string_view k_mark = "sealed:1:";
constexpr std::size_t k_nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t k_tag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int k_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == std::tuple_size_v<Seal::Key>);

using Bytes = std::vector<unsigned char>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string in_base_64(const Bytes& bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), k_variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), k_variant);
  text.resize(std::strlen(text.c_str()));
  return text;
}

std::unexpected<Error> cannot_open() {
  return fail(Code::damaged, "a sealed secret can't be opened", "keys/seal.key",
              "restore keys/seal.key from a backup of the same time, or make the secret anew");
}

}  // namespace

Result<Seal> Seal::open(const store::DataDirectory& directory) {
  Key key{};
  const KeyFile file{.name = "seal.key",
                     .what = "the key that seals secrets",
                     .mend = "restore it from a backup: what was sealed with it can't be opened with another"};
  if (auto had = read_or_make_key(directory, file, key); !had) return std::unexpected(had.error());
  return Seal(key);
}

std::string Seal::close(std::string_view secret, std::string_view of) const {
  Bytes bytes(k_nonce + secret.size() + k_tag);
  randombytes_buf(bytes.data(), k_nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes.data() + k_nonce, nullptr, bytes_of(secret), secret.size(),
                                             bytes_of(of), of.size(), nullptr, bytes.data(), key_.data());
  return std::string(k_mark) + in_base_64(bytes);
}

Result<std::string> Seal::open_text(std::string_view sealed, std::string_view of) const {
  if (!is_sealed(sealed) || sealed.size() == k_mark.size()) return cannot_open();
  const std::string_view text = sealed.substr(k_mark.size());
  Bytes bytes(text.size());
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr, k_variant) !=
          0 ||
      size < k_nonce + k_tag) {
    return cannot_open();
  }
  std::string secret(size - k_nonce - k_tag, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(secret.data()), nullptr, nullptr, bytes.data() + k_nonce, size - k_nonce,
      bytes_of(of), of.size(), bytes.data(), key_.data());
  if (opened != 0) return cannot_open();
  return secret;
}

bool is_sealed(std::string_view text) { return text.starts_with(k_mark); }

}  // namespace bellwether::guard
