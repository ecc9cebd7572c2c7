// What recorder.cpp writes down: heads, each followed by a name and its bytes.
#pragma once

#include <cstdint>

namespace bellwether::story {

struct RecordHead {
  enum class Did : std::uint32_t {
    opened,   ///< and made, where it was not there
    wrote,    ///< `size` bytes at `place`
    cut,      ///< to `place` bytes
    synced,   ///< all of it so far
    renamed,  ///< its new name in the bytes
    removed,
    told,  ///< bytes to somebody over a socket
  };
  Did did = Did::opened;
  std::uint32_t name_size = 0;
  std::int64_t place = 0;
  std::uint64_t size = 0;  ///< of the bytes
};

}  // namespace bellwether::story
