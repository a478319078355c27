#include "experiment/store/sqlite.h"

#include "protocol-core/base/assert.h"

#include <cmath>
#include <sqlite3.h>
#include <utility>

namespace kwik::experiment
{

namespace
{

constexpr int LOCK_PATIENCE_MS = 10'000;

} // namespace

StoreError::StoreError(const std::string& path, const std::string& why)
    : std::runtime_error(path + ": " + why)
{
}

Database::Database(std::string path, Mode mode)
    : m_path(std::move(path))
{
    const int flags = SQLITE_OPEN_READWRITE | (mode == Mode::Create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(m_path.c_str(), &m_handle, flags, nullptr);
    if (code != SQLITE_OK)
    {
        const StoreError error =
            m_handle == nullptr ? StoreError(m_path, sqlite3_errstr(code)) : LastError();
        sqlite3_close_v2(m_handle);
        throw error;
    }
    sqlite3_extended_result_codes(m_handle, 1);
    sqlite3_busy_timeout(m_handle, LOCK_PATIENCE_MS);
}

Database::~Database()
{
    sqlite3_close_v2(m_handle);
}

Database::Database(Database&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_handle(std::exchange(other.m_handle, nullptr))
{
}

void
Database::Execute(const std::string& sql)
{
    if (sqlite3_exec(m_handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    {
        throw LastError();
    }
}

std::int64_t
Database::QueryNumber(const std::string& sql)
{
    Statement query(*this, sql);
    const bool hasRow = query.Step();
    KWIK_ASSERT(hasRow);
    return query.Number(0);
}

std::int64_t
Database::LastInsertId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

bool
Database::IsInTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

const std::string&
Database::Path() const
{
    return m_path;
}

sqlite3*
Database::Handle() const
{
    return m_handle;
}

StoreError
Database::LastError() const
{
    return {m_path,
            std::string(sqlite3_errmsg(m_handle)) + " (SQLite error " +
                std::to_string(sqlite3_extended_errcode(m_handle)) + ")"};
}

Statement::Statement(Database& database, std::string_view sql)
    : m_database(database)
{
    Check(sqlite3_prepare_v2(database.Handle(),
                             sql.data(),
                             static_cast<int>(sql.size()),
                             &m_handle,
                             nullptr));
}

Statement::~Statement()
{
    sqlite3_finalize(m_handle);
}

Statement::Statement(Statement&& other) noexcept
    : m_database(other.m_database),
      m_handle(std::exchange(other.m_handle, nullptr))
{
}

Statement&
Statement::Bind(int parameter, std::int64_t value)
{
    Check(sqlite3_bind_int64(m_handle, parameter + 1, value));
    return *this;
}

Statement&
Statement::Bind(int parameter, double value)
{
    if (!std::isfinite(value))
    {
        throw StoreError(m_database.Path(), "refuses a value that is not a finite number");
    }
    Check(sqlite3_bind_double(m_handle, parameter + 1, value));
    return *this;
}

Statement&
Statement::Bind(int parameter, std::string_view text)
{
    // An empty view may hold no pointer at all, which SQLite would take for NULL.
    const char* const data = text.empty() ? "" : text.data();
    Check(sqlite3_bind_text64(m_handle,
                              parameter + 1,
                              data,
                              text.size(),
                              SQLITE_TRANSIENT,
                              SQLITE_UTF8));
    return *this;
}

Statement&
Statement::Bind(int parameter, std::optional<std::int64_t> value)
{
    if (value)
    {
        return Bind(parameter, *value);
    }
    Check(sqlite3_bind_null(m_handle, parameter + 1));
    return *this;
}

bool
Statement::Step()
{
    const int code = sqlite3_step(m_handle);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
    {
        const StoreError error = m_database.LastError();
        sqlite3_reset(m_handle);
        throw error;
    }
    return code == SQLITE_ROW;
}

void
Statement::Run()
{
    while (Step())
    {
    }
    Check(sqlite3_reset(m_handle));
}

bool
Statement::IsNull(int column) const
{
    return sqlite3_column_type(m_handle, column) == SQLITE_NULL;
}

std::int64_t
Statement::Number(int column) const
{
    return sqlite3_column_int64(m_handle, column);
}

double
Statement::Real(int column) const
{
    return sqlite3_column_double(m_handle, column);
}

std::string
Statement::Text(int column) const
{
    const unsigned char* const text = sqlite3_column_text(m_handle, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(m_handle, column));
    return text == nullptr ? "" : std::string(reinterpret_cast<const char*>(text), size);
}

void
Statement::Check(int code) const
{
    if (code != SQLITE_OK)
    {
        throw m_database.LastError();
    }
}

Transaction::Transaction(Database& database)
    : m_database(database)
{
    m_database.Execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction()
{
    // After some errors SQLite has rolled back already.
    if (m_isOpen && m_database.IsInTransaction())
    {
        sqlite3_exec(m_database.Handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void
Transaction::Commit()
{
    m_database.Execute("COMMIT");
    m_isOpen = false;
}

} // namespace kwik::experiment
