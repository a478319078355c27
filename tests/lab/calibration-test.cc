#include "tests/lab/lab-support.h"

#include <array>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

namespace kwik::testbed
{

using namespace std::chrono_literals;

namespace
{

constexpr Duration BUDGET = 40ms;

} // namespace

TEST(LabCalibration, FindsEveryDirectionAndLeavesTheLinksAsNew)
{
    Apart(As::Started, [] {
        const auto lab = Lab::Build(Diamond());
        const auto found = lab->Calibrate(BUDGET);
        ASSERT_EQ(found.size(), 8U);
        for (std::size_t i = 0; i < found.size(); ++i)
        {
            EXPECT_EQ(found[i].where.link, i / 2);
            EXPECT_EQ(found[i].where.sender, i % 2);
            EXPECT_EQ(found[i].asked, QuickShape());
            EXPECT_EQ(found[i].arrived, found[i].sent);
            EXPECT_GT(found[i].sent, 50U);
            EXPECT_GT(found[i].rate, BitRate{0});
            EXPECT_GE(found[i].delayP50, QuickShape().delay);
            EXPECT_GE(found[i].delayP99, found[i].delayP50);
            EXPECT_EQ(lab->Counters(found[i].where).packetsIn, 0U);
        }
        EXPECT_EQ(lab->Lag().count, 0U);
    });
}

TEST(LabCalibration, CountsWhatIsLost)
{
    Apart(As::Started, [] {
        LabSpec spec = Pair(QuickShape());
        spec.links[0].shapes[0].lossPpm = 500'000;
        spec.links[0].shapes[1].isUp = false;
        const auto lab = Lab::Build(spec);
        const auto found = lab->Calibrate(BUDGET);
        EXPECT_GT(found[0].arrived, found[0].sent / 4);
        EXPECT_LT(found[0].arrived, found[0].sent * 3 / 4);
        EXPECT_GT(found[0].rate, BitRate{0});
        EXPECT_GT(found[1].sent, 0U);
        EXPECT_EQ(found[1].arrived, 0U);
        EXPECT_EQ(found[1].rate, BitRate{0});
    });
}

TEST(LabCalibration, DoesNotDecideWhatIsLostLater)
{
    const auto lostOnes = [](bool isCalibrated, int pipe) {
        Apart(As::Started, [=] {
            DirectionShape shape = QuickShape();
            shape.lossPpm = 500'000;
            const auto lab = Lab::Build(Pair(shape));
            if (isCalibrated)
            {
                lab->Calibrate(BUDGET);
            }
            HostSocket client(*lab, 0);
            HostSocket server(*lab, 1);
            Address to = HostAddress(1);
            to.port = server.Port();
            for (std::uint64_t i = 0; i < 32; ++i)
            {
                const auto before = lab->Counters({0, 0}).packetsOut;
                ASSERT_EQ(client.Send(to, "x"), 0);
                ASSERT_TRUE(Await(*lab, {0, 0}, [i](const auto& found) {
                    return found.lost + found.packetsOut == i + 1;
                }));
                const char fate = lab->Counters({0, 0}).packetsOut == before ? 'l' : 'a';
                ASSERT_EQ(::write(pipe, &fate, 1), 1);
            }
        });
    };
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    lostOnes(false, pipe[1]);
    lostOnes(true, pipe[1]);
    ::close(pipe[1]);
    std::string fates(64, ' ');
    ASSERT_EQ(::read(pipe[0], fates.data(), fates.size()), CanBuildLabs() ? 64 : 0);
    EXPECT_EQ(fates.substr(0, 32), fates.substr(32));
    EXPECT_EQ(fates.find('l') != std::string::npos, CanBuildLabs());
    EXPECT_EQ(fates.find('a') != std::string::npos, CanBuildLabs());
}

} // namespace kwik::testbed
