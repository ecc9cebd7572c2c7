// Where the bytes that mean something stand among 64 bytes: the one loop of the CSV splitter that touches every byte.
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bellwether::listen {

/// Finds delimiter, quote, CR and LF. `text` must have 64 readable bytes.
class SpecialBytes {
 public:
#if defined(__SSE2__)
  SpecialBytes(char delimiter, char quote)
      : delimiter_(_mm_set1_epi8(delimiter)),
        quote_(_mm_set1_epi8(quote == '\0' ? '\n' : quote)),
        line_feed_(_mm_set1_epi8('\n')),
        return_(_mm_set1_epi8('\r')) {}

  /// Bit i is set where text[i] is special.
  [[nodiscard]] std::uint64_t in(const char* text) const {
    return sixteen(text) | sixteen(text + 16) << 16U | sixteen(text + 32) << 32U | sixteen(text + 48) << 48U;
  }

 private:
  [[nodiscard]] std::uint64_t sixteen(const char* text) const {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
    const __m128i breaks = _mm_or_si128(_mm_cmpeq_epi8(bytes, line_feed_), _mm_cmpeq_epi8(bytes, return_));
    const __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter_), _mm_cmpeq_epi8(bytes, quote_));
    return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(breaks, marks)));
  }
  __m128i delimiter_, quote_, line_feed_, return_;
#else
  SpecialBytes(char delimiter, char quote) : delimiter_(delimiter), quote_(quote == '\0' ? '\n' : quote) {}

  [[nodiscard]] std::uint64_t in(const char* text) const {
    std::uint64_t mask = 0;
    for (unsigned i = 0; i < 64; ++i) {
      const char c = text[i];
      const bool special = c == delimiter_ || c == quote_ || c == '\n' || c == '\r';
      mask |= std::uint64_t{special} << i;
    }
    return mask;
  }

 private:
  char delimiter_, quote_;
#endif
};

}  // namespace bellwether::listen
