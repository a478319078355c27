#ifndef KWIK_TESTBED_LAB_FILE_HANDLE_H
#define KWIK_TESTBED_LAB_FILE_HANDLE_H

#include <unistd.h>
#include <utility>

namespace kwik::testbed
{

/// Owns an open file of the operating system.
class FileHandle
{
  public:
    FileHandle() = default;

    explicit FileHandle(int file)
        : m_file(file)
    {
    }

    FileHandle(FileHandle&& other) noexcept
        : m_file(std::exchange(other.m_file, -1))
    {
    }

    FileHandle& operator=(FileHandle&& other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }

    ~FileHandle()
    {
        Close();
    }

    void Close()
    {
        if (m_file >= 0)
        {
            ::close(std::exchange(m_file, -1));
        }
    }

    bool IsOpen() const
    {
        return m_file >= 0;
    }

    int Number() const
    {
        return m_file;
    }

    /// The caller has to close it.
    int Release()
    {
        return std::exchange(m_file, -1);
    }

  private:
    int m_file{-1};
};

} // namespace kwik::testbed

#endif // KWIK_TESTBED_LAB_FILE_HANDLE_H
