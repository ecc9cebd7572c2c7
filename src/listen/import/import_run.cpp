#include "listen/import/import_run.hpp"

#include "base/text.hpp"
#include "listen/import/reader_thread.hpp"

#include <algorithm>
#include <concepts>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr auto k_between_tellings = std::chrono::milliseconds(200);
constexpr std::size_t k_quoted_columns = 40;  ///< of a cell that a reason quotes

bool is_blank(std::span<const std::string_view> cells) {
  return std::ranges::all_of(cells, [](std::string_view cell) { return cell.empty() || trim(cell).empty(); });
}

}  // namespace

template <class Batch>
ImportRun<Batch>::ImportRun(ImportParts parts, FileSummary& summary) : parts_(std::move(parts)), summary_(summary) {
  if (std::same_as<Batch, facts::SignalBatch> && parts_.knowledge != nullptr) {
    crew_.emplace(*parts_.knowledge, ReadingCrew::helpers_of_this_machine());
  }
}

template <class Batch>
ImportRun<Batch>::~ImportRun() {
  for (const auto& commit : under_way_) {
    if (commit.valid()) commit.wait();
  }
}

template <class Batch>
Result<void> ImportRun<Batch>::take_all() {
  RowReader& reader = *parts_.plan.reader;
  for (RowBlock& block : parts_.plan.sample.blocks) {
    if (Result<void> taken = take(block); !taken) return taken;
    block = RowBlock();
  }
  bytes_read_ = reader.bytes_read();
  if (!parts_.plan.sample.whole) {
    ReaderThread ahead(reader, parts_.plan.headers.size());
    while (true) {
      Result<std::optional<ReadBlock>> read = ahead.next();
      if (!read) return std::unexpected(read.error());
      if (!*read) break;
      know((*read)->added);
      bytes_read_ = (*read)->bytes_read;
      if (Result<void> taken = take((*read)->block); !taken) return taken;
      ahead.recycle(std::move((*read)->block));
      tell_progress(bytes_read_);
    }
  }
  bytes_read_ = reader.bytes_of();
  if (Result<void> handed = hand_over(true); !handed) return handed;
  tell_progress(bytes_read_);
  return {};
}

/// Rows and rejected lines in the file's order.
template <class Batch>
Result<void> ImportRun<Batch>::take(const RowBlock& block) {
  const std::span<const RejectedLine> rejected = block.rejected();
  std::size_t line = 0;
  hashes_.resize(k_hashed_ahead);
  for (std::size_t row = 0; row < std::min(k_hashed_ahead, block.size()); ++row) hashes_[row] = hash(block.cells(row));
  for (std::size_t row = 0; row <= block.size(); ++row) {
    for (; line < rejected.size() && (row == block.size() || rejected[line].line < block.line(row)); ++line) {
      ++summary_.read;
      ++summary_.rejected;
      if (Result<void> added = parts_.rejects.add(rejected[line]); !added) return added;
    }
    if (row == block.size()) break;
    RowNames::Hash& here = hashes_[row % k_hashed_ahead];
    if (Result<void> taken = take_row(block, row, here); !taken) return taken;
    if (row + k_hashed_ahead < block.size()) here = hash(block.cells(row + k_hashed_ahead));
  }
  return {};
}

template <class Batch>
Result<void> ImportRun<Batch>::take_row(const RowBlock& block, std::size_t row, const RowNames::Hash& hash) {
  const std::span<const std::string_view> cells = block.cells(row);
  ++summary_.read;
  if (is_blank(cells)) return reject(block.line(row), {}, "the row is empty", cells);
  const Identity identity = parts_.names.name(hash);
  if (identity.kind == Identity::Kind::duplicate) {
    ++summary_.duplicate;
    return {};
  }
  if (identity.kind == Identity::Kind::contested) return reject(block.line(row), {}, contested(cells), cells);
  if (batch_.size() == k_few_rows) batch_.reserve(k_batch_rows);
  if (const std::optional<RowRejected> why = parts_.mapper.map(cells, batch_)) {
    return reject(block.line(row), why->column, why->reason, cells);
  }
  batch_.rows().back().id = identity.id;
  ++summary_.accepted;
  // From here on none of the rows is moved.
  if (batch_.size() > k_few_rows && batch_.size() - given_to_read_ >= k_rows_to_read) give_to_read(batch_.size());
  if (batch_.size() < k_batch_rows && batch_.bytes() < k_batch_bytes) return {};
  return hand_over(false);
}

template <class Batch>
Result<void> ImportRun<Batch>::reject(std::uint64_t line, std::string_view column, std::string_view reason,
                                      std::span<const std::string_view> cells) {
  ++summary_.rejected;
  return parts_.rejects.add(line, column, reason, cells);
}

/// A row whose key is blank goes by its content.
template <class Batch>
RowNames::Hash ImportRun<Batch>::hash(std::span<const std::string_view> cells) {
  key_.clear();
  for (const std::size_t column : parts_.mapper.key_columns()) {
    key_.push_back(column < cells.size() ? cells[column] : std::string_view{});
  }
  if (is_blank(key_)) key_.clear();
  return parts_.names.hash(cells, key_);
}

template <class Batch>
std::string ImportRun<Batch>::contested(std::span<const std::string_view> cells) const {
  std::string key;
  for (const std::size_t column : parts_.mapper.key_columns()) {
    if (!key.empty()) key += ", ";
    if (column < cells.size()) key += cut(cells[column], k_quoted_columns);
  }
  return fmt::format(
      "row key \"{}\" is already known with other content; facts are not changed: use --source to tell two "
      "files apart",
      key);
}

/// JSON met members that no earlier row had.
template <class Batch>
void ImportRun<Batch>::know(std::span<const Header> added) {
  if (added.empty()) return;
  std::vector<Header>& headers = parts_.plan.headers;
  headers.insert(headers.end(), added.begin(), added.end());
  std::vector<std::string> names;
  names.reserve(headers.size());
  for (const Header& header : headers) names.push_back(header.name);
  parts_.mapper.know(names);
}

template <class Batch>
void ImportRun<Batch>::give_to_read(std::size_t rows) {
  if constexpr (std::same_as<Batch, facts::SignalBatch>) {
    if (crew_) crew_->add(batch_.rows().subspan(given_to_read_, rows - given_to_read_));
    given_to_read_ = rows;
  }
}

/// Gives the batch to the store, with how far the file was read: after a crash that much is known to be in.
template <class Batch>
Result<void> ImportRun<Batch>::hand_over(bool complete) {
  if (Result<void> read = parts_.hash.extend_to(bytes_read_); !read) return read;
  facts::ImportNote note = parts_.note;
  note.bytes = parts_.hash.bytes();
  note.content_hash = parts_.hash.text();
  note.accepted += summary_.accepted;
  note.complete = complete;
  if (complete && batch_.empty() && parts_.known_whole) return wait_for(0);  // Nothing new about a file that is known.
  give_to_read(batch_.size());
  if constexpr (std::same_as<Batch, facts::SignalBatch>) {
    if (crew_) crew_->finish(batch_);
  }
  given_to_read_ = 0;
  under_way_.push_back(parts_.facts.append(std::exchange(batch_, Batch()), std::move(note)));
  return wait_for(complete ? 0 : k_batches_under_way - 1);
}

template <class Batch>
Result<void> ImportRun<Batch>::wait_for(std::size_t under_way) {
  while (under_way_.size() > under_way) {
    const Result<facts::Commit> commit = under_way_.front().get();
    under_way_.pop_front();
    if (!commit) return std::unexpected(commit.error());
  }
  return {};
}

template <class Batch>
void ImportRun<Batch>::tell_progress(std::uint64_t bytes_read) {
  const auto now = std::chrono::steady_clock::now();
  const std::uint64_t bytes_of = parts_.plan.reader->bytes_of();
  if (!parts_.tell || (now - told_ < k_between_tellings && bytes_read < bytes_of)) return;
  told_ = now;
  parts_.tell({.bytes = bytes_read, .bytes_of = bytes_of, .rows = summary_.read});
}

template class ImportRun<facts::SignalBatch>;
template class ImportRun<facts::ActBatch>;

}  // namespace bellwether::listen
