#include "cli/gold_texts.hpp"

#include "base/text.hpp"
#include "listen/rows/rows.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace bellwether::cli {

namespace {

using understand::Side;

struct Row {
  std::uint64_t line = 0;
  std::string text, said;
};

Result<std::size_t> place_of(std::span<const listen::Header> headers, const std::string& name, const GoldFile& gold) {
  const auto found = std::ranges::find(headers, name, &listen::Header::name);
  if (found != headers.end()) return static_cast<std::size_t>(found - headers.begin());
  std::vector<std::string> names;
  for (const listen::Header& header : headers) names.push_back(header.name);
  constexpr std::size_t k_most_told = 12;
  if (names.size() > k_most_told) names.resize(k_most_told);
  return fail(
      Code::not_found, fmt::format("there is no column \"{}\"", name), gold.file.string(),
      fmt::format("name the columns with --text-column and --sentiment-column; there are: {}", join(names, ", ")));
}

Result<std::vector<Row>> rows_of(const GoldFile& gold, GoldTexts& texts) {
  const auto reader = listen::open_rows(gold.file);
  if (!reader) return std::unexpected(reader.error());
  const auto text = place_of((*reader)->headers(), gold.text_column, gold);
  if (!text) return std::unexpected(text.error());
  const auto said = place_of((*reader)->headers(), gold.sentiment_column, gold);
  if (!said) return std::unexpected(said.error());
  std::vector<Row> rows;
  listen::RowBlock block;
  while (true) {
    const auto more = (*reader)->next(block);
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    for (std::size_t i = 0; i < block.size(); ++i) {
      rows.push_back({.line = block.line(i),
                      .text = std::string(block.cell(i, *text)),
                      .said = lower_ascii(trim(block.cell(i, *said)))});
    }
    for (const listen::RejectedLine& line : block.rejected()) {
      texts.left_out.push_back({.line = line.line, .reason = line.reason});
    }
  }
}

std::optional<Side> side_of(std::string_view said, bool zero_is_negative) {
  if (said == "negative" || said == "neg" || said == "-1") return Side::negative;
  if (said == "neutral" || said == "neu") return Side::neutral;
  if (said == "positive" || said == "pos" || said == "1" || said == "+1") return Side::positive;
  if (said == "0") return zero_is_negative ? Side::negative : Side::neutral;
  return std::nullopt;
}

}  // namespace

Result<GoldTexts> read_gold(const GoldFile& gold) {
  GoldTexts texts;
  const auto rows = rows_of(gold, texts);
  if (!rows) return std::unexpected(rows.error());
  const bool zero_is_negative =
      std::ranges::all_of(*rows, [](const Row& row) { return row.said.empty() || row.said == "0" || row.said == "1"; });
  for (const Row& row : *rows) {
    const auto side = side_of(row.said, zero_is_negative);
    if (!side) {
      texts.left_out.push_back(
          {.line = row.line,
           .reason = fmt::format("\"{}\" is no side: negative, neutral, positive, −1, 0 or 1", row.said)});
    } else if (trim(row.text).empty()) {
      texts.left_out.push_back({.line = row.line, .reason = "there is no text"});
    } else {
      texts.texts.push_back(row.text);
      texts.sides.push_back(*side);
      texts.has_neutral = texts.has_neutral || *side == Side::neutral;
    }
  }
  if (texts.texts.empty()) {
    return fail(Code::not_enough, "no row has a text and a side", gold.file.string(),
                "sides are written negative, neutral, positive, or −1, 0, 1");
  }
  return texts;
}

}  // namespace bellwether::cli
