#include "store/directory/lock.hpp"

#include "base/text.hpp"
#include "base/time.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace bellwether::store {

namespace {

constexpr std::size_t k_most_command_bytes = 200;

struct Holder {
  std::string command;
  pid_t pid = 0;
  std::string since;
};

/// What the holder wrote of itself: three lines. Several readers write over each other, the last one stands.
Holder read_holder(int file) {
  std::array<char, 512> buffer{};
  const ssize_t got = pread(file, buffer.data(), buffer.size(), 0);
  const std::string_view text(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  const auto lines = split(text, '\n');
  if (lines.size() < 3) return {};
  return {.command = std::string(lines[0]),
          .pid = static_cast<pid_t>(std::strtol(std::string(lines[1]).c_str(), nullptr, 10)),
          .since = std::string(lines[2])};
}

void write_holder(int file, std::string_view command) {
  std::string named(command.substr(0, k_most_command_bytes));
  for (char& c : named) {
    if (c == '\n') c = ' ';
  }
  Instant at = now();
  at.us -= at.us % k_us_per_second;
  const std::string text = fmt::format("{}\n{}\n{}\n", named, getpid(), to_text(at));
  // A reader of a folder that it can't write to is locked all the same; it only can't say its name.
  if (ftruncate(file, 0) == 0) [[maybe_unused]]
    const ssize_t put = pwrite(file, text.data(), text.size(), 0);
}

std::unexpected<Error> held(int file, const std::filesystem::path& path, Access wanted) {
  const Holder holder = read_holder(file);
  const std::string folder = path.parent_path().string();
  const bool alive = holder.pid > 0 && (kill(holder.pid, 0) == 0 || errno == EPERM);
  if (!alive)
    return fail(Code::conflict, "another process has this data directory open", folder, "wait until it is done");
  const std::string who = fmt::format("\"{}\" (process {}, since {})", holder.command, holder.pid, holder.since);
  return fail(Code::conflict,
              wanted == Access::write ? fmt::format("{} has this data directory open, and only one may write", who)
                                      : fmt::format("{} is writing to this data directory", who),
              folder, fmt::format("wait until it is done, or end process {}", holder.pid));
}

std::unexpected<Error> cannot_open(const std::filesystem::path& path, int why) {
  const bool is_full = why == ENOSPC || why == EDQUOT;
  return fail(
      Code::io, fmt::format("the data directory can't be used: {}", std::strerror(why)), path.string(),
      is_full ? "make room on the disk" : "let this user read and write the folder, or name another with --data");
}

}  // namespace

Result<Lock> Lock::take(const std::filesystem::path& path, Access access, std::string_view command) {
  int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 && access == Access::read) file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return cannot_open(path, errno);
  Lock lock(file);
  int state = 0;
  do {
    state = flock(file, (access == Access::write ? LOCK_EX : LOCK_SH) | LOCK_NB);
  } while (state != 0 && errno == EINTR);
  if (state != 0) {
    if (errno == EWOULDBLOCK) return held(file, path, access);
    return fail(Code::io, fmt::format("can't lock the data directory: {}", std::strerror(errno)), path.string());
  }
  write_holder(file, command);
  return lock;
}

Lock::Lock(Lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

Lock::~Lock() {
  if (file_ >= 0) close(file_);
}

}  // namespace bellwether::store
