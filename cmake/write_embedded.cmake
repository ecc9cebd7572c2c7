# Writes OUT, a C++ file with the text of FILES under their names below FOLDER. A string literal may not be
# longer than 64 KiB everywhere, so each file becomes pieces that the compiler joins.
set(body "")
list(SORT FILES)
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name ${FOLDER} ${file})
  file(READ ${file} text HEX)
  string(LENGTH "${text}" hex_length)
  math(EXPR bytes "${hex_length} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" text "${text}")
  string(REGEX REPLACE "(\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f])" "\\1\"\n    \"" text "${text}")
  string(APPEND body "  {\"${name}\", std::string_view(\n    \"${text}\", ${bytes})},\n")
endforeach()
file(WRITE ${OUT} "// Written by cmake/write_embedded.cmake.\n#include \"base/embedded.hpp\"\n\n#include <array>\n\nnamespace bellwether {\n\nnamespace {\nconstexpr auto k_files = std::to_array<EmbeddedFile>({\n${body}});\n}  // namespace\n\nstd::span<const EmbeddedFile> embedded_files() { return k_files; }\n\n}  // namespace bellwether\n")
