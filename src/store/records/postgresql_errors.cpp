#include "store/records/postgresql_errors.hpp"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>

namespace bellwether::records::engine {

namespace {

struct Meaning {
  std::string_view state;  ///< a SQLSTATE or how a class of them begins; the first that fits counts
  Code code;
  std::string_view message;
  std::string_view mend;
};

constexpr std::string_view k_failed = "the records store failed";

// https://www.postgresql.org/docs/15/errcodes-appendix.html
constexpr std::array k_meanings = {
    Meaning{"55P03", Code::conflict, "another program holds the records", "try again when it is done"},
    Meaning{"40", Code::conflict, "another program changed the records at the same time", "try again"},
    Meaning{"23", Code::conflict, k_failed, ""},
    Meaning{"22", Code::bad_input, "the records store does not take this", ""},
    Meaning{"25006", Code::io, "these records are open for reading only", ""},
    Meaning{"XX00", Code::damaged, "the records are damaged",
            "put a backup in their place (a copy made before a change of schema is another schema of the database)"},
    Meaning{"42P01", Code::damaged, "a table of the records is missing", "put a backup in their place"},
    Meaning{"42703", Code::damaged, "a column of the records is missing", "put a backup in their place"},
    Meaning{"42501", Code::io, "the server does not allow this",
            "let the user own the schema, or make one: GRANT CREATE ON DATABASE … TO …"},
    Meaning{"53100", Code::io, k_failed, "see whether the server's disk is full"},
    Meaning{"57P", Code::io, "the server is being stopped", "try again when it runs"},
    Meaning{"", Code::io, k_failed, ""}};

/// Without what SOCI puts before the server's own words.
std::string server_words(std::string said) {
  for (const std::string_view before :
       {"Cannot establish connection to the database. ", "Cannot execute query. ", "Cannot prepare statement. "}) {
    if (said.starts_with(before)) return said.substr(before.size());
  }
  return said;
}

/// What SOCI gives where the server said nothing.
constexpr std::string_view k_no_state = "     ";

Error error_with(const Meaning& meaning, const std::string& said, const PostgresqlConnection& connection) {
  return {.code = meaning.code,
          .message = fmt::format("{}: {}", meaning.message, said),
          .where = connection.where,
          .mend = std::string(meaning.mend)};
}

}  // namespace

Error postgresql_error(const std::exception& thrown, const PostgresqlConnection& connection) {
  std::string state, said = thrown.what();
  if (const auto* known = dynamic_cast<const soci::postgresql_soci_error*>(&thrown)) {
    state = known->sqlstate();
    said = known->get_error_message();
  }
  said = server_words(without_password(said, connection.password));
  if (state == k_no_state || state.starts_with("08")) {
    return error_with({state, Code::io, "the connection to the records broke, and what was not committed is gone",
                       "see whether the server runs, and try again"},
                      said, connection);
  }
  for (const Meaning& meaning : k_meanings) {
    if (state.starts_with(meaning.state)) return error_with(meaning, said, connection);
  }
  return error_with(k_meanings.back(), said, connection);
}

Error cannot_reach(const std::exception& thrown, const PostgresqlConnection& connection) {
  const std::string said = server_words(without_password(thrown.what(), connection.password));
  const auto says = [&](std::string_view words) { return said.find(words) != std::string::npos; };
  if (says("database \"") && says("does not exist")) {
    return error_with({"", Code::not_found, "there is no such database",
                       "make it: createdb --template template0 --encoding UTF8 bellwether"},
                      said, connection);
  }
  if (says("password")) {
    return error_with({"", Code::io, "the server of the records does not let us in",
                       "put the password into BELLWETHER_RECORDS_PASSWORD or ~/.pgpass"},
                      said, connection);
  }
  return error_with({"", Code::io, "the server of the records can't be reached",
                     "see whether it runs, and [records] in bellwether.toml"},
                    said, connection);
}

}  // namespace bellwether::records::engine
