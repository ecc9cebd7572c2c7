// A certificate for "localhost" that its own key signed, as files of a test.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace bellwether::http {

template <auto free_it>
struct Free {
  template <class Thing>
  void operator()(Thing* thing) const {
    free_it(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Secured = std::unique_ptr<SSL, Free<SSL_free>>;

class Authority {
 public:
  Authority() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-tls-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    key_.reset(EVP_EC_gen("P-256"));
    write_key(key_file(), key_.get());
    const std::unique_ptr<X509, Free<X509_free>> made(X509_new());
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), key_.get());
    X509_NAME* const subject = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(made.get(), subject);
    X509_sign(made.get(), key_.get(), EVP_sha256());
    std::FILE* out = std::fopen(chain_file().c_str(), "w");
    PEM_write_X509(out, made.get());
    std::fclose(out);
  }
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;
  ~Authority() { std::filesystem::remove_all(folder_); }

  static void write_key(const std::filesystem::path& file, EVP_PKEY* key, const char* passphrase = nullptr) {
    std::FILE* out = std::fopen(file.c_str(), "w");
    PEM_write_PrivateKey(out, key, passphrase == nullptr ? nullptr : EVP_aes_128_cbc(), nullptr, 0, nullptr,
                         const_cast<char*>(passphrase));
    std::fclose(out);
  }
  [[nodiscard]] std::filesystem::path file(const std::string& name) const { return folder_ / name; }
  [[nodiscard]] std::filesystem::path chain_file() const { return file("chain.pem"); }
  [[nodiscard]] std::filesystem::path key_file() const { return file("key.pem"); }
  [[nodiscard]] EVP_PKEY* key() const { return key_.get(); }

 private:
  std::filesystem::path folder_;
  Key key_;
};

}  // namespace bellwether::http
