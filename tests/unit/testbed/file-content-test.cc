#include "testbed/file-content.h"

#include <fstream>
#include <gtest/gtest.h>

namespace kwik::testbed
{

namespace
{

class FileContentTest : public testing::Test
{
  protected:
    FileContentTest()
        : m_folder(std::filesystem::path(testing::TempDir()) /
                   testing::UnitTest::GetInstance()->current_test_info()->name())
    {
        std::filesystem::remove_all(m_folder);
        std::filesystem::create_directories(m_folder / "in");
    }

    ~FileContentTest() override
    {
        std::filesystem::remove_all(m_folder);
    }

    void Plant(const std::string& name, const std::string& text) const
    {
        std::ofstream(m_folder / name, std::ios::binary) << text;
    }

    std::filesystem::path m_folder;
};

std::string
Text(const SharedBytes& bytes)
{
    return std::string(AsText(bytes.View()));
}

} // namespace

TEST_F(FileContentTest, ReadsAnyPartAndZerosBeyondTheEnd)
{
    Plant("in/a", "0123456789");
    const FileContent content(m_folder / "in");
    EXPECT_EQ(content.SizeOf("file/a"), ByteCount{10});
    EXPECT_EQ(Text(content.Read("file/a", ByteCount{0}, ByteCount{10})), "0123456789");
    EXPECT_EQ(Text(content.Read("file/a", ByteCount{7}, ByteCount{2})), "78");
    EXPECT_EQ(Text(content.Read("file/a", ByteCount{8}, ByteCount{4})), std::string("89\0\0", 4));
}

TEST_F(FileContentTest, NothingOutsideIsThere)
{
    Plant("secret", "x");
    Plant("in/a", "y");
    std::filesystem::create_symlink("../secret", m_folder / "in/link");
    const FileContent content(m_folder / "in");
    for (const char* name :
         {"file/../secret", "file/link", "file/", "file/b", "a", "file//etc/passwd"})
    {
        EXPECT_EQ(content.SizeOf(name), std::nullopt) << name;
    }
}

TEST_F(FileContentTest, AReplacedFileIsSeenByWhoAsksNext)
{
    Plant("in/a", "old");
    const FileContent content(m_folder / "in");
    EXPECT_EQ(content.SizeOf("file/a"), ByteCount{3});
    Plant("new", "newer");
    std::filesystem::rename(m_folder / "new", m_folder / "in/a");
    EXPECT_EQ(Text(content.Read("file/a", ByteCount{0}, ByteCount{3})), "old");
    EXPECT_EQ(content.SizeOf("file/a"), ByteCount{5});
    EXPECT_EQ(Text(content.Read("file/a", ByteCount{0}, ByteCount{5})), "newer");
}

TEST_F(FileContentTest, ServesMoreFilesThanItKeepsOpen)
{
    constexpr std::size_t COUNT = 2 * FileContent::FILES_MAX;
    for (std::size_t i = 0; i < COUNT; ++i)
    {
        Plant("in/" + std::to_string(i), "content " + std::to_string(i));
    }
    const FileContent content(m_folder / "in");
    for (std::size_t round = 0; round < 2; ++round)
    {
        for (std::size_t i = 0; i < COUNT; ++i)
        {
            const std::string text = "content " + std::to_string(i);
            const std::string name = "file/" + std::to_string(i);
            ASSERT_EQ(Text(content.Read(name, ByteCount{0}, ByteCount{text.size()})), text);
        }
    }
    const auto handles = std::filesystem::directory_iterator("/proc/self/fd");
    EXPECT_LE(static_cast<std::size_t>(std::distance(begin(handles), end(handles))),
              FileContent::FILES_MAX + 32);
}

} // namespace kwik::testbed
