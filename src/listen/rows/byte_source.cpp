#include "listen/rows/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bellwether::listen {

namespace {

class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;
  ~FileSource() override { ::close(descriptor_); }

  Result<std::size_t> read(std::span<char> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      const ssize_t got = ::read(descriptor_, into.data() + done, into.size() - done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(Code::io, "can't read the file: " + std::generic_category().message(errno), name_);
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    bytes_ += done;
    return done;
  }
  std::uint64_t bytes_read() const override { return bytes_; }

 private:
  int descriptor_;
  std::string name_;
  std::uint64_t bytes_ = 0;
};

class PutBack final : public ByteSource {
 public:
  PutBack(std::string first, std::unique_ptr<ByteSource> source)
      : first_(std::move(first)), source_(std::move(source)) {}

  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t now = std::min(into.size(), first_.size() - at_);
    std::memcpy(into.data(), first_.data() + at_, now);
    at_ += now;
    if (now == into.size() || !source_) return now;
    if (at_ == first_.size()) first_ = {}, at_ = 0;
    Result<std::size_t> rest = source_->read(into.subspan(now));
    if (!rest) return rest;
    return now + *rest;
  }
  std::uint64_t bytes_read() const override { return source_ ? source_->bytes_read() : at_; }

 private:
  std::string first_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteSource> source_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file) {
  const std::string name = file.string();
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno == ENOENT)
      return fail(Code::not_found, "there is no such file", name, "look at the spelling of its path");
    return fail(Code::io, "can't open the file: " + std::generic_category().message(errno), name);
  }
  auto source = std::make_unique<FileSource>(descriptor, name);
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) {
    return fail(Code::io, "can't look at the file: " + std::generic_category().message(errno), name);
  }
  if (S_ISDIR(status.st_mode)) {
    return fail(Code::io, "this is a folder, not a file", name, "name the files in it, for example " + name + "/*.csv");
  }
  if (!S_ISREG(status.st_mode)) {
    return fail(Code::io, "this is not an ordinary file", name, "write its content to a file and import that");
  }
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  return source;
}

std::unique_ptr<ByteSource> put_back(std::string first, std::unique_ptr<ByteSource> source) {
  return std::make_unique<PutBack>(std::move(first), std::move(source));
}

std::unique_ptr<ByteSource> from_text(std::string text) { return std::make_unique<PutBack>(std::move(text), nullptr); }

}  // namespace bellwether::listen
