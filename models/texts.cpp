#include "texts.hpp"

#include "listen/rows/rows.hpp"
#include "understand/words.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>

#include <fmt/format.h>

namespace bellwether::models {

Result<void> read_columns(const std::filesystem::path& file, std::span<const std::string_view> columns,
                          const std::function<void(std::span<const std::string_view>)>& row) {
  const auto reader = listen::open_rows(file);
  if (!reader) return std::unexpected(reader.error());
  std::vector<std::size_t> places;
  for (const std::string_view column : columns) {
    const auto headers = (*reader)->headers();
    const auto found = std::ranges::find(headers, column, &listen::Header::name);
    if (found == headers.end()) {
      return fail(Code::not_found, fmt::format("there is no column \"{}\"", column), file.string());
    }
    places.push_back(static_cast<std::size_t>(found - headers.begin()));
  }
  listen::RowBlock block;
  std::vector<std::string_view> cells(places.size());
  while (true) {
    const auto more = (*reader)->next(block);
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    for (std::size_t i = 0; i < block.size(); ++i) {
      for (std::size_t k = 0; k < places.size(); ++k) cells[k] = block.cell(i, places[k]);
      row(cells);
    }
  }
}

std::size_t fifth_of(std::string_view text) {
  understand::Words words;
  words.read(text);
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const understand::Word& word : words.all()) {
    if (word.kind != understand::Word::Kind::word) continue;
    for (const char letter : words.folded(word)) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3U;
  }
  return (hash >> 32) % 5;
}

}  // namespace bellwether::models
