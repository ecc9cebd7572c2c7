// A file's text in pieces as long as a block: what one block leaves over begins the next.
#pragma once

#include "base/result.hpp"
#include "listen/rows/byte_source.hpp"
#include "listen/rows/row_block.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

namespace bellwether::listen {

class Pieces {
 public:
  static constexpr std::size_t k_bytes = std::size_t{1} << 20U;

  /// Everything was read from the source; the last piece may still be at hand.
  [[nodiscard]] bool ended() const { return ended_; }

  /// Reads on into the block's buffer and has `take(text)` make rows of it, until the block holds some; false at the end.
  /// `take` says how many bytes it used; 0 asks for more behind them. It may read `padding` bytes behind the text.
  template <class Take>
  [[nodiscard]] Result<bool> fill(ByteSource& source, RowBlock& block, std::size_t padding, Take take);

 private:
  std::string rest_;  ///< the beginning of a row that goes on in what is read next
  bool ended_ = false;
};

template <class Take>
Result<bool> Pieces::fill(ByteSource& source, RowBlock& block, std::size_t padding, Take take) {
  std::size_t held = rest_.size();
  block.grow_buffer(held + k_bytes + padding);
  std::ranges::copy(rest_, block.buffer().data());
  rest_.clear();
  while (held > 0 || !ended_) {
    if (!ended_) {
      const std::size_t room = block.buffer().size() - held - padding;
      const Result<std::size_t> got = source.read(block.buffer().subspan(held, room));
      if (!got) return std::unexpected(got.error());
      ended_ = *got < room;
      held += *got;
    }
    const std::string_view text(block.buffer().data(), held);
    const std::size_t used = take(text);
    if (!block.empty() || !block.rejected().empty()) {
      block.set_used(used);
      rest_ = text.substr(used);
      return true;
    }
    // Nothing but blanks, or a row longer than what is there.
    if (used > 0) std::memmove(block.buffer().data(), block.buffer().data() + used, held - used);
    held -= used;
    if (used == 0) block.grow_buffer(2 * block.buffer().size());
  }
  return false;
}

}  // namespace bellwether::listen
