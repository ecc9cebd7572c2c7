#include "listen/rows/byte_source.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace bellwether::listen {

namespace {

constexpr std::size_t k_wide_bytes = std::size_t{256} << 10U;
constexpr unsigned k_byte_order_mark = 0xFEFF;
constexpr unsigned k_replacement = 0xFFFD;

void append_utf8(unsigned point, std::string& out) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | (point >> 6U));
    out += static_cast<char>(0x80U | (point & 0x3FU));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | (point >> 12U));
    out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (point & 0x3FU));
  } else {
    out += static_cast<char>(0xF0U | (point >> 18U));
    out += static_cast<char>(0x80U | ((point >> 12U) & 0x3FU));
    out += static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
    out += static_cast<char>(0x80U | (point & 0x3FU));
  }
}

class Utf16Source final : public ByteSource {
 public:
  Utf16Source(std::unique_ptr<ByteSource> wide, bool big_endian) : wide_(std::move(wide)), big_endian_(big_endian) {}

  Result<std::size_t> read(std::span<char> into) override {
    std::size_t done = 0;
    while (done < into.size()) {
      if (at_ == narrow_.size()) {
        if (Result<bool> more = refill(); !more) return std::unexpected(more.error());
        if (narrow_.empty()) break;
      }
      const std::size_t now = std::min(into.size() - done, narrow_.size() - at_);
      std::memcpy(into.data() + done, narrow_.data() + at_, now);
      at_ += now;
      done += now;
    }
    return done;
  }
  std::uint64_t bytes_read() const override { return wide_->bytes_read(); }

 private:
  Result<bool> refill() {
    narrow_.clear();
    at_ = 0;
    input_.resize(k_wide_bytes);
    // A read may give no character yet (only the mark, or half a pair): go on until one is there or the input ends.
    while (narrow_.empty()) {
      const Result<std::size_t> got = wide_->read(input_);
      if (!got) return std::unexpected(got.error());
      if (*got == 0) {
        if (high_ != 0) append_utf8(k_replacement, narrow_);
        high_ = 0;
        return true;
      }
      const std::size_t pairs = *got / 2;  // An odd byte can only be the file's last one; it is no character.
      for (std::size_t i = 0; i < pairs; ++i) take(unit_at(i));
    }
    return true;
  }

  unsigned unit_at(std::size_t index) const {
    const unsigned first = static_cast<unsigned char>(input_[2 * index]);
    const unsigned second = static_cast<unsigned char>(input_[2 * index + 1]);
    return big_endian_ ? first << 8U | second : second << 8U | first;
  }

  void take(unsigned unit) {
    if (std::exchange(at_start_, false) && unit == k_byte_order_mark) return;
    const bool is_low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0) {
      append_utf8(is_low ? 0x10000U + ((high_ - 0xD800U) << 10U) + (unit - 0xDC00U) : k_replacement, narrow_);
      high_ = 0;
      if (is_low) return;
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      append_utf8(is_low ? k_replacement : unit, narrow_);
    }
  }

  std::unique_ptr<ByteSource> wide_;
  bool big_endian_;
  bool at_start_ = true;
  unsigned high_ = 0;  ///< the first half of a pair that waits for its second
  std::string input_, narrow_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> from_utf16(std::unique_ptr<ByteSource> wide, bool big_endian) {
  return std::make_unique<Utf16Source>(std::move(wide), big_endian);
}

}  // namespace bellwether::listen
