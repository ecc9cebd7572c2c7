// A few words that every word of every text is looked up in.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace bellwether::understand {

/// A set of words, made while compiling, in which most others are missed without comparing a letter.
class WordSet {
 public:
  consteval explicit WordSet(std::span<const std::string_view> words) {
    for (const std::string_view word : words) {
      std::size_t at = slot_of(word);
      while (!slots_.at(at).empty()) at = (at + 1) % k_slots;
      slots_.at(at) = word;
    }
  }
  [[nodiscard]] bool contains(std::string_view word) const {
    if (word.empty()) return false;
    for (std::size_t at = slot_of(word); !slots_[at].empty(); at = (at + 1) % k_slots) {
      if (slots_[at] == word) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t k_slots = 512;  // more than any set's words by far
  static constexpr std::size_t slot_of(std::string_view word) {
    const auto code = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(word[at])); };
    return (code(0) * 131 + code(word.size() / 2) * 17 + code(word.size() - 1) * 37 + word.size() * 7) % k_slots;
  }
  std::array<std::string_view, k_slots> slots_{};
};

}  // namespace bellwether::understand
