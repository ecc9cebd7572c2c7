// Where JSON values end, found without reading them: so that an array of any size is taken element by element.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::listen {

inline constexpr std::size_t k_unfinished = static_cast<std::size_t>(-1);

/// Behind the white space (and a comma, where `comma` is set) at `at`.
[[nodiscard]] std::size_t skip_blank(std::string_view text, std::size_t at, bool comma = false);

/// Behind the value that begins at `at`: brackets balance outside of strings; a scalar ends at the next delimiter. Gives
/// k_unfinished where the text ends first. What is inside is not checked.
[[nodiscard]] std::size_t value_end(std::string_view text, std::size_t at);

/// How the values of interest stand in a file.
struct JsonShape {
  enum class Kind : unsigned char {
    lines,     ///< one value a line
    elements,  ///< of an array, that of the file or one inside; or values one after the other
  };
  Kind kind = Kind::lines;
  std::size_t begin = 0;  ///< where the first value stands (or white space before it)
  bool in_array = false;  ///< ends at "]"
  std::string inside;     ///< "data.responses": the member whose array it is
};

/// Whether a text that is no table may be JSON.
[[nodiscard]] bool looks_like_json(std::string_view beginning);

/// `beginning` is the first megabyte; `whole`: there is no more. An object that holds one array of objects, and little
/// else, stands for that array ({"responses": […]}).
[[nodiscard]] JsonShape json_shape_of(std::string_view beginning, bool whole);

}  // namespace bellwether::listen
