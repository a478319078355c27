#include "cli/sim-process.h"
#include "tests/unit/experiment/store-support.h"

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <system_error>
#include <unistd.h>

namespace kwik::cli::test
{

namespace
{

using experiment::test::TemporaryDirectory;

/// A shell in place of the simulator, and a loop that goes on until it has ended.
class Shell
{
  public:
    explicit Shell(const std::string& script)
        : m_children(m_loop, SIGCHLD),
          m_lock(::open(m_folder.File("").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
          process(SimProcess::Start(m_loop,
                                    {{"/bin/sh", "-c", script}, m_folder.File(""), m_lock},
                                    [this](const SimProgress& news) { progress.push_back(news); }))
    {
        Wait();
    }

    ~Shell()
    {
        ::close(m_lock);
    }

    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    const SimEnding& Run()
    {
        if (!process->HasEnded()) // It may have ended before anybody waited.
        {
            m_loop.run();
        }
        return process->Ending();
    }

  private:
    void Wait()
    {
        m_children.async_wait([this](const boost::system::error_code&, int) {
            process->HasEnded() ? m_loop.stop() : Wait();
        });
    }

    TemporaryDirectory m_folder;
    boost::asio::io_context m_loop;
    boost::asio::signal_set m_children;
    int m_lock;

  public:
    std::vector<SimProgress> progress;
    std::shared_ptr<SimProcess> process;
};

} // namespace

TEST(SimProcess, EndsCleanly)
{
    EXPECT_TRUE(Shell("exit 0").Run().IsClean());
}

TEST(SimProcess, TellsTheExitCodeAndTheLastWords)
{
    Shell shell("echo why >&2; exit 3");
    const SimEnding& ending = shell.Run();
    EXPECT_FALSE(ending.IsClean());
    EXPECT_EQ(ending.Reason(), "sh ended with exit code 3: why");
}

TEST(SimProcess, TellsTheSignal)
{
    EXPECT_EQ(Shell("kill -9 $$").Run().Reason(), "sh was killed by signal 9 (Killed)");
}

TEST(SimProcess, KeepsTheEndOfManyWords)
{
    Shell shell("i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done; echo end; exit 1");
    const std::string words = shell.Run().words;
    EXPECT_THAT(words, testing::EndsWith("19999\nend\n"));
    EXPECT_LE(words.size(), 16'384U);
}

TEST(SimProcess, ReadsProgressAlsoWhenALineComesInPieces)
{
    // The shell waits for its own child between the pieces, so they are written one by one.
    Shell shell("printf '100' >&3; /bin/true; printf '0 5\\n2000 ' >&3; /bin/true; "
                "printf '6\\n' >&3; read never");
    shell.Run();
    ASSERT_EQ(shell.progress.size(), 2U);
    EXPECT_EQ(shell.progress[0].simulated, Duration(1000));
    EXPECT_EQ(shell.progress[0].delivered, ByteCount{5});
    EXPECT_EQ(shell.progress[1].simulated, Duration(2000));
    EXPECT_EQ(shell.progress[1].delivered, ByteCount{6});
}

TEST(SimProcess, LeavesNothingOfItsGroupBehind)
{
    Shell shell("tail -f /dev/null & echo $!; exit 0");
    const std::string words = shell.Run().words;
    // Its parent is gone, so somebody else reaps it; until then it is a corpse at most.
    const std::string state = "/proc/" + words.substr(0, words.find('\n')) + "/exe";
    char target[64];
    while (::readlink(state.c_str(), target, sizeof target) >= 0)
    {
    }
    EXPECT_TRUE(shell.process->Ending().IsClean());
}

TEST(SimProcess, RunsInItsFolderAndInheritsTheLock)
{
    Shell shell("pwd; readlink /proc/self/fd/4");
    const std::string words = shell.Run().words;
    const std::string folder = words.substr(0, words.find('\n') + 1);
    EXPECT_THAT(folder, testing::MatchesRegex("/.+\n"));
    EXPECT_EQ(words, folder + folder);
}

TEST(SimProcess, ThatCannotBeStartedIsAnError)
{
    boost::asio::io_context loop;
    const int lock = ::open("/dev/null", O_RDONLY);
    EXPECT_THROW(SimProcess::Start(loop, {{"/nonexistent/kwiklab-sim"}, "/", lock}, {}),
                 std::system_error);
    ::close(lock);
}

} // namespace kwik::cli::test
