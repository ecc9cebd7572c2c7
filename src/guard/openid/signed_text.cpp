#include "guard/openid/signed_text.hpp"

#include "base/text.hpp"
#include "guard/base64url.hpp"

#include <array>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace bellwether::openid {

namespace {

using Json = nlohmann::json;

constexpr const char* k_where = "token";

struct Algorithm {
  std::string_view name;
  KeyKind kind;
  bool pss = false;
};
// No algorithm that takes a secret is here, and none that signs nothing.
constexpr auto k_algorithms = std::to_array<Algorithm>({{.name = "RS256", .kind = KeyKind::rsa},
                                                        {.name = "PS256", .kind = KeyKind::rsa, .pss = true},
                                                        {.name = "ES256", .kind = KeyKind::p256},
                                                        {.name = "EdDSA", .kind = KeyKind::ed25519}});

struct Header {
  const Algorithm* algorithm = nullptr;
  std::optional<std::string> key_id;
};

Result<Header> header_of(std::string_view coded) {
  const auto text = guard::from_base64url(coded);
  const Json json = text ? Json::parse(*text, nullptr, false) : Json();
  if (!json.is_object()) return fail(Code::bad_input, "the token's header is no JSON object", k_where);
  // What must be understood is named here, and nothing of it is.
  if (json.contains("crit")) return fail(Code::bad_input, "the token asks for more than is understood here", k_where);
  const auto name = json.find("alg");
  Header header;
  for (const Algorithm& one : k_algorithms) {
    if (name != json.end() && name->is_string() && *name == one.name) header.algorithm = &one;
  }
  if (header.algorithm == nullptr) {
    return fail(Code::bad_input, "the token is signed in a way that is not taken here", k_where,
                "let the provider sign with RS256, PS256, ES256 or EdDSA");
  }
  const auto id = json.find("kid");
  if (id == json.end()) return header;
  if (!id->is_string()) return fail(Code::bad_input, "the token names its key by no text", k_where);
  header.key_id = id->get<std::string>();
  return header;
}

Result<const Key*> key_for(const Header& header, const KeySet& keys) {
  std::vector<const Key*> fitting;
  for (const Key& key : keys) {
    if (key.kind != header.algorithm->kind) continue;
    if (!key.algorithm.empty() && key.algorithm != header.algorithm->name) continue;
    if (header.key_id && key.id != *header.key_id) continue;
    fitting.push_back(&key);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty()) return fail(Code::not_found, "the provider has no such key", k_where);
  return fail(Code::bad_input,
              header.key_id ? "the provider has several keys of one name"
                            : "the token does not name its key, and there are several",
              k_where);
}

/// ECDSA's two numbers side by side, as JWS has them, to DER, as OpenSSL has them; empty where they are none.
std::string as_der(std::string_view raw) {
  constexpr int k_number_bytes = 32;
  if (raw.size() != 2 * std::size_t{k_number_bytes}) return {};
  const auto* const bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(), &ECDSA_SIG_free);
  if (!signature) return {};
  BIGNUM* const r = BN_bin2bn(bytes, k_number_bytes, nullptr);
  BIGNUM* const s = BN_bin2bn(bytes + k_number_bytes, k_number_bytes, nullptr);
  if (r == nullptr || s == nullptr || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &der);
  std::string text(reinterpret_cast<const char*>(der), length > 0 ? static_cast<std::size_t>(length) : 0);
  OPENSSL_free(der);
  return text;
}

bool is_signed(const Algorithm& algorithm, const Key& key, std::string_view text, std::string signature) {
  if (algorithm.kind == KeyKind::p256) signature = as_der(signature);
  if (signature.empty()) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_PKEY_CTX* of_key = nullptr;  // the context's
  // Ed25519 hashes by itself.
  const EVP_MD* const hash = algorithm.kind == KeyKind::ed25519 ? nullptr : EVP_sha256();
  if (!context || EVP_DigestVerifyInit(context.get(), &of_key, hash, nullptr, key.key.get()) != 1) return false;
  if (algorithm.pss && (EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING) != 1 ||
                        EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_DIGEST) != 1)) {
    return false;
  }
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

}  // namespace

Result<std::string> signed_payload(std::string_view text, const KeySet& keys) {
  if (text.size() > k_most_token_bytes) return fail(Code::too_large, "the token is too large", k_where);
  const std::vector<std::string_view> parts = split(text, '.');
  if (parts.size() != 3) return fail(Code::bad_input, "the token has not three parts", k_where);
  const auto header = header_of(parts[0]);
  if (!header) return std::unexpected(header.error());
  auto payload = guard::from_base64url(parts[1]);
  auto signature = guard::from_base64url(parts[2]);
  if (!payload || !signature) return fail(Code::bad_input, "the token is not base 64 as tokens have it", k_where);
  const auto key = key_for(*header, keys);
  if (!key) return std::unexpected(key.error());
  const std::string_view what = text.substr(0, parts[0].size() + 1 + parts[1].size());
  if (!is_signed(*header->algorithm, **key, what, *std::move(signature))) {
    return fail(Code::bad_input, "the token's signature is wrong", k_where);
  }
  return *std::move(payload);
}

}  // namespace bellwether::openid
