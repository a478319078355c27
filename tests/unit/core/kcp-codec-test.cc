#include "protocol-core/wire/kcp/kcp-codec.h"
#include "protocol-core/wire/varint.h"
#include "tests/support/byte-strings.h"

#include <google/protobuf/stubs/logging.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

namespace kwik::test
{

namespace
{

namespace pb = ::google::protobuf;
using Message = ::kwik::kcp::v3::KCPMessage;

void FillRandomly(pb::Message& message, Prng& prng);

/// Sets or appends to one field whatever its type allows.
class FieldFiller
{
  public:
    FieldFiller(pb::Message& message, const pb::FieldDescriptor& field, Prng& prng)
        : m_message(message),
          m_field(field),
          m_prng(prng)
    {
    }

    void Fill()
    {
        const auto& reflection = *m_message.GetReflection();
        const bool isList = m_field.is_repeated();
        const std::uint64_t number = m_prng.Next();
        switch (m_field.cpp_type())
        {
        case pb::FieldDescriptor::CPPTYPE_UINT32:
            isList ? reflection.AddUInt32(&m_message, &m_field, Short(number))
                   : reflection.SetUInt32(&m_message, &m_field, Short(number));
            break;
        case pb::FieldDescriptor::CPPTYPE_UINT64:
            reflection.SetUInt64(&m_message, &m_field, number);
            break;
        case pb::FieldDescriptor::CPPTYPE_FLOAT:
            reflection.SetFloat(&m_message, &m_field, static_cast<float>(Short(number)) / 7);
            break;
        case pb::FieldDescriptor::CPPTYPE_BOOL:
            reflection.SetBool(&m_message, &m_field, number % 2 == 0);
            break;
        case pb::FieldDescriptor::CPPTYPE_ENUM:
            reflection.SetEnumValue(&m_message, &m_field, static_cast<int>(number % 4));
            break;
        case pb::FieldDescriptor::CPPTYPE_STRING:
            FillText(reflection);
            break;
        case pb::FieldDescriptor::CPPTYPE_MESSAGE:
            FillRandomly(*(isList ? reflection.AddMessage(&m_message, &m_field)
                                  : reflection.MutableMessage(&m_message, &m_field)),
                         m_prng);
            break;
        default:
            FAIL() << "a field of a type that no test fills: " << m_field.full_name();
        }
    }

  private:
    static std::uint32_t Short(std::uint64_t number)
    {
        return static_cast<std::uint32_t>(number);
    }

    void FillText(const pb::Reflection& reflection)
    {
        const bool isText = m_field.type() == pb::FieldDescriptor::TYPE_STRING;
        const ByteVector bytes = RandomBytes(m_prng, m_prng.Below(20));
        const std::string text = isText ? ToHex(bytes) : std::string(AsText(bytes));
        m_field.is_repeated() ? reflection.AddString(&m_message, &m_field, text)
                              : reflection.SetString(&m_message, &m_field, text);
    }

    pb::Message& m_message;
    const pb::FieldDescriptor& m_field;
    Prng& m_prng;
};

void
FillRandomly(pb::Message& message, Prng& prng)
{
    const auto& descriptor = *message.GetDescriptor();
    for (int i = 0; i < descriptor.field_count(); ++i)
    {
        const auto& field = *descriptor.field(i);
        const std::uint64_t times = field.is_repeated() ? prng.Below(4) : prng.Below(4) > 0 ? 1 : 0;
        for (std::uint64_t n = 0; n < times; ++n)
        {
            FieldFiller(message, field, prng).Fill();
        }
    }
}

/// A message whose payload is the alternative number @p index.
Message
RandomMessage(int index, Prng& prng)
{
    Message message;
    FillRandomly(*message.mutable_header(), prng);
    const auto& payload = *message.GetDescriptor()->FindOneofByName("payload")->field(index);
    FillRandomly(*message.GetReflection()->MutableMessage(&message, &payload), prng);
    return message;
}

int
PayloadKinds()
{
    return Message::descriptor()->FindOneofByName("payload")->field_count();
}

/// A message of exactly @p size bytes.
Message
MessageOfSize(std::size_t size)
{
    Message message;
    std::string& name = *message.mutable_client_hello()->mutable_client_id();
    name.resize(size - 20);
    while (message.ByteSizeLong() < size)
    {
        name += 'n';
    }
    return message;
}

Result<std::optional<Message>>
FirstIn(ByteView bytes)
{
    KcpDecoder decoder;
    decoder.Append(bytes);
    return decoder.Next();
}

} // namespace

TEST(KcpCodec, AMessageIsItsLengthAndThenItself)
{
    Message message;
    message.mutable_health_check_req()->set_sequence(5);
    // Field 60, length-delimited: tag e2 03; inside it field 1 = 5.
    EXPECT_EQ(ToHex(EncodeKcp(message)), "05e203020805");
    const auto read = FirstIn(FromHex("05e203020805"));
    ASSERT_TRUE(read.Value());
    EXPECT_EQ(read.Value()->health_check_req().sequence(), 5U);
}

TEST(KcpCodec, EveryKindOfMessageReadsBackAsItWasWritten)
{
    ASSERT_EQ(PayloadKinds(), 18);
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
    {
        Prng prng(seed);
        for (int kind = 0; kind < PayloadKinds(); ++kind)
        {
            SCOPED_TRACE("seed " + std::to_string(seed) + " kind " + std::to_string(kind));
            const Message sent = RandomMessage(kind, prng);
            const auto read = FirstIn(EncodeKcp(sent));
            ASSERT_TRUE(read.IsOk() && read.Value());
            EXPECT_TRUE(pb::util::MessageDifferencer::Equals(sent, *read.Value()))
                << sent.DebugString();
        }
    }
}

TEST(KcpCodec, AMessageMayBe64KiBAndNoLonger)
{
    const Message largest = MessageOfSize(KCP_MESSAGE_MAX);
    ASSERT_EQ(largest.ByteSizeLong(), KCP_MESSAGE_MAX);
    EXPECT_TRUE(FirstIn(EncodeKcp(largest)).Value().has_value());

    const Message larger = MessageOfSize(KCP_MESSAGE_MAX + 1);
    ASSERT_EQ(larger.ByteSizeLong(), KCP_MESSAGE_MAX + 1);
    EXPECT_DEATH(EncodeKcp(larger), "assertion failed");
    ByteVector bytes;
    AppendVarint(bytes, KCP_MESSAGE_MAX + 1);
    Append(bytes, AsBytes(larger.SerializeAsString()));
    EXPECT_EQ(FirstIn(bytes).Failure().code, ErrorCode::TooLarge);
}

TEST(KcpDecoder, RefusesATooLongMessageAlreadyAtItsLength)
{
    ByteVector bytes;
    AppendVarint(bytes, KCP_MESSAGE_MAX);
    EXPECT_FALSE(FirstIn(bytes).Value().has_value());
    bytes.clear();
    AppendVarint(bytes, KCP_MESSAGE_MAX + 1);
    EXPECT_EQ(FirstIn(bytes).Failure().where, "KCP message");
    bytes.clear();
    AppendVarint(bytes, VARINT_MAX);
    EXPECT_EQ(FirstIn(bytes).Failure().code, ErrorCode::TooLarge);
}

TEST(KcpDecoder, GivesAMessageWithItsLastByteAndNotBefore)
{
    Prng prng(1);
    KcpDecoder decoder;
    for (int kind = 0; kind < PayloadKinds(); ++kind)
    {
        const ByteVector bytes = EncodeKcp(RandomMessage(kind, prng));
        for (std::size_t at = 0; at < bytes.size(); ++at)
        {
            ASSERT_FALSE(decoder.Next().Value()) << "kind " << kind << " byte " << at;
            decoder.Append(ByteView(bytes).subspan(at, 1));
        }
        EXPECT_TRUE(decoder.Next().Value()) << "kind " << kind;
    }
}

TEST(KcpDecoder, GivesAllMessagesOfOneArrivalInOrder)
{
    ByteVector bytes;
    for (std::uint64_t i = 0; i < 100; ++i)
    {
        Message message;
        message.mutable_health_check_req()->set_sequence(i);
        Append(bytes, EncodeKcp(message));
    }
    KcpDecoder decoder;
    decoder.Append(bytes);
    for (std::uint64_t i = 0; i < 100; ++i)
    {
        EXPECT_EQ(decoder.Next().Value()->health_check_req().sequence(), i);
    }
    EXPECT_FALSE(decoder.Next().Value());
}

TEST(KcpDecoder, IgnoresFieldsAndPayloadsThatItDoesNotKnow)
{
    // Field 1000 (text "abc") behind a health check, and field 1001 alone.
    const auto extra = FirstIn(FromHex("0b e203020805 c23e03616263"));
    ASSERT_TRUE(extra.IsOk() && extra.Value());
    EXPECT_EQ(extra.Value()->health_check_req().sequence(), 5U);
    const auto unknown = FirstIn(FromHex("03 c83e07"));
    ASSERT_TRUE(unknown.IsOk() && unknown.Value());
    EXPECT_EQ(unknown.Value()->payload_case(), Message::PAYLOAD_NOT_SET);
}

TEST(KcpDecoder, AfterAnErrorItGivesThatErrorForEver)
{
    KcpDecoder decoder;
    decoder.Append(FromHex("01 ff"));
    EXPECT_EQ(decoder.Next().Failure().code, ErrorCode::Malformed);
    decoder.Append(FromHex("05e203020805"));
    EXPECT_EQ(decoder.Next().Failure().code, ErrorCode::Malformed);
}

TEST(KcpDecoder, SurvivesNoiseAndDamage)
{
    const pb::LogSilencer quiet; // protobuf complains of every text that is no UTF-8.
    std::size_t messages = 0;
    std::size_t errors = 0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed)
    {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Prng prng(seed);
        for (int i = 0; i < 10'000; ++i)
        {
            ByteVector bytes = RandomBytes(prng, 1 + prng.Below(100));
            if (i % 2 == 0)
            {
                bytes = EncodeKcp(RandomMessage(i / 2 % PayloadKinds(), prng));
                bytes[prng.Below(bytes.size())] = static_cast<std::byte>(prng.Next());
            }
            const auto read = FirstIn(bytes);
            errors += read.IsOk() ? 0 : 1;
            messages += read.IsOk() && read.Value() ? 1 : 0;
            ASSERT_TRUE(!read.IsOk() || !read.Value() ||
                        read.Value()->ByteSizeLong() <= KCP_MESSAGE_MAX);
        }
    }
    EXPECT_GT(messages, 4'000U);
    EXPECT_GT(errors, 4'000U);
}

TEST(SessionIdText, Is16LowerCaseHexadecimalDigits)
{
    EXPECT_EQ(ToText(SessionId{0}), "0000000000000000");
    EXPECT_EQ(ToText(SessionId{0x0123456789abcdef}), "0123456789abcdef");
    EXPECT_EQ(ToText(SessionId{UINT64_MAX}), "ffffffffffffffff");
    Prng prng(1);
    for (int i = 0; i < 1'000; ++i)
    {
        const SessionId id{prng.Next()};
        ASSERT_EQ(ParseSessionId(ToText(id)).Value(), id);
    }
}

TEST(SessionIdText, OfAnyOtherFormIsRefused)
{
    for (const char* text : {"",
                             "0123456789abcde",
                             "0123456789abcdef0",
                             "0123456789abcdeg",
                             "0x23456789abcdef",
                             "-123456789abcdef",
                             "+123456789abcdef",
                             " 123456789abcdef",
                             "0123456789abcde "})
    {
        ASSERT_FALSE(ParseSessionId(text).IsOk()) << text;
        EXPECT_EQ(ParseSessionId(text).Failure().code, ErrorCode::Malformed) << text;
    }
}

} // namespace kwik::test
