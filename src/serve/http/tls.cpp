#include "serve/http/tls.hpp"

#include <cstring>
#include <fstream>
#include <string>

#include <fmt/format.h>
#include <openssl/err.h>

namespace bellwether::http {

namespace {

std::string why() {
  const unsigned long error = ERR_peek_last_error();
  const char* reason = error == 0 ? nullptr : ERR_reason_error_string(error);
  ERR_clear_error();
  return reason == nullptr ? "no reason given" : reason;
}

Result<void> check_readable(const std::filesystem::path& file) {
  std::error_code trouble;
  if (!std::filesystem::exists(file, trouble))
    return fail(Code::not_found, "the file is not there", file.string(), "name an existing PEM file");
  if (std::filesystem::is_directory(file, trouble) || !std::ifstream(file)) {
    return fail(Code::io, "the file can't be read", file.string(), "let the server's user read it");
  }
  return {};
}

/// HTTP/1.1 is all that is spoken; a client that offers other protocols only is told so by the handshake.
int choose_protocol(SSL* /*connection*/, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned int offered_size, void* /*nothing*/) {
  static constexpr unsigned char k_spoken[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, size, k_spoken, sizeof(k_spoken) - 1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

Result<TlsContext> tls_from(const Certificate& certificate) {
  for (const auto& file : {certificate.chain_file, certificate.key_file}) {
    if (auto readable = check_readable(file); !readable) return std::unexpected(readable.error());
  }
  ERR_clear_error();
  TlsContext context(SSL_CTX_new(TLS_server_method()));
  if (!context) return fail(Code::io, fmt::format("TLS can't be set up: {}", why()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                         SSL_OP_IGNORE_UNEXPECTED_EOF);
  // Buffers are given back while a connection is idle: ten thousand streams would hold 340 MB of them.
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  // A passphrase would be asked for on the terminal; a server has none.
  SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return 0; });

  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.chain_file.c_str()) != 1) {
    return fail(Code::bad_input, fmt::format("the file holds no certificate that can be used: {}", why()),
                certificate.chain_file.string(), "give the certificate and those that vouch for it in PEM form");
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), certificate.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    const std::string reason = why();
    if (reason == "key values mismatch") {
      return fail(Code::bad_input,
                  fmt::format("the key does not belong to the certificate in {}", certificate.chain_file.string()),
                  certificate.key_file.string(), "give the key that the certificate was made with");
    }
    return fail(Code::bad_input, fmt::format("the file holds no private key that can be used: {}", reason),
                certificate.key_file.string(), "give the key in PEM form, without a passphrase");
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) {
    return fail(Code::bad_input,
                fmt::format("the key does not belong to the certificate in {}", certificate.chain_file.string()),
                certificate.key_file.string(), "give the key that the certificate was made with");
  }
  ERR_clear_error();
  return context;
}

}  // namespace bellwether::http
