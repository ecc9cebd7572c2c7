// What a text says near one thing that it mentions: which feelings are nearer to it than to another, and, in English, which words.
#pragma once

#include "learn/examples.hpp"
#include "understand/clauses.hpp"
#include "understand/feelings.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bellwether::understand {

/// Words of a text that name a thing, both counted.
struct Place {
  std::size_t first = 0, last = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

class MentionFeatures {
 public:
  static constexpr std::uint32_t k_feeling_slots = 64;
  /// Those of feelings where words are known, those of feelings where they are all that there is, then those of words.
  static constexpr std::uint32_t k_slots = 1U << 16;

  /// Of one text: all places that it mentions something at. `with_words`: it is of the language that the model knows words of. What is handed
  /// over must outlive what is asked. Bounded: of feelings and places only the k_most first are looked at.
  void begin(const Words& words, const Clauses& clauses, const Feelings& feelings, std::span<const Place> places,
             bool with_words);
  static constexpr std::size_t k_most = 256;

  /// Into an emptied list.
  void read(std::size_t place, std::vector<learn::Feature>& into) const;
  /// Nothing is felt in the text, and its words are not known.
  [[nodiscard]] bool is_silent() const { return feelings_.empty() && !with_words_; }
  /// Which of the places a feeling is nearest to, steps over commas and joining words counting as much as several words; k_most where the
  /// text mentions nothing.
  [[nodiscard]] std::size_t nearest(std::size_t feeling) const { return nearest_[feeling]; }

 private:
  struct Near;
  [[nodiscard]] Near near(const Place& place, const Feeling& feeling) const;
  void add_words(const Place& place, std::vector<learn::Feature>& into) const;

  const Words* words_ = nullptr;
  std::span<const Feeling> feelings_;
  double compound_ = 0;
  std::span<const Place> places_;
  std::vector<std::size_t> nearest_;
  const Clauses* clauses_ = nullptr;
  bool with_words_ = false;
};

}  // namespace bellwether::understand
