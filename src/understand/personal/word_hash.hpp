// Words and phrases as numbers, for the lexicon: eight bytes at a time, as nearly all words are short.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace bellwether::personal {

static_assert(std::endian::native == std::endian::little);  // The first byte of eight is the lowest.

/// The first bytes of `text`, eight at most, with zeros behind them.
[[nodiscard]] inline std::uint64_t eight_of(std::string_view text) {
  std::uint64_t bytes = 0;
  if (text.size() >= sizeof(bytes)) {
    std::memcpy(&bytes, text.data(), sizeof(bytes));
  } else {
    for (std::size_t i = text.size(); i > 0; --i) bytes = (bytes << 8U) | static_cast<unsigned char>(text[i - 1]);
  }
  return bytes;
}

/// The hash of a folded word (words.hpp), given eight bytes after eight; zeros stand behind the last.
class WordHash {
 public:
  void add(std::uint64_t bytes) {
    hash_ = (hash_ ^ bytes) * 0xD6E8FEB86659FD93ULL;
    hash_ ^= hash_ >> 32U;
  }
  [[nodiscard]] std::uint64_t end() const {
    const std::uint64_t hash = hash_ * 0x9E3779B97F4A7C15ULL;
    return hash ^ (hash >> 29U);
  }

 private:
  std::uint64_t hash_ = 0x9E3779B97F4A7C15ULL;
};

[[nodiscard]] inline std::uint64_t hash_of(std::string_view folded) {
  WordHash hash;
  for (; !folded.empty(); folded.remove_prefix(std::min<std::size_t>(folded.size(), 8))) hash.add(eight_of(folded));
  return hash.end();
}

/// The hash of a phrase (0: of none) with one more word.
[[nodiscard]] constexpr std::uint64_t phrase_with(std::uint64_t phrase, std::uint64_t word) {
  const std::uint64_t hash = (phrase * 0xD6E8FEB86659FD93ULL) ^ word;
  return hash ^ (hash >> 29U);
}

}  // namespace bellwether::personal
