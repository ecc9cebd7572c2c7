#include "guard/access/passwords.hpp"

#include "base/text.hpp"
#include "guard/access/secrets.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <sodium.h>

namespace bellwether::guard {

namespace {

constexpr unsigned long long k_rounds = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t k_memory_bytes = crypto_pwhash_MEMLIMIT_INTERACTIVE;
constexpr std::string_view k_mend = "choose a sentence of your own, or let a password manager make one";

// What the lists of passwords found in the open begin with, without the digits and signs that people put around them.
constexpr auto k_most_used = std::to_array<std::string_view>({"password",
                                                              "passwort",
                                                              "motdepasse",
                                                              "contrasena",
                                                              "qwertyuiop",
                                                              "qwertzuiop",
                                                              "azertyuiop",
                                                              "asdfghjkl",
                                                              "letmein",
                                                              "welcome",
                                                              "willkommen",
                                                              "bienvenue",
                                                              "administrator",
                                                              "admin",
                                                              "changeme",
                                                              "iloveyou",
                                                              "sunshine",
                                                              "princess",
                                                              "football",
                                                              "baseball",
                                                              "superman",
                                                              "batman",
                                                              "dragon",
                                                              "monkey",
                                                              "master",
                                                              "trustno",
                                                              "starwars",
                                                              "pokemon",
                                                              "minecraft",
                                                              "liverpool",
                                                              "bellwether",
                                                              "secret",
                                                              "default",
                                                              "guest",
                                                              "qwerty",
                                                              "abcdefghijkl",
                                                              "correcthorsebatterystaple",
                                                              "correct horse battery staple",
                                                              "1q2w3e4r5t6y",
                                                              "1qaz2wsx3edc",
                                                              "qwerty123456",
                                                              "qwerty"});

constexpr auto k_runs = std::to_array<std::string_view>(
    {"0123456789012345678901234567890", "09876543210987654321098765432", "abcdefghijklmnopqrstuvwxyz",
     "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn"});

/// Without digits and signs at both ends.
std::string_view core_of(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; };
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

/// Whether it is a piece of up to four bytes again and again.
bool repeats(std::string_view text) {
  constexpr std::size_t k_longest_piece = 4;
  for (std::size_t piece = 1; piece <= k_longest_piece && piece < text.size(); ++piece) {
    if (text.substr(piece) == text.substr(0, text.size() - piece)) return true;
  }
  return false;
}

/// A word once, or once more: "anna", "annaanna".
bool is_made_of(std::string_view text, std::string_view word) {
  if (word.empty() || text.empty()) return false;
  while (text.starts_with(word)) text.remove_prefix(word.size());
  return text.empty();
}

std::unexpected<Error> weak(std::string message) {
  return fail(Code::bad_input, std::move(message), "password", std::string(k_mend));
}

/// Of nobody: so that who is not known costs the same work.
const std::string& nobodys_hash() {
  static const std::string k_hash = hash_password(new_secret()).value_or("");
  return k_hash;
}

}  // namespace

Result<void> check_password(std::string_view password, std::span<const std::string_view> own_words) {
  if (password.size() < k_fewest_password_bytes) {
    return weak(fmt::format("a password has at least {} letters", k_fewest_password_bytes));
  }
  if (password.size() > k_most_password_bytes) {
    return weak(fmt::format("a password has at most {} bytes", k_most_password_bytes));
  }
  if (!is_utf8(password)) return weak("this password is no UTF-8 text");
  const std::string folded = fold(trim(password));
  if (repeats(folded)) return weak("this password is the same few letters again and again");
  for (const std::string_view run : k_runs) {
    if (run.find(folded) != std::string_view::npos) return weak("this password is a run of the keyboard");
  }
  const std::string_view core = core_of(folded);
  for (const std::string_view word : k_most_used) {
    if (is_made_of(folded, word) || is_made_of(core, word)) {
      return weak("this password is among the first that anybody would try");
    }
  }
  for (const std::string_view own : own_words) {
    const std::string word = fold(trim(own));
    const std::string_view before_at = std::string_view(word).substr(0, word.find('@'));
    if (is_made_of(folded, word) || is_made_of(core, word) || is_made_of(core, before_at)) {
      return weak("this password is the name or address that it would protect");
    }
  }
  return {};
}

Result<std::string> hash_password(std::string_view password) {
  if (password.size() > k_most_password_bytes) {
    return fail(Code::bad_input, fmt::format("a password has at most {} bytes", k_most_password_bytes), "password");
  }
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), k_rounds, k_memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(Code::full, "there is not enough memory to check a password just now", {}, "try again in a moment");
  }
  return std::string(text.data());
}

bool is_password(const std::string& hash, std::string_view password) {
  if (password.size() > k_most_password_bytes) password = {};
  const std::string& held = hash.empty() ? nobodys_hash() : hash;
  const bool fits = crypto_pwhash_str_verify(held.c_str(), password.data(), password.size()) == 0;
  return fits && !hash.empty();
}

bool needs_rehash(const std::string& hash) {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), k_rounds, k_memory_bytes) != 0;
}

}  // namespace bellwether::guard
