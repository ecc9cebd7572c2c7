// The words that the program knows the feeling of, by language, from the catalogue.
#pragma once

#include "base/result.hpp"
#include "understand/feelings.hpp"
#include "understand/lexicon.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::understand {

/// Read once, then for any number of threads.
class FeelingWords {
 public:
  /// Of the shipped files understand/sentiment/*.txt and understand/intensity.txt. Error: `bad_input` with the file and line.
  [[nodiscard]] static Result<FeelingWords> shipped();

  [[nodiscard]] std::vector<std::string_view> languages() const;  ///< "de", "en" …
  /// `language`: ISO 639-1. Of one that has no words here, those of all languages are taken, the English ones first.
  void read(const Words& words, std::string_view language, Feelings& into) const;

 private:
  std::map<std::string, Lexicon, std::less<>> by_language_;
  Lexicon any_;
  Lexicon intensity_;
};

}  // namespace bellwether::understand
