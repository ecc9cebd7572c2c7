# Writes OUT, a C++ file with the text of FILES under their names below FOLDER, or below the parent of PAGES. A string literal may not be
# longer than 64 KiB everywhere, so each file becomes pieces that the compiler joins.
set(body "")
cmake_path(GET PAGES PARENT_PATH above)
set(named "")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name ${FOLDER} ${file})
  if(name MATCHES "^\\.\\./")
    file(RELATIVE_PATH name ${above} ${file})
  endif()
  list(APPEND named "${name}|${file}")
endforeach()
list(SORT named)
foreach(pair IN LISTS named)
  string(REPLACE "|" ";" pair "${pair}")
  list(GET pair 0 name)
  list(GET pair 1 file)
  file(READ ${file} text HEX)
  string(LENGTH "${text}" hex_length)
  math(EXPR bytes "${hex_length} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" text "${text}")
  string(REGEX REPLACE "(\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f]\\\\x[0-9a-f][0-9a-f])" "\\1\"\n    \"" text "${text}")
  string(APPEND body "  {\"${name}\", std::string_view(\n    \"${text}\", ${bytes})},\n")
endforeach()
file(WRITE ${OUT} "// Written by cmake/write_embedded.cmake.
#include \"base/embedded.hpp\"

namespace bellwether {

namespace {
// The last one ends the list, so that an empty folder compiles too.
constexpr EmbeddedFile k_files[] = {
${body}  {\"\", \"\"}};
}  // namespace

std::span<const EmbeddedFile> embedded_files() { return std::span(k_files).first(std::size(k_files) - 1); }

}  // namespace bellwether
")
