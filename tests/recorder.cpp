// Loaded before a program (LD_PRELOAD), it writes down in which order files of a folder are written, cut and brought to disk, and what is
// sent to whom asked: so that a test can make the disk that a power cut at any moment would have left (power_cut_test.cpp).
//
//   BELLWETHER_RECORDED  the folder       BELLWETHER_RECORD  where the record goes: RecordHead and bytes, again and again (record.hpp)
#include "record.hpp"

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

using bellwether::story::RecordHead;
using Did = RecordHead::Did;

constexpr int k_most_files = 4096;

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

class Recorder {
 public:
  // One at a time: the record has the order in which things were done.
  std::recursive_mutex held;

  Recorder() {
    const char* const folder = std::getenv("BELLWETHER_RECORDED");
    const char* const record = std::getenv("BELLWETHER_RECORD");
    if (folder == nullptr || record == nullptr) return;
    folder_ = folder;
    out_ = static_cast<int>(syscall(SYS_openat, AT_FDCWD, record, O_WRONLY | O_CREAT | O_APPEND, 0600));
  }

  void opened(int file, const char* path, bool cut) {
    if (out_ < 0 || file < 0 || file >= k_most_files) return;
    std::array<char, 4096> real{};
    if (realpath(path, real.data()) == nullptr) return;
    const std::string full(real.data());
    struct stat told{};
    if (!full.starts_with(folder_ + "/") || fstat(file, &told) != 0 || !S_ISREG(told.st_mode)) return;
    names_.at(static_cast<std::size_t>(file)) = full.substr(folder_.size() + 1);
    note(cut ? Did::cut : Did::opened, name_of(file), 0, nullptr, 0);
  }
  void closed(int file) {
    if (file >= 0 && file < k_most_files) names_.at(static_cast<std::size_t>(file)).clear();
  }
  [[nodiscard]] bool is_recorded(int file) const { return out_ >= 0 && !name_of(file).empty(); }
  [[nodiscard]] bool is_socket(int file) const {
    struct stat told{};
    return out_ >= 0 && fstat(file, &told) == 0 && S_ISSOCK(told.st_mode);
  }
  void note(Did did, int file, std::int64_t place, const void* bytes, std::size_t size) {
    note(did, name_of(file), place, bytes, size);
  }
  void note(Did did, const std::string& name, std::int64_t place, const void* bytes, std::size_t size) {
    if (out_ < 0) return;
    const RecordHead head{
        .did = did, .name_size = static_cast<std::uint32_t>(name.size()), .place = place, .size = size};
    put(&head, sizeof head);
    put(name.data(), name.size());
    if (bytes != nullptr) put(bytes, size);
  }
  [[nodiscard]] std::string below(const char* path) const {
    std::array<char, 4096> real{};
    if (out_ < 0 || realpath(path, real.data()) == nullptr) return {};
    const std::string full(real.data());
    return full.starts_with(folder_ + "/") ? full.substr(folder_.size() + 1) : std::string();
  }

 private:
  const std::string& name_of(int file) const {
    static const std::string k_none;
    return file >= 0 && file < k_most_files ? names_.at(static_cast<std::size_t>(file)) : k_none;
  }
  void put(const void* bytes, std::size_t size) const {
    const char* at = static_cast<const char*>(bytes);
    while (size > 0) {
      const long done = syscall(SYS_write, out_, at, size);
      if (done <= 0) std::abort();
      at += done;
      size -= static_cast<std::size_t>(done);
    }
  }

  std::string folder_;
  int out_ = -1;
  std::array<std::string, k_most_files> names_;
};

Recorder& recorder() {
  static auto* const one = new Recorder;  // outlives whatever is still written at the end
  return *one;
}

mode_t mode_of(int flags, va_list rest) { return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0; }

int open_as(int folder, const char* path, int flags, mode_t mode) {
  const std::scoped_lock lock(recorder().held);
  const int file = static_cast<int>(syscall(SYS_openat, folder, path, flags, mode));
  if (folder == AT_FDCWD || path[0] == '/') recorder().opened(file, path, (flags & O_TRUNC) != 0);
  return file;
}

ssize_t write_at(int file, const void* bytes, std::size_t size, std::int64_t place) {
  if (!recorder().is_recorded(file)) return syscall(SYS_pwrite64, file, bytes, size, place);
  const std::scoped_lock lock(recorder().held);
  const ssize_t done = syscall(SYS_pwrite64, file, bytes, size, place);
  if (done > 0) recorder().note(Did::wrote, file, place, bytes, static_cast<std::size_t>(done));
  return done;
}

int cut_to(int file, std::int64_t size) {
  const std::scoped_lock lock(recorder().held);
  const int done = static_cast<int>(syscall(SYS_ftruncate, file, size));
  if (done == 0 && recorder().is_recorded(file)) recorder().note(Did::cut, file, size, nullptr, 0);
  return done;
}

int bring_to_disk(int file, long call) {
  const std::scoped_lock lock(recorder().held);
  const int done = static_cast<int>(syscall(call, file));
  if (done == 0 && recorder().is_recorded(file)) recorder().note(Did::synced, file, 0, nullptr, 0);
  return done;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return open_as(AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return open_as(AT_FDCWD, path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = mode_of(flags, rest);
  va_end(rest);
  return open_as(folder, path, flags, mode);
}
FILE* fopen(const char* path, const char* how) {
  static auto* const real = next<FILE*(const char*, const char*)>("fopen");
  FILE* const file = real(path, how);
  if (file != nullptr && how[0] != 'r') {
    const std::scoped_lock lock(recorder().held);
    recorder().opened(fileno(file), path, how[0] == 'w');
  }
  return file;
}
FILE* fopen64(const char* path, const char* how) { return fopen(path, how); }

int close(int file) {
  recorder().closed(file);
  return static_cast<int>(syscall(SYS_close, file));
}

ssize_t write(int file, const void* bytes, size_t size) {
  if (!recorder().is_recorded(file)) return syscall(SYS_write, file, bytes, size);
  const std::scoped_lock lock(recorder().held);
  const ssize_t done = syscall(SYS_write, file, bytes, size);
  // Where it stands now is behind what it wrote, also of a file that is only added to.
  if (done > 0)
    recorder().note(Did::wrote, file, lseek(file, 0, SEEK_CUR) - done, bytes, static_cast<std::size_t>(done));
  return done;
}
ssize_t writev(int file, const iovec* parts, int count) {
  if (!recorder().is_recorded(file)) return syscall(SYS_writev, file, parts, count);
  ssize_t all = 0;
  for (int i = 0; i < count; ++i) {
    const ssize_t done = write(file, parts[i].iov_base, parts[i].iov_len);
    if (done < 0) return all > 0 ? all : done;
    all += done;
    if (static_cast<std::size_t>(done) < parts[i].iov_len) break;
  }
  return all;
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t place) { return write_at(file, bytes, size, place); }
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t place) { return write_at(file, bytes, size, place); }
int ftruncate(int file, off_t size) { return cut_to(file, size); }
int ftruncate64(int file, off64_t size) { return cut_to(file, size); }
int fsync(int file) { return bring_to_disk(file, SYS_fsync); }
int fdatasync(int file) { return bring_to_disk(file, SYS_fdatasync); }

int unlink(const char* path) {
  const std::scoped_lock lock(recorder().held);
  const std::string name = recorder().below(path);
  const int done = static_cast<int>(syscall(SYS_unlink, path));
  if (done == 0 && !name.empty()) recorder().note(Did::removed, name, 0, nullptr, 0);
  return done;
}
int rename(const char* from, const char* to) {
  const std::scoped_lock lock(recorder().held);
  const std::string before = recorder().below(from);
  const int done = static_cast<int>(syscall(SYS_rename, from, to));
  const std::string after = recorder().below(to);
  if (done == 0 && !before.empty() && !after.empty())
    recorder().note(Did::renamed, before, 0, after.data(), after.size());
  return done;
}

ssize_t sendmsg(int line, const msghdr* message, int flags) {
  std::string bytes;
  for (std::size_t i = 0; i < message->msg_iovlen; ++i) {
    bytes.append(static_cast<const char*>(message->msg_iov[i].iov_base), message->msg_iov[i].iov_len);
  }
  const std::scoped_lock lock(recorder().held);
  // Before it goes out: whatever it promises must be on disk now.
  recorder().note(Did::told, std::string(), line, bytes.data(), bytes.size());
  return syscall(SYS_sendmsg, line, message, flags);
}
ssize_t send(int line, const void* bytes, size_t size, int flags) {
  const std::scoped_lock lock(recorder().held);
  recorder().note(Did::told, std::string(), line, bytes, size);
  return syscall(SYS_sendto, line, bytes, size, flags, nullptr, 0);
}

}  // extern "C"
