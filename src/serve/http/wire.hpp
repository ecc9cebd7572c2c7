// One connection's bytes, plain or through TLS, without ever waiting: what can't be done now says what to wait for. TLS
// works on the socket itself, since the buffers that a stream class keeps for each connection would be most of its
// memory.
#pragma once

#include "serve/http/tls.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace bellwether::http {

class Wire {
 public:
  /// `socket` is non-blocking and belongs to the caller; `context` may be null.
  Wire(int socket, SSL_CTX* context);

  enum class Now : std::uint8_t {
    done,       ///< so many bytes, more than none
    read_wait,  ///< when there is something to read, again
    write_wait,
    ended,  ///< the other side sends nothing more
    broken,
  };
  struct Moved {
    Now now = Now::broken;
    std::size_t bytes = 0;
  };
  [[nodiscard]] Moved greet();  ///< the handshake; `done` at once where there is none
  [[nodiscard]] Moved read(std::span<char> into);
  /// Writes of the first, then of the second; `done` with fewer bytes than both have is usual.
  [[nodiscard]] Moved write(std::string_view first, std::string_view second);
  void end_writing();  ///< nothing more is sent; what the other side still sends may be read
  [[nodiscard]] bool is_secure() const { return tls_ != nullptr; }

 private:
  [[nodiscard]] Moved moved(int result);

  int socket_;
  std::unique_ptr<SSL, FreeTls> tls_;
};

}  // namespace bellwether::http
