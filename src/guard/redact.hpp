// Takes ranges out of a text before it is stored, leaving a typed mark: "call me on ⟨phone⟩".
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::guard {

/// A range of bytes to take out, and the word that stands for it.
struct Cut {
  std::size_t begin = 0, end = 0;
  std::string_view word;  ///< "phone"
};

/// Appends `text` to `out` with each cut replaced by its mark. Cuts are in order and do not overlap.
void redact(std::string_view text, std::span<const Cut> cuts, std::string& out);

}  // namespace bellwether::guard
