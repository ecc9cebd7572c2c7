// A provider's private key, for tests: makes key sets, and tokens right and wrong.
#pragma once

#include "guard/base64url.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

namespace bellwether::openid {

/// An RSA key of 2,048 bits, or one of P-256.
class Signer {
 public:
  explicit Signer(std::string id, bool p256 = false)
      : id_(std::move(id)), p256_(p256), key_(p256 ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048), &EVP_PKEY_free) {}

  [[nodiscard]] nlohmann::json public_key() const {
    nlohmann::json key{{"use", "sig"}};
    if (!id_.empty()) key["kid"] = id_;
    if (p256_) {
      key["kty"] = "EC";
      key["crv"] = "P-256";
      key["x"] = number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
      key["y"] = number(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
    } else {
      key["kty"] = "RSA";
      key["n"] = number(OSSL_PKEY_PARAM_RSA_N, 256);
      key["e"] = number(OSSL_PKEY_PARAM_RSA_E, 3);
    }
    return key;
  }

  /// header.payload.signature, the header with `alg` and this key's name.
  [[nodiscard]] std::string sign(const nlohmann::json& claims, std::string_view algorithm) const {
    nlohmann::json header{{"alg", algorithm}};
    if (!id_.empty()) header["kid"] = id_;
    return sign_under(header, claims.dump(), algorithm == "PS256");
  }
  [[nodiscard]] std::string sign(const nlohmann::json& claims) const { return sign(claims, p256_ ? "ES256" : "RS256"); }
  [[nodiscard]] std::string sign_under(const nlohmann::json& header, std::string_view payload, bool pss = false) const {
    const std::string text = guard::to_base64url(header.dump()) + "." + guard::to_base64url(payload);
    return text + "." + guard::to_base64url(signature_of(text, pss));
  }

 private:
  [[nodiscard]] std::string number(const char* name, int bytes) const {
    BIGNUM* value = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key_.get(), name, &value), 1);
    std::string text(static_cast<std::size_t>(bytes), '\0');
    EXPECT_EQ(BN_bn2binpad(value, reinterpret_cast<unsigned char*>(text.data()), bytes), bytes);
    BN_free(value);
    return guard::to_base64url(text);
  }
  [[nodiscard]] std::string signature_of(std::string_view text, bool pss) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_PKEY_CTX* of_key = nullptr;
    EXPECT_EQ(EVP_DigestSignInit(context.get(), &of_key, EVP_sha256(), nullptr, key_.get()), 1);
    if (pss) {
      EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(of_key, RSA_PKCS1_PSS_PADDING), 1);
      EXPECT_EQ(EVP_PKEY_CTX_set_rsa_pss_saltlen(of_key, RSA_PSS_SALTLEN_DIGEST), 1);
    }
    std::size_t length = 512;
    std::string signature(length, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(signature.data());
    EXPECT_EQ(
        EVP_DigestSign(context.get(), out, &length, reinterpret_cast<const unsigned char*>(text.data()), text.size()),
        1);
    signature.resize(length);
    return p256_ ? from_der(signature) : signature;
  }
  static std::string from_der(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* const signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    std::string raw(64, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(raw.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + 32, 32);
    ECDSA_SIG_free(signature);
    return raw;
  }

  std::string id_;
  bool p256_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

[[nodiscard]] inline std::string key_set_of(const std::vector<const Signer*>& signers) {
  nlohmann::json set{{"keys", nlohmann::json::array()}};
  for (const Signer* signer : signers) set["keys"].push_back(signer->public_key());
  return set.dump();
}

}  // namespace bellwether::openid
