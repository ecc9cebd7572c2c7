#include "store/facts/trail.hpp"

#include "base/text.hpp"
#include "store/facts/facts.hpp"
#include "store/facts/filter_sql.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/slice_values.hpp"
#include "store/facts/state.hpp"
#include "store/facts/statement.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

/// The key as a number of 64 bits. Words are hashed as texts, so that keys of both tables are equal where they read the same.
Result<std::string> key_expression(const Operand& key) {
  switch (key.kind) {
    case Operand::Kind::subject:
      return dialect::key_hash(key.column);
    case Operand::Kind::id:
      return dialect::key_hash(fmt::format("CAST({} AS VARCHAR)", key.column));
    case Operand::Kind::value:
      if (!key.text.empty()) return dialect::key_hash(key.text);
      [[fallthrough]];
    default:
      return fail(Code::bad_input, "this field is no key that facts can share");
  }
}

/// The column that a key stands in.
const std::string& key_column(const Operand& key) { return key.text.empty() ? key.column : key.text; }

Result<void> put_among(Sql& sql, const Operand& key, const KeysOf& among, const Names& names) {
  const Operands operands = [&](const Field& field) { return operand_of(field, among.table, names); };
  const auto other = operands(among.key);
  if (!other) return std::unexpected(other.error());
  sql.put(fmt::format(" AND {} IN (SELECT {} FROM {} WHERE day IS NOT NULL AND {} AND ", key_column(key),
                      key_column(*other), table_name(among.table), other->known));
  if (auto put = put_condition(sql, among.where, operands, names); !put) return put;
  if (among.from) sql.put(" AND day >= ?", *among.from);
  if (among.to) sql.put(" AND day < ?", *among.to);
  sql.put(")");
  return {};
}

struct TrailStatement {
  Sql sql;
  std::vector<SliceColumn> slices;
};

Result<TrailStatement> statement_for(const TrailQuery& query, const Names& names) {
  const Operands operands = [&](const Field& field) { return operand_of(field, query.table, names); };
  const auto key = operands(query.key);
  if (!key) return std::unexpected(key.error());
  const auto expression = key_expression(*key);
  if (!expression) return std::unexpected(expression.error());

  TrailStatement made;
  made.sql.put(fmt::format("SELECT {}, occurred_at, day", *expression));
  std::string ignored;
  for (std::size_t i = 0; i < query.by.size(); ++i) {
    const auto operand = operands(query.by[i]);
    if (!operand) return std::unexpected(operand.error());
    made.sql.put(i == 0 ? ", " : "");
    const auto slice = put_slice(made.sql, ignored, *operand, i);
    if (!slice) return std::unexpected(slice.error());
    made.slices.push_back(*slice);
  }
  made.sql.put(fmt::format(" FROM {} WHERE day IS NOT NULL AND {} AND ", table_name(query.table), key->known));
  if (auto put = put_condition(made.sql, query.where, operands, names); !put) return std::unexpected(put.error());
  if (query.from) made.sql.put(" AND day >= ?", *query.from);
  if (query.to) made.sql.put(" AND day < ?", *query.to);
  if (query.snapshot) made.sql.put(" AND snapshot <= ?", static_cast<std::int64_t>(*query.snapshot));
  if (query.among) {
    if (auto put = put_among(made.sql, *key, *query.among, names); !put) return std::unexpected(put.error());
  }
  return made;
}

/// Reads moments as they come, giving each combination of codes a slice.
class TrailReader {
 public:
  TrailReader(const std::vector<SliceColumn>& columns, const Names& names) : columns_(columns) {
    for (const SliceColumn& column : columns) values_.emplace_back(column, names);
  }

  Result<Trail> read(Answered& answered) {
    while (true) {
      const auto more = answered.next();
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      if (trail_.moments.size() + answered.rows() > k_most_moments) {
        return fail(Code::too_large,
                    fmt::format("more than {} facts to follow", with_thousands(static_cast<long long>(k_most_moments))),
                    {}, "narrow the question: a shorter time, or fewer units");
      }
      for (std::size_t row = 0; row < answered.rows(); ++row) take(answered, row);
    }
    std::ranges::sort(trail_.moments, {},
                      [](const Moment& moment) { return std::tuple(moment.key, moment.at_us, moment.slice); });
    return std::move(trail_);
  }

 private:
  void take(const Answered& answered, std::size_t row) {
    std::vector<std::int32_t> codes;
    codes.reserve(values_.size());
    std::size_t column = 3;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      codes.push_back(values_[i].code(answered, column, row));
      column += columns_[i].columns();
    }
    trail_.moments.push_back({.key = answered.column(0).at<std::uint64_t>(row),
                              .at_us = answered.column(1).at<std::int64_t>(row),
                              .slice = slice_of(std::move(codes)),
                              .day = answered.column(2).day(row)});
  }

  std::uint32_t slice_of(std::vector<std::int32_t> codes) {
    if (!last_codes_.empty() && codes == last_codes_) return last_slice_;
    const auto [at, is_new] = slices_.emplace(codes, static_cast<std::uint32_t>(trail_.slices.size()));
    if (is_new) {
      std::vector<Label>& labels = trail_.slices.emplace_back();
      for (std::size_t i = 0; i < codes.size(); ++i) labels.push_back(values_[i].label(codes[i]));
    }
    last_codes_ = std::move(codes);
    last_slice_ = at->second;
    return last_slice_;
  }

  const std::vector<SliceColumn>& columns_;
  std::vector<SliceValues> values_;
  std::map<std::vector<std::int32_t>, std::uint32_t> slices_;
  std::vector<std::int32_t> last_codes_;
  std::uint32_t last_slice_ = 0;
  Trail trail_;
};

}  // namespace

Result<Trail> Facts::trail(const TrailQuery& query) const {
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  const Connection& connection = **reader;
  const auto transaction = Transaction::begin(connection);
  if (!transaction) return std::unexpected(transaction.error());
  const auto seen = seen_by(connection);
  if (!seen) return std::unexpected(seen.error());
  const auto statement = statement_for(query, state_->names);
  if (!statement) return std::unexpected(statement.error());
  auto answered = connection.stream(statement->sql.text, statement->sql.parameters);
  if (!answered) return std::unexpected(answered.error());
  auto trail = TrailReader(statement->slices, state_->names).read(*answered);
  if (trail) trail->snapshot = query.snapshot.value_or(seen->snapshot);
  return trail;
}

Result<std::optional<Instant>> Facts::newest(std::optional<std::uint64_t> snapshot) const {
  const auto reader = state_->readers.lease();
  if (!reader) return std::unexpected(reader.error());
  std::optional<Instant> newest;
  for (const Table table : {Table::signals, Table::acts}) {
    Sql sql;
    sql.put(fmt::format("SELECT MAX(occurred_at) FROM {} WHERE {}", table_name(table), from_outside(state_->names)));
    if (snapshot) sql.put(" AND snapshot <= ?", static_cast<std::int64_t>(*snapshot));
    auto answered = (*reader)->ask(sql.text, sql.parameters);
    if (!answered) return std::unexpected(answered.error());
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more || !answered->column(0).known(0)) continue;
    const Instant latest{answered->column(0).at<std::int64_t>(0)};
    if (!newest || *newest < latest) newest = latest;
  }
  return newest;
}

}  // namespace bellwether::facts
