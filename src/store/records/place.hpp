// Where records stand: a file of SQLite, or a schema of a PostgreSQL database.
#pragma once

#include "store/directory/data_directory.hpp"

#include <filesystem>
#include <string>
#include <variant>

namespace bellwether::records {

struct SqliteFile {
  std::filesystem::path path;
};

struct PostgresqlSchema {
  std::string connection;             ///< "host=… dbname=…" or "postgresql://…", as libpq reads it; without a password
  std::string schema = "bellwether";  ///< a plain name: a to z, digits and _, at most 40
};

using Place = std::variant<SqliteFile, PostgresqlSchema>;

/// Where the records of a data directory stand: where `[records]` of its bellwether.toml says, else in records.sqlite.
[[nodiscard]] Place place_of(const store::DataDirectory& directory);

}  // namespace bellwether::records
