# One language level, every warning an error, ccache where it is there.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(BELLWETHER_SANITIZE "" CACHE STRING "Sanitizers, as given to -fsanitize=")
option(BELLWETHER_BENCH "Build the benchmarks" OFF)
option(BELLWETHER_FUZZ "Build the fuzz targets (needs clang)" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  # Paths below the project are hashed relative to it, so that another checkout of it finds what this one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()

add_compile_options(
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Werror
  # Paths of the building machine stay out of the program.
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wduplicated-cond -Wlogical-op -Wuseless-cast)
  # g++ 12 sees null dereferences inside the standard library's own inlined code.
  add_compile_options(-Wno-null-dereference)
endif()
add_compile_definitions(_GLIBCXX_ASSERTIONS)
# Debug lines of level 1 keep stack traces readable and the build a third smaller.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")

if(BELLWETHER_SANITIZE)
  add_compile_options(-fsanitize=${BELLWETHER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BELLWETHER_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # With sanitizers on, g++ 12 warns of uninitialised values in std::optional and std::variant that are none.
    add_compile_options(-Wno-maybe-uninitialized)
    if(BELLWETHER_SANITIZE MATCHES "thread")
      # Asio's fences are more than its locks need; that the sanitizer does not see them changes nothing.
      add_compile_options(-Wno-tsan)
    endif()
  endif()
endif()

if(BELLWETHER_FUZZ)
  # The fuzzer sees which ways through our own code an input takes.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
  # clang sees that libstdc++ 12 uses what it calls deprecated itself.
  add_compile_options(-Wno-deprecated-declarations)
  # clang takes the shortest strings that any compiler must bear, 65,536 bytes, for the longest that it may be given.
  add_compile_options(-Wno-overlength-strings)
endif()
