// TLS by certificate files: what the server shows, and nothing older than TLS 1.2.
#pragma once

#include "base/result.hpp"
#include "serve/http/certificate.hpp"

#include <memory>

#include <openssl/ssl.h>

namespace bellwether::http {

struct FreeTls {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* connection) const { SSL_free(connection); }
};
using TlsContext = std::unique_ptr<SSL_CTX, FreeTls>;

/// Errors: `not_found` or `io` where a file can't be read, `bad_input` where it holds no certificate or key, or the two
/// do not belong together.
[[nodiscard]] Result<TlsContext> tls_from(const Certificate& certificate);

}  // namespace bellwether::http
