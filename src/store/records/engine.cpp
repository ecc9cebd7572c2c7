#include "store/records/engine.hpp"

namespace bellwether::records::engine {

Result<std::unique_ptr<Engine>> at(const Place& place, store::Access access) {
  if (const auto* schema = std::get_if<PostgresqlSchema>(&place)) return postgresql(*schema, access);
  return sqlite(std::get<SqliteFile>(place), access);
}

void roll_back(soci::session& session) noexcept {
  try {
    session.rollback();
  } catch (const std::exception&) {
    // What was not committed is gone either way (a full disk, a connection that broke), and what was thrown before this
    // says more.
    return;
  }
}

std::unexpected<Error> nothing_yet(const std::string& where) {
  return fail(Code::not_found, "nothing is known of the organisation yet", where,
              "tell it: bellwether import --as organisation FILE");
}

}  // namespace bellwether::records::engine
