// DuckDB's C interface as values that clean up after themselves. Only files of this folder see it.
#pragma once

#include "base/id.hpp"
#include "base/number.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <duckdb.h>

namespace bellwether::facts {

/// A C handle with its destroying function, owned.
template <class Handle, auto Destroy>
struct Destroyer {
  using pointer = Handle;
  void operator()(Handle handle) const { Destroy(&handle); }
};
template <class Handle, auto Destroy>
using Owned = std::unique_ptr<std::remove_pointer_t<Handle>, Destroyer<Handle, Destroy>>;

/// A value bound to a `?`.
using Parameter = std::variant<std::int64_t, std::string, Day, Id>;

/// One column of a chunk, to look at.
class Column {
 public:
  explicit Column(duckdb_vector vector)
      : vector_(vector), values_(duckdb_vector_get_data(vector)), known_(duckdb_vector_get_validity(vector)) {}

  [[nodiscard]] bool known(std::size_t row) const {
    return known_ == nullptr || ((known_[row / 64] >> (row % 64)) & 1U) != 0;
  }
  template <class T>
  [[nodiscard]] T at(std::size_t row) const {
    return static_cast<const T*>(values_)[row];
  }
  [[nodiscard]] Day day(std::size_t row) const { return {at<std::int32_t>(row)}; }
  [[nodiscard]] Id id(std::size_t row) const;
  [[nodiscard]] Int128 wide(std::size_t row) const;
  [[nodiscard]] std::string_view text(std::size_t row) const;
  /// Of a list or map: where its entries stand in `child()`.
  [[nodiscard]] duckdb_list_entry entry(std::size_t row) const { return at<duckdb_list_entry>(row); }
  [[nodiscard]] Column list_child() const { return Column(duckdb_list_vector_get_child(vector_)); }
  [[nodiscard]] Column struct_child(std::size_t index) const {
    return Column(duckdb_struct_vector_get_child(vector_, index));
  }

 private:
  duckdb_vector vector_;
  const void* values_;
  const std::uint64_t* known_;
};

/// What a statement answers, chunk by chunk.
class Answered {
 public:
  explicit Answered(const duckdb_result& result) : result_(std::make_unique<Held>(result)) {}

  /// Goes to the next chunk; false at the end. Error: what went wrong while the engine went on (streaming).
  [[nodiscard]] Result<bool> next();
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] Column column(std::size_t index) const {
    return Column(duckdb_data_chunk_get_vector(chunk_.get(), index));
  }
  [[nodiscard]] std::size_t columns() const { return duckdb_column_count(&result_->result); }
  [[nodiscard]] std::string name(std::size_t index) const { return duckdb_column_name(&result_->result, index); }

 private:
  struct Held {
    explicit Held(const duckdb_result& given) : result(given) {}
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    ~Held() { duckdb_destroy_result(&result); }
    duckdb_result result;
  };
  std::unique_ptr<Held> result_;
  Owned<duckdb_data_chunk, duckdb_destroy_data_chunk> chunk_;
  std::size_t rows_ = 0;
};

class Connection {
 public:
  /// Runs statements without parameters, for what they do.
  [[nodiscard]] Result<void> run(const std::string& sql) const;
  [[nodiscard]] Result<void> run(const std::string& sql, std::span<const Parameter> parameters) const;
  /// The same, for long ones beside other work: sleeps while only the engine's own threads have something left to do,
  /// where run() turns in a loop on a core that others need.
  [[nodiscard]] Result<void> run_and_sleep(const std::string& sql) const;
  /// The whole answer in memory.
  [[nodiscard]] Result<Answered> ask(const std::string& sql, std::span<const Parameter> parameters = {}) const;
  /// The answer as the engine makes it, for what may not fit in memory.
  [[nodiscard]] Result<Answered> stream(const std::string& sql, std::span<const Parameter> parameters = {}) const;
  /// The one whole number that a statement answers; nothing for NULL.
  [[nodiscard]] Result<std::optional<std::int64_t>> number(const std::string& sql,
                                                           std::span<const Parameter> parameters = {}) const;
  [[nodiscard]] duckdb_connection handle() const { return connection_.get(); }

 private:
  friend class Database;
  explicit Connection(duckdb_connection connection) : connection_(connection) {}
  Owned<duckdb_connection, duckdb_disconnect> connection_;
};

/// A read-write or read transaction: rolled back unless committed.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(const Connection& connection);
  [[nodiscard]] Result<void> commit();

  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

 private:
  explicit Transaction(const Connection& connection) : connection_(&connection) {}
  const Connection* connection_;
};

struct DatabaseSettings {
  std::optional<std::filesystem::path> file = {};  ///< nothing: in memory
  bool read_only = false;
  std::size_t memory_mb = 768;
  unsigned threads = 0;                  ///< 0: all cores
  std::filesystem::path temporary = {};  ///< where it may put what does not fit in memory
};

class Database {
 public:
  /// Errors: `damaged` for a file that is none of DuckDB's or broken; `io`; `conflict` where another process holds it.
  [[nodiscard]] static Result<Database> open(const DatabaseSettings& settings);
  [[nodiscard]] Result<Connection> connect() const;

 private:
  explicit Database(duckdb_database database) : database_(database) {}
  Owned<duckdb_database, duckdb_close> database_;
};

/// What DuckDB said, as an error of ours.
[[nodiscard]] std::unexpected<Error> engine_failed(std::string_view said);

}  // namespace bellwether::facts
