// What a server shows of itself under TLS.
#pragma once

#include <filesystem>

namespace bellwether::http {

struct Certificate {
  std::filesystem::path chain_file;  ///< PEM: the server's certificate, then those between it and the authority
  std::filesystem::path key_file;    ///< PEM, without a passphrase
};

}  // namespace bellwether::http
