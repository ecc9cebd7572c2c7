#include "store/inbox/sqlite.hpp"

#include <string>

namespace bellwether::inbox {

namespace {

std::unexpected<Error> trouble(sqlite3* database) {
  const int code = sqlite3_errcode(database);
  const char* name = sqlite3_db_filename(database, "main");
  const std::string file = name == nullptr ? "" : name;
  switch (code) {
    case SQLITE_FULL:
      return fail(Code::full, "the disk is full", file, "make room; nothing that was acknowledged is lost");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(Code::conflict, "another process holds the inbox", file, "stop the other one");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return fail(Code::damaged, std::string("the inbox can't be read: ") + sqlite3_errmsg(database), file,
                  "bring back the last backup of the data directory");
    default:
      return fail(Code::io, sqlite3_errmsg(database), file);
  }
}

}  // namespace

Statement& Statement::bind(int place, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), place, number);
  return *this;
}

Statement& Statement::bind(int place, std::span<const std::byte> bytes) {
  // A null pointer would bind NULL.
  sqlite3_bind_blob64(statement_.get(), place, bytes.empty() ? "" : static_cast<const void*>(bytes.data()),
                      bytes.size(), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::next() {
  switch (sqlite3_step(statement_.get())) {
    case SQLITE_ROW:
      return true;
    case SQLITE_DONE:
      sqlite3_reset(statement_.get());
      return false;
    default: {
      auto error = trouble(sqlite3_db_handle(statement_.get()));
      sqlite3_reset(statement_.get());
      return error;
    }
  }
}

Result<void> Statement::run() {
  while (true) {
    const auto more = next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
  }
}

std::span<const std::byte> Statement::bytes(int place) const {
  const void* data = sqlite3_column_blob(statement_.get(), place);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), place));
  return {static_cast<const std::byte*>(data), data == nullptr ? 0 : size};
}

Result<Engine> Engine::open(const std::filesystem::path& file, Open how) {
  sqlite3* raw = nullptr;
  // Each connection is used by one thread at a time; readers share the log, which they may have to make.
  constexpr int k_flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  const int opened =
      sqlite3_open_v2(file.c_str(), &raw, k_flags | (how == Open::write ? SQLITE_OPEN_CREATE : 0), nullptr);
  Engine engine(raw);
  if (opened != SQLITE_OK) {
    return fail(Code::io, std::string("the inbox can't be opened: ") + sqlite3_errstr(opened), file.string(),
                "look at the folder's owner and rights");
  }
  sqlite3_extended_result_codes(raw, 0);
  constexpr int k_patience_ms = 5'000;
  sqlite3_busy_timeout(raw, k_patience_ms);
  return engine;
}

Result<Statement> Engine::prepare(std::string_view sql) const {
  sqlite3_stmt* raw = nullptr;
  const int done =
      sqlite3_prepare_v3(handle(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (done != SQLITE_OK) return trouble(handle());
  return Statement(raw);
}

Result<void> Engine::run(std::string_view sql) const {
  const std::string text(sql);
  if (sqlite3_exec(handle(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return trouble(handle());
  return {};
}

void Engine::roll_back() const {
  if (sqlite3_get_autocommit(handle()) != 0) return;
  // Nothing is left to be done where this fails: the transaction is gone with the connection at the latest.
  sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<std::int64_t> Engine::number(std::string_view sql) const {
  auto statement = prepare(sql);
  if (!statement) return std::unexpected(statement.error());
  const auto more = statement->next();
  if (!more) return std::unexpected(more.error());
  return *more ? statement->number(0) : 0;
}

}  // namespace bellwether::inbox
