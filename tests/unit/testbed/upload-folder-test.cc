#include "testbed/upload-folder.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <unistd.h>

namespace kwik::testbed::test
{

namespace
{

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A folder of its own for each test, and one client that uploads into it.
class UploadFolderTest : public testing::Test
{
  protected:
    UploadFolderTest()
        : m_base(fs::temp_directory_path() /
                 ("kwik-uploads-" + std::to_string(::getpid()) + "-" +
                  testing::UnitTest::GetInstance()->current_test_info()->name()))
    {
        fs::remove_all(m_base);
        fs::create_directories(Root());
    }

    ~UploadFolderTest() override
    {
        fs::remove_all(m_base);
    }

    fs::path Root() const
    {
        return m_base / "kept";
    }

    std::unique_ptr<UploadFolder> Open(std::uint64_t most = 1'000)
    {
        return std::make_unique<UploadFolder>(Root(), ByteCount{most}, [this](const auto& line) {
            m_lines.push_back(line);
        });
    }

    /// The next bytes of a stream at that many seconds.
    void Send(UploadFolder& folder,
              std::uint64_t stream,
              const std::string& content,
              const std::string& text,
              StreamFinish finish = StreamFinish::Open)
    {
        m_now += 1s;
        const ByteView view = AsBytes(text);
        folder.OnUploadBytes(m_now,
                             {SessionId{1}, StreamId{stream}, content},
                             SharedBytes(ByteVector(view.begin(), view.end())),
                             finish);
    }

    void SendAll(UploadFolder& folder, std::uint64_t stream, const std::string& content)
    {
        Send(folder, stream, content, "all of it", StreamFinish::Final);
    }

    /// What is in the folder and beside it.
    std::set<std::string> Files() const
    {
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(m_base))
        {
            if (!entry.is_directory())
            {
                names.insert(entry.path().lexically_relative(Root()).string());
            }
        }
        return names;
    }

    std::string TextOf(const std::string& name) const
    {
        std::ifstream file(Root() / name);
        std::ostringstream text;
        text << file.rdbuf();
        return text.str();
    }

    fs::path m_base;
    Instant m_now{};
    std::vector<std::string> m_lines;
};

} // namespace

TEST_F(UploadFolderTest, KeepsAnUploadUnderItsNameWhenTheEndHasCome)
{
    const auto folder = Open();
    Send(*folder, 0, "upload/a.txt", "one ");
    EXPECT_EQ(Files(), (std::set<std::string>{"a.txt.part"}));
    EXPECT_EQ(folder->SizeOf("upload/a.txt"), std::nullopt);
    Send(*folder, 0, "upload/a.txt", "two", StreamFinish::Final);
    EXPECT_EQ(Files(), (std::set<std::string>{"a.txt"}));
    EXPECT_EQ(TextOf("a.txt"), "one two");
    EXPECT_EQ(folder->SizeOf("upload/a.txt"), ByteCount{7});
    EXPECT_EQ(AsText(folder->Read("upload/a.txt", ByteCount{4}, ByteCount{3}).View()), "two");
    EXPECT_EQ(m_lines, (std::vector<std::string>{"upload kept a.txt 7 bytes"}));
}

TEST_F(UploadFolderTest, NamesLeadNowhereElse)
{
    const auto folder = Open();
    std::uint64_t stream = 0;
    for (const std::string name : {"upload/../a",
                                   "upload//etc/a",
                                   "upload/a/b",
                                   "upload/.a",
                                   "upload/",
                                   "upload/-a",
                                   "upload/a.part",
                                   "file/a",
                                   "a",
                                   "upload/a b",
                                   "upload/a\n",
                                   "upload/\xc3\xa4"})
    {
        SendAll(*folder, stream++, name);
        EXPECT_EQ(folder->SizeOf(name), std::nullopt);
    }
    SendAll(*folder, stream, "upload/" + std::string(201, 'a'));
    EXPECT_EQ(Files(), std::set<std::string>{});
    SendAll(*folder, stream + 1, "upload/" + std::string(200, 'a'));
    EXPECT_EQ(Files().size(), 1U);
}

TEST_F(UploadFolderTest, NothingIsReplacedAndNoLinkIsFollowed)
{
    std::ofstream(m_base / "precious") << "precious";
    fs::create_symlink(m_base / "precious", Root() / "link");
    fs::create_symlink(m_base / "precious", Root() / "new.part");
    std::ofstream(Root() / "old") << "old";
    const auto folder = Open();
    SendAll(*folder, 0, "upload/link");
    SendAll(*folder, 1, "upload/old");
    SendAll(*folder, 2, "upload/new");
    EXPECT_EQ(TextOf("old"), "old");
    EXPECT_EQ(TextOf("../precious"), "precious");
    EXPECT_EQ(TextOf("new"), "all of it");
    EXPECT_EQ(Files(), (std::set<std::string>{"../precious", "link", "new", "old"}));
}

TEST_F(UploadFolderTest, TwoClientsDoNotShareAName)
{
    const auto folder = Open();
    Send(*folder, 0, "upload/a", "first");
    Send(*folder, 1, "upload/a", "second", StreamFinish::Final);
    Send(*folder, 0, "upload/a", "", StreamFinish::Final);
    EXPECT_EQ(TextOf("a"), "first");
}

TEST_F(UploadFolderTest, TheFolderHasAtMostItsSize)
{
    std::ofstream(Root() / "there") << "12345";
    const auto folder = Open(15);
    Send(*folder, 0, "upload/a", "1234567890", StreamFinish::Final);
    EXPECT_EQ(TextOf("a"), "1234567890");
    Send(*folder, 1, "upload/b", "1", StreamFinish::Final);
    EXPECT_EQ(Files(), (std::set<std::string>{"a", "there"}));
    EXPECT_EQ(m_lines.back(), "upload dropped b: the folder is full");
}

TEST_F(UploadFolderTest, WhatIsDroppedLeavesItsRoomAndItsRestIsIgnored)
{
    const auto folder = Open(10);
    Send(*folder, 0, "upload/a", "12345678");
    Send(*folder, 0, "upload/a", "901");
    SendAll(*folder, 1, "upload/b");
    Send(*folder, 0, "upload/a", "rest", StreamFinish::Final);
    EXPECT_EQ(Files(), (std::set<std::string>{"b"}));
}

TEST_F(UploadFolderTest, WhatIsUnfinishedAtTheEndIsRemoved)
{
    Send(*Open(), 0, "upload/a", "half");
    EXPECT_EQ(Files(), std::set<std::string>{});
}

TEST_F(UploadFolderTest, TheOneThatWasSilentLongestGivesWay)
{
    const auto folder = Open();
    for (std::uint64_t stream = 0; stream < UploadFolder::OPEN_MAX; ++stream)
    {
        Send(*folder, stream, "upload/a" + std::to_string(stream), "1");
    }
    Send(*folder, 0, "upload/a0", "2");
    EXPECT_EQ(Files().size(), UploadFolder::OPEN_MAX);
    Send(*folder, 999, "upload/b", "1");
    EXPECT_EQ(Files().size(), UploadFolder::OPEN_MAX);
    EXPECT_EQ(m_lines, (std::vector<std::string>{"upload dropped a1: too many at a time"}));
}

} // namespace kwik::testbed::test
