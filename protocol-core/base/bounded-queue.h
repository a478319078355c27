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
 * Owners drain their queues to the end, so what a burst needed is given back when the queue runs
 * empty: an idle machine holds no more than IDLE_BYTES for its actions.
 */
template <typename T, std::size_t CAPACITY>
class BoundedQueue
{
  public:
    /// Kept for the next few actions; fewer than a busy machine would ask for again and again.
    static constexpr std::size_t IDLE_BYTES = 512;

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
            Empty();
        }
        return front;
    }

    /// Bytes that the slots take, empty ones too.
    std::size_t HeldBytes() const
    {
        return m_items.capacity() * sizeof(T);
    }

  private:
    void Empty()
    {
        m_items.clear();
        m_head = 0;
        if (HeldBytes() > IDLE_BYTES)
        {
            std::vector<T>().swap(m_items);
        }
    }

    std::vector<T> m_items;
    std::size_t m_head{0};
};

} // namespace kwik

#endif // KWIK_BASE_BOUNDED_QUEUE_H
