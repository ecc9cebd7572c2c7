#include "store/facts/answer.hpp"

#include "store/facts/slice_values.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

bool is_wide(Statistic::Kind kind) {
  using Kind = Statistic::Kind;
  return kind == Kind::sum || kind == Kind::sum_squares || kind == Kind::sum_product || kind == Kind::sum_beside ||
         kind == Kind::squares_beside || coarse_power(kind) > 0;
}

constexpr std::int32_t k_undated = std::numeric_limits<std::int32_t>::max();

/// What came back, in the order in which it came.
struct Raw {
  std::vector<std::int32_t> codes;             ///< `by` of them per row
  std::vector<std::int32_t> periods;           ///< one per row
  std::vector<std::optional<Int128>> numbers;  ///< statistics of them per row
  std::size_t rows = 0;
};

Result<Raw> read(const Connection& connection, const Statement& statement, const Query& query,
                 std::vector<SliceValues>& values) {
  auto answered = connection.ask(statement.sql.text, statement.sql.parameters);
  if (!answered) return std::unexpected(answered.error());
  Raw raw;
  while (true) {
    const auto more = answered->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return raw;
    if (raw.rows + answered->rows() > k_most_slices) {
      return fail(Code::too_large, fmt::format("more than {} slices", k_most_slices), {},
                  "slice by something with fewer values");
    }
    for (std::size_t row = 0; row < answered->rows(); ++row) {
      std::size_t column = 0;
      for (std::size_t i = 0; i < values.size(); ++i) {
        raw.codes.push_back(values[i].code(*answered, column, row));
        column += statement.slices[i].columns();
      }
      std::int32_t period = k_undated;
      if (query.every != Grain::none) {
        const Column stored = answered->column(column++);
        if (stored.known(row)) period = stored.day(row).days;
      }
      raw.periods.push_back(period);
      for (const Statistic& statistic : query.statistics) {
        const Column number = answered->column(column++);
        const bool wide = is_wide(statistic.kind);
        std::optional<Int128>& into = raw.numbers.emplace_back();
        if (number.known(row)) into = wide ? number.wide(row) : Int128{number.at<std::int64_t>(row)};
      }
    }
    raw.rows += answered->rows();
  }
}

/// Adds up two rows of one slice: a number and a text that read the same.
Result<void> add_up(SliceRow& into, const SliceRow& more, const Query& query) {
  for (std::size_t i = 0; i < query.statistics.size(); ++i) {
    std::optional<Int128>& a = into.numbers[i];
    const std::optional<Int128>& b = more.numbers[i];
    if (!b) continue;
    switch (query.statistics[i].kind) {
      case Statistic::Kind::distinct:
        return fail(Code::unsupported,
                    "different values can't be counted by an attribute that holds the same value as a number "
                    "and as a text");
      case Statistic::Kind::minimum:
        a = a ? std::min(*a, *b) : *b;
        break;
      case Statistic::Kind::newest:
      case Statistic::Kind::maximum:
        a = a ? std::max(*a, *b) : *b;
        break;
      default:
        a = a ? *a + *b : *b;
    }
  }
  return {};
}

Result<std::vector<SliceRow>> in_order(const Raw& raw, const Query& query, std::vector<SliceValues>& values) {
  for (SliceValues& value : values) value.rank();
  const std::size_t by = values.size(), statistics = query.statistics.size();
  // Ranks and period of each row side by side: sorting compares small arrays of whole numbers.
  using Key = std::array<std::int32_t, k_most_by + 1>;
  std::vector<std::pair<Key, std::uint32_t>> order(raw.rows);
  for (std::size_t row = 0; row < raw.rows; ++row) {
    Key key{};
    for (std::size_t i = 0; i < by; ++i) key[i] = values[i].rank_of(raw.codes[row * by + i]);
    key[by] = raw.periods[row];
    order[row] = {key, static_cast<std::uint32_t>(row)};
  }
  std::ranges::sort(order);

  std::vector<SliceRow> rows;
  rows.reserve(raw.rows);
  for (std::size_t place = 0; place < order.size(); ++place) {
    const std::size_t row = order[place].second;
    SliceRow slice;
    slice.slice.reserve(by);
    for (std::size_t i = 0; i < by; ++i) slice.slice.push_back(values[i].label(raw.codes[row * by + i]));
    if (raw.periods[row] != k_undated) slice.period = Day{raw.periods[row]};
    const auto first = raw.numbers.begin() + static_cast<std::ptrdiff_t>(row * statistics);
    slice.numbers.assign(first, first + static_cast<std::ptrdiff_t>(statistics));
    if (place > 0 && order[place].first == order[place - 1].first) {
      if (auto added = add_up(rows.back(), slice, query); !added) return std::unexpected(added.error());
    } else {
      rows.push_back(std::move(slice));
    }
  }
  return rows;
}

}  // namespace

Result<Slices> answer(const Connection& connection, const Statement& statement, const Query& query,
                      const Names& names) {
  std::vector<SliceValues> values;
  for (const SliceColumn& slice : statement.slices) values.emplace_back(slice, names);
  const auto raw = read(connection, statement, query, values);
  if (!raw) return std::unexpected(raw.error());
  auto rows = in_order(*raw, query, values);
  if (!rows) return std::unexpected(rows.error());
  return Slices{.rows = *std::move(rows), .snapshot = 0, .path = statement.path};
}

}  // namespace bellwether::facts
