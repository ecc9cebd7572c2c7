#include "listen/rows/byte_source.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include <zlib.h>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_packed_bytes = std::size_t{128} << 10U;
constexpr std::uint64_t k_expansion_looked_at_from = std::uint64_t{64} << 20U;

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::string name)
      : packed_(std::move(packed)), name_(std::move(name)), input_(k_packed_bytes) {
    stream_.zalloc = Z_NULL;
    stream_.zfree = Z_NULL;
    stream_.opaque = Z_NULL;
    ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK;  // 16: a gzip header, and its check sum compared
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override {
    if (ready_) inflateEnd(&stream_);
  }

  Result<std::size_t> read(std::span<char> into) override {
    if (!ready_) return fail(Code::io, "no memory for unpacking", name_);
    std::size_t done = 0;
    while (done < into.size() && !ended_) {
      if (stream_.avail_in == 0) {
        if (Result<bool> more = refill(); !more) return std::unexpected(more.error());
      }
      if (ended_) break;
      Result<std::size_t> got = unpack(into.subspan(done));
      if (!got) return got;
      done += *got;
    }
    return done;
  }
  std::uint64_t bytes_read() const override { return packed_->bytes_read(); }

 private:
  Result<bool> refill() {
    Result<std::size_t> got = packed_->read({reinterpret_cast<char*>(input_.data()), input_.size()});
    if (!got) return std::unexpected(got.error());
    if (*got == 0 && !between_members_) {
      return fail(Code::damaged, "the gzip file is cut off: its end is missing", name_,
                  "copy or download it again; nothing of it was taken");
    }
    ended_ = *got == 0;
    stream_.next_in = input_.data();
    stream_.avail_in = static_cast<uInt>(*got);
    return true;
  }

  Result<std::size_t> unpack(std::span<char> into) {
    if (between_members_ && skip_padding()) return std::size_t{0};
    const auto room = static_cast<uInt>(std::min<std::size_t>(into.size(), std::size_t{1} << 30U));
    stream_.next_out = reinterpret_cast<Bytef*>(into.data());
    stream_.avail_out = room;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      return fail(Code::damaged,
                  std::string("the gzip file is damaged: ") + (stream_.msg != nullptr ? stream_.msg : "unreadable"),
                  name_, "copy or download it again; nothing of it was taken");
    }
    between_members_ = status == Z_STREAM_END;
    if (between_members_) inflateReset(&stream_);
    return room - stream_.avail_out;
  }

  /// Zeros behind a member are padding (tapes, some tools), not another member. True: the input is used up.
  bool skip_padding() {
    while (stream_.avail_in > 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
    }
    if (stream_.avail_in == 0) return true;
    between_members_ = false;
    return false;
  }

  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  std::vector<Bytef> input_;
  z_stream stream_{};
  bool ready_ = false;
  bool between_members_ = false;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> packed, std::string name) {
  return std::make_unique<GzipSource>(std::move(packed), std::move(name));
}

Result<void> verify_gzip(const std::filesystem::path& file, std::uint64_t expansion) {
  Result<std::unique_ptr<ByteSource>> packed = open_bytes(file);
  if (!packed) return std::unexpected(packed.error());
  const std::unique_ptr<ByteSource> source = gunzip(std::move(*packed), file.string());
  std::vector<char> nowhere(std::size_t{1} << 20U);
  std::uint64_t unpacked = 0;
  while (true) {
    const Result<std::size_t> got = source->read(nowhere);
    if (!got) return std::unexpected(got.error());
    if (*got == 0) return {};
    unpacked += *got;
    if (unpacked > k_expansion_looked_at_from && unpacked / expansion > source->bytes_read()) {
      return fail(
          Code::too_large,
          "the gzip file unpacks to more than " + std::to_string(expansion) + " times its size, which is no table",
          file.string(), "unpack it yourself and look at what is in it");
    }
  }
}

}  // namespace bellwether::listen
