#include "guard/access/hook_secrets.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bellwether::guard {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_most_name_bytes = 60;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= k_most_name_bytes && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

fs::path file_of(const store::DataDirectory& directory, std::string_view name) {
  return directory.keys_folder() / "hooks" / name;
}

std::unexpected<Error> io_error(const fs::path& file) {
  return fail(Code::io, "can't be written: " + std::generic_category().message(errno), file.string(),
              "make room, or give the program the right to write there");
}

/// A new file with these bytes, on disk.
bool write_file(const fs::path& file, std::string_view bytes) {
  const int to = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (to < 0) return false;
  const bool written =
      ::write(to, bytes.data(), bytes.size()) == static_cast<::ssize_t>(bytes.size()) && ::fsync(to) == 0;
  const int why = errno;
  ::close(to);
  errno = why;
  return written;
}

}  // namespace

Result<void> set_hook_secret(const store::DataDirectory& directory, std::string_view name, std::string_view secret) {
  if (!is_name(name)) {
    return fail(Code::bad_input, "this is no name of a secret", std::string(name.substr(0, k_most_name_bytes)),
                "a name has 1 to 60 of a-z, 0-9, _ and -");
  }
  const bool has_control = std::ranges::any_of(secret, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (secret.empty() || secret.size() > k_most_hook_secret_bytes || has_control) {
    return fail(Code::bad_input, "this can't be a secret", std::string(name),
                "a secret is one line of 1 to 1,024 bytes");
  }
  const fs::path file = file_of(directory, name);
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (error) return fail(Code::io, "can't be made: " + error.message(), file.parent_path().string());
  fs::permissions(file.parent_path(), fs::perms::owner_all, error);
  const fs::path half = file.string() + ".new";  // no name has a dot
  if (!write_file(half, secret) || ::rename(half.c_str(), file.c_str()) != 0) {
    const auto failed = io_error(file);
    ::unlink(half.c_str());
    return failed;
  }
  return {};
}

std::optional<std::string> hook_secret(const store::DataDirectory& directory, std::string_view name) {
  if (!is_name(name)) return std::nullopt;
  std::ifstream file(file_of(directory, name), std::ios::binary);
  std::string secret(k_most_hook_secret_bytes, '\0');
  file.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  secret.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  if (secret.empty()) return std::nullopt;
  return secret;
}

Result<void> forget_hook_secret(const store::DataDirectory& directory, std::string_view name) {
  std::error_code error;
  if (!is_name(name) || !fs::remove(file_of(directory, name), error)) {
    if (error) return fail(Code::io, "can't be removed: " + error.message(), std::string(name));
    return fail(Code::not_found, "no such secret is set", std::string(name.substr(0, k_most_name_bytes)));
  }
  return {};
}

}  // namespace bellwether::guard
