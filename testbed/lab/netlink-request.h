#ifndef KWIK_TESTBED_LAB_NETLINK_REQUEST_H
#define KWIK_TESTBED_LAB_NETLINK_REQUEST_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace kwik::testbed
{

/**
 * One request to the kernel about devices, addresses, routes or queues: a header, the struct of
 * its kind, and attributes, some of which hold others. See rtnetlink(7).
 */
class NetlinkRequest
{
  public:
    /// @p flags besides those of every request, which asks for an answer.
    NetlinkRequest(std::uint16_t type, std::uint16_t flags);

    /// The struct of the request's kind, or plain bytes of an attribute.
    template <typename T>
    void Append(const T& value)
    {
        AppendBytes(&value, sizeof value);
    }

    template <typename T>
    void Attribute(std::uint16_t type, const T& value)
    {
        Attribute(type, &value, sizeof value);
    }

    void Attribute(std::uint16_t type, const void* bytes, std::size_t size);
    void Text(std::uint16_t type, std::string_view text);

    /// What is appended until EndNested is inside of the attribute. @return for EndNested
    std::size_t BeginNested(std::uint16_t type);
    void EndNested(std::size_t begin);

    /// Asks the kernel, for the network namespace of this thread. @return 0 or what errno would be
    int Ask();
    /// @throws LabError that names @p what if the kernel refuses
    void Demand(std::string_view what);

  private:
    void AppendBytes(const void* bytes, std::size_t size);

    std::vector<std::byte> m_bytes;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_NETLINK_REQUEST_H
