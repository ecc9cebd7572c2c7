// Themes as they stand in files of our own form: JSON text of [{"theme": …, "sentiment": …}, …] or ["…", …].
#pragma once

#include "store/facts/signal.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// Keeps its parser's memory from cell to cell.
class ThemeReader {
 public:
  ThemeReader();
  ThemeReader(ThemeReader&&) noexcept;
  ThemeReader& operator=(ThemeReader&&) noexcept;
  ThemeReader(const ThemeReader&) = delete;
  ThemeReader& operator=(const ThemeReader&) = delete;
  ~ThemeReader();

  /// One mention of each theme, at most k_most, into `mentions`; their texts hold until the next call. False: no JSON list.
  [[nodiscard]] bool read(std::string_view json, std::vector<facts::Mention>& mentions);
  static constexpr std::size_t k_most = 64;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace bellwether::listen
