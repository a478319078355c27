#include "testbed/lab/lab-marker.h"
#include "tests/lab/lab-support.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kwik::testbed
{

using ::testing::Contains;
using ::testing::Not;
using ::testing::Optional;

namespace
{

/// A process that waits for its end, and holds the marker of a lab meanwhile.
class Holder
{
  public:
    explicit Holder(const LabOwner& owner)
    {
        std::array<int, 2> ready{};
        EXPECT_EQ(::pipe(ready.data()), 0);
        m_pid = ::fork();
        if (m_pid == 0)
        {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::prctl(PR_SET_NAME, "kwiklab-links");
            const LabMarker marker(owner);
            EXPECT_EQ(::write(ready[1], "r", 1), 1);
            ::pause();
            ::_exit(0);
        }
        char byte = 0;
        EXPECT_EQ(::read(ready[0], &byte, 1), 1);
        ::close(ready[0]);
        ::close(ready[1]);
    }

    ~Holder()
    {
        ::kill(m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }

    pid_t Pid() const
    {
        return m_pid;
    }

    ProcessIdentity Identity() const
    {
        return FindProcess(m_pid).value_or(ProcessIdentity{});
    }

  private:
    pid_t m_pid{0};
};

/// A process of our own, which has ended.
LabOwner
DeadOwner()
{
    LabOwner owner = OwnLab();
    owner.process.start -= 1;
    return owner;
}

} // namespace

TEST(LabMarker, SaysWhoseItIs)
{
    const LabOwner owner{4'026'531'836, {1234, 567'890}};
    const LabMarker marker(owner);
    std::array<char, 200> link{};
    const std::string path = "/proc/self/fd/" + std::to_string(marker.File());
    ASSERT_GT(::readlink(path.c_str(), link.data(), link.size() - 1), 0);
    EXPECT_THAT(ReadMarker(link.data()), Optional(owner));
}

TEST(LabMarker, OtherFilesAreNone)
{
    for (const char* link : {"/memfd:kwiklab-lab:",
                             "/memfd:kwiklab-lab:1:2",
                             "/memfd:other:1:2:3",
                             "/tmp/memfd:kwiklab-lab:1:2:3",
                             "socket:[123]",
                             ""})
    {
        EXPECT_EQ(ReadMarker(link), std::nullopt) << link;
    }
}

TEST(LabOrphans, AreThoseWhoseOwnerIsGone)
{
    const Holder orphan(DeadOwner());
    const Holder child(OwnLab());
    LabOwner elsewhere = DeadOwner();
    ++elsewhere.processNamespace;
    const Holder stranger(elsewhere);
    const auto orphans = FindOrphans();
    EXPECT_THAT(orphans, Contains(orphan.Identity()));
    EXPECT_THAT(orphans, Not(Contains(child.Identity())));
    EXPECT_THAT(orphans, Not(Contains(stranger.Identity())));
}

TEST(LabOrphans, AreEndedAndNobodyElseIs)
{
    const Holder orphan(DeadOwner());
    const Holder other(OwnLab());
    ProcessIdentity mistaken = other.Identity();
    mistaken.start += 1; // As if the number had been used again.
    EXPECT_EQ(EndOrphans({orphan.Identity(), mistaken}), 2U);
    EXPECT_EQ(FindProcess(orphan.Pid()), std::nullopt);
    EXPECT_NE(FindProcess(other.Pid()), std::nullopt);
}

TEST(LabOrphans, EveryProcessOfALabHoldsTheMarker)
{
    Apart(As::Started, [] {
        const LabOwner owner = OwnLab();
        const auto lab = Lab::Build(Pair(QuickShape()));
        const pid_t program = lab->Spawn(0, {{"/bin/sh", "-c", "sleep 1000 & wait"}});
        const std::string path = "/proc/" + std::to_string(program) + "/fd/300";
        std::array<char, 200> link{};
        ASSERT_GT(::readlink(path.c_str(), link.data(), link.size() - 1), 0);
        EXPECT_THAT(ReadMarker(link.data()), Optional(owner));
    });
}

} // namespace kwik::testbed
