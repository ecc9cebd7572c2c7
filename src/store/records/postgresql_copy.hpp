// A copy of a PostgreSQL schema within its database.
#pragma once

#include <string>

#include <soci/soci.h>

namespace bellwether::records::engine {

/// Makes `copy` of the tables of `schema`: rows, keys, rules and indexes, so that it can take the other's place
/// (DROP SCHEMA … CASCADE; ALTER SCHEMA … RENAME TO …). An older copy of that name goes. In the transaction that is
/// open, whose search path is `schema`. Throws what SOCI throws.
void copy_schema(soci::session& session, const std::string& schema, const std::string& copy);

}  // namespace bellwether::records::engine
