#include "store/facts/numbers.hpp"

#include "base/text.hpp"
#include "store/facts/facts.hpp"
#include "store/facts/filter_sql.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/sql.hpp"
#include "store/facts/state.hpp"
#include "store/facts/statement.hpp"

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

Result<Sql> statement_for(const NumbersQuery& query, const Names& names) {
  const Operands operands = [&](const Field& field) { return operand_of(field, query.table, names); };
  Sql sql;
  sql.put("SELECT ");
  for (std::size_t i = 0; i < query.of.size(); ++i) {
    const auto operand = operands(query.of[i]);
    if (!operand) return std::unexpected(operand.error());
    if (operand->kind != Operand::Kind::value || operand->column.empty()) {
      return fail(Code::bad_input, "this field carries no numbers");
    }
    sql.put(fmt::format("{}CAST({} AS BIGINT)", i == 0 ? "" : ", ", operand->column));
  }
  sql.put(fmt::format(" FROM {} WHERE ", table_name(query.table)));
  if (auto put = put_condition(sql, query.where, operands, names); !put) return std::unexpected(put.error());
  if (query.from) sql.put(" AND day >= ?", *query.from);
  if (query.to) sql.put(" AND day < ?", *query.to);
  if (query.snapshot) sql.put(" AND snapshot <= ?", static_cast<std::int64_t>(*query.snapshot));
  return sql;
}

Result<void> read(Answered& answered, Numbers& numbers) {
  while (true) {
    const auto more = answered.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const std::size_t held = numbers.columns.front().size() + answered.rows();
    if (held * numbers.columns.size() > k_most_numbers) {
      return fail(Code::too_large,
                  fmt::format("more than {} numbers to hold", with_thousands(static_cast<long long>(k_most_numbers))),
                  {}, "narrow the question: a shorter time, or fewer units");
    }
    for (std::size_t i = 0; i < numbers.columns.size(); ++i) {
      const Column column = answered.column(i);
      for (std::size_t row = 0; row < answered.rows(); ++row) {
        numbers.columns[i].push_back(column.known(row) ? column.at<std::int64_t>(row) : k_no_number);
      }
    }
  }
}

}  // namespace

Result<Numbers> Facts::numbers(const NumbersQuery& query) const {
  Numbers numbers;
  numbers.columns.resize(query.of.size());
  for (const Field& field : query.of) numbers.scales.push_back(scale_of(field));
  if (query.of.empty()) return numbers;
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  const Connection& connection = **reader;
  const auto transaction = Transaction::begin(connection);
  if (!transaction) return std::unexpected(transaction.error());
  const auto seen = seen_by(connection);
  if (!seen) return std::unexpected(seen.error());
  const auto statement = statement_for(query, state_->names);
  if (!statement) return std::unexpected(statement.error());
  auto answered = connection.stream(statement->text, statement->parameters);
  if (!answered) return std::unexpected(answered.error());
  if (auto done = read(*answered, numbers); !done) return std::unexpected(done.error());
  numbers.snapshot = query.snapshot.value_or(seen->snapshot);
  return numbers;
}

}  // namespace bellwether::facts
