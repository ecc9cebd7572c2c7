// Sentences in which people marked what is mentioned and how it is felt of: files in the form of SemEval 2014 task 4.
#pragma once

#include "base/result.hpp"
#include "understand/sentiment.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace bellwether::models {

struct MarkedMention {
  std::size_t begin = 0, end = 0;  ///< bytes of the text
  understand::Side side = understand::Side::neutral;
};

struct MentionedText {
  std::string text;
  std::vector<MarkedMention> mentions;  ///< in the order of the text
};

/// Terms that are felt of both ways ("conflict") are left out. Errors: `not_found`, `bad_input` for what is no such file.
[[nodiscard]] Result<std::vector<MentionedText>> read_mentioned(const std::filesystem::path& file);

}  // namespace bellwether::models
