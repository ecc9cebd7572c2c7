// Texts with the side that people said they are on, from a file of any table form.
#pragma once

#include "base/result.hpp"
#include "understand/sentiment.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bellwether::cli {

struct GoldFile {
  std::filesystem::path file;
  std::string text_column = "text";
  std::string sentiment_column = "sentiment";
};

struct GoldTexts {
  std::vector<std::string> texts;
  std::vector<understand::Side> sides;
  bool has_neutral = false;  ///< false: there are two sides only
  struct LeftOut {
    std::uint64_t line = 0;
    std::string reason;
  };
  std::vector<LeftOut> left_out;
};

/// Sides: "negative", "neutral", "positive" and their first three letters; −1, 0, 1; or 0 and 1 alone, for negative and positive. Errors: as
/// of open_rows; `not_found` for a column; `not_enough` where no row can be taken.
[[nodiscard]] Result<GoldTexts> read_gold(const GoldFile& gold);

}  // namespace bellwether::cli
