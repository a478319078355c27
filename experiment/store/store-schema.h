#ifndef KWIK_EXPERIMENT_STORE_STORE_SCHEMA_H
#define KWIK_EXPERIMENT_STORE_STORE_SCHEMA_H

#include "experiment/store/sqlite.h"

#include <cstdint>

namespace kwik::experiment
{

/// The version of the schema that this program writes: the number of migrations.
std::int64_t NewestSchema();

/**
 * Makes @p database a store of the newest schema: creates the tables in an empty file, or applies
 * the migrations that an older store lacks, each in one transaction.
 *
 * Refuses, and leaves untouched: a database that is no store, and a store of a newer program.
 */
void Migrate(Database& database);

} // namespace kwik::experiment

#endif // KWIK_EXPERIMENT_STORE_STORE_SCHEMA_H
