// What somebody else keeps for us for a while: closed, so that they can neither read nor change it (XChaCha20-Poly1305).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::openid {

/// With a key of its own, which is gone with it: what another seal closed can't be opened.
class Seal {
 public:
  Seal();
  ~Seal();
  Seal(const Seal&) = delete;
  Seal& operator=(const Seal&) = delete;

  /// In letters that a cookie may have; two of the same text differ.
  [[nodiscard]] std::string close(std::string_view text) const;
  /// Nothing where this seal did not close it, or it was changed.
  [[nodiscard]] std::optional<std::string> open(std::string_view closed) const;

 private:
  std::array<unsigned char, 32> key_{};
};

}  // namespace bellwether::openid
