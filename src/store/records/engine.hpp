// What only one engine says: how records are reached, begun, copied and checked, and which of its errors means what.
// Everything else of this folder is the same on SQLite and PostgreSQL.
#pragma once

#include "base/result.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/place.hpp"

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <soci/soci.h>

namespace bellwether::records::engine {

/// How long a statement waits for another process that holds the records.
inline constexpr std::chrono::seconds k_busy_timeout{10};

/// Lines of a check.
inline constexpr std::size_t k_most_problems = 20;

/// One place, for reading or writing. What is said to throw throws what SOCI throws; error_of() makes an error of it.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  /// The place, as errors name it; never with a password.
  [[nodiscard]] virtual const std::string& where() const = 0;

  /// Whether there are records. Makes nothing.
  [[nodiscard]] virtual Result<bool> has_records() const = 0;

  /// A connection that acknowledges only what is on disk, keeps foreign keys, sorts text by its bytes, and waits for
  /// others. For reading nothing can be written.
  /// Errors: `not_found` for reading what is not there; `damaged`; `io`; `unsupported` or `bad_input` for a place that
  /// can't keep what is promised, and how to mend that.
  [[nodiscard]] virtual Result<std::unique_ptr<soci::session>> connect() const = 0;

  /// Whether processes may write there of which the lock of the data directory knows nothing.
  [[nodiscard]] virtual bool shared() const = 0;

  /// Begins a transaction that sees one state of the records from its first to its last statement. Throws.
  virtual void begin(soci::session& session) const = 0;

  /// Whether there is a table of that name. Throws.
  [[nodiscard]] virtual bool has_table(soci::session& session, std::string_view name) const = 0;

  /// Begins the transaction of a step of the schema, which no other process may come between, and makes the place where
  /// it is not there. `kept`: first copies everything, as the records of that schema. May throw, too.
  [[nodiscard]] virtual Result<void> begin_step(soci::session& session, std::optional<std::int64_t> kept) const = 0;

  /// Last in each step: makes what it made behave as on the other engine. Throws.
  virtual void settle_step(soci::session& session) const = 0;

  /// What the engine finds wrong with everything stored, at most k_most_problems lines. Outside a transaction. Throws.
  [[nodiscard]] virtual std::vector<std::string> problems(soci::session& session) const = 0;

  /// What was thrown, as an error: `conflict`, `damaged`, `bad_input` or `io` by what the engine said.
  [[nodiscard]] virtual Error error_of(const std::exception& thrown) const = 0;
};

/// The engine of a place. Error: `bad_input` for a connection that can't be read.
[[nodiscard]] Result<std::unique_ptr<Engine>> at(const Place& place, store::Access access);

/// What at() chooses between.
[[nodiscard]] std::unique_ptr<Engine> sqlite(const SqliteFile& place, store::Access access);
[[nodiscard]] Result<std::unique_ptr<Engine>> postgresql(const PostgresqlSchema& place, store::Access access);

/// Undoes the transaction that is open; also where the engine has done so by itself, or is gone.
void roll_back(soci::session& session) noexcept;

/// The same words on every engine, for reading where there are no records.
[[nodiscard]] std::unexpected<Error> nothing_yet(const std::string& where);

}  // namespace bellwether::records::engine
