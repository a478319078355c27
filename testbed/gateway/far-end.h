#ifndef KWIK_TESTBED_GATEWAY_FAR_END_H
#define KWIK_TESTBED_GATEWAY_FAR_END_H

#include "testbed/kwik-socket.h"

namespace kwik::testbed
{

/// The Kwik side of a joint. One thread may read while another one writes, and any may abort; what
/// calls mean and their errors are those of KwikConnection.
class FarEnd
{
  public:
    virtual ~FarEnd() = default;
    virtual Result<std::size_t> Read(MutableBytes into) = 0;
    virtual Result<std::size_t> Write(ByteView bytes) = 0;
    virtual void CloseWrite() = 0;
    virtual void Abort() = 0;
};

/// A connection as it is: its end is the end.
class PlainFarEnd final : public FarEnd
{
  public:
    explicit PlainFarEnd(KwikConnection connection)
        : m_connection(std::move(connection))
    {
    }

    Result<std::size_t> Read(MutableBytes into) override
    {
        return m_connection.Read(into);
    }

    Result<std::size_t> Write(ByteView bytes) override
    {
        return m_connection.Write(bytes);
    }

    void CloseWrite() override
    {
        m_connection.CloseWrite();
    }

    void Abort() override
    {
        m_connection.Abort();
    }

  private:
    KwikConnection m_connection;
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_GATEWAY_FAR_END_H
