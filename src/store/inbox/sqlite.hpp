// SQLite's C interface as values that clean up after themselves. Only files of this folder see it.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include <sqlite3.h>

namespace bellwether::inbox {

/// A statement, prepared once and run many times.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  /// Values go in by place, from 1 on. Bytes must live until the statement has run.
  Statement& bind(int place, std::int64_t number);
  Statement& bind(int place, std::span<const std::byte> bytes);
  /// Goes to the next row; false at the end, after which values may be bound anew. Error: as of Engine.
  [[nodiscard]] Result<bool> next();
  /// Runs to the end.
  [[nodiscard]] Result<void> run();

  /// Of the row, by place from 0 on; bytes live until next().
  [[nodiscard]] std::int64_t number(int place) const { return sqlite3_column_int64(statement_.get(), place); }
  [[nodiscard]] std::span<const std::byte> bytes(int place) const;
  [[nodiscard]] bool known(int place) const { return sqlite3_column_type(statement_.get(), place) != SQLITE_NULL; }

 private:
  struct Finish {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finish> statement_;
};

/// One connection to a file.
class Engine {
 public:
  enum class Open : std::uint8_t { write, read };
  /// Errors: `io` where the disk is full or can't be read, `damaged` where the file is no database, `conflict` where it is locked.
  [[nodiscard]] static Result<Engine> open(const std::filesystem::path& file, Open how);

  [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
  /// Statements without values, for what they do.
  [[nodiscard]] Result<void> run(std::string_view sql) const;
  /// Undoes an open transaction; the engine may have undone it by itself.
  void roll_back() const;
  /// The one number that a statement answers; 0 where it answers none.
  [[nodiscard]] Result<std::int64_t> number(std::string_view sql) const;
  [[nodiscard]] sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  explicit Engine(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace bellwether::inbox
