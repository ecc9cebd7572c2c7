// A file's bytes as a stream, through whatever has to be taken off first: gzip, UTF-16, one CSV inside another.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bellwether::listen {

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Fills `into` from its beginning; fewer bytes than asked for only at the end, none when all has been read.
  [[nodiscard]] virtual Result<std::size_t> read(std::span<char> into) = 0;

  /// Bytes of the file on disk that were read so far.
  [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
};

/// Opens a file for reading from its start. Errors: `not_found`, `io` (a folder, no right to read, a device).
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_bytes(const std::filesystem::path& file);

/// Takes gzip off (RFC 1952, several members one behind the other, zeros behind the last).
/// Errors while reading: `damaged` where it is cut off or does not agree with its check sum.
[[nodiscard]] std::unique_ptr<ByteSource> gunzip(std::unique_ptr<ByteSource> packed, std::string name);

/// Unpacks a gzip file once to the end without keeping anything. So a file that is cut off, damaged or a bomb is refused
/// before a row of it is taken; unpacking twice costs little beside an import.
/// Errors: `damaged`; `too_large` when it unpacks to more than `expansion` times its size (beyond the first 64 MB).
[[nodiscard]] Result<void> verify_gzip(const std::filesystem::path& file, std::uint64_t expansion);

/// UTF-16 to UTF-8; a byte order mark at the start is taken off; halves of pairs that stand alone become U+FFFD.
[[nodiscard]] std::unique_ptr<ByteSource> from_utf16(std::unique_ptr<ByteSource> wide, bool big_endian);

/// Gives `first` (what was looked at already), then the rest of `source`.
[[nodiscard]] std::unique_ptr<ByteSource> put_back(std::string first, std::unique_ptr<ByteSource> source);

/// Text already in memory; for tests, and for looking at a beginning.
[[nodiscard]] std::unique_ptr<ByteSource> from_text(std::string text);

}  // namespace bellwether::listen
