#include "store/records/engine.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bellwether::records::engine {

namespace {

namespace fs = std::filesystem;

/// Runs a pragma and gives back what it answers.
std::string pragma(soci::session& session, const std::string& text) {
  std::string answer;
  session << "PRAGMA " + text, soci::into(answer);
  return answer;
}

Result<void> sync(const fs::path& file) {
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

class Sqlite : public Engine {
 public:
  Sqlite(fs::path file, store::Access access) : file_(std::move(file)), where_(file_.string()), access_(access) {}

  [[nodiscard]] const std::string& where() const override { return where_; }
  [[nodiscard]] Result<bool> has_records() const override {
    std::error_code ignored;
    return fs::exists(file_, ignored);
  }
  [[nodiscard]] Result<std::unique_ptr<soci::session>> connect() const override;
  [[nodiscard]] bool shared() const override { return false; }
  /// What is written meanwhile by others is not seen, and conflicts with what is written here.
  void begin(soci::session& session) const override { session.begin(); }
  [[nodiscard]] bool has_table(soci::session& session, std::string_view name) const override;
  [[nodiscard]] Result<void> begin_step(soci::session& session, std::optional<std::int64_t> kept) const override;
  void settle_step(soci::session&) const override {}
  [[nodiscard]] std::vector<std::string> problems(soci::session& session) const override;
  [[nodiscard]] Error error_of(const std::exception& thrown) const override;

 private:
  /// A whole copy of the store at `copy`, with what stands only in the log too, and on disk when this returns.
  [[nodiscard]] Result<void> copy_to(soci::session& session, const fs::path& copy) const;

  fs::path file_;
  std::string where_;
  store::Access access_;
};

/// Writes ahead (WAL), and at each commit down to the disk (synchronous FULL).
Result<std::unique_ptr<soci::session>> Sqlite::connect() const {
  const bool there = *has_records();
  if (!there && access_ == store::Access::read) return nothing_yet(where_);
  // SOCI's connection text has no way to write this sign.
  if (where_.find('"') != std::string::npos)
    return fail(Code::unsupported, "records can't lie in a folder with a quotation mark in its name", where_);
  try {
    auto session = std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", where_));
    const auto wait = std::chrono::milliseconds(k_busy_timeout);
    pragma(*session, fmt::format("busy_timeout = {}", wait.count()));
    if (access_ == store::Access::write) {
      pragma(*session, "journal_mode = WAL");
      *session << "PRAGMA synchronous = FULL";
      *session << "PRAGMA foreign_keys = ON";
    } else {
      *session << "PRAGMA query_only = ON";
    }
    pragma(*session, "schema_version");  // the first look into the file: it fails here where that is none of SQLite's
    if (!there) ::chmod(file_.c_str(), S_IRUSR | S_IWUSR);  // people's names: for the owner's eyes
    return session;
  } catch (const std::exception& thrown) {
    return std::unexpected(error_of(thrown));
  }
}

bool Sqlite::has_table(soci::session& session, std::string_view name) const {
  std::int64_t count = 0;
  const std::string wanted(name);
  session << "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = :name", soci::use(wanted, "name"),
      soci::into(count);
  return count > 0;
}

/// The copy lies beside the file: "records.sqlite.schema-1". SQLite copies outside a transaction only.
Result<void> Sqlite::begin_step(soci::session& session, std::optional<std::int64_t> kept) const {
  if (kept) {
    if (auto copied = copy_to(session, fmt::format("{}.schema-{}", where_, *kept)); !copied) return copied;
  }
  session << "BEGIN IMMEDIATE";
  return {};
}

Result<void> Sqlite::copy_to(soci::session& session, const fs::path& copy) const {
  // Under another name until it is whole, so that a copy that is there can be trusted.
  fs::path half = copy;
  half += ".half";
  std::error_code trouble;
  fs::remove(half, trouble);
  try {
    const std::string target = half.string();
    session << "VACUUM INTO :target", soci::use(target, "target");
  } catch (const std::exception& thrown) {
    Error error = error_of(thrown);
    error.where = copy.string();
    error.message = "can't copy the records before changing them: " + error.message;
    return std::unexpected(std::move(error));
  }
  if (auto synced = sync(half); !synced) return synced;
  fs::rename(half, copy, trouble);
  if (trouble) return fail(Code::io, "the copy can't be put in place: " + trouble.message(), copy.string());
  return sync(copy.has_parent_path() ? copy.parent_path() : fs::path("."));
}

std::vector<std::string> Sqlite::problems(soci::session& session) const {
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

Error Sqlite::error_of(const std::exception& thrown) const {
  int result = SQLITE_ERROR;
  std::string said = thrown.what();
  if (const auto* known = dynamic_cast<const soci::sqlite3_soci_error*>(&thrown)) {
    result = known->result() & 0xFF;  // the low byte is the kind, the others tell more
    said = known->get_error_message();
  }
  // Some of SOCI's errors come without the number.
  const auto says = [&](std::string_view words) { return said.find(words) != std::string::npos; };
  Error error{.code = Code::io, .message = "the records store failed: " + said, .where = where_, .mend = {}};
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

}  // namespace

std::unique_ptr<Engine> sqlite(const SqliteFile& place, store::Access access) {
  return std::make_unique<Sqlite>(place.path, access);
}

}  // namespace bellwether::records::engine
