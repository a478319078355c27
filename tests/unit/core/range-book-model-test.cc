#include "protocol-core/base/prng.h"
#include "protocol-core/stream/range-book.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <string>

namespace kwik::test
{

namespace
{

constexpr std::uint64_t SIZE = 300;
constexpr std::uint32_t PATHS = 3;
constexpr std::uint64_t STREAMS = 2;

/// What a RangeBook knows, byte by byte and without cleverness.
struct Model
{
    struct Stream
    {
        std::vector<bool> received = std::vector<bool>(SIZE);
        std::uint64_t frontier{0};
    };

    bool IsClaimed(StreamId id, std::uint64_t byte) const
    {
        return streams.at(id).received[byte] ||
               std::any_of(ranges.begin(), ranges.end(), [id, byte](const auto& entry) {
                   const Range& range = entry.second;
                   return range.stream == id && !range.isOrphan && range.next.value <= byte &&
                          byte < range.end.value;
               });
    }

    std::optional<Interval> FirstGap(StreamId id) const
    {
        std::uint64_t begin = 0;
        const std::uint64_t frontier = streams.at(id).frontier;
        while (begin < frontier && IsClaimed(id, begin))
        {
            ++begin;
        }
        std::uint64_t end = begin;
        while (end < frontier && !IsClaimed(id, end))
        {
            ++end;
        }
        return begin == end ? std::nullopt
                            : std::optional(Interval{ByteCount{begin}, ByteCount{end}});
    }

    ByteCount Outstanding(PathId path) const
    {
        ByteCount sum;
        for (const auto& [id, range] : ranges)
        {
            sum += range.path == path && !range.isOrphan ? range.Remaining() : ByteCount{};
        }
        return sum;
    }

    std::map<StreamId, Stream> streams;
    std::map<RangeId, Range> ranges;
};

/// Does the same random things to a book and to its model.
class BookAndModel
{
  public:
    explicit BookAndModel(std::uint64_t seed)
        : m_prng(seed)
    {
        for (std::uint64_t i = 1; i <= STREAMS; ++i)
        {
            Open(StreamId{i});
        }
    }

    void Step()
    {
        const StreamId stream{1 + m_prng.Below(STREAMS)};
        switch (m_prng.Below(10))
        {
        case 0:
        case 1:
            Claim(stream, m_book.Fresh(stream, ByteCount{m_prng.Below(SIZE)}));
            break;
        case 2:
            Claim(stream, m_book.FirstGap(stream));
            break;
        case 3:
            WithSomeRange([this](RangeId id, Range& range) { Trim(id, range); });
            break;
        case 4:
            WithSomeRange([this](RangeId id, Range& range) { Double(id, range); });
            break;
        case 5:
            Disturb(stream);
            break;
        default:
            WithSomeRange([this](RangeId id, Range& range) { Arrive(id, range); });
        }
    }

    void Check() const
    {
        for (const auto& [id, stream] : m_model.streams)
        {
            ASSERT_EQ(m_book.FirstGap(id), m_model.FirstGap(id));
            const auto fresh = m_book.Fresh(id, ByteCount{SIZE});
            ASSERT_EQ(fresh ? fresh->begin.value : SIZE, stream.frontier);
            const auto received = std::count(stream.received.begin(), stream.received.end(), true);
            ASSERT_EQ(m_book.Received(id), ByteCount{static_cast<std::uint64_t>(received)});
        }
        for (std::uint32_t path = 1; path <= PATHS; ++path)
        {
            ASSERT_EQ(m_book.Outstanding(PathId{path}), m_model.Outstanding(PathId{path}));
            ASSERT_EQ(m_book.AllRangesOf(PathId{path}).size(), CountOf(PathId{path}, true));
            ASSERT_EQ(m_book.RangesOf(PathId{path}).size(), CountOf(PathId{path}, false));
        }
        ASSERT_EQ(m_book.Superseded(), Superseded());
    }

  private:
    void Open(StreamId stream)
    {
        m_book.OpenStream(stream);
        m_book.SetExtent(stream, ByteCount{SIZE});
        m_model.streams[stream] = {};
    }

    PathId SomePath()
    {
        return PathId{1 + static_cast<std::uint32_t>(m_prng.Below(PATHS))};
    }

    template <typename ACT>
    void WithSomeRange(ACT act)
    {
        if (m_model.ranges.empty())
        {
            return;
        }
        auto entry = m_model.ranges.begin();
        std::advance(entry, m_prng.Below(m_model.ranges.size()));
        act(entry->first, entry->second);
    }

    void ClaimExactly(StreamId stream, Interval bytes)
    {
        const PathId path = SomePath();
        const RangeId id = m_book.Claim(path, stream, bytes, RangePurpose::Fresh);
        m_model.ranges[id] = Range{path, stream, bytes.begin, bytes.end, RangePurpose::Fresh};
        std::uint64_t& frontier = m_model.streams[stream].frontier;
        frontier = std::max(frontier, bytes.end.value);
    }

    void Claim(StreamId stream, std::optional<Interval> bytes)
    {
        if (bytes)
        {
            const std::uint64_t length = 1 + m_prng.Below(bytes->Length().value);
            ClaimExactly(stream, {bytes->begin, bytes->begin + ByteCount{length}});
        }
    }

    void Double(RangeId id, const Range& range)
    {
        const Interval alone = m_book.Find(id)->Alone();
        if (!alone.IsEmpty())
        {
            const ByteCount size{1 + m_prng.Below(alone.Length().value)};
            m_book.MarkDoubled(id, size);
            EXPECT_EQ(m_book.Find(id)->Alone(), (Interval{alone.begin, alone.end - size}));
            ClaimExactly(range.stream, {alone.end - size, alone.end});
        }
    }

    void Arrive(RangeId id, Range& range)
    {
        const ByteCount length{m_prng.Below(range.Remaining().value + 1)};
        const Interval bytes{range.next, range.next + length};
        m_book.Receive(range.stream, bytes);
        m_book.Advance(id, bytes.end);
        for (std::uint64_t i = bytes.begin.value; i < bytes.end.value; ++i)
        {
            m_model.streams[range.stream].received[i] = true;
        }
        range.next = bytes.end;
    }

    void Trim(RangeId id, Range& range)
    {
        if (range.isOrphan || range.Remaining() == ByteCount{})
        {
            return;
        }
        const Interval tail{range.next + ByteCount{m_prng.Below(range.Remaining().value)},
                            range.end};
        m_book.Trim(id, tail.begin);
        range.end = tail.begin;
        ClaimExactly(range.stream, tail);
    }

    void Disturb(StreamId stream)
    {
        const std::uint64_t choice = m_prng.Below(20);
        if (choice == 0)
        {
            m_book.CloseStream(stream);
            std::erase_if(m_model.ranges,
                          [stream](const auto& entry) { return entry.second.stream == stream; });
            Open(stream);
        }
        else if (choice < 6)
        {
            const PathId path = SomePath();
            const ByteCount owed = m_book.Outstanding(path);
            EXPECT_EQ(m_book.Orphan(path), owed);
            for (auto& [id, range] : m_model.ranges)
            {
                range.isOrphan = range.isOrphan || range.path == path;
            }
        }
        else
        {
            WithSomeRange([this](RangeId id, const Range&) {
                m_book.Drop(id);
                m_model.ranges.erase(id);
            });
        }
    }

    std::size_t CountOf(PathId path, bool isWithOrphans) const
    {
        return static_cast<std::size_t>(std::count_if(
            m_model.ranges.begin(),
            m_model.ranges.end(),
            [path, isWithOrphans](const auto& entry) {
                return entry.second.path == path && (isWithOrphans || !entry.second.isOrphan);
            }));
    }

    std::vector<RangeId> Superseded() const
    {
        std::vector<RangeId> ids;
        for (const auto& [id, range] : m_model.ranges)
        {
            const auto& received = m_model.streams.at(range.stream).received;
            bool isAll = range.Remaining() > ByteCount{};
            for (std::uint64_t i = range.next.value; i < range.end.value; ++i)
            {
                isAll = isAll && received[i];
            }
            if (isAll)
            {
                ids.push_back(id);
            }
        }
        return ids;
    }

    Prng m_prng;
    RangeBook m_book;
    Model m_model;
};

} // namespace

TEST(RangeBook, IsTheSameAsAModelOfEveryByteUnderRandomUse)
{
    for (std::uint64_t seed = 1; seed <= 30; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        BookAndModel both(seed);
        for (int i = 0; i < 400 && !testing::Test::HasFailure(); ++i)
        {
            both.Step();
            both.Check();
        }
    }
}

} // namespace kwik::test
