// The lock on a data directory: one process writes, or any number read.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"

#include <filesystem>
#include <string_view>

namespace bellwether::store {

/// An advisory lock on a file that also says who holds it. Ends with the process, however that ends.
class Lock {
 public:
  /// Error: `conflict` naming the holder's command, pid and start; `io`.
  [[nodiscard]] static Result<Lock> take(const std::filesystem::path& file, Access access, std::string_view command);

  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock();

 private:
  explicit Lock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace bellwether::store
