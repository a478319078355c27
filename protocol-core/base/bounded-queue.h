#ifndef KWIK_BASE_BOUNDED_QUEUE_H
#define KWIK_BASE_BOUNDED_QUEUE_H

#include "protocol-core/base/assert.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace kwik
{

/**
 * A first-in first-out queue with a limit; overflowing it is a programmer error.
 *
 * Owners drain their queues to the end, so the slots are given back when the queue runs empty and
 * an idle machine holds no memory for its actions.
 */
template <typename T, std::size_t CAPACITY>
class BoundedQueue
{
  public:
    bool IsEmpty() const
    {
        return m_head == m_items.size();
    }

    std::size_t Size() const
    {
        return m_items.size() - m_head;
    }

    std::size_t FreeSlots() const
    {
        return CAPACITY - Size();
    }

    void Push(T value)
    {
        KWIK_ASSERT(Size() < CAPACITY);
        m_items.push_back(std::move(value));
    }

    std::optional<T> Pop()
    {
        if (IsEmpty())
        {
            return std::nullopt;
        }
        std::optional<T> front(std::move(m_items[m_head]));
        ++m_head;
        if (IsEmpty())
        {
            m_items.clear();
            m_head = 0;
        }
        return front;
    }

  private:
    std::vector<T> m_items;
    std::size_t m_head{0};
};

} // namespace kwik

#endif // KWIK_BASE_BOUNDED_QUEUE_H
