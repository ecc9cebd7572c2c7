# embed(TARGET FOLDER PAGES): puts every file of FOLDER, and the pages of the folder PAGES under its own name ("models/…"), into TARGET as
# text that the program can list and read (base/embedded.hpp), so that the program is one file that runs anywhere.
function(embed TARGET FOLDER PAGES)
  set(out ${CMAKE_BINARY_DIR}/embedded/${TARGET}_embedded.cpp)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${FOLDER}/*.toml ${FOLDER}/*.json ${FOLDER}/*.css ${FOLDER}/*.txt)
  file(GLOB pages CONFIGURE_DEPENDS ${PAGES}/*.md)
  list(APPEND files ${pages})
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DFOLDER=${FOLDER} -DPAGES=${PAGES} "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
    COMMENT "Embedding ${FOLDER}"
    VERBATIM)
  target_sources(${TARGET} PRIVATE ${out})
endfunction()
