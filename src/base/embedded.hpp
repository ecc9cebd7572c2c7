// The shipped catalogue (measures, column names, scenarios …) and the cards of the models, carried inside the program.
#pragma once

#include <span>
#include <string_view>

namespace bellwether {

struct EmbeddedFile {
  std::string_view name;  ///< below catalogue/ ("measures/nps.toml"), or of docs/models ("models/sentiment.md")
  std::string_view text;
};

/// Every shipped file, sorted by name.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

/// The text of one shipped file, or nothing.
[[nodiscard]] std::string_view embedded_file(std::string_view name);

}  // namespace bellwether
