#include "store/directory/data_directory.hpp"

#include "store/directory/lock.hpp"
#include "store/directory/settings.hpp"

#include <optional>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace bellwether::store {

namespace fs = std::filesystem;

struct DataDirectory::State {
  fs::path folder;
  Access access;
  std::optional<Lock> lock;
  Settings settings;
};

namespace {

/// Makes a folder that only its owner may look into.
Result<void> make_private(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(Code::io, "can't make the folder: " + error.message(), folder.string());
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return fail(Code::io, "can't set the folder's mode: " + error.message(), folder.string());
  return {};
}

}  // namespace

namespace {

/// The folder is there after this, but where it is to be read only.
Result<Settings> found_or_made(const fs::path& folder, Access access) {
  std::error_code error;
  const fs::file_status status = fs::status(folder, error);
  const bool there = fs::exists(status);
  if (there && !fs::is_directory(status)) {
    return fail(Code::bad_input, "the data directory is a file, not a folder", folder.string());
  }
  if (!there && access == Access::read) {
    return fail(Code::not_found, "there is no data directory", folder.string(),
                "make one by importing something: bellwether import FILE --data " + folder.string());
  }
  if (!there) {
    if (auto made = make_private(folder); !made) return std::unexpected(made.error());
  }
  auto read = settings_of(folder, from_environment);
  if (!read) return std::unexpected(read.error());
  return std::move(read->settings);
}

}  // namespace

Result<DataDirectory> DataDirectory::open(const fs::path& folder, Access access, std::string_view command) {
  // Settings first: a wrong file should be told also while somebody else holds the lock.
  auto settings = found_or_made(folder, access);
  if (!settings) return std::unexpected(settings.error());
  auto lock = Lock::take(folder / "lock", access, command);
  if (!lock) return std::unexpected(lock.error());
  if (access == Access::write) {
    if (auto made = make_private(folder / "keys"); !made) return std::unexpected(made.error());
  }
  return DataDirectory(std::make_unique<State>(
      State{.folder = folder, .access = access, .lock = *std::move(lock), .settings = *std::move(settings)}));
}

Result<DataDirectory> DataDirectory::open_beside(const fs::path& folder) {
  auto settings = found_or_made(folder, Access::write);
  if (!settings) return std::unexpected(settings.error());
  return DataDirectory(std::make_unique<State>(
      State{.folder = folder, .access = Access::read, .lock = {}, .settings = *std::move(settings)}));
}

DataDirectory::DataDirectory(std::unique_ptr<State> state) : state_(std::move(state)) {}
DataDirectory::DataDirectory(DataDirectory&&) noexcept = default;
DataDirectory& DataDirectory::operator=(DataDirectory&&) noexcept = default;
DataDirectory::~DataDirectory() = default;

const fs::path& DataDirectory::folder() const { return state_->folder; }
Access DataDirectory::access() const { return state_->access; }
const Settings& DataDirectory::settings() const { return state_->settings; }
fs::path DataDirectory::facts_file() const { return state_->folder / "facts.duckdb"; }
fs::path DataDirectory::records_file() const { return state_->folder / "records.sqlite"; }
fs::path DataDirectory::inbox_file() const { return state_->folder / "inbox.sqlite"; }
fs::path DataDirectory::measures_folder() const { return state_->folder / "measures"; }
fs::path DataDirectory::keys_folder() const { return state_->folder / "keys"; }

}  // namespace bellwether::store
