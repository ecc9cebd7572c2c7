#include "guard/access/one_time_codes.hpp"

#include "guard/access/secrets.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace bellwether::guard {

namespace {

constexpr std::string_view k_base_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Letters and digits that nobody takes for one another.
constexpr std::string_view k_typed_letters = "abcdefghjkmnpqrstuvwxyz23456789";

std::string in_uri(std::string_view text) {
  std::string coded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    coded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return coded;
}

}  // namespace

std::string new_code_secret() {
  std::string bytes(20, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  std::string text = to_base_32(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return text;
}

std::string to_base_32(std::string_view bytes) {
  std::string text;
  unsigned held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += k_base_32[(held >> static_cast<unsigned>(bits)) & 31U];
    }
    held &= (1U << static_cast<unsigned>(bits)) - 1;
  }
  if (bits > 0) text += k_base_32[(held << static_cast<unsigned>(5 - bits)) & 31U];
  return text;
}

std::optional<std::string> from_base_32(std::string_view text) {
  std::string bytes;
  unsigned held = 0;
  int bits = 0;
  for (char c : text) {
    if (c == ' ' || c == '=') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    const std::size_t value = k_base_32.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    held = (held << 5U) | static_cast<unsigned>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> static_cast<unsigned>(bits)) & 255U);
    held &= (1U << static_cast<unsigned>(bits)) - 1;
  }
  return bytes;
}

std::int64_t step_at(Instant at) { return at.us / (k_step_seconds * k_us_per_second); }

std::string code_of(std::string_view secret, std::int64_t step, int digits) {
  std::array<unsigned char, 8> message{};
  for (std::size_t i = 0; i < message.size(); ++i) {
    message[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> made{};
  unsigned size = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(), made.data(), &size);
  // RFC 4226, 5.3: the last four bits tell where four bytes are taken from, the first bit of which is dropped.
  const std::size_t at = made[size - 1] & 15U;
  const std::uint32_t number = ((made[at] & 127U) << 24U) | (static_cast<std::uint32_t>(made[at + 1]) << 16U) |
                               (static_cast<std::uint32_t>(made[at + 2]) << 8U) | made[at + 3];
  std::uint32_t end = 1;
  for (int i = 0; i < digits; ++i) end *= 10;
  return fmt::format("{:0{}}", number % end, digits);
}

std::optional<std::int64_t> step_of_code(std::string_view secret, std::string_view code, Instant at,
                                         std::int64_t used) {
  const auto bytes = from_base_32(secret);
  if (!bytes) return std::nullopt;
  std::optional<std::int64_t> found;
  for (std::int64_t step = step_at(at) - 1; step <= step_at(at) + 1; ++step) {
    const bool fits = is_same_secret(code_of(*bytes, step), code);
    if (fits && step > used && !found) found = step;
  }
  return found;
}

std::string code_uri(std::string_view secret, std::string_view account, std::string_view issuer) {
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", in_uri(issuer), in_uri(account), secret,
                     in_uri(issuer));
}

std::vector<std::string> new_recovery_codes() {
  constexpr std::size_t k_letters = 16, k_group = 4;
  std::vector<std::string> codes;
  for (std::size_t made = 0; made < k_recovery_codes; ++made) {
    std::string code;
    for (std::size_t i = 0; i < k_letters; ++i) {
      if (i > 0 && i % k_group == 0) code += '-';
      code += k_typed_letters[randombytes_uniform(static_cast<std::uint32_t>(k_typed_letters.size()))];
    }
    codes.push_back(std::move(code));
  }
  return codes;
}

std::string plain_recovery_code(std::string_view typed) {
  std::string code;
  for (char c : typed) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (k_typed_letters.find(c) != std::string_view::npos) code += c;
  }
  return code;
}

}  // namespace bellwether::guard
