# The libraries, all from Debian's packages but DuckDB (scripts/setup; docs/dependencies.md says why each is here).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GTest REQUIRED)
find_package(EXPAT REQUIRED)
find_package(LibArchive REQUIRED)
pkg_check_modules(simdjson REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)

add_library(rapidcheck_gtest INTERFACE)
find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
find_path(RAPIDCHECK_INCLUDE rapidcheck/gtest.h REQUIRED)
target_link_libraries(rapidcheck_gtest INTERFACE ${RAPIDCHECK_LIBRARY})
target_include_directories(rapidcheck_gtest SYSTEM INTERFACE ${RAPIDCHECK_INCLUDE})

# Debian's SOCI brings neither a pkg-config nor a CMake file.
find_library(SOCI_CORE_LIBRARY soci_core REQUIRED)
find_library(SOCI_SQLITE3_LIBRARY soci_sqlite3 REQUIRED)
find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql REQUIRED)
find_path(SOCI_INCLUDE soci/soci.h REQUIRED)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(libpq REQUIRED IMPORTED_TARGET libpq)
add_library(soci INTERFACE)
target_link_libraries(soci INTERFACE ${SOCI_SQLITE3_LIBRARY} ${SOCI_POSTGRESQL_LIBRARY} ${SOCI_CORE_LIBRARY}
  PkgConfig::sqlite3 PkgConfig::libpq)
target_include_directories(soci SYSTEM INTERFACE ${SOCI_INCLUDE} ${SOCI_INCLUDE}/soci)
if(BELLWETHER_SANITIZE MATCHES "undefined")
  # Debian's SOCI hides the type information that the check of virtual calls would ask for.
  target_compile_options(soci INTERFACE -fno-sanitize=vptr)
endif()

# DuckDB: a system-wide one of the right line if there is one, else what scripts/setup fetched into deps/.
set(DUCKDB_LINE "1.4" CACHE STRING "The DuckDB line (LTS) that this version of Bellwether is made for")

# Sets FOUND to whether the header and library answer with a version of the line.
function(fits_duckdb_line INCLUDE LIBRARY FOUND)
  set(${FOUND} FALSE PARENT_SCOPE)
  if(NOT EXISTS "${INCLUDE}/duckdb.h" OR NOT EXISTS "${LIBRARY}")
    return()
  endif()
  file(WRITE ${CMAKE_BINARY_DIR}/duckdb_version.cpp
       "#include <duckdb.h>\n#include <cstdio>\nint main() { std::puts(duckdb_library_version()); }\n")
  try_run(runs compiles ${CMAKE_BINARY_DIR}/duckdb_version ${CMAKE_BINARY_DIR}/duckdb_version.cpp
          CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${INCLUDE}"
          LINK_LIBRARIES ${LIBRARY}
          RUN_OUTPUT_VARIABLE version)
  if(compiles AND runs EQUAL 0 AND version MATCHES "^v${DUCKDB_LINE}\\.")
    set(${FOUND} TRUE PARENT_SCOPE)
  endif()
endfunction()

if(NOT DUCKDB_INCLUDE)
  find_path(system_include duckdb.h)
  find_library(system_library duckdb)
  fits_duckdb_line("${system_include}" "${system_library}" system_fits)
  set(fetched ${CMAKE_SOURCE_DIR}/deps/duckdb)
  fits_duckdb_line("${fetched}/include" "${fetched}/lib/libduckdb.so" fetched_fits)
  if(system_fits)
    set(DUCKDB_INCLUDE ${system_include} CACHE PATH "Folder of duckdb.h")
    set(DUCKDB_LIBRARY ${system_library} CACHE FILEPATH "libduckdb")
  elseif(fetched_fits)
    set(DUCKDB_INCLUDE ${fetched}/include CACHE PATH "Folder of duckdb.h")
    set(DUCKDB_LIBRARY ${fetched}/lib/libduckdb.so CACHE FILEPATH "libduckdb")
  else()
    message(FATAL_ERROR "DuckDB ${DUCKDB_LINE} was not found. Run `make setup` first.")
  endif()
endif()
add_library(duckdb_c INTERFACE)
target_include_directories(duckdb_c SYSTEM INTERFACE ${DUCKDB_INCLUDE})
target_link_libraries(duckdb_c INTERFACE ${DUCKDB_LIBRARY})
get_filename_component(DUCKDB_RPATH ${DUCKDB_LIBRARY} DIRECTORY)

if(NOT TARGET EXPAT::EXPAT OR NOT TARGET LibArchive::LibArchive)
  message(FATAL_ERROR "expat and libarchive were not found. Run `make setup` first.")
endif()
