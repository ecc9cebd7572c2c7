// Secrets that must be read again, unlike those that only have to be known again: what webhooks are signed with, what the codes of a second
// factor are made of. In the records they stand sealed; who reads the records without the key in keys/seal.key reads nothing.
//
//   const auto seal = Seal::open(directory);
//   const std::string kept = seal->close(secret, "second_factor:" + user_id);
//   const auto secret = seal->open_text(kept, "second_factor:" + user_id);
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <array>
#include <string>
#include <string_view>

namespace bellwether::guard {

/// XChaCha20-Poly1305 (libsodium) with a random nonce for each text.
class Seal {
 public:
  using Key = std::array<unsigned char, 32>;

  /// With the organisation's own key (keys/seal.key, 32 bytes, mode 0600), which is made where it is not there. Errors: as of key_file.hpp.
  [[nodiscard]] static Result<Seal> open(const store::DataDirectory& directory);
  /// With a key given, for tests.
  explicit Seal(const Key& key) : key_(key) {}

  /// `of` names what it is the secret of, and is bound to it: a sealed text that is put in another's place can't be opened.
  [[nodiscard]] std::string close(std::string_view secret, std::string_view of) const;
  /// Error: `damaged` where it was sealed by another key, of something else, or changed.
  [[nodiscard]] Result<std::string> open_text(std::string_view sealed, std::string_view of) const;

 private:
  Key key_;
};

/// Whether a text was made by Seal::close.
[[nodiscard]] bool is_sealed(std::string_view text);

}  // namespace bellwether::guard
