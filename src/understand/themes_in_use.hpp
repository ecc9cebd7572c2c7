// The book of themes that texts are read by, which people change while they are read.
#pragma once

#include "understand/theme_book.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace bellwether::understand {

/// For any number of threads.
class ThemesInUse {
 public:
  explicit ThemesInUse(std::shared_ptr<const ThemeBook> book) : book_(std::move(book)) {}

  [[nodiscard]] std::shared_ptr<const ThemeBook> book() const {
    const std::scoped_lock lock(mutex_);
    return book_;
  }
  /// What is read from now on, is read by this one.
  void set(std::shared_ptr<const ThemeBook> book) {
    const std::scoped_lock lock(mutex_);
    book_ = std::move(book);
    ++changes_;
  }
  /// Another number after each set(): cheap to look at before each text.
  [[nodiscard]] std::uint64_t changes() const { return changes_; }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const ThemeBook> book_;
  std::atomic<std::uint64_t> changes_ = 0;
};

}  // namespace bellwether::understand
