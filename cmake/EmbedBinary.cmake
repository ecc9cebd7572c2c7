# embed_binary(TARGET FILE NAME): puts the bytes of FILE into TARGET as `std::string_view embedded_NAME()` of namespace bellwether, which
# whoever wants them declares. The assembler takes them in as they are: megabytes cost no time.
function(embed_binary TARGET FILE NAME)
  set(out ${CMAKE_BINARY_DIR}/embedded/${NAME}.cpp)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT [[// Written by cmake/EmbedBinary.cmake.
#include <string_view>

asm(R"(
  .section .rodata
  .balign 16
bellwether_@NAME@_begin:
  .incbin "@FILE@"
bellwether_@NAME@_end:
  .byte 0
  .previous
)");

extern "C" {
__attribute__((visibility("hidden"))) extern const char bellwether_@NAME@_begin[], bellwether_@NAME@_end[];
}

namespace bellwether {

std::string_view embedded_@NAME@();
std::string_view embedded_@NAME@() { return {bellwether_@NAME@_begin, bellwether_@NAME@_end}; }

}  // namespace bellwether
]])
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS ${FILE})
  target_sources(${TARGET} PRIVATE ${out})
endfunction()
