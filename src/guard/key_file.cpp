#include "guard/key_file.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bellwether::guard {

namespace {

namespace fs = std::filesystem;

std::unexpected<Error> io_error(std::string_view verb, const KeyFile& key, const fs::path& file) {
  return fail(Code::io, fmt::format("can't {} {}: {}", verb, key.what, std::generic_category().message(errno)),
              file.string());
}

/// Closes a descriptor at the end of a scope.
struct Descriptor {
  int value;
  explicit Descriptor(int descriptor) : value(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
};

Result<void> read_key(const KeyFile& told, const fs::path& file, std::span<unsigned char> key) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.value < 0 && errno == ENOENT) {
    return fail(Code::not_found, fmt::format("{} is not there", told.what), file.string(), std::string(told.mend));
  }
  if (in.value < 0) return io_error("open", told, file);
  std::vector<unsigned char> bytes(key.size() + 1);
  const ssize_t got = ::read(in.value, bytes.data(), bytes.size());
  if (got < 0) return io_error("read", told, file);
  if (static_cast<std::size_t>(got) != key.size()) {
    return fail(Code::damaged, fmt::format("{} must have {} bytes", told.what, key.size()), file.string(),
                std::string(told.mend));
  }
  std::copy_n(bytes.begin(), key.size(), key.begin());
  sodium_memzero(bytes.data(), bytes.size());
  return {};
}

/// Writes a new key beside its place and links it there: half a key is never seen, and one that is there never replaced.
Result<void> make_key(const KeyFile& told, const fs::path& file, std::span<unsigned char> key) {
  randombytes_buf(key.data(), key.size());
  const fs::path half = file.string() + ".new-" + std::to_string(::getpid());
  {
    const Descriptor out(::open(half.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (out.value < 0) return io_error("make", told, half);
    const bool written = ::write(out.value, key.data(), key.size()) == static_cast<ssize_t>(key.size());
    sodium_memzero(key.data(), key.size());
    if (!written || ::fsync(out.value) != 0) return io_error("write", told, half);
  }
  const bool linked = ::link(half.c_str(), file.c_str()) == 0 || errno == EEXIST;
  const int why = errno;
  ::unlink(half.c_str());
  errno = why;
  if (!linked) return io_error("make", told, file);
  const Descriptor folder(::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.value >= 0) ::fsync(folder.value);
  return {};
}

}  // namespace

Result<void> read_or_make_key(const store::DataDirectory& directory, const KeyFile& told,
                              std::span<unsigned char> key) {
  if (sodium_init() < 0) return fail(Code::io, "the system has no source of random numbers");
  const fs::path file = directory.keys_folder() / told.name;
  auto had = read_key(told, file, key);
  if (had || had.error().code != Code::not_found || directory.access() != store::Access::write) return had;
  std::error_code trouble;
  fs::create_directories(file.parent_path(), trouble);
  fs::permissions(file.parent_path(), fs::perms::owner_all, trouble);
  if (auto made = make_key(told, file, key); !made) return made;
  return read_key(told, file, key);  // another process may have been first
}

}  // namespace bellwether::guard
