// What a topic is called, in the words that people use in it and rarely elsewhere.
#pragma once

#include "understand/topics/pieces.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace bellwether::topics {

/// A word of a topic: its stem, the form that is used most, and how much it tells of the topic.
struct TellingWord {
  std::uint32_t stem = 0, form = 0;
  double weight = 0;  ///< share of the topic's pieces with it × log of how many times as often as elsewhere
  double share = 0;   ///< of the topic's pieces
};

/// Counts over the pieces learned from, once for all topics.
class Wording {
 public:
  static constexpr std::size_t k_longest_phrase = 4;  ///< words

  /// `weights`: by piece learned from. All must outlive it.
  Wording(const Pieces& pieces, std::span<const std::uint32_t> learned_from, std::span<const float> weights);

  /// Words that name something, the most telling first. `members`: places among the pieces learned from, ascending.
  [[nodiscard]] std::vector<TellingWord> telling(std::span<const std::uint32_t> members, std::size_t most) const;

  /// A phrase of one to four words as people write it most, and another one behind a comma where the first is one word, or stands in few of the
  /// members. What tells a part from the `whole` that it is of counts most, where that is given. Not one of `taken`, to which it is added.
  /// Empty where nothing is told.
  [[nodiscard]] std::string label(std::span<const std::uint32_t> members, std::span<const std::uint32_t> whole,
                                  std::set<std::uint64_t>& taken) const;

  /// The form as people write it, with the particle that mostly follows it: "top up".
  [[nodiscard]] std::string written(std::uint32_t form) const;
  /// What mostly follows a word, as a form; k_none where nothing does.
  [[nodiscard]] std::uint32_t particle(std::uint32_t stem) const { return particles_[stem]; }

  /// How far words stand in the same pieces: mean normalised pointwise mutual information of all pairs, −1 … 1 (Bouma, GSCL 2009; as a
  /// topic's coherence Lau, Newman and Baldwin, EACL 2014). 0 for fewer than two.
  [[nodiscard]] double coherence(std::span<const TellingWord> words) const;

 private:
  struct Phrase {
    std::uint64_t key = 0;
    double score = 0, share = 0;
    std::vector<std::uint32_t> stems;  ///< of full weight, ascending
  };
  template <class Take>
  void each_phrase(std::span<const Token> tokens, const Take& take) const;
  struct Counted {
    double count = 0;
    std::uint32_t last = k_none;
    std::span<const Token> example;
  };
  using Counts = std::map<std::uint64_t, Counted>;
  double count(std::span<const std::uint32_t> members, Counts& counts) const;
  [[nodiscard]] std::vector<Phrase> phrases(std::span<const std::uint32_t> members,
                                            std::span<const std::uint32_t> whole) const;
  void find_particles();
  [[nodiscard]] std::string written(std::uint64_t phrase, std::span<const std::uint32_t> members) const;
  [[nodiscard]] std::span<const Token> tokens(std::uint32_t learned) const {
    return pieces_.tokens(pieces_.all()[learned_from_[learned]]);
  }

  const Pieces& pieces_;
  std::span<const std::uint32_t> learned_from_;
  std::span<const float> weights_;
  double all_ = 0;  ///< sum of weights
  std::vector<double> of_stem_;
  std::vector<std::vector<std::uint32_t>> with_stem_;  ///< pieces learned from, ascending; of stems of full weight
  std::unordered_map<std::uint64_t, float> of_phrase_;
  std::vector<std::uint32_t> particles_;  ///< by stem
};

}  // namespace bellwether::topics
