// The marks that stand where personal data was taken out of a text: "⟨email⟩". They say nothing.
#pragma once

#include <string>
#include <string_view>

namespace bellwether::listen {

/// The text with blanks in place of its marks, byte for byte as long. `room` holds it where there are any; else it is the text itself.
[[nodiscard]] std::string_view without_marks(std::string_view text, std::string& room);

}  // namespace bellwether::listen
