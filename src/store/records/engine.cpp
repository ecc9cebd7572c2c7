#include "store/records/engine.hpp"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

namespace bellwether::records::engine {

namespace {

constexpr std::size_t k_most_problems = 20;

/// Runs a pragma and gives back what it answers.
std::string pragma(soci::session& session, const std::string& text) {
  std::string answer;
  session << "PRAGMA " + text, soci::into(answer);
  return answer;
}

Result<void> sync(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int trouble = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!done) {
    return fail(Code::io, "the copy can't be brought to disk: " + std::generic_category().message(trouble),
                file.string(), "see whether the disk is full");
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<soci::session>> connect(const std::filesystem::path& file, store::Access access) {
  // SOCI's connection text has no way to write this sign.
  if (file.string().find('"') != std::string::npos)
    return fail(Code::unsupported, "records can't lie in a folder with a quotation mark in its name", file.string());
  try {
    auto session = std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", file.string()));
    pragma(*session, fmt::format("busy_timeout = {}", k_busy_timeout_ms));
    if (access == store::Access::write) {
      pragma(*session, "journal_mode = WAL");
      *session << "PRAGMA synchronous = FULL";
      *session << "PRAGMA foreign_keys = ON";
    } else {
      *session << "PRAGMA query_only = ON";
    }
    pragma(*session, "schema_version");  // the first look into the file: it fails here where that is none of SQLite's
    return session;
  } catch (const std::exception& thrown) {
    return std::unexpected(error_of(thrown, file));
  }
}

Result<bool> has_table(soci::session& session, std::string_view name) {
  std::int64_t count = 0;
  const std::string wanted(name);
  session << "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :name", soci::use(wanted, "name"),
      soci::into(count);
  return count > 0;
}

Result<void> copy_to(soci::session& session, const std::filesystem::path& copy) {
  // Under another name until it is whole, so that a copy that is there can be trusted.
  std::filesystem::path half = copy;
  half += ".half";
  std::error_code trouble;
  std::filesystem::remove(half, trouble);
  try {
    const std::string target = half.string();
    session << "VACUUM INTO :target", soci::use(target, "target");
  } catch (const std::exception& thrown) {
    Error error = error_of(thrown, copy);
    error.message = "can't copy the records before changing them: " + error.message;
    return std::unexpected(std::move(error));
  }
  if (auto synced = sync(half); !synced) return synced;
  std::filesystem::rename(half, copy, trouble);
  if (trouble) return fail(Code::io, "the copy can't be put in place: " + trouble.message(), copy.string());
  return sync(copy.has_parent_path() ? copy.parent_path() : std::filesystem::path("."));
}

Result<std::vector<std::string>> problems(soci::session& session) {
  std::vector<std::string> found;
  const soci::rowset<std::string> lines =
      (session.prepare << fmt::format("PRAGMA integrity_check({})", k_most_problems));
  for (const std::string& line : lines) {
    if (line != "ok") found.push_back(line);
  }
  const soci::rowset<std::string> orphans = (session.prepare << "PRAGMA foreign_key_check");
  for (const std::string& table : orphans) {
    if (found.size() < k_most_problems) found.push_back("a row of " + table + " belongs to none");
  }
  return found;
}

Error error_of(const std::exception& thrown, const std::filesystem::path& file) {
  int result = SQLITE_ERROR;
  std::string said = thrown.what();
  if (const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&thrown)) {
    result = known->result() & 0xFF;  // the low byte is the kind, the others tell more
    said = known->get_error_message();
  }
  // Some of SOCI's errors come without the number.
  const auto says = [&](std::string_view words) { return said.find(words) != std::string::npos; };
  Error error{.code = Code::io, .message = "the records store failed: " + said, .where = file.string(), .mend = {}};
  if (result == SQLITE_NOTADB || result == SQLITE_CORRUPT || says("not a database") || says("malformed")) {
    error.code = Code::damaged;
    error.message = "the file of records is damaged: " + said;
    error.mend = "put a copy of it in its place (one made before a change of schema lies beside it), or a backup";
  } else if (result == SQLITE_CONSTRAINT || says("constraint failed")) {
    error.code = Code::conflict;
  } else if (result == SQLITE_BUSY || result == SQLITE_LOCKED || says("is locked")) {
    error.code = Code::conflict;
    error.mend = "another program holds the file; try again when it is done";
  } else if (result == SQLITE_FULL || result == SQLITE_IOERR || says("is full")) {
    error.mend = "see whether the disk is full";
  }
  return error;
}

}  // namespace bellwether::records::engine
