#include "tests/unit/experiment/failing-vfs.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace kwik::experiment::test
{

/// What SQLite gets to see; `vfs.pAppData` leads back to it.
struct FailingVfs::Shim
{
    sqlite3_vfs vfs;
    sqlite3_vfs* real;
    std::uint64_t firstFailure;
    std::uint64_t calls;

    bool Fails()
    {
        ++calls;
        return firstFailure != 0 && calls >= firstFailure;
    }
};

namespace
{

/// The files that SQLite opens: ours in front, the real one right behind.
struct ShimFile
{
    sqlite3_file base;
    sqlite3_vfs* vfs;
    sqlite3_io_methods methods;
};

sqlite3_file*
Real(sqlite3_file* file)
{
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(ShimFile));
}

/// The functions that SQLite calls.
struct ShimCalls
{
    using Shim = FailingVfs::Shim;

    static Shim& ShimOf(sqlite3_vfs* vfs)
    {
        return *static_cast<Shim*>(vfs->pAppData);
    }

    static Shim& ShimOf(sqlite3_file* file)
    {
        return ShimOf(reinterpret_cast<ShimFile*>(file)->vfs);
    }

    static int Close(sqlite3_file* file)
    {
        return Real(file)->pMethods->xClose(Real(file));
    }

    static int Read(sqlite3_file* file, void* data, int size, sqlite3_int64 offset)
    {
        return Real(file)->pMethods->xRead(Real(file), data, size, offset);
    }

    static int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset)
    {
        return ShimOf(file).Fails() ? SQLITE_FULL
                                    : Real(file)->pMethods->xWrite(Real(file), data, size, offset);
    }

    static int Truncate(sqlite3_file* file, sqlite3_int64 size)
    {
        return ShimOf(file).Fails() ? SQLITE_IOERR_TRUNCATE
                                    : Real(file)->pMethods->xTruncate(Real(file), size);
    }

    static int Sync(sqlite3_file* file, int)
    {
        return ShimOf(file).Fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
    }

    static int FileSize(sqlite3_file* file, sqlite3_int64* size)
    {
        return Real(file)->pMethods->xFileSize(Real(file), size);
    }

    static int Lock(sqlite3_file* file, int level)
    {
        return Real(file)->pMethods->xLock(Real(file), level);
    }

    static int Unlock(sqlite3_file* file, int level)
    {
        return Real(file)->pMethods->xUnlock(Real(file), level);
    }

    static int CheckReservedLock(sqlite3_file* file, int* result)
    {
        return Real(file)->pMethods->xCheckReservedLock(Real(file), result);
    }

    static int FileControl(sqlite3_file* file, int operation, void* argument)
    {
        return Real(file)->pMethods->xFileControl(Real(file), operation, argument);
    }

    static int SectorSize(sqlite3_file* file)
    {
        return Real(file)->pMethods->xSectorSize(Real(file));
    }

    static int DeviceCharacteristics(sqlite3_file* file)
    {
        return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
    }

    static int ShmMap(sqlite3_file* file, int page, int size, int extend, volatile void** memory)
    {
        return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, memory);
    }

    static int ShmLock(sqlite3_file* file, int offset, int count, int flags)
    {
        return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
    }

    static void ShmBarrier(sqlite3_file* file)
    {
        Real(file)->pMethods->xShmBarrier(Real(file));
    }

    static int ShmUnmap(sqlite3_file* file, int deleteIt)
    {
        return Real(file)->pMethods->xShmUnmap(Real(file), deleteIt);
    }

    static int Delete(sqlite3_vfs* vfs, const char* name, int syncDirectory)
    {
        Shim& shim = ShimOf(vfs);
        return shim.Fails() ? SQLITE_IOERR_DELETE
                            : shim.real->xDelete(shim.real, name, syncDirectory);
    }

    static int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out)
    {
        Shim& shim = ShimOf(vfs);
        auto* const ours = reinterpret_cast<ShimFile*>(file);
        file->pMethods = nullptr;
        Real(file)->pMethods = nullptr;
        const int code = shim.real->xOpen(shim.real, name, Real(file), flags, out);
        if (Real(file)->pMethods == nullptr)
        {
            return code;
        }
        ours->vfs = vfs;
        ours->methods = {2,
                         Close,
                         Read,
                         Write,
                         Truncate,
                         Sync,
                         FileSize,
                         Lock,
                         Unlock,
                         CheckReservedLock,
                         FileControl,
                         SectorSize,
                         DeviceCharacteristics,
                         ShmMap,
                         ShmLock,
                         ShmBarrier,
                         ShmUnmap,
                         nullptr,
                         nullptr};
        file->pMethods = &ours->methods;
        return code;
    }
};

} // namespace

FailingVfs::FailingVfs(std::uint64_t firstFailure)
    : m_shim(std::make_unique<Shim>())
{
    m_shim->real = sqlite3_vfs_find(nullptr);
    m_shim->firstFailure = firstFailure;
    m_shim->calls = 0;
    m_shim->vfs = *m_shim->real;
    m_shim->vfs.zName = "kwik-failing";
    m_shim->vfs.szOsFile = static_cast<int>(sizeof(ShimFile)) + m_shim->real->szOsFile;
    m_shim->vfs.pAppData = m_shim.get();
    m_shim->vfs.xOpen = &ShimCalls::Open;
    m_shim->vfs.xDelete = &ShimCalls::Delete;
    EXPECT_EQ(sqlite3_vfs_register(&m_shim->vfs, 1), SQLITE_OK);
}

FailingVfs::~FailingVfs()
{
    sqlite3_vfs_unregister(&m_shim->vfs);
    sqlite3_vfs_register(m_shim->real, 1);
}

std::uint64_t
FailingVfs::Calls() const
{
    return m_shim->calls;
}

} // namespace kwik::experiment::test
