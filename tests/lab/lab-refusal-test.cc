#include "testbed/lab/check-spec.h"
#include "testbed/lab/isolation.h"
#include "tests/lab/lab-support.h"

#include <fcntl.h>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sched.h>
#include <string>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace kwik::testbed
{

using ::testing::AllOf;
using ::testing::HasSubstr;

namespace
{

/// What CheckSpec says after @p change of a good one.
std::string
RefusalOf(const std::function<void(LabSpec&)>& change)
{
    LabSpec spec = Diamond();
    change(spec);
    try
    {
        CheckSpec(spec);
    }
    catch (const LabError& error)
    {
        return error.what();
    }
    return {};
}

/// A user namespace in which no further one is permitted.
void
ForbidUserNamespaces()
{
    ASSERT_EQ(::unshare(CLONE_NEWUSER), 0);
    const int file = ::open("/proc/sys/user/max_user_namespaces", O_WRONLY | O_CLOEXEC);
    ASSERT_GE(file, 0);
    ASSERT_EQ(::write(file, "0", 1), 1);
    ::close(file);
}

void
DropCapabilities()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2]{};
    ASSERT_EQ(::syscall(SYS_capset, &header, none), 0);
}

} // namespace

TEST(LabRefusal, SaysWhatForbidsUserNamespacesAndWhatHelps)
{
    Apart(As::Nobody, [] {
        ForbidUserNamespaces();
        DropCapabilities();
        try
        {
            Lab::Build(Pair(QuickShape()));
            FAIL() << "it was built";
        }
        catch (const LabError& error)
        {
            EXPECT_THAT(error.what(),
                        AllOf(HasSubstr("needs root or user namespaces"),
                              HasSubstr("sysctl -w user.max_user_namespaces=10000"),
                              HasSubstr("as root")));
        }
    });
}

TEST(LabRefusal, AGoodSpecIsNotRefused)
{
    EXPECT_EQ(RefusalOf([](LabSpec&) {}), "");
}

TEST(LabRefusal, NobodyHasAnAddressOfThePublicOrOfSomebodyElse)
{
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.hosts[1].address = Ipv4(0x08080808, 0); }),
                HasSubstr("server has the address 8.8.8.8:0"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.hosts[1].address = Ipv4(0xac200001, 0); }),
                HasSubstr("not one of a private network"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.hosts[1].address.port = 1; }),
                HasSubstr("with port 0"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.hosts[1].address = spec.hosts[0].address; }),
                HasSubstr("which somebody else has"));
    EXPECT_THAT(
        RefusalOf([](LabSpec& spec) { spec.links[0].addresses[0] = spec.links[2].addresses[0]; }),
        HasSubstr("which somebody else has"));
    // Of a host that is not mobile it does not matter.
    EXPECT_EQ(RefusalOf([](LabSpec& spec) { spec.links[1].addresses = {}; }), "");
}

TEST(LabRefusal, LinksJoinTwoHostsAndMakeSense)
{
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.links[1].to = 4; }), HasSubstr("link 1"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.links[1].to = spec.links[1].from; }),
                HasSubstr("does not join two hosts"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.links[0].mtu = {67}; }), HasSubstr("MTU"));
    EXPECT_EQ(RefusalOf([](LabSpec& spec) { spec.links[0].mtu = {68}; }), "");
    EXPECT_EQ(RefusalOf([](LabSpec& spec) { spec.links[0].mtu = {65'535}; }), "");
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.links[0].mtu = {65'536}; }), HasSubstr("MTU"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.links[0].shapes[1].rate = {0}; }),
                HasSubstr("link 0 has no rate"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.links[0].shapes[1].jitter = Duration(-1); }),
                HasSubstr("negative"));
    EXPECT_THAT(RefusalOf([](LabSpec& spec) { spec.links[0].shapes[1].lossPpm = 1'000'001; }),
                HasSubstr("more than all"));
}

} // namespace kwik::testbed
