// Something that texts are read by, which people or the program change while they are read.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace bellwether::understand {

/// For any number of threads.
template <class T>
class InUse {
 public:
  InUse() = default;
  explicit InUse(std::shared_ptr<const T> one) : one_(std::move(one)) {}

  /// Null where nothing was set. Shared with those who read by it just now.
  [[nodiscard]] std::shared_ptr<const T> now() const {
    const std::scoped_lock lock(mutex_);
    return one_;
  }
  /// What is read from now on, is read by this one.
  void set(std::shared_ptr<const T> one) {
    const std::scoped_lock lock(mutex_);
    one_ = std::move(one);
    ++changes_;
  }
  /// Another number after each set(): cheap to look at before each text.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> one_;
  std::atomic<std::uint64_t> changes_ = 0;
};

}  // namespace bellwether::understand
