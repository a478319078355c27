# kwik_library(name FILES...) and kwik_executable(name FILES...): our own code, with our own rules.
set(KWIK_SANITIZE "" CACHE STRING "Sanitizers for every target, comma separated")
option(KWIK_FUZZ "Build the libFuzzer targets" OFF)

if(KWIK_SANITIZE)
  # Without the second one, undefined behaviour is a line on standard error, and every test passes.
  add_compile_options(-fsanitize=${KWIK_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KWIK_SANITIZE})
endif()
if(KWIK_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

function(kwik_rules target)
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
    # Configuration structs have default member initialisers; naming only what differs is the point.
    -Wno-missing-field-initializers
    # GCC 12 reports impossible overlaps in std::string's operator+ (GCC bug 105651) and unset members
    # of the other alternatives of a std::variant (GCC bug 105562 and kin).
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized>
    # ns-3 3.43 has made functions virtual that are not in 3.37: Application::AssignStreams.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-inconsistent-missing-override>)
endfunction()

function(kwik_library name)
  add_library(kwik_${name} STATIC ${ARGN})
  add_library(kwik::${name} ALIAS kwik_${name})
  kwik_rules(kwik_${name})
endfunction()

function(kwik_executable name)
  add_executable(${name} ${ARGN})
  kwik_rules(${name})
endfunction()
