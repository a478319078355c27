#include "experiment/metrics/read-event.h"

#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace kwik::experiment
{

namespace
{

using Json = nlohmann::json;

/// A text that stands for bytes, each as the character of that number. @returns nothing for others
std::optional<std::string>
BytesOf(const std::string& text)
{
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        auto unit = static_cast<unsigned char>(text[i]);
        if (unit >= 0x80) // The parser gives valid UTF-8 only.
        {
            if (unit > 0xc3)
            {
                return std::nullopt;
            }
            const auto next = static_cast<unsigned char>(text[++i]);
            unit = static_cast<unsigned char>((unit & 0x03U) << 6 | (next & 0x3fU));
        }
        bytes += static_cast<char>(unit);
    }
    return bytes;
}

/// Sets the fields that it visits to what a JSON object says of them.
class FieldReader
{
  public:
    explicit FieldReader(const Json& object)
        : m_object(object)
    {
    }

    bool IsWhole() const
    {
        return m_isWhole;
    }

    void operator()(std::string_view name, std::string& text)
    {
        const std::optional<std::string> written = Text(name);
        const auto bytes = written ? BytesOf(*written) : std::nullopt;
        Keep(text, bytes);
    }

    void operator()(std::string_view name, bool& value)
    {
        const Json* found = Find(name);
        Keep(value,
             found != nullptr && found->is_boolean() ? std::optional(found->get<bool>())
                                                     : std::nullopt);
    }

    void operator()(std::string_view name, std::uint32_t& value)
    {
        Keep(value, Number<std::uint32_t>(name));
    }

    void operator()(std::string_view name, std::uint64_t& value)
    {
        Keep(value, Number<std::uint64_t>(name));
    }

    void operator()(std::string_view name, BitRate& rate)
    {
        (*this)(name, rate.bitsPerSecond);
    }

    void operator()(std::string_view name, ByteCount& bytes)
    {
        (*this)(name, bytes.value);
    }

    void operator()(std::string_view name, Duration& span)
    {
        const Json* found = Find(name);
        const bool isNumber = found != nullptr && found->is_number_integer();
        Keep(span, isNumber ? std::optional(Duration(found->get<std::int64_t>())) : std::nullopt);
    }

    void operator()(std::string_view name, Address& address)
    {
        const std::optional<std::string> text = Text(name);
        Keep(address, text ? AddressIn(*text) : std::nullopt);
    }

    void operator()(std::string_view name, std::optional<Address>& address)
    {
        if (Text(name) == "")
        {
            address.reset();
            return;
        }
        (*this)(name, address.emplace());
    }

    void operator()(std::string_view name, SessionId& id)
    {
        constexpr std::size_t DIGITS = 16;
        const std::string text = Text(name).value_or("");
        const char* const end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, id.value, 16);
        m_isWhole = m_isWhole && text.size() == DIGITS && read.ptr == end;
    }

    template <typename TAG, typename REP>
    void operator()(std::string_view name, Id<TAG, REP>& id)
    {
        Keep(id.value, Number<REP>(name));
    }

    template <typename ENUM>
        requires std::is_enum_v<ENUM>
    void operator()(std::string_view name, ENUM& value)
    {
        const std::optional<std::string> text = Text(name);
        m_isWhole = m_isWhole && text && FromText(*text, value);
    }

    /// What follows from other fields.
    void operator()(std::string_view, std::uint32_t&&)
    {
    }

  private:
    const Json* Find(std::string_view name) const
    {
        const auto found = m_object.find(std::string(name));
        return found == m_object.end() ? nullptr : &*found;
    }

    std::optional<std::string> Text(std::string_view name) const
    {
        const Json* found = Find(name);
        return found != nullptr && found->is_string() ? std::optional(found->get<std::string>())
                                                      : std::nullopt;
    }

    template <typename NUMBER>
    std::optional<NUMBER> Number(std::string_view name) const
    {
        const Json* found = Find(name);
        if (found == nullptr || !found->is_number_unsigned() ||
            found->get<std::uint64_t>() > std::numeric_limits<NUMBER>::max())
        {
            return std::nullopt;
        }
        return found->get<NUMBER>();
    }

    /// An address in either of the forms of ToString.
    static std::optional<Address> AddressIn(const std::string& text)
    {
        const Result<Address> ipv4 = ParseIpv4(text);
        if (ipv4.IsOk())
        {
            return ipv4.Value();
        }
        Address address;
        const char* at = text.data();
        const char* const end = at + text.size();
        for (std::size_t i = 0; i < address.ip.size(); i += 2)
        {
            std::uint16_t group = 0;
            const auto read = at == end ? std::from_chars_result{at, std::errc::invalid_argument}
                                        : std::from_chars(at + 1, end, group, 16);
            if (read.ec != std::errc{} || *at != (i == 0 ? '[' : ':'))
            {
                return std::nullopt;
            }
            address.ip[i] = static_cast<std::uint8_t>(group >> 8);
            address.ip[i + 1] = static_cast<std::uint8_t>(group);
            at = read.ptr;
        }
        if (end - at < 3 || std::string_view(at, 2) != "]:")
        {
            return std::nullopt;
        }
        const auto read = std::from_chars(at + 2, end, address.port);
        return read.ec == std::errc{} && read.ptr == end ? std::optional(address) : std::nullopt;
    }

    template <typename VALUE>
    void Keep(VALUE& value, const std::optional<VALUE>& read)
    {
        m_isWhole = m_isWhole && read;
        value = read.value_or(value);
    }

    const Json& m_object;
    bool m_isWhole{true};
};

using Reading = std::optional<Result<Event>>;

template <typename FACT>
Reading
ReadIfOf(std::string_view kind, const Json& object)
{
    if (kind != FACT::KIND)
    {
        return std::nullopt;
    }
    FACT fact{};
    FieldReader reader(object);
    VisitFields(fact, reader);
    return reader.IsWhole() ? Result<Event>(fact) : Error{ErrorCode::Malformed, FACT::KIND};
}

template <std::size_t... INDEX>
Reading
ReadAny(std::string_view kind, const Json& object, std::index_sequence<INDEX...>)
{
    Reading reading;
    ((reading = ReadIfOf<std::variant_alternative_t<INDEX, Event>>(kind, object)) || ...);
    return reading;
}

} // namespace

Result<Event>
ReadEvent(std::string_view kind, std::string_view detail)
{
    const Json object = Json::parse(detail, nullptr, false);
    if (!object.is_object())
    {
        return Error{ErrorCode::Malformed, "event detail"};
    }
    constexpr auto ALL = std::make_index_sequence<std::variant_size_v<Event>>();
    return ReadAny(kind, object, ALL).value_or(Error{ErrorCode::NotFound, "event kind"});
}

} // namespace kwik::experiment
