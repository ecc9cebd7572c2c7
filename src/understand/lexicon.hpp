// Words and phrases with a number each: how they feel, or how much they strengthen the next one. Data of the catalogue.
//
// A line is a number and its entries, parted by blanks, as phrases.hpp reads them; what is behind `#` is not read.
#pragma once

#include "base/result.hpp"
#include "understand/phrases.hpp"
#include "understand/words.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace bellwether::understand {

class Lexicon {
 public:
  /// Adds a file's entries; of two with the same words the later one counts. `bare`: entries are found without their accents, too, as people
  /// type them. What holds no word is left out. Errors: `bad_input` with the line that is wrong; nothing of the file is added then.
  [[nodiscard]] Result<void> add(std::string_view lines, bool bare = false);

  struct Found {
    double number = 0;
    std::size_t words = 1;  ///< of the phrase
  };
  /// The longest phrase that begins with the first of these words, or that word, or its stem.
  [[nodiscard]] std::optional<Found> at(const Words& words, std::size_t first) const;

  [[nodiscard]] std::size_t size() const { return phrases_.size(); }

 private:
  Phrases phrases_;
  std::vector<float> numbers_;  ///< of lines; the phrases' values say which
};

}  // namespace bellwether::understand
