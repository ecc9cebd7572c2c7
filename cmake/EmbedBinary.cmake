# embed_binary(TARGET FILE SYMBOL): puts FILE as it is into TARGET, which then includes "embedded/SYMBOL.hpp" and calls
# bellwether::embedded::SYMBOL() for its bytes. The assembler copies the file (.incbin), so that megabytes take no time
# to compile; nobody pays for bytes that the program does not touch.
function(embed_binary TARGET FILE SYMBOL)
  set(root ${CMAKE_BINARY_DIR}/embedded_binaries/${TARGET})
  set(header ${root}/embedded/${SYMBOL}.hpp)
  set(source ${root}/${SYMBOL}.cpp)
  # Written while configuring, so that tools that only read the sources find the header, too.
  file(CONFIGURE OUTPUT ${header} @ONLY CONTENT [=[
// Written by cmake/EmbedBinary.cmake.
#pragma once

#include <cstddef>
#include <span>

namespace bellwether::embedded {

/// The bytes of @FILE@, aligned to 64.
[[nodiscard]] std::span<const std::byte> @SYMBOL@();

}  // namespace bellwether::embedded
]=])
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [=[
// Written by cmake/EmbedBinary.cmake.
#include "embedded/@SYMBOL@.hpp"

// Hidden symbols are reached relative to the program counter: right in a position-independent program, too.
asm(R"(
  .section .rodata
  .balign 64
  .globl bellwether_@SYMBOL@_begin
  .hidden bellwether_@SYMBOL@_begin
bellwether_@SYMBOL@_begin:
  .incbin "@FILE@"
  .globl bellwether_@SYMBOL@_end
  .hidden bellwether_@SYMBOL@_end
bellwether_@SYMBOL@_end:
  .byte 0
  .text
)");

extern "C" {
extern const std::byte bellwether_@SYMBOL@_begin[] __attribute__((visibility("hidden")));
extern const std::byte bellwether_@SYMBOL@_end[] __attribute__((visibility("hidden")));
}

namespace bellwether::embedded {

std::span<const std::byte> @SYMBOL@() { return {bellwether_@SYMBOL@_begin, bellwether_@SYMBOL@_end}; }

}  // namespace bellwether::embedded
]=])
  # The compiler does not tell that it read FILE; ccache sees .incbin and stands aside.
  set_source_files_properties(${source} TARGET_DIRECTORY ${TARGET} PROPERTIES OBJECT_DEPENDS ${FILE})
  target_sources(${TARGET} PRIVATE ${source})
  target_include_directories(${TARGET} PRIVATE ${root})
endfunction()
