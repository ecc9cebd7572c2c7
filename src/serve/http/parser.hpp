// Bytes of a connection to requests: strict where being lenient lets two servers disagree on where a request ends.
#pragma once

#include "serve/http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::http {

class Parser {
 public:
  explicit Parser(std::size_t header_bytes);
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser();

  enum class At : std::uint8_t { head, body, done, refused };
  void start();  ///< the next request
  /// Takes what it can use and tells how much that was; what is left must stand in front of what comes next. Takes
  /// pieces of a body until some 64 KiB of `piece` wait to be fetched.
  [[nodiscard]] std::size_t take(std::string_view bytes);
  [[nodiscard]] At at() const { return at_; }

  struct Refusal {
    int status = 400;
    std::string detail;
  };
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

  // Of the head, once `at` is past it.
  Request request;           ///< without client, scheme and id
  bool keeps_alive = false;  ///< the client would send another one
  bool is_http_1_0 = false;
  bool expects_continue = false;                ///< the client waits for "100 Continue" before it sends the body
  std::optional<std::uint64_t> content_length;  ///< nothing where it is chunked or has no body
  bool has_body = false;

  std::string piece;  ///< of the body, decoded; whoever reads moves it away

 private:
  class Reader;
  std::size_t take_head(std::string_view bytes);
  std::size_t take_body(std::string_view bytes);
  void check_head();
  void refuse(int status, std::string detail);

  const std::size_t header_bytes_;
  std::unique_ptr<Reader> reader_;
  std::size_t head_taken_ = 0;
  At at_ = At::head;
  Refusal refusal_;
};

}  // namespace bellwether::http
