// The hash of a file's first bytes, taken along while the file is imported: by it a longer version is known again.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace bellwether::listen {

/// XXH3 (128 bits) of the bytes as they lie on disk, extended piece by piece.
class ContentHash {
 public:
  [[nodiscard]] static Result<ContentHash> of(const std::filesystem::path& file);
  ContentHash(ContentHash&&) noexcept;
  ContentHash& operator=(ContentHash&&) noexcept;
  ContentHash(const ContentHash&) = delete;
  ContentHash& operator=(const ContentHash&) = delete;
  ~ContentHash();

  /// Goes on to that many bytes from the file's start. Errors: `io`; `damaged` where the file has become shorter.
  [[nodiscard]] Result<void> extend_to(std::uint64_t bytes);
  [[nodiscard]] std::uint64_t bytes() const;
  /// 32 hex digits.
  [[nodiscard]] std::string text() const;

 private:
  struct State;
  explicit ContentHash(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::listen
