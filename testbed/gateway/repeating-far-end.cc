#include "testbed/gateway/repeating-far-end.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace kwik::testbed
{

namespace
{

/// Between two attempts when no server answers.
constexpr std::chrono::milliseconds PAUSE{200};

constexpr Error OTHER_ANSWER{ErrorCode::Closed, "the service answers another thing than before"};

} // namespace

RepeatingFarEnd::RepeatingFarEnd(KwikConnection first, Dialler dial)
    : m_dial(std::move(dial)),
      m_current(std::make_shared<KwikConnection>(std::move(first)))
{
}

std::shared_ptr<KwikConnection>
RepeatingFarEnd::Current() const
{
    const std::lock_guard lock(m_mutex);
    return m_current;
}

Result<std::size_t>
RepeatingFarEnd::Read(MutableBytes into)
{
    for (;;)
    {
        const auto count = Current()->Read(into);
        if (!count.IsOk())
        {
            if (!Renew())
            {
                Finish();
                return count.Failure();
            }
            continue;
        }
        const bool isEnd = count.Value() == 0;
        const auto fresh = TakeNew(into.first(count.Value()));
        if (!fresh || (isEnd && m_position < m_read))
        {
            Finish();
            return OTHER_ANSWER;
        }
        if (isEnd)
        {
            Finish();
        }
        if (isEnd || *fresh > 0)
        {
            m_failures = 0;
            return *fresh;
        }
    }
}

Result<std::size_t>
RepeatingFarEnd::Write(ByteView bytes)
{
    std::unique_lock lock(m_mutex);
    m_isForgotten = m_isForgotten || m_written.size() + bytes.size() > WRITTEN_MAX;
    if (m_isForgotten)
    {
        m_written.clear();
    }
    else
    {
        m_written += AsText(bytes);
    }
    const std::shared_ptr<KwikConnection> current = m_current;
    const std::uint64_t renewals = m_renewals;
    lock.unlock();
    const auto written = current->Write(bytes);
    if (written.IsOk())
    {
        return written;
    }
    lock.lock();
    m_changed.wait(lock, [&] { return m_renewals != renewals || m_isOver || m_isForgotten; });
    // Who goes on has repeated these bytes, too.
    return m_renewals != renewals ? Result<std::size_t>(bytes.size()) : written;
}

void
RepeatingFarEnd::CloseWrite()
{
    const std::lock_guard lock(m_mutex);
    m_hasEndedWrite = true;
    m_current->CloseWrite();
}

void
RepeatingFarEnd::Abort()
{
    const std::lock_guard lock(m_mutex);
    m_isOver = true;
    m_current->Abort();
    m_changed.notify_all();
}

void
RepeatingFarEnd::Finish()
{
    const std::lock_guard lock(m_mutex);
    m_isOver = true;
    m_changed.notify_all();
}

bool
RepeatingFarEnd::Renew()
{
    const auto until = std::chrono::steady_clock::now() + PATIENCE;
    if (++m_failures > FAILURES_MAX)
    {
        return false;
    }
    std::unique_lock lock(m_mutex);
    while (!m_isOver && !m_isForgotten && std::chrono::steady_clock::now() < until)
    {
        lock.unlock();
        auto next = m_dial();
        lock.lock();
        if (next.IsOk() && !m_isOver && !m_isForgotten && Repeat(next.Value()))
        {
            m_current->Abort();
            m_current = std::make_shared<KwikConnection>(std::move(next.Value()));
            m_position = 0;
            ++m_renewals;
            m_changed.notify_all();
            return true;
        }
        if (!next.IsOk() && next.Failure().code == ErrorCode::Closed)
        {
            return false;
        }
        m_changed.wait_for(lock, PAUSE, [this] { return m_isOver; });
    }
    return false;
}

bool
RepeatingFarEnd::Repeat(KwikConnection& next)
{
    const bool isTold = m_written.empty() || next.Write(AsBytes(m_written)).IsOk();
    if (isTold && m_hasEndedWrite)
    {
        next.CloseWrite();
    }
    return isTold;
}

std::optional<std::size_t>
RepeatingFarEnd::TakeNew(MutableBytes bytes)
{
    const auto repeated = static_cast<std::size_t>(
        std::min<std::uint64_t>(bytes.size(), m_read - std::min(m_read, m_position)));
    if (!IsAsBefore(bytes.first(repeated)))
    {
        return std::nullopt;
    }
    m_position += bytes.size();
    const ByteView fresh = bytes.subspan(repeated);
    m_tail += AsText(fresh);
    if (m_tail.size() > 2 * COMPARED)
    {
        m_tail.erase(0, m_tail.size() - COMPARED);
    }
    m_read += fresh.size();
    std::copy(fresh.begin(), fresh.end(), bytes.begin());
    return fresh.size();
}

bool
RepeatingFarEnd::IsAsBefore(ByteView repeated) const
{
    const std::uint64_t known = m_read - m_tail.size(); // From here on it can be compared.
    const std::uint64_t begin = std::max(m_position, known);
    const std::uint64_t end = m_position + repeated.size();
    return begin >= end || std::string_view(m_tail).substr(begin - known, end - begin) ==
                               AsText(repeated.subspan(begin - m_position));
}

} // namespace kwik::testbed
