// `import --as organisation`: the same preview whether it is applied or not.
#pragma once

#include <string>
#include <vector>

namespace bellwether::cli {

struct OrganisationFlags {
  std::string folder;
  std::vector<std::string> files;
  std::string as_of;  ///< a day; empty: today in the organisation's time zone
  bool ends_missing = false, dry_run = false, json = false;
};

/// Returns the exit status.
[[nodiscard]] int import_organisation(const OrganisationFlags& flags);

}  // namespace bellwether::cli
