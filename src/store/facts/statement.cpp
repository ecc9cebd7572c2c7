#include "store/facts/statement.hpp"

#include "store/facts/schema.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

void put_expression(Sql& select, std::string& group, const std::string& expression, std::string_view as_type,
                    std::size_t index) {
  if (index > 0) select.put(", ");
  select.put(as_type.empty() ? fmt::format("{} AS g{}", expression, index)
                             : fmt::format("CAST({} AS {}) AS g{}", expression, as_type, index));
  group += (group.empty() ? "" : ", ") + expression;
}

std::unexpected<Error> no_such_statistic(std::string_view what) {
  return fail(Code::bad_input, fmt::format("{} can't be asked of this field", what));
}

/// Squares in the narrowest type that holds them: wide products are slow.
std::string squared(const Operand& operand, const Field& field) {
  const std::string_view type = field.kind == Field::Kind::rating || field.kind == Field::Kind::weekday ? "BIGINT"
                                : operand.scale == 1'000                                                ? "INTEGER"
                                                                                                        : "HUGEINT";
  return fmt::format("CAST({0} AS {1}) * {0}", operand.column, type);
}

/// In hundredths towards zero, none beyond ±100 million; its powers in a type that holds a hundred million of their sum.
std::string coarse(const Operand& operand, int power) {
  const std::int64_t step = std::max<std::int64_t>(1, operand.scale / k_coarse_scale);
  const std::int64_t most = k_coarse_most * step;
  const std::string held =
      fmt::format("(CASE WHEN {0} > {1} THEN {1} WHEN {0} < -{1} THEN -{1} ELSE {0} END)", operand.column, most);
  const std::string value = fmt::format("CAST({} AS HUGEINT)", step == 1 ? held : dialect::quotient(held, step));
  std::string product = value;
  for (int i = 1; i < power; ++i) product += " * " + value;
  return product;
}

Result<void> put_distinct(Sql& select, const Operand& operand, bool in_memory) {
  if (operand.kind == Operand::Kind::themes) return no_such_statistic("a number of different values");
  if (operand.kind == Operand::Kind::subject && in_memory) {
    select.put(dialect::count_different(operand.column));
    return {};
  }
  std::string count;
  for (const std::string& column : {operand.column, operand.text}) {
    if (!column.empty()) count += (count.empty() ? "" : " + ") + fmt::format("COUNT(DISTINCT {})", column);
  }
  select.put(count);
  return {};
}

Result<void> put_value_statistic(Sql& select, const Statistic& statistic, const Operand& operand, bool in_memory) {
  using Kind = Statistic::Kind;
  if (statistic.kind == Kind::known) {
    const bool plain = operand.known == operand.column + " IS NOT NULL";
    select.put(plain ? fmt::format("COUNT({})", operand.column)
                     : fmt::format("COUNT(CASE WHEN {} THEN 1 END)", operand.known));
    return {};
  }
  if (statistic.kind == Kind::distinct) return put_distinct(select, operand, in_memory);
  if (operand.kind != Operand::Kind::value || operand.column.empty()) {
    // Every attribute may have numbers one day; until then their sum is nothing.
    const bool may = operand.kind == Operand::Kind::value && statistic.value.kind == Field::Kind::attribute;
    if (!may) return no_such_statistic("a sum or an extreme");
    const bool narrow = statistic.kind == Kind::minimum || statistic.kind == Kind::maximum;
    select.put(narrow ? "CAST(NULL AS BIGINT)" : "CAST(NULL AS HUGEINT)");
    return {};
  }
  switch (statistic.kind) {
    case Kind::sum:
      select.put(fmt::format("CAST(SUM({}) AS HUGEINT)", operand.column));
      break;
    case Kind::sum_squares:
      select.put(fmt::format("CAST(SUM({}) AS HUGEINT)", squared(operand, statistic.value)));
      break;
    case Kind::coarse_sum:
    case Kind::coarse_squares:
    case Kind::coarse_cubes:
      select.put(fmt::format("CAST(SUM({}) AS HUGEINT)", coarse(operand, coarse_power(statistic.kind))));
      break;
    case Kind::minimum:
      select.put(fmt::format("CAST(MIN({}) AS BIGINT)", operand.column));
      break;
    case Kind::maximum:
      select.put(fmt::format("CAST(MAX({}) AS BIGINT)", operand.column));
      break;
    default:
      break;
  }
  return {};
}

/// Sums over facts that know two numbers.
Result<void> put_paired(Sql& select, const Statistic& statistic, const Operand& value, const Operand& other) {
  using Kind = Statistic::Kind;
  const auto is_number = [](const Operand& operand) {
    return operand.kind == Operand::Kind::value && !operand.column.empty();
  };
  if (!is_number(value) || !is_number(other)) return no_such_statistic("a sum of products");
  const std::string& beside = statistic.kind == Kind::sum_product ? other.column : value.column;
  std::string what =
      statistic.kind == Kind::sum_beside ? value.column : fmt::format("CAST({} AS HUGEINT) * {}", value.column, beside);
  select.put(fmt::format("CAST(SUM(CASE WHEN {} AND {} THEN {} END) AS HUGEINT)", value.known, other.known, what));
  return {};
}

Result<void> put_statistic(Sql& select, const Statistic& statistic, const Operands& operands, const Names& names,
                           bool in_memory) {
  if (statistic.kind == Statistic::Kind::rows) {
    select.put("COUNT(*)");
    return {};
  }
  if (statistic.kind == Statistic::Kind::newest) {
    select.put("CAST(MAX(day) - DATE '1970-01-01' AS BIGINT)");
    return {};
  }
  if (statistic.kind == Statistic::Kind::hits) {
    // Faster than to count a CASE that is NULL where it does not hold.
    select.put("CAST(COALESCE(SUM(CASE WHEN ");
    if (auto put = put_condition(select, statistic.where, operands, names); !put) return put;
    select.put(" THEN 1 ELSE 0 END), 0) AS BIGINT)");
    return {};
  }
  const auto operand = operands(statistic.value);
  if (!operand) return std::unexpected(operand.error());
  using Kind = Statistic::Kind;
  if (statistic.kind == Kind::sum_product || statistic.kind == Kind::sum_beside ||
      statistic.kind == Kind::squares_beside) {
    const auto other = operands(statistic.other);
    if (!other) return std::unexpected(other.error());
    return put_paired(select, statistic, *operand, *other);
  }
  return put_value_statistic(select, statistic, *operand, in_memory);
}

/// Whether a query can't have many slices: each of them would keep a set of its own.
bool has_few_slices(const Query& query, const Names& names) {
  constexpr std::size_t k_few = 100'000, k_voices = 4, k_periods = 4'000;
  std::size_t slices = query.every == Grain::none ? 1 : k_periods;
  for (const Field& field : query.by) {
    if (field.kind != Field::Kind::dimension) return false;
    const auto dimension = dimension_of(query.table, field.name);
    slices *= 1 + (dimension ? names.words(*dimension).size() : k_voices);
    if (slices > k_few) return false;
  }
  return true;
}

Result<void> check_limits(const Query& query) {
  if (query.by.size() > k_most_by)
    return fail(Code::too_large, fmt::format("at most {} things to slice by", k_most_by));
  if (query.statistics.size() > k_most_statistics) return fail(Code::too_large, "too many statistics at once");
  if (query.statistics.empty()) return fail(Code::bad_input, "no statistic was asked for");
  return {};
}

}  // namespace

bool counts_mentions(const Query& query) {
  return query.table == Table::signals &&
         std::ranges::find(query.by, Field{.kind = Field::Kind::dimension, .name = "theme"}) != query.by.end();
}

void put_period(Sql& sql, const Query& query) {
  if (query.from) sql.put(" AND day >= ?", *query.from);
  if (query.to) sql.put(" AND day < ?", *query.to);
  if (query.snapshot) sql.put(" AND snapshot <= ?", static_cast<std::int64_t>(*query.snapshot));
}

Result<SliceColumn> put_slice(Sql& select, std::string& group, const Operand& operand, std::size_t index) {
  using Kind = SliceColumn::Kind;
  switch (operand.kind) {
    case Operand::Kind::word:
      put_expression(select, group, operand.column, "BIGINT", index);
      return SliceColumn{.kind = Kind::word, .dimension = operand.dimension};
    case Operand::Kind::voice_of:
      put_expression(select, group, operand.column, "BIGINT", index);
      return SliceColumn{.kind = Kind::voice_of};
    case Operand::Kind::value:
      break;
    default:
      return fail(Code::bad_input, "this field can't be sliced by");
  }
  const bool number = !operand.column.empty(), text = !operand.text.empty();
  if (number) put_expression(select, group, operand.column, "BIGINT", index);
  if (text) put_expression(select, group, operand.text, "", number ? index + 100 : index);
  return SliceColumn{.kind = number && text ? Kind::number_or_text
                             : number       ? Kind::number
                                            : Kind::text,
                     .scale = operand.scale};
}

Result<Statement> from_the_facts(const Query& query, const Names& names, bool few_rows) {
  if (auto checked = check_limits(query); !checked) return std::unexpected(checked.error());
  const bool mentions = counts_mentions(query);
  const Operands outside = [&](const Field& field) { return operand_of(field, query.table, names, mentions); };
  const Operands inside = [&](const Field& field) { return operand_of(field, query.table, names); };

  const bool in_memory = few_rows && has_few_slices(query, names);
  Statement statement{.sql = {}, .slices = {}, .path = "facts"};
  Sql& sql = statement.sql;
  sql.put("SELECT ");
  std::string group;
  for (std::size_t i = 0; i < query.by.size(); ++i) {
    const auto operand = outside(query.by[i]);
    if (!operand) return std::unexpected(operand.error());
    auto slice = put_slice(sql, group, *operand, i);
    if (!slice) return std::unexpected(slice.error());
    statement.slices.push_back(*slice);
  }
  if (query.every != Grain::none) {
    const std::string_view column = period_column(query.every);
    sql.put(fmt::format("{}{} AS p", query.by.empty() ? "" : ", ", column));
    group += fmt::format("{}{}", group.empty() ? "" : ", ", column);
  }
  for (std::size_t i = 0; i < query.statistics.size(); ++i) {
    if (i > 0 || !group.empty()) sql.put(", ");
    if (auto put = put_statistic(sql, query.statistics[i], outside, names, in_memory); !put)
      return std::unexpected(put.error());
    sql.put(fmt::format(" AS s{}", i));
  }

  Sql condition;
  if (auto put = put_condition(condition, query.where, inside, names); !put) return std::unexpected(put.error());
  put_period(condition, query);
  const Sql source{.text = mentions ? " FROM " + dialect::mentions(condition.text)
                                    : fmt::format(" FROM {} WHERE {}", table_name(query.table), condition.text),
                   .parameters = condition.parameters};
  sql.put(source);
  if (!group.empty()) sql.put(" GROUP BY " + group);
  return statement;
}

}  // namespace bellwether::facts
