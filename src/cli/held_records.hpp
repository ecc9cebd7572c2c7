// The records of a data directory, also while a server runs on it: for commands about keys and users.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/records.hpp"

#include <functional>
#include <memory>
#include <string>

namespace bellwether::cli {

/// Who is noted for what is done here.
inline constexpr const char* k_by_command_line = "command line";

/// Held with the directory that they stand in.
struct HeldRecords {
  std::unique_ptr<store::DataDirectory> directory;
  std::unique_ptr<records::Records> records;
};

[[nodiscard]] Result<HeldRecords> hold_records(const std::string& folder);

/// Runs `work` in one transaction and keeps what it did, unless it fails.
[[nodiscard]] Result<void> change_records(const std::string& folder,
                                          const std::function<Result<void>(records::Transaction&)>& work);

}  // namespace bellwether::cli
