#include "store/facts/crowd.hpp"

#include "base/text.hpp"
#include "store/facts/facts.hpp"
#include "store/facts/filter_sql.hpp"
#include "store/facts/schema.hpp"
#include "store/facts/slice_values.hpp"
#include "store/facts/state.hpp"
#include "store/facts/statement.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

struct CrowdStatement {
  Sql sql;
  std::vector<SliceColumn> slices;
};

/// Slices, month, marks, person.
Result<CrowdStatement> statement_for(const CrowdQuery& query, const Names& names) {
  const Operands operands = [&](const Field& field) { return operand_of(field, query.table, names); };
  const auto person = operands({.kind = Field::Kind::subject, .name = {}});
  if (!person) return std::unexpected(person.error());

  CrowdStatement made;
  std::string ignored;
  made.sql.put("SELECT ");
  for (std::size_t i = 0; i < query.by.size(); ++i) {
    const auto operand = operands(query.by[i]);
    if (!operand) return std::unexpected(operand.error());
    const auto slice = put_slice(made.sql, ignored, *operand, i);
    if (!slice) return std::unexpected(slice.error());
    made.slices.push_back(*slice);
  }
  made.sql.put(fmt::format("{}{} AS p, CAST(0", query.by.empty() ? "" : ", ", period_column(Grain::month)));
  for (std::size_t i = 0; i < query.marks.size(); ++i) {
    made.sql.put(" + CASE WHEN ");
    if (auto put = put_condition(made.sql, query.marks[i], operands, names); !put) return std::unexpected(put.error());
    made.sql.put(fmt::format(" THEN {} ELSE 0 END", std::uint64_t{1} << i));
  }
  made.sql.put(fmt::format(" AS BIGINT), CASE WHEN {} THEN {} END FROM {} WHERE ", person->known,
                           dialect::key_hash(person->column), table_name(query.table)));
  if (auto put = put_condition(made.sql, query.where, operands, names); !put) return std::unexpected(put.error());
  if (query.snapshot) made.sql.put(" AND snapshot <= ?", static_cast<std::int64_t>(*query.snapshot));
  return made;
}

/// Codes of the slice, then the month.
using Codes = std::array<std::int32_t, k_most_by + 1>;

struct CodesHash {
  std::size_t operator()(const Codes& codes) const {
    constexpr std::uint64_t k_spread = 0x9E37'79B9'7F4A'7C15;
    std::uint64_t hash = 0;
    for (const std::int32_t code : codes) hash = (hash ^ static_cast<std::uint32_t>(code)) * k_spread + (hash >> 29U);
    return hash;
  }
};

class CrowdReader {
 public:
  CrowdReader(const std::vector<SliceColumn>& columns, const Names& names) : columns_(columns) {
    for (const SliceColumn& column : columns) values_.emplace_back(column, names);
  }

  Result<Crowd> read(Answered& answered) {
    while (true) {
      const auto more = answered.next();
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
      if (crowd_.members.size() + answered.rows() > k_most_members) {
        return fail(Code::too_large, fmt::format("more than {} answers of people in slices",
                                                 with_thousands(static_cast<long long>(k_most_members))));
      }
      for (std::size_t row = 0; row < answered.rows(); ++row) take(answered, row);
    }
    put_in_order();
    return std::move(crowd_);
  }

 private:
  static constexpr std::int32_t k_undated = std::numeric_limits<std::int32_t>::min();

  void take(const Answered& answered, std::size_t row) {
    Codes codes{};
    std::size_t column = 0;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      codes[i] = values_[i].code(answered, column, row);
      column += columns_[i].columns();
    }
    const Column month = answered.column(column);
    codes[values_.size()] = month.known(row) ? month.day(row).days : k_undated;
    const std::uint32_t cell = cell_of(codes);
    const auto marks = static_cast<std::uint64_t>(answered.column(column + 1).at<std::int64_t>(row));
    const Column person = answered.column(column + 2);
    CrowdCount& count = count_of(cell, marks);
    ++count.facts;
    if (person.known(row)) {
      crowd_.members.push_back({.cell = cell, .person = person.at<std::uint64_t>(row), .marks = marks});
    } else {
      ++count.strangers;
    }
  }

  std::uint32_t cell_of(const Codes& codes) {
    const auto [at, is_new] = cells_.emplace(codes, static_cast<std::uint32_t>(crowd_.cells.size()));
    if (is_new) {
      CrowdCell& cell = crowd_.cells.emplace_back();
      for (std::size_t i = 0; i < values_.size(); ++i) cell.slice.push_back(values_[i].label(codes[i]));
      if (codes[values_.size()] != k_undated) cell.month = Day{codes[values_.size()]};
    }
    return at->second;
  }

  /// A cell has few combinations of marks.
  CrowdCount& count_of(std::uint32_t cell, std::uint64_t marks) {
    counts_.resize(std::max<std::size_t>(counts_.size(), cell + 1));
    const auto at = std::ranges::find(counts_[cell], marks, &CrowdCount::marks);
    return at != counts_[cell].end() ? *at : counts_[cell].emplace_back(CrowdCount{.cell = cell, .marks = marks});
  }

  /// Facts come in no order; what is made of a crowd must not depend on it.
  void put_in_order() {
    std::vector<std::uint32_t> order(crowd_.cells.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t at) {
      const CrowdCell& cell = crowd_.cells[at];
      return std::tie(cell.slice, cell.month);
    });
    std::vector<CrowdCell> cells;
    cells.reserve(order.size());
    std::vector<std::uint32_t> places(order.size());
    for (const std::uint32_t at : order) {
      places[at] = static_cast<std::uint32_t>(cells.size());
      cells.push_back(std::move(crowd_.cells[at]));
    }
    crowd_.cells = std::move(cells);
    put_members_in_order(places);
    for (const std::uint32_t at : order) {
      std::ranges::sort(counts_[at], {}, &CrowdCount::marks);
      for (CrowdCount& count : counts_[at]) {
        count.cell = places[at];
        crowd_.counts.push_back(count);
      }
    }
  }

  /// Cell by cell first: sorting the few of a cell is faster than sorting all.
  void put_members_in_order(const std::vector<std::uint32_t>& places) {
    std::vector<std::size_t> ends(places.size() + 1, 0);
    for (const CrowdMember& member : crowd_.members) ++ends[places[member.cell] + 1];
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    std::vector<std::size_t> next(ends.begin(), ends.end() - 1);
    std::vector<CrowdMember> members(crowd_.members.size());
    for (CrowdMember member : crowd_.members) {
      member.cell = places[member.cell];
      members[next[member.cell]++] = member;
    }
    for (std::size_t cell = 0; cell < places.size(); ++cell) {
      std::sort(members.begin() + static_cast<std::ptrdiff_t>(ends[cell]),
                members.begin() + static_cast<std::ptrdiff_t>(ends[cell + 1]));
    }
    const auto twice = std::ranges::unique(members);
    members.erase(twice.begin(), twice.end());
    crowd_.members = std::move(members);
  }

  const std::vector<SliceColumn>& columns_;
  std::vector<SliceValues> values_;
  std::unordered_map<Codes, std::uint32_t, CodesHash> cells_;
  std::vector<std::vector<CrowdCount>> counts_;  ///< by cell
  Crowd crowd_;
};

}  // namespace

Result<Crowd> Facts::crowd(const CrowdQuery& query) const {
  if (query.by.size() > k_most_by || query.marks.size() > k_most_marks) {
    return fail(Code::too_large,
                fmt::format("a crowd is cut by at most {} fields and {} conditions", k_most_by, k_most_marks));
  }
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
  auto crowd = CrowdReader(statement->slices, state_->names).read(*answered);
  if (crowd) crowd->snapshot = query.snapshot.value_or(seen->snapshot);
  return crowd;
}

}  // namespace bellwether::facts
