// The words of the filter language, and errors that point at one of them.
#pragma once

#include "base/result.hpp"
#include "measure/filter.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::measure {

struct Token {
  enum class Kind : std::uint8_t {
    name,    ///< word, rating.word, attribute."word"
    text,    ///< in quotes; `word` holds it without them
    number,  ///< `word` holds it as written
    day,     ///< `word` holds it as written
    sign,    ///< ( ) , = != < <= > >= ~ in `word`
    end,
  };
  Kind kind = Kind::end;
  std::string prefix;  ///< of a name: "rating", "attribute" or empty
  std::string word;
  bool plain = false;  ///< a name of one word without quotes: may be a keyword
  Place place;
};

/// Cuts a filter into tokens; the last one is `end`. Errors: as filter_from_text().
[[nodiscard]] Result<std::vector<Token>> tokens_of(std::string_view text);

/// An error that shows the filter with carets under `place`.
[[nodiscard]] std::unexpected<Error> point_at(Code code, const std::string& message, std::string_view text, Place place,
                                              std::string mend = {});

/// Whether the word can stand in a filter as it is; else it needs quotes.
[[nodiscard]] bool is_plain_word(std::string_view word);
/// In double quotes, with what needs it escaped.
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace bellwether::measure
