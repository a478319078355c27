# ns-3's exported targets are ns3::libcore on Debian 12 (3.37) and ns3::core on Debian 13 (3.43).
# kwik_ns3 hides that, and repairs two headers of 3.37 that C++20 rejects.
# Its package file accepts only the exact version, so the minimum is checked here.
find_package(ns3 REQUIRED)
if(ns3_VERSION VERSION_LESS 3.37)
  message(FATAL_ERROR "ns-3 3.37 or newer is needed; this is ${ns3_VERSION}")
endif()

add_library(kwik_ns3 INTERFACE)
add_library(kwik::ns3 ALIAS kwik_ns3)
foreach(module core network internet point-to-point traffic-control applications)
  if(TARGET ns3::lib${module})
    target_link_libraries(kwik_ns3 INTERFACE ns3::lib${module})
  else()
    target_link_libraries(kwik_ns3 INTERFACE ns3::${module})
  endif()
endforeach()
target_compile_definitions(kwik_ns3 INTERFACE NS3_LOG_ENABLE)

find_path(ns3_headers ns3/singleton.h PATH_SUFFIXES ns3.43 ns3.37 REQUIRED)
file(READ "${ns3_headers}/ns3/singleton.h" singleton_text)
if(singleton_text MATCHES "Singleton<T>\\(")
  # A constructor may not be named with a template-id since C++20 (CWG 2237). Corrected copies in the
  # build tree are included first; the originals' include guards then turn them into no-ops.
  foreach(header singleton simulation-singleton)
    file(READ "${ns3_headers}/ns3/${header}.h" text)
    string(REGEX REPLACE "(Singleton)<T>\\(" "\\1(" text "${text}")
    string(REGEX REPLACE "#include \"([a-z-]+\\.h)\"" "#include \"ns3/\\1\"" text "${text}")
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/ns3-cxx20/${header}.h" CONTENT "${text}" @ONLY)
    target_compile_options(kwik_ns3
      INTERFACE "SHELL:-include ${CMAKE_BINARY_DIR}/ns3-cxx20/${header}.h")
  endforeach()
endif()
