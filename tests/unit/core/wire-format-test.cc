// docs/wire-format.md is right: its examples go through the codecs, its tables agree with the code.
#include "protocol-core/quic/quic-config.h"
#include "protocol-core/session/carrier-actions.h"
#include "protocol-core/session/client-session.h"
#include "protocol-core/session/server-path.h"
#include "protocol-core/trust/key-pin.h"
#include "protocol-core/wire/varint.h"
#include "tests/support/byte-strings.h"
#include "tests/unit/core/kdp-samples.h"
#include "tests/unit/core/page.h"

#include <algorithm>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace kwik::test
{

namespace
{

namespace proto = ::google::protobuf;

const Page&
WireFormat()
{
    static const Page PAGE = Page::Read("docs/wire-format.md");
    return PAGE;
}

/// The bytes of an example: what stands in its lines before two blanks, but for the first line.
ByteVector
BytesOf(const std::vector<std::string>& block)
{
    std::string hex;
    for (std::size_t i = 1; i < block.size(); ++i)
    {
        hex += block[i].substr(0, block[i].find("  ")) + " ";
    }
    return FromHex(hex);
}

std::string
Field(const char* name, std::uint64_t value)
{
    return " " + std::string(name) + "=" + std::to_string(value);
}

std::string
Quoted(const char* name, std::string_view text)
{
    return " " + std::string(name) + "=\"" + std::string(text) + "\"";
}

/// A message as the examples put it in words.
struct InWords
{
    std::string operator()(const KdpData& data) const
    {
        return "DATA" + Field("stream", data.stream.value) + Field("offset", data.offset.value) +
               Final(data.finish) + Priority(data.priority) +
               Quoted("payload", AsText(data.payload.View()));
    }

    std::string operator()(const KdpRangeRequest& request) const
    {
        return "RANGE_REQUEST" + Field("stream", request.stream.value) +
               Field("offset", request.offset.value) + Field("length", request.length.value) +
               Priority(request.priority) + Quoted("content", request.content);
    }

    std::string operator()(const KdpRangeTrim& trim) const
    {
        return "RANGE_TRIM" + Field("end", trim.end.value);
    }

    std::string operator()(const KdpStreamOpen& open) const
    {
        return "STREAM_OPEN" + Field("stream", open.stream.value) + Quoted("content", open.content);
    }

    std::string operator()(const KdpStreamExtent& extent) const
    {
        return "STREAM_EXTENT" + Field("stream", extent.stream.value) +
               Field("extent", extent.extent.value) + Field("pushed", extent.pushed.value) +
               Final(extent.finish) + Quoted("content", extent.content);
    }

    std::string operator()(const KdpStreamRefused& refused) const
    {
        return "STREAM_REFUSED" + Field("stream", refused.stream.value);
    }

    std::string operator()(const KdpStreamAck& ack) const
    {
        std::string text = "STREAM_ACK" + Field("stream", ack.stream.value) +
                           Field("cumulative", ack.cumulative.value) + Final(ack.finish);
        for (const KdpStreamAck::Range& range : ack.ranges)
        {
            text += " range=" + std::to_string(range.begin.value) + "-" +
                    std::to_string(range.end.value);
        }
        return text;
    }

    std::string operator()(const KdpStreamWindow& window) const
    {
        return "STREAM_WINDOW" + Field("stream", window.stream.value) +
               Field("limit", window.limit.value);
    }

    std::string operator()(const KdpStreamConnect& connect) const
    {
        return "STREAM_CONNECT" + Field("stream", connect.stream.value) +
               Field("extent", connect.extent.value) + Final(connect.finish) +
               (connect.acquaintance == StreamAcquaintance::Known ? " known=yes" : " known=no") +
               Quoted("service", connect.service);
    }

    std::string operator()(const KdpStreamReset& reset) const
    {
        return "STREAM_RESET" + Field("stream", reset.stream.value) +
               Field("cause", static_cast<std::uint64_t>(reset.cause));
    }

    static std::string Final(StreamFinish finish)
    {
        return finish == StreamFinish::Final ? " final=yes" : " final=no";
    }

    static std::string Priority(RangePriority priority)
    {
        return priority == RangePriority::Urgent ? " priority=urgent" : " priority=normal";
    }
};

/// Number and name of whatever a table of the page lists in its first two columns.
using Numbered = std::set<std::pair<std::string, std::string>>;

Numbered
NumberedIn(const Page& section)
{
    Numbered numbered;
    for (const PageRow& row : section.Rows())
    {
        numbered.insert({row.at(0), row.at(1)});
    }
    return numbered;
}

/// All messages and enums of kcp.proto: their names without the package, and what they hold.
class Definitions
{
  public:
    Definitions()
    {
        const proto::FileDescriptor& file = *::kwik::kcp::v3::KCPMessage::descriptor()->file();
        m_prefix = file.package().size() + 1;
        for (int i = 0; i < file.message_type_count(); ++i)
        {
            Add(*file.message_type(i));
        }
        for (int i = 0; i < file.enum_type_count(); ++i)
        {
            Add(*file.enum_type(i));
        }
    }

    std::map<std::string, Numbered> all;

  private:
    void Add(const proto::Descriptor& message)
    {
        Numbered& fields = all[message.full_name().substr(m_prefix)];
        for (int i = 0; i < message.field_count(); ++i)
        {
            fields.insert({std::to_string(message.field(i)->number()), message.field(i)->name()});
        }
        for (int i = 0; i < message.nested_type_count(); ++i)
        {
            Add(*message.nested_type(i));
        }
        for (int i = 0; i < message.enum_type_count(); ++i)
        {
            Add(*message.enum_type(i));
        }
    }

    void Add(const proto::EnumDescriptor& choice)
    {
        Numbered& values = all[choice.full_name().substr(m_prefix)];
        for (int i = 0; i < choice.value_count(); ++i)
        {
            values.insert({std::to_string(choice.value(i)->number()), choice.value(i)->name()});
        }
    }

    std::size_t m_prefix;
};

/// What the table of bounds says, without units and separators.
std::map<std::string, std::uint64_t>
BoundsOnPage()
{
    std::map<std::string, std::uint64_t> bounds;
    for (const PageRow& row : WireFormat().Section("## Bounds").Rows())
    {
        std::string digits = row.at(1).substr(0, row.at(1).find(' '));
        std::erase(digits, ',');
        bounds[row.at(0)] = std::stoull(digits);
    }
    return bounds;
}

} // namespace

TEST(WireFormatPage, ItsKdpExamplesSayWhatTheCodecReads)
{
    const auto blocks = WireFormat().Section("## KDP").Blocks("kdp");
    EXPECT_EQ(blocks.size(), std::variant_size_v<KdpMessage>);
    for (const auto& block : blocks)
    {
        const KdpReading reading = ReadKdp(BytesOf(block));
        ASSERT_EQ(reading.messages.size(), 1U) << block[0];
        EXPECT_EQ(std::visit(InWords(), reading.messages[0]), block[0]);
        EXPECT_EQ(ToHex(Whole(reading.messages[0])), ToHex(BytesOf(block)));
    }
}

TEST(WireFormatPage, ItsRefusalsAreThoseOfTheCodec)
{
    const auto rows = WireFormat().Section("### What is refused").Rows();
    EXPECT_EQ(rows.size(), 12U);
    for (const PageRow& row : rows)
    {
        const KdpReading reading = ReadKdp(FromHex(row.at(2)));
        ASSERT_TRUE(reading.error) << row[0];
        EXPECT_EQ(reading.error->where, row[0]);
    }
}

TEST(WireFormatPage, ItsKcpExamplesSayWhatTheCodecReads)
{
    const auto blocks = WireFormat().Section("## KCP").Blocks("kcp");
    EXPECT_EQ(blocks.size(), 3U);
    for (const auto& block : blocks)
    {
        ::kwik::kcp::v3::KCPMessage said;
        ASSERT_TRUE(proto::TextFormat::ParseFromString(block.at(0), &said)) << block[0];
        KcpDecoder decoder;
        decoder.Append(BytesOf(block));
        const auto read = decoder.Next();
        ASSERT_TRUE(read.IsOk() && read.Value()) << block[0];
        EXPECT_TRUE(proto::util::MessageDifferencer::Equals(*read.Value(), said)) << block[0];
        EXPECT_EQ(ToHex(EncodeKcp(said)), ToHex(BytesOf(block)));
    }
}

TEST(WireFormatPage, DescribesEveryFieldOfEveryMessageAndNoOther)
{
    const Definitions definitions;
    const Page messages = WireFormat().Section("### Messages");
    std::set<std::string> described;
    for (const std::string& heading : messages.Headings("#### "))
    {
        const std::string name = heading.substr(6, heading.size() - 7);
        described.insert(name);
        ASSERT_TRUE(definitions.all.contains(name)) << heading;
        EXPECT_EQ(NumberedIn(messages.Section(heading)), definitions.all.at(name)) << heading;
    }
    EXPECT_EQ(described.size(), definitions.all.size());
}

TEST(WireFormatPage, ItsNumbersAreVarints)
{
    const auto rows = WireFormat().Section("## Numbers").Rows();
    EXPECT_EQ(rows.size(), 8U);
    for (const PageRow& row : rows)
    {
        ByteVector bytes;
        AppendVarint(bytes, std::stoull(row.at(0)));
        EXPECT_EQ(ToHex(bytes), ToHex(FromHex(row.at(1)))) << row[0];
    }
}

TEST(WireFormatPage, ItsTokenIsWhatTheHolderOfTheKeySigns)
{
    const auto blocks = WireFormat().Section("## Tokens").Blocks("token");
    ASSERT_EQ(blocks.size(), 1U);
    const ByteVector token = BytesOf(blocks[0]);
    const auto verified = VerifyGrant(token);
    ASSERT_TRUE(verified.IsOk());
    const SessionGrant& grant = verified.Value().grant;
    SigningSeed seed{};
    std::generate(seed.begin(), seed.end(), [next = 0U]() mutable { return std::byte(next++); });
    EXPECT_EQ("seed=" + ToHex(seed) + " session=" + ToText(grant.session) +
                  " expiry=" + std::to_string(grant.expiry.time_since_epoch().count()) +
                  " audience=" + ToHex(grant.audience) +
                  " issuer=" + ToHex(verified.Value().issuer),
              blocks[0][0]);
    EXPECT_EQ(ToHex(SignGrant(grant, seed)), ToHex(token));
}

TEST(WireFormatPage, ListsTheApplicationErrorCodes)
{
    const auto code = [](FarewellCode farewell) {
        return std::to_string(static_cast<std::uint64_t>(farewell));
    };
    const Numbered expected{{code(FarewellCode::Done), "Done"},
                            {code(FarewellCode::PeerSilent), "PeerSilent"},
                            {code(FarewellCode::Refused), "Refused"},
                            {code(FarewellCode::Superseded), "Superseded"},
                            {code(FarewellCode::Leaving), "Leaving"}};
    EXPECT_EQ(NumberedIn(WireFormat().Section("## Application error codes")), expected);
}

TEST(WireFormatPage, ListsTheViolations)
{
    Numbered expected;
    for (std::size_t i = 0; i < VIOLATION_COUNT; ++i)
    {
        const auto kind = static_cast<Violation>(i);
        expected.insert({std::to_string(CodeOf(kind)), std::string(ToText(kind))});
    }
    EXPECT_EQ(NumberedIn(WireFormat().Section("## Violations")), expected);
}

TEST(WireFormatPage, ListsTheBounds)
{
    const ServerConfig server;
    const DownloadConfig download;
    const QuicConfig quic;
    const std::map<std::string, std::uint64_t> expected{
        {"VARINT_MAX", VARINT_MAX},
        {"KCP_MESSAGE_MAX", KCP_MESSAGE_MAX},
        {"KDP_PAYLOAD_MAX", KDP_PAYLOAD_MAX},
        {"KDP_RANGE_MAX", KDP_RANGE_MAX},
        {"KDP_ACK_RANGES_MAX", KDP_ACK_RANGES_MAX},
        {"KDP_NAME_MAX", KDP_NAME_MAX},
        {"ADMISSION_BYTES_MAX", ServerPath::ADMISSION_BYTES_MAX},
        {"SERVERS_MAX", ClientSession::SERVERS_MAX},
        {"TOKEN_MAX", TOKEN_MAX},
        {"PUSHES_MAX", RangeServer::PUSHES_MAX},
        {"CONTROL_BACKLOG_MAX", RangeServer::CONTROL_BACKLOG_MAX},
        {"firstWindow", server.firstWindow.value},
        {"framePayload", server.framePayload.value},
        {"rangeMin", download.rangeMin.value},
        {"initialCredit", download.initialCredit.value},
        {"reassemblyCap", download.reassemblyCap.value},
        {"datagramPayload", quic.datagramPayload.value},
        {"streamWindow", quic.streamWindow.value},
        {"connectionWindow", quic.connectionWindow.value},
        {"handshakesMax", quic.handshakesMax},
        {"sendBuffer", quic.sendBuffer.value}};
    EXPECT_EQ(BoundsOnPage(), expected);
}

} // namespace kwik::test
