// One import on its way: rows in, batches of facts out. Reading goes on ahead on a thread of its own, the store writes on
// another, what texts mean is read on those that are left, and what is between happens here.
#pragma once

#include "base/result.hpp"
#include "listen/import/content_hash.hpp"
#include "listen/import/identity.hpp"
#include "listen/import/import.hpp"
#include "listen/import/import_plan.hpp"
#include "listen/import/mapping.hpp"
#include "listen/import/rejects_file.hpp"
#include "listen/understanding/reading_crew.hpp"
#include "store/facts/facts.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::listen {

/// What an import is made of. All of it must outlive the run.
struct ImportParts {
  ImportPlan& plan;
  Mapper& mapper;
  RowNames& names;
  RejectsFile& rejects;
  ContentHash& hash;
  facts::Facts& facts;
  bool known_whole = false;  ///< exactly this file was imported to its end before
  facts::ImportNote note;    ///< source, table, file; what earlier runs accepted
  const std::function<void(const Progress&)>& tell;
  const understand::Knowledge* knowledge = nullptr;  ///< nothing: texts are not read
};

template <class Batch>
class ImportRun {
 public:
  static constexpr std::size_t k_batch_rows =
      2 * facts::Facts::k_stretch;  ///< the store writes these at once, on two threads
  static constexpr std::size_t k_batch_bytes = std::size_t{64} << 20U;
  static constexpr std::size_t k_few_rows = 4096;        ///< a file with more gets the room of a whole batch at once
  static constexpr std::size_t k_rows_to_read = 1024;    ///< so many together are given to those who read texts
  static constexpr std::size_t k_hashed_ahead = 16;      ///< rows; a power of two
  static constexpr std::size_t k_batches_under_way = 2;  ///< handed to the store and not yet committed

  ImportRun(ImportParts parts, FileSummary& summary);
  ImportRun(const ImportRun&) = delete;
  ImportRun& operator=(const ImportRun&) = delete;
  ~ImportRun();  ///< waits: what the store still writes looks at names that the mapper keeps

  /// Takes the whole file. After an error, what was committed before stays; running again completes it.
  [[nodiscard]] Result<void> take_all();

 private:
  Result<void> take(const RowBlock& block);
  Result<void> take_row(const RowBlock& block, std::size_t row, const RowNames::Hash& hash);
  Result<void> reject(std::uint64_t line, std::string_view column, std::string_view reason,
                      std::span<const std::string_view> cells);
  [[nodiscard]] RowNames::Hash hash(std::span<const std::string_view> cells);
  [[nodiscard]] std::string contested(std::span<const std::string_view> cells) const;
  void know(std::span<const Header> added);
  void give_to_read(std::size_t rows);
  Result<void> hand_over(bool complete);
  Result<void> wait_for(std::size_t under_way);
  void tell_progress(std::uint64_t bytes_read);

  ImportParts parts_;
  FileSummary& summary_;
  Batch batch_;
  std::optional<ReadingCrew> crew_;  ///< behind the batch whose rows it reads
  std::size_t given_to_read_ = 0;    ///< rows of the batch
  std::vector<std::string_view> key_;
  std::vector<RowNames::Hash> hashes_;  ///< of the next rows; row i stands at i mod k_hashed_ahead
  std::deque<std::future<Result<facts::Commit>>> under_way_;
  std::uint64_t bytes_read_ = 0;
  std::chrono::steady_clock::time_point told_{};
};

extern template class ImportRun<facts::SignalBatch>;
extern template class ImportRun<facts::ActBatch>;

}  // namespace bellwether::listen
