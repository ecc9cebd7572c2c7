// From files to the organisation: read, laid over what is known, checked as a whole, previewed, and applied in one
// transaction.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "listen/rows/remark.hpp"
#include "org/merge.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/records.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellwether::listen {

struct OrganisationOptions {
  Day as_of;                  ///< from when changes hold whose row does not say it
  bool ends_missing = false;  ///< what is not in the files has ended, of the kinds that they hold
  bool dry_run = false;
  std::string who = {};  ///< for the log of changes and the audit log
  Instant at = {};
};

struct OrganisationFile {
  std::string file, form;
  std::uint64_t read = 0, told = 0, rejected = 0;
  std::optional<std::filesystem::path> rejects_file;  ///< not in a dry run
  std::vector<std::string> first_reasons;             ///< of rejected rows: "line 3, from: “soon” is no day; …"
  std::vector<Remark> remarks;
};

struct OrganisationImport {
  std::vector<OrganisationFile> files;
  std::vector<org::Change> changes;  ///< by kind, how and id
  std::vector<std::string> doubts;   ///< what should be looked at, as it would stand on `as_of`
  std::optional<Error> stopped;      ///< why nothing was applied: a cycle, two parents …
  bool applied = false;              ///< also where there was nothing to change
};

/// All files are one change: applied as a whole or not at all. Rows that can't be read are left out and go to
/// FILE.rejected.csv; with `ends_missing` they stop everything, for what they speak of would end.
/// `records`: nothing in a dry run on a data directory that has none. Errors: what makes a file as a whole senseless,
/// and those of the store.
[[nodiscard]] Result<OrganisationImport> import_organisation(std::span<const std::filesystem::path> files,
                                                             const OrganisationOptions& options,
                                                             const store::DataDirectory* directory,
                                                             records::Records* records);

}  // namespace bellwether::listen
