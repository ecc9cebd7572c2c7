#include "listen/rows/windows1252.hpp"

#include <array>
#include <cstdint>

namespace bellwether::listen {

namespace {

// 0x80 … 0x9F; from 0xA0 on, the byte is the code point. https://encoding.spec.whatwg.org/index-windows-1252.txt
constexpr std::array<std::uint16_t, 32> k_high_controls{0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                        0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

}  // namespace

std::size_t windows1252_to_utf8(unsigned char byte, char* out) {
  const unsigned point = byte < 0xA0 ? k_high_controls[byte - 0x80U] : byte;
  if (point < 0x800) {
    out[0] = static_cast<char>(0xC0U | (point >> 6U));
    out[1] = static_cast<char>(0x80U | (point & 0x3FU));
    return 2;
  }
  out[0] = static_cast<char>(0xE0U | (point >> 12U));
  out[1] = static_cast<char>(0x80U | ((point >> 6U) & 0x3FU));
  out[2] = static_cast<char>(0x80U | (point & 0x3FU));
  return 3;
}

void append_windows1252(std::string_view text, std::string& out) {
  std::array<char, 3> utf8{};
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out.append(utf8.data(), windows1252_to_utf8(byte, utf8.data()));
    }
  }
}

}  // namespace bellwether::listen
