// A statement of SOCI with values and columns of ours around it. Only files of this folder see it.
#pragma once

#include "base/result.hpp"
#include "store/records/records.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <soci/soci.h>

namespace bellwether::records {

/// A prepared statement: values in by name, rows out by column, both as text. Throws what SOCI throws.
class BoundStatement {
 public:
  BoundStatement(soci::session& session, std::string_view sql, std::span<const std::string> names, std::size_t columns);
  BoundStatement(const BoundStatement&) = delete;
  BoundStatement& operator=(const BoundStatement&) = delete;
  ~BoundStatement() = default;

  /// Error: `bad_input` for what not every engine can keep.
  [[nodiscard]] Result<void> set(std::size_t parameter, const Value& value);
  /// Runs it; true where there is a first row.
  bool execute();
  bool fetch();
  [[nodiscard]] Row row();

 private:
  std::vector<std::string> names_;
  /// SOCI keeps the addresses of what it reads and fills: a deque moves nothing.
  std::deque<std::string> given_, found_;
  std::deque<soci::indicator> given_known_, found_known_;
  std::vector<std::string> texts_;
  std::unique_ptr<bool[]> known_;
  soci::statement statement_;
};

}  // namespace bellwether::records
