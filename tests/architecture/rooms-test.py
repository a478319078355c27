"""Shows that the layering check finds every include that the law does not list."""

import unittest

import rooms
from planted import PlantedTree

LAW = """
room base  core/base:
room wire  core/wire: base
room child core/wire/child: base wire
group core: base wire
room model model: core
header ns3/*: model
header special.h: core
"""


class Rooms(PlantedTree):

    def found(self, path, text, law=LAW):
        self.plant(rooms.LAW, law)
        self.plant(path, text)
        return rooms.check(self.tree())

    def test_what_the_law_lists_passes(self):
        self.assert_found(self.found("core/wire/a.h", '#include "core/base/id.h"\n#include <vector>\n'))
        self.assert_found(self.found("core/wire/a.h", '#include "core/wire/b.h"\n#include <special.h>\n'))
        self.assert_found(self.found("model/a.h", '#include "core/wire/b.h"\n#include <ns3/node.h>\n'))

    def test_an_include_upwards_is_found(self):
        found = self.found("core/base/a.h", '\n#include "core/wire/a.h"\n')
        self.assert_found(found, "core/base/a.h:2: room base may not include room wire")

    def test_a_room_inside_another_is_a_room_of_its_own(self):
        self.assert_found(self.found("core/wire/child/a.h", '#include "core/wire/a.h"\n'))
        (self.root / "core/wire/child/a.h").unlink()
        found = self.found("core/wire/a.cc", '  #  include "core/wire/child/a.h"\n')
        self.assert_found(found, "may not include room child")

    def test_a_library_in_the_wrong_room_is_found(self):
        self.assert_found(self.found("core/base/a.cc", "#include <ns3/node.h>\n"), "<ns3/node.h>")

    def test_a_library_that_nobody_listed_is_found(self):
        self.assert_found(self.found("model/a.cc", "#include <sys/socket.h>\n"), "<sys/socket.h>")

    def test_a_folder_that_is_no_room_is_found(self):
        self.assert_found(self.found("core/new/a.h", ""), "lies in no room")

    def test_an_include_that_is_not_written_from_the_root_is_found(self):
        self.assert_found(self.found("core/base/a.cc", '#include "a.h"\n'), "from the repository's root")

    def test_an_include_behind_a_macro_is_found(self):
        self.assert_found(self.found("core/base/a.cc", "#include HEADER\n"), "a macro hides")

    def test_an_include_in_a_comment_or_a_literal_is_none(self):
        text = '/*\n#include <sys/socket.h>\n*/\nconst char* a = R"(\n#include <ns3/node.h>\n)";\n'
        self.assert_found(self.found("core/base/a.cc", text))

    def test_a_law_in_which_rooms_form_a_circle_is_found(self):
        law = "room a a: b\nroom b b: a\n"
        self.assert_found(self.found("a/a.h", "", law), "rooms may not form a circle")

    def test_a_law_that_cannot_be_read_is_found(self):
        self.assert_found(self.found("a/a.h", "", "room a a:\nroom b\n"), "not `room`, `group` or `header`")
        self.assert_found(self.found("a/a.h", "", "room a a:\nroom a b:\n"), "stands here twice")


if __name__ == "__main__":
    unittest.main()
