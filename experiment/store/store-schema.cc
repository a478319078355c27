#include "experiment/store/store-schema.h"

#include <array>
#include <string>
#include <string_view>

namespace kwik::experiment
{

namespace
{

/// "KWIK", the application id in the header of every store.
constexpr std::int64_t APPLICATION_ID = 0x4b57494b;

/// Migration i brings a store from version i to i + 1. Never change one that was released: add one.
constexpr std::array<std::string_view, 4> MIGRATIONS{
    R"sql(
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  scenario_text TEXT NOT NULL,
  seed INTEGER NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  world TEXT NOT NULL,
  substrate TEXT NOT NULL,
  git_commit TEXT NOT NULL,
  git_dirty_hash TEXT NOT NULL,
  versions TEXT NOT NULL CHECK (json_valid(versions)),
  build_type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'ok', 'failed', 'killed')),
  failure TEXT NOT NULL DEFAULT '',
  started_unix_ns INTEGER NOT NULL,
  wall_ns INTEGER,
  simulated_ns INTEGER,
  fingerprint TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE event (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  t_ns INTEGER NOT NULL,
  node TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE sample (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  metric TEXT NOT NULL,
  subject TEXT NOT NULL,
  t_ns INTEGER NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (run, metric, subject, t_ns)
) STRICT, WITHOUT ROWID;

CREATE TABLE summary (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  metric TEXT NOT NULL,
  subject TEXT NOT NULL,
  unit TEXT NOT NULL,
  n INTEGER NOT NULL,
  mean REAL NOT NULL,
  sd REAL NOT NULL,
  min REAL NOT NULL,
  p50 REAL NOT NULL,
  p90 REAL NOT NULL,
  p99 REAL NOT NULL,
  max REAL NOT NULL,
  PRIMARY KEY (run, metric, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE expectation (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  measured INTEGER,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  pass INTEGER NOT NULL CHECK (pass = (measured IS NOT NULL AND measured BETWEEN low AND high)),
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE artefact (
  run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  path TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
ALTER TABLE run ADD COLUMN process TEXT NOT NULL DEFAULT '';
CREATE INDEX run_identity ON run (scenario_hash, seed, git_commit, git_dirty_hash, state);
)sql",
    R"sql(
CREATE TABLE conclusion (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  scenario_text TEXT NOT NULL,
  git_commit TEXT NOT NULL,
  git_dirty_hash TEXT NOT NULL,
  build_type TEXT NOT NULL,
  judged_unix_ns INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  points INTEGER NOT NULL,
  seeds INTEGER NOT NULL,
  valueless INTEGER NOT NULL,
  measured INTEGER,
  interval_low INTEGER,
  interval_high INTEGER,
  low INTEGER NOT NULL,
  high INTEGER NOT NULL,
  pass INTEGER NOT NULL CHECK (pass = (measured IS NOT NULL AND measured BETWEEN low AND high)),
  CHECK ((interval_low IS NULL) = (interval_high IS NULL)),
  CHECK (valueless BETWEEN 0 AND points AND (valueless = 0 OR measured IS NULL))
) STRICT;
)sql",
    // SQLite has no other way to let a column hold one more word. Foreign keys are not enforced
    // while a store is brought up to date, and name the table, so they hold again afterwards.
    R"sql(
CREATE TABLE run_new (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  scenario_text TEXT NOT NULL,
  seed INTEGER NOT NULL,
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  world TEXT NOT NULL,
  substrate TEXT NOT NULL,
  git_commit TEXT NOT NULL,
  git_dirty_hash TEXT NOT NULL,
  versions TEXT NOT NULL CHECK (json_valid(versions)),
  build_type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'ok', 'failed', 'invalid', 'killed')),
  failure TEXT NOT NULL DEFAULT '',
  started_unix_ns INTEGER NOT NULL,
  wall_ns INTEGER,
  simulated_ns INTEGER,
  fingerprint TEXT NOT NULL DEFAULT '',
  process TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO run_new SELECT id, uid, title, scenario_hash, scenario_text, seed, parameters, world,
  substrate, git_commit, git_dirty_hash, versions, build_type, state, failure, started_unix_ns,
  wall_ns, simulated_ns, fingerprint, process FROM run;
DROP TABLE run;
ALTER TABLE run_new RENAME TO run;
CREATE INDEX run_identity ON run (scenario_hash, seed, git_commit, git_dirty_hash, state);
)sql",
};

bool
IsEmpty(Database& database)
{
    return database.QueryNumber("SELECT count(*) FROM sqlite_schema") == 0;
}

std::int64_t
VersionOf(Database& database)
{
    return database.QueryNumber("PRAGMA user_version");
}

/// Applies one migration. Another process may have been faster, so the version is read again.
void
Advance(Database& database)
{
    Transaction transaction(database);
    const std::int64_t version = VersionOf(database);
    if (version < NewestSchema())
    {
        database.Execute(std::string(MIGRATIONS[static_cast<std::size_t>(version)]));
        database.Execute("PRAGMA application_id = " + std::to_string(APPLICATION_ID));
        database.Execute("PRAGMA user_version = " + std::to_string(version + 1));
    }
    transaction.Commit();
}

} // namespace

std::int64_t
NewestSchema()
{
    return static_cast<std::int64_t>(MIGRATIONS.size());
}

void
Migrate(Database& database)
{
    const std::int64_t application = database.QueryNumber("PRAGMA application_id");
    if (application != APPLICATION_ID && !IsEmpty(database))
    {
        throw StoreError(database.Path(), "is an SQLite database, but not a store of KwikLab");
    }
    if (VersionOf(database) > NewestSchema())
    {
        throw StoreError(database.Path(),
                         "was written by a newer KwikLab (schema " +
                             std::to_string(VersionOf(database)) + "; this one knows " +
                             std::to_string(NewestSchema()) + ")");
    }
    while (VersionOf(database) < NewestSchema())
    {
        Advance(database);
    }
}

} // namespace kwik::experiment
