#ifndef KWIK_TESTBED_LAB_ASK_CHILD_H
#define KWIK_TESTBED_LAB_ASK_CHILD_H

#include <functional>
#include <string>

namespace kwik::testbed
{

/**
 * Asks a question in a child process, as some answers change a process for good.
 *
 * @return what the child said, at most some thousand bytes. @throws LabError with the text of what
 * the question threw, or when the child ended without an answer
 */
std::string AskChild(const std::function<std::string()>& question);

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_ASK_CHILD_H
