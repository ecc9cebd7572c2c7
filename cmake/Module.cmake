# module(NAME FOLDER [USES modules-below…] [LIBRARIES libraries…] [TESTS_USE modules…])
#
# Makes the library NAME of all FOLDER/*.cpp, and NAME_test of FOLDER/*_test.cpp.
#
# Its include root holds this one folder and nothing else (a link in the build folder), so that
# `#include "measure/query.hpp"` compiles only where the module `measure` is named behind USES: an include
# can only point downwards in the house, and a cycle stops the configuration.
function(module NAME FOLDER)
  cmake_parse_arguments(ARG "" "" "USES;LIBRARIES;TESTS_USE" ${ARGN})

  if(NOT TARGET unit_tests)
    add_custom_target(unit_tests)
  endif()
  foreach(below IN LISTS ARG_USES)
    if(NOT TARGET ${below})
      message(FATAL_ERROR "Module ${NAME} uses ${below}, which does not stand below it in the house (src/CMakeLists.txt).")
    endif()
  endforeach()

  set(here ${CMAKE_SOURCE_DIR}/src/${FOLDER})
  set(root ${CMAKE_BINARY_DIR}/roots/${NAME})
  get_filename_component(parent ${root}/${FOLDER} DIRECTORY)
  file(MAKE_DIRECTORY ${parent})
  file(CREATE_LINK ${here} ${root}/${FOLDER} SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS ${here}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  add_library(${NAME} STATIC ${sources})
  target_include_directories(${NAME} PUBLIC ${root})
  target_link_libraries(${NAME} PUBLIC ${ARG_USES} PRIVATE ${ARG_LIBRARIES})

  if(tests)
    add_executable(${NAME}_test ${tests})
    target_link_libraries(${NAME}_test PRIVATE ${NAME} ${ARG_TESTS_USE} ${ARG_LIBRARIES} GTest::gtest_main rapidcheck_gtest)
    # The tests' own code does little: unoptimised, it takes a third less time to compile.
    target_compile_options(${NAME}_test PRIVATE $<$<CONFIG:Debug>:-O0>)
    target_compile_definitions(${NAME}_test PRIVATE BELLWETHER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${NAME} COMMAND ${NAME}_test --gtest_brief=1)
    set_tests_properties(${NAME} PROPERTIES LABELS unit)
    add_dependencies(unit_tests ${NAME}_test)
  endif()
endfunction()
