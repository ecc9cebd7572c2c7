// Trains models/language.model, measures it, and writes the figures into its card. The same data gives the same bytes.
//
//   train_language            trains, writes the model and the card
//   train_language measure    measures the model as it is, and prints

#include "data_folder.hpp"
#include "language_card.hpp"
#include "language_sets.hpp"
#include "language_training.hpp"
#include "understand/language_model.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace bellwether::models {

namespace {

const std::filesystem::path k_root = BELLWETHER_SOURCE_DIR;

Result<void> write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) return fail(Code::io, "the file can't be written", path.string());
  return {};
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Replaces what stands between the card's two marks.
Result<void> write_card(const std::string& figures) {
  constexpr std::string_view k_begin = "<!-- measured -->\n", k_end = "<!-- /measured -->";
  const auto path = k_root / "docs/models/language.md";
  std::string card = read(path);
  const std::size_t begin = card.find(k_begin), end = card.find(k_end);
  if (begin == card.npos || end == card.npos)
    return fail(Code::bad_input, "the card has no place for figures", path.string());
  card.replace(begin + k_begin.size(), end - begin - k_begin.size(), "\n" + figures + "\n");
  return write(path, card);
}

Result<void> run(bool trains) {
  const auto sets = read_sets(data_folder());
  if (!sets) return std::unexpected(sets.error());
  const auto phrases = read_phrases(k_root / "models/language_phrases.txt");
  if (!phrases) return std::unexpected(phrases.error());

  const auto path = k_root / "models/language.model";
  std::string bytes = read(path);
  if (trains) {
    const std::vector<std::byte> trained = train_language(*sets, *phrases);
    bytes.assign(reinterpret_cast<const char*>(trained.data()), trained.size());
  }
  const auto model = understand::LanguageModel::over(std::as_bytes(std::span(bytes)));
  if (!model) return std::unexpected(model.error());
  const std::string figures = measured(*sets, seen_texts(*sets, *phrases), *model);
  fmt::print("{}\n{:.0f} texts of 100 bytes per second on one core\n", figures, texts_per_second(*sets, *model));
  if (!trains) return {};
  if (auto written = write(path, bytes); !written) return written;
  return write_card(figures);
}

}  // namespace

}  // namespace bellwether::models

int main(int count, char** words) {
  const auto done = bellwether::models::run(count < 2 || std::string_view(words[1]) != "measure");
  if (done) return 0;
  fmt::print(stderr, "{}\n", bellwether::to_text(done.error()));
  return 1;
}
