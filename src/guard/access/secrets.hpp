// Random secrets that a person or program holds, and what the store keeps of them: a hash. Nobody tries 256 random bits one by one, so
// a quick hash will do; passwords, which people choose, stand in passwords.hpp.
#pragma once

#include <string>
#include <string_view>

namespace bellwether::guard {

/// 256 random bits in base 64 (URL), 43 letters.
[[nodiscard]] std::string new_secret();

/// BLAKE2b of a secret in base 16, made for one `purpose`: a hash of one purpose says nothing about that of another.
[[nodiscard]] std::string hash_of_secret(std::string_view purpose, std::string_view secret);

/// Whether two texts are the same, in a time that tells only of their lengths.
[[nodiscard]] bool is_same_secret(std::string_view a, std::string_view b);

}  // namespace bellwether::guard
