#include "serve/http/wire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

#include <openssl/err.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace bellwether::http {

Wire::Wire(int socket, SSL_CTX* context) : socket_(socket) {
  if (context == nullptr) return;
  tls_.reset(SSL_new(context));
  if (tls_ && SSL_set_fd(tls_.get(), socket) == 1) SSL_set_accept_state(tls_.get());
}

Wire::Moved Wire::greet() {
  if (!tls_) return {.now = Now::done, .bytes = 0};
  ERR_clear_error();
  return moved(SSL_do_handshake(tls_.get()));
}

namespace {

constexpr std::size_t k_most_tls_bytes = 1 << 30;  // OpenSSL counts in int

Wire::Moved moved_plainly(ssize_t result, Wire::Now wait) {
  if (result > 0) return {.now = Wire::Now::done, .bytes = static_cast<std::size_t>(result)};
  if (result == 0) return {.now = Wire::Now::ended};
  return {.now = errno == EAGAIN || errno == EINTR ? wait : Wire::Now::broken};
}

}  // namespace

Wire::Moved Wire::moved(int result) {
  if (result > 0) return {.now = Now::done, .bytes = static_cast<std::size_t>(result)};
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {.now = Now::read_wait};
    case SSL_ERROR_WANT_WRITE:
      return {.now = Now::write_wait};
    case SSL_ERROR_ZERO_RETURN:
      return {.now = Now::ended};
    default:
      ERR_clear_error();
      return {.now = Now::broken};
  }
}

Wire::Moved Wire::read(std::span<char> into) {
  if (!tls_) return moved_plainly(recv(socket_, into.data(), into.size(), 0), Now::read_wait);
  ERR_clear_error();
  return moved(SSL_read(tls_.get(), into.data(), static_cast<int>(std::min(into.size(), k_most_tls_bytes))));
}

Wire::Moved Wire::write(std::string_view first, std::string_view second) {
  if (tls_) {
    const std::string_view bytes = first.empty() ? second : first;
    ERR_clear_error();
    return moved(SSL_write(tls_.get(), bytes.data(), static_cast<int>(std::min(bytes.size(), k_most_tls_bytes))));
  }
  // The pieces are read only; the system's structure has no word for that.
  std::array<iovec, 2> pieces{{{.iov_base = const_cast<char*>(first.data()), .iov_len = first.size()},      // NOLINT
                               {.iov_base = const_cast<char*>(second.data()), .iov_len = second.size()}}};  // NOLINT
  msghdr message{};
  message.msg_iov = pieces.data();
  message.msg_iovlen = pieces.size();
  return moved_plainly(sendmsg(socket_, &message, MSG_NOSIGNAL), Now::write_wait);
}

void Wire::end_writing() {
  if (tls_ && SSL_is_init_finished(tls_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(tls_.get());
    ERR_clear_error();
  }
  shutdown(socket_, SHUT_WR);
}

}  // namespace bellwether::http
