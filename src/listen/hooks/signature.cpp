#include "listen/hooks/signature.hpp"

#include "base/text.hpp"
#include "listen/columns/time_format.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

namespace bellwether::listen {

namespace {

constexpr std::string_view k_standard_prefix = "whsec_";
constexpr std::size_t k_most_signatures = 10;
constexpr std::size_t k_most_key_bytes = 4096;

using Mac = std::vector<unsigned char>;

const unsigned char* bytes_of(std::string_view text) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the libraries' word for bytes
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encoded(const Mac& mac, Signature::Encoding as) {
  if (as == Signature::Encoding::hex) {
    std::string text(mac.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), mac.data(), mac.size());
    text.pop_back();
    return text;
  }
  std::string text(sodium_base64_encoded_len(mac.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), mac.data(), mac.size(), sodium_base64_VARIANT_ORIGINAL);
  text.resize(text.find('\0'));
  return text;
}

Result<std::string> key_of(const Signature& signature, std::string_view secret) {
  const auto unusable = [&](std::string what) {
    return fail(Code::bad_input, fmt::format("the secret ‘{}’ {}", signature.secret, what), {},
                "copy it again from the system that sends");
  };
  if (secret.empty()) return unusable("is empty");
  if (secret.size() > k_most_key_bytes) return unusable("is too long");
  if (!signature.base64_secret) return std::string(secret);
  if (secret.starts_with(k_standard_prefix)) secret.remove_prefix(k_standard_prefix.size());
  while (secret.ends_with('=')) secret.remove_suffix(1);
  std::string key(secret.size(), '\0');
  std::size_t size = 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(key.data()), key.size(), secret.data(), secret.size(), nullptr,
                        &size, nullptr, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0 ||
      size == 0) {
    return unusable("is not written in base64");
  }
  key.resize(size);
  return key;
}

std::optional<std::string> header_of(const HookRequest& request, const std::string& name) {
  if (name.empty() || !request.header) return std::nullopt;
  return request.header(name);
}

std::unexpected<Error> refused(std::string what, std::string mend) {
  return fail(Code::withheld, std::move(what), {}, std::move(mend));
}

Result<std::string> signed_text(const Signature& signature, const HookRequest& request) {
  std::string text;
  for (const Signature::Piece& piece : signature.over) {
    if (piece.part == Signature::Part::text) {
      text += piece.text;
    } else if (piece.part == Signature::Part::body) {
      text += request.body;
    } else {
      const std::string& name = piece.part == Signature::Part::timestamp ? signature.timestamp : signature.id;
      const auto value = header_of(request, name);
      if (!value) return refused(fmt::format("the header {} is missing", name), "it is part of what is signed");
      text += *value;
    }
  }
  return text;
}

Result<Mac> mac_of(const Signature& signature, std::string_view key, std::string_view text) {
  Mac mac(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  const EVP_MD* hash = signature.method == Signature::Method::hmac_sha1 ? EVP_sha1() : EVP_sha256();
  if (HMAC(hash, key.data(), static_cast<int>(key.size()), bytes_of(text), text.size(), mac.data(), &size) == nullptr) {
    return fail(Code::unsupported, "this machine's OpenSSL does not make this kind of signature", {},
                "see its settings (FIPS forbids SHA-1)");
  }
  mac.resize(size);
  return mac;
}

std::optional<Instant> time_of(std::string_view stamp) {
  const std::string_view text = trim(stamp);
  const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  const auto format = TimeFormat::from(digits ? "unix" : "iso");
  const auto read = format ? format->read(text) : std::unexpected(TimeTrouble::unreadable);
  if (!read) return std::nullopt;
  return Instant{std::int64_t{read->wall.day.days} * k_us_per_day + read->wall.us_of_day -
                 std::int64_t{read->offset_s.value_or(0)} * k_us_per_second};
}

Result<void> check_time(const Signature& signature, const HookRequest& request, Instant now) {
  if (signature.timestamp.empty()) return {};
  const auto stamp = header_of(request, signature.timestamp);
  if (!stamp)
    return refused(fmt::format("the header {} is missing", signature.timestamp), "it tells when this was sent");
  const auto sent = time_of(*stamp);
  if (!sent) return refused(fmt::format("the header {} holds no time", signature.timestamp), "");
  if (std::abs(now.us - sent->us) > signature.tolerance_s * k_us_per_second) {
    return refused(fmt::format("the header {} tells a time more than {} seconds from now", signature.timestamp,
                               signature.tolerance_s),
                   "is the clock of one of the two machines wrong? What is sent again is signed again");
  }
  return {};
}

Result<void> check_shared(const Signature& signature, const HookRequest& request, std::string_view secret) {
  if (secret.empty()) {
    return fail(Code::bad_input, fmt::format("the secret ‘{}’ is empty", signature.secret), {}, "set one");
  }
  const bool in_header = !signature.header.empty();
  const auto given = in_header        ? header_of(request, signature.header)
                     : !request.query ? std::nullopt
                                      : request.query(signature.query);
  const std::string where = in_header ? "header " + signature.header : "parameter " + signature.query;
  if (!given) return refused(fmt::format("the {} is missing", where), "it holds the secret that both sides know");
  if (!same_in_constant_time(*given, signature.prefix + std::string(secret))) {
    return refused(fmt::format("the {} does not hold the secret", where), "set the same secret on both sides");
  }
  return {};
}

}  // namespace

bool same_in_constant_time(std::string_view a, std::string_view b) {
  // Hashes first: they are of one length, and what they differ in says nothing about the texts.
  std::array<unsigned char, crypto_generichash_BYTES> hash_of_a{};
  std::array<unsigned char, crypto_generichash_BYTES> hash_of_b{};
  crypto_generichash(hash_of_a.data(), hash_of_a.size(), bytes_of(a), a.size(), nullptr, 0);
  crypto_generichash(hash_of_b.data(), hash_of_b.size(), bytes_of(b), b.size(), nullptr, 0);
  return sodium_memcmp(hash_of_a.data(), hash_of_b.data(), hash_of_a.size()) == 0;
}

Result<std::string> signature_of(const Signature& signature, const HookRequest& request, std::string_view secret) {
  if (signature.method == Signature::Method::none) return std::string();
  if (signature.method == Signature::Method::shared) return signature.prefix + std::string(secret);
  const auto key = key_of(signature, secret);
  if (!key) return std::unexpected(key.error());
  const auto text = signed_text(signature, request);
  if (!text) return std::unexpected(text.error());
  const auto mac = mac_of(signature, *key, *text);
  if (!mac) return std::unexpected(mac.error());
  return signature.prefix + encoded(*mac, signature.encoding);
}

Result<void> check_signature(const Signature& signature, const HookRequest& request, std::string_view secret,
                             Instant now) {
  if (signature.method == Signature::Method::none) return {};
  if (signature.method == Signature::Method::shared) return check_shared(signature, request, secret);
  const auto given = header_of(request, signature.header);
  if (!given) {
    return refused(fmt::format("the header {} is missing", signature.header), "it holds the signature of this request");
  }
  if (auto fresh = check_time(signature, request, now); !fresh) return fresh;
  const auto right = signature_of(signature, request, secret);
  if (!right) return std::unexpected(right.error());
  bool fits = false;
  std::size_t seen = 0;
  for (const std::string_view one : split(*given, ' ')) {
    if (++seen > k_most_signatures) break;
    fits = same_in_constant_time(one, *right) || fits;
  }
  if (!fits) {
    return refused(fmt::format("the signature in the header {} does not fit this request", signature.header),
                   fmt::format("is the secret ‘{}’ the one that the sender signs with?", signature.secret));
  }
  return {};
}

}  // namespace bellwether::listen
