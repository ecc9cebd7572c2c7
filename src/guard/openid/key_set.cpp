#include "guard/openid/key_set.hpp"

#include "guard/base64url.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace bellwether::openid {

namespace {

using Json = nlohmann::json;
using HeldKey = std::unique_ptr<EVP_PKEY, FreesKey>;

constexpr const char* k_where = "key set";
constexpr std::size_t k_coordinate_bytes = 32;

struct Frees {
  void operator()(BIGNUM* number) const noexcept { BN_free(number); }
  void operator()(OSSL_PARAM_BLD* builder) const noexcept { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* parameters) const noexcept { OSSL_PARAM_free(parameters); }
  void operator()(EVP_PKEY_CTX* context) const noexcept { EVP_PKEY_CTX_free(context); }
};
template <class T>
using Held = std::unique_ptr<T, Frees>;

const unsigned char* bytes_of(const std::string& text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string text_of(const Json& key, const char* name) {
  const auto found = key.find(name);
  return found != key.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Nothing where the member is missing or not base 64.
std::optional<std::string> bytes_in(const Json& key, const char* name) {
  const std::string text = text_of(key, name);
  if (text.empty()) return std::nullopt;
  return guard::from_base64url(text);
}

HeldKey key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Held<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder));
  const Held<EVP_PKEY_CTX> making(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!parameters || !making || EVP_PKEY_fromdata_init(making.get()) != 1 ||
      EVP_PKEY_fromdata(making.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  HeldKey key(made);
  const Held<EVP_PKEY_CTX> checking(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  return checking && EVP_PKEY_public_check(checking.get()) == 1 ? std::move(key) : nullptr;
}

HeldKey rsa_key(const Json& json) {
  constexpr int k_fewest_bits = 2'048, k_most_bits = 8'192, k_most_exponent_bits = 64;
  const auto modulus = bytes_in(json, "n"), exponent = bytes_in(json, "e");
  if (!modulus || !exponent || modulus->size() > k_most_bits / 8 + 1 || exponent->size() > k_most_exponent_bits / 8) {
    return nullptr;
  }
  const Held<BIGNUM> n(BN_bin2bn(bytes_of(*modulus), static_cast<int>(modulus->size()), nullptr));
  const Held<BIGNUM> e(BN_bin2bn(bytes_of(*exponent), static_cast<int>(exponent->size()), nullptr));
  const Held<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || BN_num_bits(n.get()) < k_fewest_bits || BN_num_bits(n.get()) > k_most_bits ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    return nullptr;
  }
  return key_from("RSA", builder.get());
}

HeldKey p256_key(const Json& json) {
  const auto x = bytes_in(json, "x"), y = bytes_in(json, "y");
  if (text_of(json, "crv") != "P-256" || !x || !y || x->size() != k_coordinate_bytes ||
      y->size() != k_coordinate_bytes) {
    return nullptr;
  }
  const std::string point = "\x04" + *x + *y;  // uncompressed
  const Held<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
    return nullptr;
  }
  return key_from("EC", builder.get());
}

HeldKey ed25519_key(const Json& json) {
  const auto x = bytes_in(json, "x");
  if (text_of(json, "crv") != "Ed25519" || !x || x->size() != k_coordinate_bytes) return nullptr;
  return HeldKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*x), x->size()));
}

bool is_for_signatures(const Json& json) {
  const std::string use = text_of(json, "use");
  if (!use.empty() && use != "sig") return false;
  const auto operations = json.find("key_ops");
  return operations == json.end() || !operations->is_array() ||
         std::ranges::any_of(*operations, [](const Json& one) { return one == "verify"; });
}

std::optional<Key> key_of(const Json& json) {
  if (!json.is_object() || !is_for_signatures(json)) return std::nullopt;
  Key key{.id = text_of(json, "kid"), .algorithm = text_of(json, "alg"), .kind = KeyKind::rsa, .key = nullptr};
  const std::string kind = text_of(json, "kty");
  if (kind == "RSA") {
    key.key = rsa_key(json);
  } else if (kind == "EC") {
    key.kind = KeyKind::p256;
    key.key = p256_key(json);
  } else if (kind == "OKP") {
    key.kind = KeyKind::ed25519;
    key.key = ed25519_key(json);
  }
  return key.key ? std::optional(std::move(key)) : std::nullopt;
}

}  // namespace

void FreesKey::operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }

Result<KeySet> read_key_set(std::string_view json) {
  if (json.size() > k_most_key_set_bytes) return fail(Code::too_large, "the provider's key set is too large", k_where);
  const Json document = Json::parse(json, nullptr, false);
  const auto keys = document.is_object() ? document.find("keys") : document.end();
  if (!document.is_object() || keys == document.end() || !keys->is_array()) {
    return fail(Code::bad_input, "the provider's keys are no key set", k_where);
  }
  if (keys->size() > k_most_keys) return fail(Code::too_large, "the provider has too many keys", k_where);
  KeySet set;
  for (const Json& one : *keys) {
    if (auto key = key_of(one)) set.push_back(*std::move(key));
  }
  if (set.empty()) {
    return fail(Code::bad_input, "the provider has no key by which its tokens could be checked", k_where,
                "let it sign with RS256, PS256, ES256 or EdDSA");
  }
  return set;
}

}  // namespace bellwether::openid
