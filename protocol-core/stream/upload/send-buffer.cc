#include "protocol-core/stream/upload/send-buffer.h"

#include <algorithm>

namespace kwik
{

void
SendBuffer::Append(SharedBytes bytes)
{
    const ByteCount size{bytes.Size()};
    if (size > ByteCount{})
    {
        m_runs.emplace(m_end, std::move(bytes));
        m_end += size;
    }
}

SharedBytes
SendBuffer::Read(Interval wanted) const
{
    KWIK_ASSERT(wanted.begin >= m_released && wanted.begin < wanted.end && wanted.end <= m_end);
    auto run = std::prev(m_runs.upper_bound(wanted.begin));
    const std::size_t skipped = (wanted.begin - run->first).value;
    const std::size_t length = wanted.Length().value;
    if (run->second.Size() - skipped >= length)
    {
        return run->second.Slice(skipped, length);
    }
    ByteVector joined;
    joined.reserve(length);
    for (ByteCount at = wanted.begin; at < wanted.end; ++run)
    {
        const ByteView rest = run->second.View().subspan((at - run->first).value);
        const ByteView part = rest.first(std::min(rest.size(), (wanted.end - at).value));
        joined.insert(joined.end(), part.begin(), part.end());
        at += ByteCount{part.size()};
    }
    return SharedBytes(std::move(joined));
}

void
SendBuffer::Release(ByteCount offset)
{
    m_released = std::max(m_released, std::min(offset, m_end));
    while (!m_runs.empty() &&
           m_runs.begin()->first + ByteCount{m_runs.begin()->second.Size()} <= m_released)
    {
        m_runs.erase(m_runs.begin());
    }
}

ByteCount
SendBuffer::End() const
{
    return m_end;
}

ByteCount
SendBuffer::Held() const
{
    return m_end - m_released;
}

} // namespace kwik
