#include "listen/organisation/organisation_import.hpp"

#include "listen/import/rejects_file.hpp"
#include "listen/organisation/organisation_change.hpp"
#include "listen/organisation/told_file.hpp"
#include "org/organisation_records.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_most_reasons = 3;

OrganisationFile summary_of(const std::filesystem::path& path, const ToldFile& told) {
  OrganisationFile file;
  file.file = path.string();
  file.form = told.form;
  file.remarks = told.remarks;
  file.told = told.told.size();
  file.rejected = told.refused.size();
  file.read = file.told + file.rejected;
  for (std::size_t i = 0; i < std::min(told.refused.size(), k_most_reasons); ++i) {
    const RefusedRow& row = told.refused[i];
    file.first_reasons.push_back(
        fmt::format("line {}{}: {}", row.line, row.column.empty() ? "" : ", " + row.column, row.reason));
  }
  return file;
}

Result<void> write_rejects(const std::filesystem::path& path, const ToldFile& told,
                           const store::DataDirectory& directory, OrganisationFile& file) {
  RejectsFile rejects(path, directory.folder() / "rejected", told.headers);
  for (const RefusedRow& row : told.refused) {
    const std::vector<std::string_view> cells(row.cells.begin(), row.cells.end());
    if (auto added = rejects.add(row.line, row.column, row.reason, cells); !added) return added;
  }
  auto finished = rejects.finish();
  if (!finished) return std::unexpected(finished.error());
  file.rejects_file = *finished;
  return {};
}

std::optional<Error> rejected_under_a_whole_list(const OrganisationImport& done, const OrganisationOptions& options) {
  std::uint64_t rejected = 0;
  for (const OrganisationFile& file : done.files) rejected += file.rejected;
  if (!options.ends_missing || rejected == 0) return std::nullopt;
  return Error{.code = Code::bad_input,
               .message = fmt::format("{} can't be read, and what {} of would end",
                                      rejected == 1 ? "1 row" : fmt::format("{} rows", rejected),
                                      rejected == 1 ? "it speaks" : "they speak"),
               .where = {},
               .mend = "put them right first, or leave out --ends-missing"};
}

}  // namespace

Result<OrganisationImport> import_organisation(std::span<const std::filesystem::path> files,
                                               const OrganisationOptions& options,
                                               const store::DataDirectory* directory, records::Records* records) {
  OrganisationImport done;
  std::vector<ToldFile> read;
  std::vector<org::Told> told;
  for (const std::filesystem::path& path : files) {
    auto file = read_told(path);
    if (!file) return std::unexpected(file.error());
    done.files.push_back(summary_of(path, *file));
    std::ranges::move(file->told, std::back_inserter(told));
    read.push_back(std::move(*file));
  }
  const bool writes = !options.dry_run && directory != nullptr && records != nullptr;
  for (std::size_t i = 0; i < read.size() && writes; ++i) {
    if (auto written = write_rejects(files[i], read[i], *directory, done.files[i]); !written)
      return std::unexpected(written.error());
  }
  done.stopped = rejected_under_a_whole_list(done, options);
  if (done.stopped) return done;

  std::optional<records::Transaction> transaction;
  std::vector<org::Thing> known;
  if (records != nullptr) {
    auto begun = records->begin();
    if (!begun) return std::unexpected(begun.error());
    transaction.emplace(std::move(*begun));
    if (writes) {
      if (auto claimed = transaction->claim(); !claimed) return std::unexpected(claimed.error());
    }
    auto things = org::read_things(*transaction);
    if (!things) return std::unexpected(things.error());
    known = std::move(*things);
  }
  LaidOver laid = lay_over(known, told, {.as_of = options.as_of, .ends_missing = options.ends_missing});
  if (laid.stopped) {
    done.stopped = std::move(laid.stopped);
    return done;
  }
  done.changes = laid.merged.changes;
  done.doubts = laid.doubts;
  if (!writes) return done;
  if (auto written = write_change(*transaction, laid, options.who, options.at); !written)
    return std::unexpected(written.error());
  if (auto committed = transaction->commit(); !committed) return std::unexpected(committed.error());
  done.applied = true;
  return done;
}

}  // namespace bellwether::listen
