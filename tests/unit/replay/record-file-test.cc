#include "protocol-core/base/prng.h"
#include "replay/record-frame.h"
#include "replay/record-reader.h"
#include "replay/record-writer.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <iostream>
#include <sstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace kwik::replay
{

namespace
{

constexpr std::size_t LIMIT = RecordWriter::LEAST_LIMIT;

RecordHeader
Header()
{
    RecordHeader header;
    header.scenario = "title: \"a \\ scenario\"\n";
    header.seed = 7;
    header.host = "near";
    header.restarts = 2;
    header.entropy[31] = std::byte{0xab};
    header.unixStart = 1'800'000'000;
    header.build = "build";
    header.libraries = "libraries";
    return header;
}

Entry
DatagramAt(int milliseconds)
{
    return {.kind = EntryKind::Datagram,
            .at = Instant(std::chrono::milliseconds(milliseconds)),
            .peer = Ipv4(0x0a000001, 4433),
            .blob = std::string(1000, static_cast<char>('a' + milliseconds % 26))};
}

class RecordFile : public testing::Test
{
  protected:
    RecordFile()
    {
        std::string name = testing::TempDir() + "record-XXXXXX";
        m_folder = ::mkdtemp(name.data());
    }

    ~RecordFile() override
    {
        std::filesystem::remove_all(m_folder);
    }

    std::filesystem::path Path() const
    {
        return m_folder / "near.kwikrec";
    }

    void Write(int entries)
    {
        RecordWriter writer(Path(), Header(), LIMIT);
        for (int i = 0; i < entries; ++i)
        {
            writer.Append(DatagramAt(i));
        }
        writer.Close();
    }

    std::string Bytes() const
    {
        const std::ifstream in(Path(), std::ios::binary);
        std::ostringstream bytes;
        bytes << in.rdbuf();
        return std::move(bytes).str();
    }

  private:
    std::filesystem::path m_folder;
};

/// How many entries there are before the record ends, or before it is refused.
int
CountIn(RecordReader& reader)
{
    int count = 0;
    while (reader.Next())
    {
        ++count;
    }
    return count;
}

/// Why the bytes are refused; empty when they are not.
std::string
RefusalOf(const std::string& bytes)
{
    try
    {
        RecordReader reader(bytes);
        CountIn(reader);
        return "";
    }
    catch (const RecordError& error)
    {
        return error.what();
    }
}

TEST_F(RecordFile, WhatIsWrittenIsRead)
{
    Write(3);
    RecordReader reader = RecordReader::Load(Path());
    EXPECT_EQ(WriteHeader(reader.Header()), WriteHeader(Header()));
    for (int i = 0; i < 3; ++i)
    {
        EXPECT_EQ(reader.Next(), DatagramAt(i));
        EXPECT_EQ(reader.Number(), static_cast<std::uint64_t>(i) + 1);
    }
    EXPECT_EQ(reader.Next()->kind, EntryKind::End);
    EXPECT_EQ(reader.Next(), std::nullopt);
    EXPECT_EQ(reader.Ending(), EndReason::Complete);
    EXPECT_EQ(reader.TornBytes(), 0U);
}

TEST_F(RecordFile, OnlyItsOwnerCanReadIt)
{
    ::umask(0);
    Write(1);
    struct stat status = {};
    ASSERT_EQ(::stat(Path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(RecordFile, WhatWasThereIsReplacedAndNotWrittenThrough)
{
    const auto other = Path().parent_path() / "other";
    std::ofstream(other) << "untouched";
    std::filesystem::create_symlink(other, Path());
    Write(1);
    EXPECT_EQ(std::filesystem::file_size(other), 9U);
    EXPECT_FALSE(std::filesystem::is_symlink(Path()));
}

TEST_F(RecordFile, AtItsLimitItSaysSoAndStaysSmaller)
{
    RecordWriter writer(Path(), Header(), LIMIT);
    int written = 0;
    for (; !writer.IsStopped(); ++written)
    {
        writer.Append(DatagramAt(written));
    }
    EXPECT_LE(std::filesystem::file_size(Path()), LIMIT);
    EXPECT_GT(std::filesystem::file_size(Path()), LIMIT - 2'000);
    writer.Append(DatagramAt(written));
    writer.Close();
    RecordReader reader = RecordReader::Load(Path());
    EXPECT_EQ(CountIn(reader), written); // The last was not taken, and the end was.
    EXPECT_EQ(reader.Ending(), EndReason::Limit);
}

TEST_F(RecordFile, WithoutRoomInTheFileSystemItSaysSoAndTheHostGoesOn)
{
    const pid_t child = ::fork();
    if (child == 0)
    {
        // Files may not become larger, which posix_fallocate is told as by a file system.
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit most{std::size_t{3} << 20, std::size_t{3} << 20};
        ::setrlimit(RLIMIT_FSIZE, &most);
        RecordWriter writer(Path(), Header(), std::size_t{8} << 20);
        for (int i = 0; i < 5'000; ++i)
        {
            writer.Append(DatagramAt(i));
        }
        ::_exit(writer.IsStopped() ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    RecordReader reader = RecordReader::Load(Path());
    const int count = CountIn(reader);
    EXPECT_GT(count, 2'900);
    EXPECT_LT(count, 3'146);
    EXPECT_EQ(reader.Ending(), EndReason::NoRoom);
}

TEST_F(RecordFile, AKilledProcessLeavesEveryEntry)
{
    const pid_t child = ::fork();
    if (child == 0)
    {
        RecordWriter writer(Path(), Header(), LIMIT);
        writer.Append(DatagramAt(1));
        writer.Append(DatagramAt(2));
        ::kill(::getpid(), SIGKILL);
    }
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    RecordReader reader = RecordReader::Load(Path());
    EXPECT_EQ(CountIn(reader), 2);
    EXPECT_EQ(reader.Ending(), std::nullopt);
    EXPECT_EQ(reader.TornBytes(), 0U);
}

TEST_F(RecordFile, ACutTailLeavesTheEntriesBeforeIt)
{
    Write(2);
    const std::string bytes = Bytes();
    for (std::size_t size = bytes.size() - 1000; size < bytes.size(); size += 13)
    {
        RecordReader reader(bytes.substr(0, size));
        const int count = CountIn(reader);
        EXPECT_GE(count, 1);
        EXPECT_LE(count, 2);
        EXPECT_EQ(reader.Ending(), std::nullopt);
    }
}

TEST_F(RecordFile, ATornEntryIsCounted)
{
    Write(2);
    std::string bytes = Bytes();
    const std::size_t end = bytes.size() - 20; // Of the last entry, more or less.
    RecordReader reader(bytes.substr(0, end - 500) + std::string(5000, '\0'));
    EXPECT_THROW(CountIn(reader), RecordError); // Its length is there, so its bytes have to be.
    RecordReader cut(bytes.substr(0, end - 500));
    EXPECT_EQ(CountIn(cut), 1);
    EXPECT_GT(cut.TornBytes(), 400U);
}

TEST_F(RecordFile, EveryFlippedBitOfAnEntryIsFound)
{
    Write(2);
    const std::string bytes = Bytes();
    const std::size_t first = RECORD_MAGIC.size() + FRAME_HEAD + WriteHeader(Header()).size();
    for (std::size_t place = first + FRAME_HEAD; place < first + FRAME_HEAD + 1000; place += 7)
    {
        std::string other = bytes;
        other[place] = static_cast<char>(other[place] ^ 1 << place % 8);
        EXPECT_EQ(RefusalOf(other),
                  "entry 1, at byte " + std::to_string(first) + ": its checksum is wrong");
    }
}

TEST_F(RecordFile, EntriesInAnotherOrderAreFound)
{
    Write(3);
    const std::string bytes = Bytes();
    const std::size_t first = RECORD_MAGIC.size() + FRAME_HEAD + WriteHeader(Header()).size();
    const std::size_t size = FRAME_HEAD + TakeUint32(bytes.data() + first);
    const std::string without = bytes.substr(0, first) + bytes.substr(first + size);
    EXPECT_NE(RefusalOf(without).find("checksum"), std::string::npos);
}

TEST_F(RecordFile, AnEntryThatIsEarlierThanTheOneBeforeIsRefused)
{
    {
        RecordWriter writer(Path(), Header(), LIMIT);
        writer.Append(DatagramAt(2));
        writer.Append(DatagramAt(1));
    }
    EXPECT_NE(RefusalOf(Bytes()).find("earlier"), std::string::npos);
}

TEST_F(RecordFile, OtherFilesAndVersionsAreRefused)
{
    Write(0);
    std::string bytes = Bytes();
    EXPECT_EQ(RefusalOf(""), "this is no record of a host");
    EXPECT_EQ(RefusalOf("PCAP" + bytes), "this is no record of a host");
    bytes[7] = 2;
    EXPECT_NE(RefusalOf(bytes).find("another version"), std::string::npos);
    EXPECT_NE(RefusalOf(Bytes().substr(0, 30)).find("ends before its header"), std::string::npos);
    EXPECT_THROW(RecordReader::Load(Path().parent_path()), RecordError);
}

TEST_F(RecordFile, MutatedFilesAreReadInPartOrRefused)
{
    Write(20);
    const std::string bytes = Bytes();
    constexpr std::uint64_t SEED = 4711;
    std::cout << "seed " << SEED << "\n";
    Prng random(SEED);
    int refused = 0;
    for (int i = 0; i < 20'000; ++i)
    {
        std::string other = bytes;
        for (std::uint64_t change = random.Below(3) + 1; change > 0; --change)
        {
            other[random.Below(other.size())] = static_cast<char>(random.Next());
        }
        other.resize(random.Below(4) == 0 ? random.Below(other.size()) : other.size());
        refused += RefusalOf(other).empty() ? 0 : 1;
    }
    EXPECT_GT(refused, 15'000);
}

TEST(RecordHeader, WhatIsNoHeaderIsRefused)
{
    const std::string good = WriteHeader(Header());
    EXPECT_EQ(ReadHeader(good).host, "near");
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"{", ""},
             {"\"seed\":7", "\"seed\":\"7\""},
             {"\"seed\":7,", ""},
             {"00ab\"", "00a\""},
             {"00ab\"", "00ax\""},
             {"00ab\"", "00abcd\""},
             {"1800000000", "-1"},
             {"\"restarts\":2", "\"restarts\":1000001"}})
    {
        std::string bad = good;
        ASSERT_NE(bad.find(from), std::string::npos) << from;
        EXPECT_THROW(ReadHeader(bad.replace(bad.find(from), from.size(), to)), RecordError) << to;
    }
}

} // namespace

} // namespace kwik::replay
