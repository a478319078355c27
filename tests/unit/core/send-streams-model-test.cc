#include "protocol-core/base/prng.h"
#include "protocol-core/quic/send-streams.h"
#include "tests/support/byte-strings.h"

#include <gtest/gtest.h>
#include <map>
#include <string>

namespace kwik::test
{

namespace
{

constexpr std::uint64_t STREAMS = 5;

/// One stream as a plain string of bytes.
struct ModelStream
{
    StreamRank rank{StreamRank::Normal};
    SendHold hold{SendHold::None};
    ByteVector bytes;
    std::size_t sent{0};
    std::size_t acknowledged{0};
    bool isFinal{false};
    bool isFinalSent{false};

    bool IsSendable() const
    {
        return hold == SendHold::None && (sent < bytes.size() || (isFinal && !isFinalSent));
    }
};

/// Does the same random things to SendStreams and to its model.
class SendBoth
{
  public:
    explicit SendBoth(std::uint64_t seed)
        : m_prng(seed)
    {
    }

    void Step()
    {
        const CarrierStreamId id{4 * m_prng.Below(STREAMS)};
        switch (m_prng.Below(12))
        {
        case 0:
        case 1:
        case 2:
            Append(id);
            break;
        case 3:
            Prioritise(id);
            break;
        case 4:
            Acknowledge(id);
            break;
        case 5:
            Hold(id);
            break;
        case 6:
            RaiseWindows();
            break;
        case 7:
            Forget(id);
            break;
        default:
            Take();
        }
    }

    void Check() const
    {
        ByteCount unsent;
        for (const auto& [id, stream] : m_model)
        {
            unsent += ByteCount{stream.bytes.size() - stream.sent};
            ASSERT_TRUE(m_streams.Knows(id));
        }
        ASSERT_EQ(m_streams.Unsent(), unsent);
        const auto expected = Best();
        const auto offer = m_streams.Next();
        ASSERT_EQ(offer.has_value(), expected.has_value());
        if (offer)
        {
            ASSERT_EQ(offer->stream, *expected);
            CheckOffer(*offer, m_model.at(*expected));
        }
    }

    std::size_t Sent() const
    {
        return m_sent;
    }

  private:
    static void CheckOffer(const SendStreams::Offer& offer, const ModelStream& stream)
    {
        ByteVector offered;
        for (std::size_t i = 0; i < offer.pieceCount; ++i)
        {
            ASSERT_FALSE(offer.pieces[i].empty());
            test::Append(offered, offer.pieces[i]);
        }
        const std::size_t left = stream.bytes.size() - stream.sent;
        ASSERT_LE(offered.size(), left);
        ASSERT_TRUE(offer.pieceCount == SendStreams::PIECES_MAX || offered.size() == left);
        ASSERT_EQ(ToHex(offered),
                  ToHex(ByteView(stream.bytes).subspan(stream.sent, offered.size())));
        ASSERT_EQ(offer.isFinal, stream.isFinal && offered.size() == left);
    }

    /// The sendable stream of the lowest rank, and of these the one with the lowest number.
    std::optional<CarrierStreamId> Best() const
    {
        std::optional<CarrierStreamId> best;
        for (const auto& [id, stream] : m_model)
        {
            if (stream.IsSendable() && (!best || stream.rank < m_model.at(*best).rank))
            {
                best = id;
            }
        }
        return best;
    }

    ModelStream* Find(CarrierStreamId id)
    {
        const auto entry = m_model.find(id);
        return entry == m_model.end() ? nullptr : &entry->second;
    }

    void Append(CarrierStreamId id)
    {
        ModelStream& stream = m_model[id];
        if (stream.isFinal)
        {
            return;
        }
        const ByteVector bytes = RandomBytes(m_prng, m_prng.Below(20));
        stream.isFinal = m_prng.Below(10) == 0;
        test::Append(stream.bytes, bytes);
        m_streams.Append(id,
                         SharedBytes(bytes),
                         stream.isFinal ? StreamEnd::Final : StreamEnd::Open);
    }

    void Prioritise(CarrierStreamId id)
    {
        if (ModelStream* stream = Find(id))
        {
            stream->rank = static_cast<StreamRank>(m_prng.Below(3));
            m_streams.Prioritise(id, stream->rank);
        }
    }

    void Acknowledge(CarrierStreamId id)
    {
        if (ModelStream* stream = Find(id))
        {
            stream->acknowledged += m_prng.Below(stream->sent - stream->acknowledged + 1);
            m_streams.OnAcknowledged(id, ByteCount{stream->acknowledged});
        }
    }

    void Hold(CarrierStreamId id)
    {
        ModelStream* stream = Find(id);
        if (stream != nullptr && stream->hold != SendHold::FlowControl)
        {
            // A stream is either not open yet or waits for a window, never one after the other.
            stream->hold = stream->hold == SendHold::NotOpen ? SendHold::None
                           : stream->sent == 0               ? SendHold::NotOpen
                                                             : SendHold::FlowControl;
            m_streams.SetHold(id, stream->hold);
        }
    }

    void RaiseWindows()
    {
        for (auto& [id, stream] : m_model)
        {
            stream.hold = stream.hold == SendHold::FlowControl ? SendHold::None : stream.hold;
        }
        m_streams.OnWindowsRaised();
    }

    void Forget(CarrierStreamId id)
    {
        if (m_prng.Below(4) == 0)
        {
            m_streams.Forget(id);
            m_model.erase(id);
        }
    }

    void Take()
    {
        const auto offer = m_streams.Next();
        if (!offer)
        {
            return;
        }
        std::size_t offered = 0;
        for (std::size_t i = 0; i < offer->pieceCount; ++i)
        {
            offered += offer->pieces[i].size();
        }
        const std::size_t taken = m_prng.Below(offered + 1);
        const bool isEnd = offer->isFinal && taken == offered;
        ModelStream& stream = m_model.at(offer->stream);
        stream.sent += taken;
        stream.isFinalSent = stream.isFinalSent || isEnd;
        m_sent += taken;
        m_streams.OnTaken(offer->stream, taken, isEnd ? StreamEnd::Final : StreamEnd::Open);
    }

    Prng m_prng;
    SendStreams m_streams;
    std::map<CarrierStreamId, ModelStream> m_model;
    std::size_t m_sent{0};
};

} // namespace

TEST(SendStreams, AreTheSameAsPlainStringsUnderRandomUse)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        SendBoth both(seed);
        for (int i = 0; i < 3'000 && !testing::Test::HasFailure(); ++i)
        {
            both.Step();
            both.Check();
        }
        EXPECT_GT(both.Sent(), 1'000U);
    }
}

} // namespace kwik::test
