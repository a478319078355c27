#ifndef KWIK_EXPERIMENT_STORE_SQLITE_H
#define KWIK_EXPERIMENT_STORE_SQLITE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace kwik::experiment
{

/// A store could not do what was asked; what() names the file and carries SQLite's own words.
class StoreError : public std::runtime_error
{
  public:
    StoreError(const std::string& path, const std::string& why);
};

/// An open SQLite database. Every failure is a StoreError.
class Database
{
  public:
    enum class Mode : std::uint8_t
    {
        Create, ///< An absent file becomes an empty database.
        Existing,
    };

    /// Waits up to ten seconds for other processes' locks.
    Database(std::string path, Mode mode);
    ~Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&&) = delete;

    /// Runs statements that return nothing of interest.
    void Execute(const std::string& sql);
    /// The first column of the first row of a query. @pre there is one
    std::int64_t QueryNumber(const std::string& sql);

    std::int64_t LastInsertId() const;
    bool IsInTransaction() const;
    const std::string& Path() const;
    sqlite3* Handle() const;
    /// The error that SQLite reported last, with the path.
    StoreError LastError() const;

  private:
    std::string m_path;
    sqlite3* m_handle{nullptr};
};

/// A prepared statement. Parameters and columns count from 0, in the order of the text.
class Statement
{
  public:
    /// The database must outlive the statement.
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;

    Statement& Bind(int parameter, std::int64_t value);
    /// Refuses what is not a finite number: SQLite would store NULL for it.
    Statement& Bind(int parameter, double value);
    Statement& Bind(int parameter, std::string_view text);
    Statement& Bind(int parameter, std::optional<std::int64_t> value);

    /// @return whether there is a row
    bool Step();
    /// Steps to the end and makes the statement ready for new parameters.
    void Run();

    bool IsNull(int column) const;
    std::int64_t Number(int column) const;
    double Real(int column) const;
    std::string Text(int column) const;

  private:
    void Check(int code) const;

    Database& m_database;
    sqlite3_stmt* m_handle{nullptr};
};

/// Everything between construction and Commit happens, or nothing of it.
class Transaction
{
  public:
    /// Takes the write lock at once. @pre no transaction is open on @p database, which outlives it
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void Commit();

  private:
    Database& m_database;
    bool m_isOpen{true};
};

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_SQLITE_H
