#include "protocol-core/event/event.h"

#include <array>
#include <charconv>
#include <optional>
#include <type_traits>

namespace kwik
{

namespace
{

void
AppendQuoted(std::string& out, std::string_view text)
{
    constexpr std::string_view HEX = "0123456789abcdef";
    out += '"';
    for (const char c : text)
    {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
        {
            out += '\\';
            out += c;
        }
        else if (byte < 0x20 || byte >= 0x7f)
        {
            out += "\\u00";
            out += HEX[byte >> 4];
            out += HEX[byte & 0xf];
        }
        else
        {
            out += c;
        }
    }
    out += '"';
}

std::string
Hex(std::uint64_t value)
{
    std::array<char, 16> digits;
    digits.fill('0');
    std::array<char, 16> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, 16);
    const auto size = static_cast<std::size_t>(end - text.data());
    return std::string(digits.data(), digits.size() - size) + std::string(text.data(), size);
}

/// Writes the members of a JSON object in the order in which they are visited.
class JsonFields
{
  public:
    void operator()(std::string_view name, std::string_view text)
    {
        Key(name);
        AppendQuoted(m_out, text);
    }

    void operator()(std::string_view name, const std::string& text)
    {
        (*this)(name, std::string_view(text));
    }

    void operator()(std::string_view name, bool value)
    {
        Key(name);
        m_out += value ? "true" : "false";
    }

    void operator()(std::string_view name, std::uint32_t value)
    {
        Key(name);
        m_out += std::to_string(value);
    }

    void operator()(std::string_view name, std::uint64_t value)
    {
        Key(name);
        m_out += std::to_string(value);
    }

    void operator()(std::string_view name, BitRate rate)
    {
        Key(name);
        m_out += std::to_string(rate.bitsPerSecond);
    }

    void operator()(std::string_view name, ByteCount bytes)
    {
        Key(name);
        m_out += std::to_string(bytes.value);
    }

    void operator()(std::string_view name, Duration span)
    {
        Key(name);
        m_out += std::to_string(span.count());
    }

    void operator()(std::string_view name, const Address& address)
    {
        (*this)(name, ToString(address));
    }

    void operator()(std::string_view name, const std::optional<Address>& address)
    {
        (*this)(name, address ? ToString(*address) : std::string());
    }

    template <typename ENUM>
        requires std::is_enum_v<ENUM>
    void operator()(std::string_view name, ENUM value)
    {
        (*this)(name, ToText(value));
    }

    void operator()(std::string_view name, SessionId id)
    {
        (*this)(name, Hex(id.value));
    }

    template <typename TAG, typename REP>
    void operator()(std::string_view name, Id<TAG, REP> id)
    {
        Key(name);
        m_out += std::to_string(id.value);
    }

    std::string Take()
    {
        return m_out.empty() ? "{}" : m_out + "}";
    }

  private:
    void Key(std::string_view name)
    {
        m_out += m_out.empty() ? "{" : ",";
        AppendQuoted(m_out, name);
        m_out += ':';
    }

    std::string m_out;
};

} // namespace

std::string_view
KindOf(const Event& event)
{
    return std::visit([](const auto& fact) { return fact.KIND; }, event);
}

std::string
DetailOf(const Event& event)
{
    JsonFields fields;
    std::visit([&fields](const auto& fact) { VisitFields(fact, fields); }, event);
    return fields.Take();
}

} // namespace kwik
