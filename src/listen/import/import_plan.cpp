#include "listen/import/import_plan.hpp"

#include "base/text.hpp"
#include "base/text_file.hpp"
#include "listen/columns/guess.hpp"
#include "listen/import/content_hash.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::uint64_t k_least_known_bytes = 64;  ///< so few bytes may be the beginning of any file
constexpr std::size_t k_map_bytes = std::size_t{4} << 20U;

Guess guess_of(const Sample& sample, std::span<const Header> headers, const ImportOptions& options, Instant now) {
  std::vector<std::vector<std::string_view>> cells(headers.size());
  for (std::size_t column = 0; column < headers.size(); ++column) {
    cells[column].reserve(sample.rows);
    for (const RowBlock& block : sample.blocks) {
      for (std::size_t row = 0; row < block.size(); ++row) cells[column].push_back(block.cell(row, column));
    }
  }
  std::vector<SampleColumn> columns;
  columns.reserve(headers.size());
  for (std::size_t column = 0; column < headers.size(); ++column) {
    columns.push_back({.name = headers[column].name, .label = headers[column].label, .cells = cells[column]});
  }
  return guess_columns(columns, {.as = options.as, .now = now});
}

Result<ColumnMap> given_map(const std::filesystem::path& path) {
  const auto text = text_of_file(path, k_map_bytes);
  if (!text) return std::unexpected(text.error());
  return column_map_from_toml(*text, path.string());
}

/// Whether the user's map answers a question of the guess.
bool answers(const ColumnMap& given, const MapQuestion& question) {
  return question.column.empty() || std::ranges::any_of(given.columns, [&question](const ColumnUse& use) {
           return use.column == question.column;
         });
}

std::unexpected<Error> ask(std::span<const MapQuestion> questions, const std::filesystem::path& file) {
  std::string message =
      questions.size() == 1
          ? "one thing about the columns can't be told from the file alone"
          : fmt::format("{} things about the columns can't be told from the file alone", questions.size());
  for (const MapQuestion& question : questions) message += "\n" + to_text(question);
  return fail(Code::bad_input, std::move(message), file.string(),
              "write the guess as a map with --print-map, answer there, and give it with --map");
}

}  // namespace

Result<ImportPlan> plan_import(const std::filesystem::path& file, const ImportOptions& options, Instant now) {
  ImportPlan plan;
  Result<std::unique_ptr<RowReader>> reader = open_rows(file);
  if (!reader) return std::unexpected(reader.error());
  plan.reader = std::move(*reader);
  Result<Sample> sample = read_sample(*plan.reader);
  if (!sample) return std::unexpected(sample.error());
  plan.sample = std::move(*sample);
  plan.headers.assign(plan.reader->headers().begin(), plan.reader->headers().end());
  if (plan.sample.rows == 0 && plan.sample.whole) {
    const bool rejected =
        std::ranges::any_of(plan.sample.blocks, [](const RowBlock& block) { return !block.rejected().empty(); });
    std::string why = rejected ? "no row of the file can be taken" : "the file has no rows";
    for (const RowBlock& block : plan.sample.blocks) {
      if (block.rejected().empty()) continue;
      why += fmt::format("; the first is line {}: {}", block.rejected()[0].line, block.rejected()[0].reason);
      break;
    }
    return fail(Code::bad_input, std::move(why), file.string(), "look at the file in an editor, or export it again");
  }

  Guess guess = guess_of(plan.sample, plan.headers, options, now);
  plan.remarks = std::move(guess.remarks);
  plan.map = std::move(guess.map);
  if (options.map) {
    const Result<ColumnMap> given = given_map(*options.map);
    if (!given) return std::unexpected(given.error());
    plan.map = overlaid(std::move(plan.map), *given);
    std::erase_if(guess.questions, [&given](const MapQuestion& question) { return answers(*given, question); });
  }
  if (!guess.questions.empty()) return ask(guess.questions, file);
  return plan;
}

std::size_t expected_rows(const ImportPlan& plan) {
  constexpr double k_most = 1e8;
  const auto rows = static_cast<double>(plan.sample.rows);
  if (plan.sample.whole) return plan.sample.rows;
  const double share = static_cast<double>(plan.reader->bytes_of()) /
                       static_cast<double>(std::max<std::uint64_t>(plan.reader->bytes_read(), 1));
  return static_cast<std::size_t>(std::min(rows * std::max(share, 1.0) * 1.05, k_most));
}

std::string default_source(const std::filesystem::path& file) {
  static constexpr std::array<std::string_view, 11> k_endings{".gz",     ".csv",   ".tsv",  ".tab",  ".txt",    ".json",
                                                              ".ndjson", ".jsonl", ".xlsx", ".xlsm", ".parquet"};
  std::string name = file.filename().string();
  while (true) {
    const std::string lower = lower_ascii(name);
    const auto ending = std::ranges::find_if(
        k_endings, [&lower](std::string_view end) { return lower.ends_with(end) && lower.size() > end.size(); });
    if (ending == k_endings.end()) return name;
    name.resize(name.size() - ending->size());
  }
}

Result<ImportSource> source_of(const std::filesystem::path& file, const ImportOptions& options,
                               const std::vector<facts::ImportNote>& earlier) {
  ImportSource source{.name = options.source.empty() ? default_source(file) : options.source, .remark = {}};
  std::error_code none;
  const std::uint64_t bytes = std::filesystem::file_size(file, none);
  std::vector<const facts::ImportNote*> notes;
  for (const facts::ImportNote& note : earlier) {
    const bool fits =
        note.table == options.as && note.bytes <= bytes && note.bytes >= std::min(k_least_known_bytes, bytes);
    if (fits && (options.source.empty() || note.source == options.source)) notes.push_back(&note);
  }
  if (notes.empty()) return source;
  // One pass over the file: the shortest note first. The longest that fits wins, and the file's own name before others.
  std::ranges::sort(notes, {}, &facts::ImportNote::bytes);
  Result<ContentHash> hash = ContentHash::of(file);
  if (!hash) return std::unexpected(hash.error());
  const facts::ImportNote* adopted = nullptr;
  for (const facts::ImportNote* note : notes) {
    if (Result<void> read = hash->extend_to(note->bytes); !read) return std::unexpected(read.error());
    if (hash->text() != note->content_hash) continue;
    if (adopted == nullptr || adopted->source != source.name || note->source == source.name) adopted = note;
  }
  if (adopted == nullptr) return source;
  source.known_whole = adopted->complete && adopted->bytes == bytes;
  if (adopted->source != source.name) {
    source.remark = Remark{
        {},
        fmt::format("{} was imported before as \"{}\"; its rows keep that source (use --source to tell the two apart)",
                    source.known_whole ? "this very file" : "the beginning of this file", adopted->source)};
    source.name = adopted->source;
  }
  return source;
}

}  // namespace bellwether::listen
