// The store of records: what may change, in rows, on SQLite or PostgreSQL through SOCI. Everything happens in a
// transaction, and is gone unless that is committed.
//
//   auto records = Records::open(directory);                       // directory: store::DataDirectory
//   auto transaction = (*records)->begin();
//   transaction->run("UPDATE units SET label = :label WHERE id = :id", {{"label", "Lyon"}, {"id", "lyon"}});
//   transaction->commit();
//
// The text of a statement is what both SQLite and PostgreSQL understand: plain types (TEXT, BIGINT), parameters by
// name, no function of one engine alone. What can't be said so stands in engine.hpp. Text is UTF-8 and sorts by its
// bytes. A day is ISO text ("2026-11-22"), an instant too ("2026-11-22T09:30:00Z"): both sort as time does and are read
// by people and by any tool.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/directory/data_directory.hpp"
#include "store/records/place.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::records {

/// What is written into a column or compared with one. Everything travels as text, which each engine turns into the
/// column's own type.
class Value {
 public:
  Value(std::string text) : text_(std::move(text)) {}
  Value(std::string_view text) : text_(text) {}
  Value(const char* text) : text_(text) {}
  Value(Day day) : text_(to_text(day)) {}
  Value(Instant instant) : text_(to_text(instant)) {}
  Value(std::int64_t whole) : text_(std::to_string(whole)) {}
  Value(std::nullopt_t) : known_(false) {}

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool known() const { return known_; }

 private:
  std::string text_;
  bool known_ = true;
};

/// A value for `:name`.
struct Bind {
  std::string name;
  Value value;
};

/// One row of an answer, while it is looked at.
class Row {
 public:
  Row(std::span<const std::string> texts, std::span<const bool> known) : texts_(texts), known_(known) {}

  [[nodiscard]] bool known(std::size_t column) const { return known_[column]; }
  /// Empty for NULL.
  [[nodiscard]] const std::string& text(std::size_t column) const { return texts_[column]; }
  /// Errors: `damaged` where the column holds none.
  [[nodiscard]] Result<std::int64_t> whole(std::size_t column) const;
  [[nodiscard]] Result<Day> day(std::size_t column) const;

 private:
  std::span<const std::string> texts_;
  std::span<const bool> known_;
};

/// Told each row; an error ends the reading and is what ask() returns.
using Take = std::function<Result<void>(const Row&)>;

/// A statement that is run many times. It goes before its transaction does.
class Statement {
 public:
  /// `values` in the order of the names that it was prepared with. Errors as of Transaction::run.
  [[nodiscard]] Result<void> run(std::span<const Value> values);

  Statement(Statement&&) noexcept;
  Statement& operator=(Statement&&) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

 private:
  friend class Transaction;
  struct State;
  explicit Statement(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Sees and changes the records as one; rolled back unless committed. Only one at a time. Where one of its statements
/// failed, nothing of it can be kept any more: statements after it and commit() are a `conflict`.
class Transaction {
 public:
  /// Runs one statement for what it does. Errors: `conflict` for a broken key or rule of a table, or where another
  /// process holds the records; `bad_input` for text that is no UTF-8 or holds a zero byte; `damaged`; `io`.
  [[nodiscard]] Result<void> run(std::string_view sql, const std::vector<Bind>& binds = {});
  /// Runs one statement that answers rows of `columns` columns.
  [[nodiscard]] Result<void> ask(std::string_view sql, std::size_t columns, const std::vector<Bind>& binds,
                                 const Take& take);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql, std::vector<std::string> names);
  /// Takes the right to write at once, before anything is read: who first reads and then writes may be told (on SQLite) that
  /// another process came between.
  [[nodiscard]] Result<void> claim();
  /// Error `io`: where the connection broke just then, only a look at the records tells whether they were changed.
  [[nodiscard]] Result<void> commit();

  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

 private:
  friend class Records;
  struct State;
  explicit Transaction(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// One step from a schema to the next.
struct Migration {
  std::int64_t to = 0;                  ///< counts up by one
  std::string_view what;                ///< for the list of migrations in the store
  std::vector<std::string> statements;  ///< in one transaction
};

class Records {
 public:
  /// Opens the records of a data directory, where place_of() says; for writing they are made, or brought to the newest
  /// schema. Before each step of a store that holds something, all of it is copied: the file beside itself
  /// ("records.sqlite.schema-1"), on PostgreSQL all tables into another schema of the database ("bellwether_schema_1").
  /// Errors: `not_found` for reading what is not there; `conflict` for a newer schema, naming both and what to do, for
  /// an older one that is opened for reading, or where another process holds it; `damaged`; `io`.
  [[nodiscard]] static Result<std::unique_ptr<Records>> open(const store::DataDirectory& directory);
  /// For writing also where another process holds the directory: it makes way between two transactions.
  [[nodiscard]] static Result<std::unique_ptr<Records>> open(const store::DataDirectory& directory,
                                                             store::Access access);
  /// The same for any place and any steps.
  [[nodiscard]] static Result<std::unique_ptr<Records>> open(const Place& place, store::Access access,
                                                             std::span<const Migration> steps);
  /// Whether the directory has records at all. Also true where that can't be found out: open() then tells why.
  [[nodiscard]] static bool are_in(const store::DataDirectory& directory);

  Records(const Records&) = delete;
  Records& operator=(const Records&) = delete;
  ~Records();

  /// For writing on PostgreSQL, waits until no other process changes them. A connection that broke is made anew.
  /// Error `conflict`: also there, where another program has brought them to a newer schema since the opening.
  [[nodiscard]] Result<Transaction> begin();
  /// The place as errors name it: a file, or server, database and schema without a password.
  [[nodiscard]] const std::string& where() const;

  /// What is wrong with what is stored, in words of the engine; nothing where it is sound. Error: `conflict` while a
  /// transaction is open.
  [[nodiscard]] Result<std::vector<std::string>> check();

 private:
  struct State;
  explicit Records(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bellwether::records
