# Puts the files of a page into one C++ source: cmake -DPAGE=DIR -DOUT=FILE -P JoinPage.cmake
# The modules become one script, each a function that returns what it exports, in an order in which
# each stands behind those that it imports.
set(modules dom format columns pyramid content theme time-window line-plot plot-panel state-timeline
  event-list run-page chart chart-choice overview-page scenario-page distributions-page sweep-page
  fidelity-page network-layout network-state network-page main)

file(GLOB found RELATIVE "${PAGE}" "${PAGE}/*.js")
# A literal for each: Clang wants none to be longer than 65,536 bytes.
set(script "  std::string script = \"const modules = {};\\n\";\n")
foreach(module IN LISTS modules)
  list(REMOVE_ITEM found "${module}.js")
  file(READ "${PAGE}/${module}.js" text)
  string(REGEX MATCHALL "\nexport (function|const|class) [A-Za-z0-9_]+" exported "\n${text}")
  list(TRANSFORM exported REPLACE "\nexport (function|const|class) " "")
  list(JOIN exported ", " exported)
  string(REGEX REPLACE "(^|\n)import ({[^}]*}) from \"\\./([a-z-]+)\\.js\";" "\\1const \\2 = modules[\"\\3\"];"
         text "${text}")
  string(REGEX REPLACE "(^|\n)export " "\\1" text "${text}")
  if(text MATCHES "(^|\n)(import|export) ")
    message(FATAL_ERROR "${module}.js: imports are one `import {...} from \"./x.js\";`, exports "
                        "`export function`, `export const` or `export class`")
  endif()
  string(APPEND script "  script += R\"kwik_page(modules[\"${module}\"] = (() => {\n${text}\nreturn {${exported}};\n})();\n)kwik_page\";\n")
endforeach()
if(found)
  message(FATAL_ERROR "not in the list of cmake/JoinPage.cmake: ${found}")
endif()

file(READ "${PAGE}/index.html" template)
file(READ "${PAGE}/style.css" style)
set(source "// Written by cmake/JoinPage.cmake from ${PAGE}.\n#include \"analysis/report/page-files.h\"\n\n")
string(APPEND source "namespace kwik::analysis\n{\n\n")
string(APPEND source "const std::string_view PAGE_TEMPLATE = R\"kwik_page(${template})kwik_page\";\n")
string(APPEND source "const std::string_view PAGE_STYLE = R\"kwik_page(${style})kwik_page\";\n")
string(APPEND source "std::string\nPageScript()\n{\n${script}  return script;\n}\n\n")
string(APPEND source "} // namespace kwik::analysis\n")
file(WRITE "${OUT}" "${source}")
