// What PostgreSQL and libpq say, as errors.
#pragma once

#include "base/result.hpp"
#include "store/records/postgresql_connection.hpp"

#include <exception>

namespace bellwether::records::engine {

/// By the SQLSTATE: `conflict`, `damaged`, `bad_input`, else `io`. Never with the password.
[[nodiscard]] Error postgresql_error(const std::exception& thrown, const PostgresqlConnection& connection);

/// Of a connection that was not made: `not_found` for a database that is not there, else `io`. libpq gives no SQLSTATE
/// then, so that a server which speaks another language than English is understood less well.
[[nodiscard]] Error cannot_reach(const std::exception& thrown, const PostgresqlConnection& connection);

}  // namespace bellwether::records::engine
