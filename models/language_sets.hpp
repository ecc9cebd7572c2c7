// The texts that the language model is trained and measured on, with the language that each is in.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::models {

struct LabelledText {
  std::string text;
  std::string_view code;  ///< ISO 639-1
};

/// A data set. Where `may_train` is false its licence allows measuring only.
struct TextSet {
  std::string name;
  bool may_train = false;
  std::vector<LabelledText> texts;
};

/// Every set below `folder`, in a fixed order. Errors: those of reading files.
[[nodiscard]] Result<std::vector<TextSet>> read_sets(const std::filesystem::path& folder);

/// Our own words and phrases (language_phrases.txt), by language: the first is the line of frequent words.
struct Phrases {
  std::string code;
  std::vector<std::string> words, phrases;
};
[[nodiscard]] Result<std::vector<Phrases>> read_phrases(const std::filesystem::path& file);

}  // namespace bellwether::models
