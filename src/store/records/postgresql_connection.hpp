// What libpq is told of a PostgreSQL place, and what people are told of it. The password stays here.
#pragma once

#include "base/result.hpp"
#include "store/records/place.hpp"

#include <string>
#include <string_view>

namespace bellwether::records::engine {

/// Holds the password, where ~/.pgpass or another of libpq's ways is not taken.
inline constexpr const char* k_password_variable = "BELLWETHER_RECORDS_PASSWORD";

struct PostgresqlConnection {
  std::string told;      ///< for libpq: key='value' …, with the password
  std::string where;     ///< for people: "postgresql host=/run/postgresql dbname=bellwether, schema bellwether"
  std::string password;  ///< empty where none is given here
};

/// The place's connection with the password of the environment, a limit to waiting, UTF-8 and a name for the server's
/// lists. Errors: `bad_input` for what libpq can't read, which is not repeated, and for a password in it: settings are
/// copied and shown, a password must not be.
[[nodiscard]] Result<PostgresqlConnection> connection_of(const PostgresqlSchema& place);

/// What libpq or the server said, on one line, with "…" for the password wherever it stands.
[[nodiscard]] std::string without_password(std::string_view said, const std::string& password);

}  // namespace bellwether::records::engine
