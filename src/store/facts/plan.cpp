#include "store/facts/plan.hpp"

#include "store/facts/deltas.hpp"
#include "store/facts/filter_sql.hpp"
#include "store/facts/partial.hpp"
#include "store/facts/schema.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace bellwether::facts {

namespace {

const Field k_text{.kind = Field::Kind::text};
const Field k_theme{.kind = Field::Kind::dimension, .name = "theme"};
const Field k_sentiment{.kind = Field::Kind::number, .name = "sentiment"};

/// Number of a well-known rating in the rollups; 0 for whether there is text, which all signals answer.
std::optional<int> rating_number(const Field& field) {
  if (field == k_text) return k_every_signal;
  if (field.kind != Field::Kind::rating) return std::nullopt;
  const auto found = std::ranges::find(k_well_known, field.name);
  if (found == k_well_known.end()) return std::nullopt;
  return static_cast<int>(found - k_well_known.begin()) + 1;
}

bool is_cut_by(const Rollup& rollup, const Field& field) {
  if (field.kind == Field::Kind::day || field.kind == Field::Kind::weekday) return true;
  return field.kind == Field::Kind::dimension &&
         std::ranges::find(rollup.dimensions, std::string_view(field.name)) != rollup.dimensions.end();
}

/// The fields of a filter that a rollup does not cut by: no more than one, and that a rating, can be answered.
struct Rest {
  std::optional<Field> rating;
  bool answerable = true;
};
bool looks_into(const Expr& expr, const Field& field);

Rest rest_of(const Rollup& rollup, const Expr& expr) {
  std::vector<Field> fields;
  collect_fields(expr, fields);
  Rest rest;
  for (const Field& field : fields) {
    if (is_cut_by(rollup, field)) continue;
    const bool another = rest.rating && *rest.rating != field;
    if (another || !rating_number(field)) return {.rating = {}, .answerable = false};
    rest.rating = field;
  }
  if (rest.rating == k_text && looks_into(expr, k_text)) return {.rating = {}, .answerable = false};
  return rest;
}

/// Whether a filter asks more of a field than whether it is known.
bool looks_into(const Expr& expr, const Field& field) {
  const auto any_of = [&](const std::vector<Expr>& of) {
    return std::ranges::any_of(of, [&](const Expr& each) { return looks_into(each, field); });
  };
  if (const auto* all = std::get_if<All>(&expr.node)) return any_of(all->of);
  if (const auto* any = std::get_if<Any>(&expr.node)) return any_of(any->of);
  if (const auto* negation = std::get_if<Not>(&expr.node)) return any_of(negation->of);
  if (const auto* compare = std::get_if<Compare>(&expr.node)) return compare->field == field;
  if (const auto* one_of = std::get_if<OneOf>(&expr.node)) return one_of->field == field;
  if (const auto* contains = std::get_if<Contains>(&expr.node)) return contains->field == field;
  return false;
}

/// Writes a statement over a rollup of exact values of ratings.
class OverRatings {
 public:
  OverRatings(const Rollup& rollup, const Query& query, const Names& names)
      : rollup_(rollup), query_(query), names_(names) {}

  Result<std::optional<Statement>> statement() {
    const Rest rest = rest_of(rollup_, query_.where);
    // Facts that don't know the rating have no row of it: a filter that lets them in can't be answered here.
    if (!rest.answerable || (rest.rating && *rest.rating != k_text && !needs(query_.where, *rest.rating)))
      return std::nullopt;
    filtered_by_ = rest.rating;
    // Rows of all signals are always there, so that a slice without any answer is one, too, as it is in the facts.
    used_.insert(filtered_by_ ? *rating_number(*filtered_by_) : k_every_signal);

    Statement made{.sql = {}, .slices = {}, .path = std::string(rollup_.table)};
    made.sql.put("SELECT ");
    std::string group;
    for (std::size_t i = 0; i < query_.by.size(); ++i) {
      const auto slice = put_by(made.sql, group, query_.by[i], i);
      if (!slice) return std::unexpected(slice.error());
      if (!*slice) return std::nullopt;
      made.slices.push_back(**slice);
    }
    if (query_.every != Grain::none) {
      const std::string_view column = period_column(query_.every);
      made.sql.put(fmt::format("{}{} AS p", group.empty() ? "" : ", ", column));
      group += fmt::format("{}{}", group.empty() ? "" : ", ", column);
    }
    for (std::size_t i = 0; i < query_.statistics.size(); ++i) {
      if (i > 0 || !group.empty()) made.sql.put(", ");
      const auto put = put_statistic(made.sql, query_.statistics[i]);
      if (!put) return std::unexpected(put.error());
      if (!*put) return std::nullopt;
      made.sql.put(fmt::format(" AS s{}", i));
    }
    made.sql.put(fmt::format(" FROM {} WHERE rating IN ({}) AND ", rollup_.table, fmt::join(used_, ", ")));
    if (auto put = put_where(made.sql, query_.where); !put) return std::unexpected(put.error());
    put_period(made.sql, query_);
    if (!group.empty()) made.sql.put(" GROUP BY " + group);
    return made;
  }

 private:
  [[nodiscard]] Result<Operand> operand(const Field& field) const {
    if (is_cut_by(rollup_, field)) return operand_of(field, Table::signals, names_);
    if (field == k_text) return Operand{.kind = Operand::Kind::value, .known = "value = 1"};
    return Operand{.kind = Operand::Kind::value, .column = "value", .scale = k_hundredths, .known = "TRUE"};
  }
  Result<void> put_where(Sql& sql, const Expr& where) const {
    return put_condition(sql, where, [this](const Field& field) { return operand(field); }, names_);
  }

  Result<std::optional<SliceColumn>> put_by(Sql& sql, std::string& group, const Field& field, std::size_t index) const {
    const bool by_rating = filtered_by_ == field && field != k_text;
    if (!is_cut_by(rollup_, field) && !by_rating) return std::nullopt;
    const auto found = operand(field);
    if (!found) return std::unexpected(found.error());
    const auto slice = put_slice(sql, group, *found, index);
    if (!slice) return std::unexpected(slice.error());
    return *slice;
  }

  /// The rows that a statistic over `field` (nothing: over signals) adds up. Nothing where they are not there.
  std::optional<std::string> rows_of(const std::optional<Field>& field) {
    if (filtered_by_) {
      if (field && *field != *filtered_by_) return std::nullopt;
      return fmt::format("rating = {}", *rating_number(*filtered_by_));
    }
    const int number = field ? *rating_number(*field) : k_every_signal;
    used_.insert(number);
    return fmt::format("rating = {}", number);
  }

  Result<bool> put_statistic(Sql& sql, const Statistic& statistic) {
    using Kind = Statistic::Kind;
    if (statistic.kind == Kind::rows) return put_count(sql, {}, {});
    if (statistic.kind == Kind::hits) {
      const Rest rest = rest_of(rollup_, statistic.where);
      const bool all_known =
          !rest.rating || rest.rating == k_text || rest.rating == filtered_by_ || needs(statistic.where, *rest.rating);
      if (!rest.answerable || !all_known) return false;
      return put_count(sql, rest.rating, statistic.where);
    }
    if (statistic.kind == Kind::distinct) return false;
    if (is_cut_by(rollup_, statistic.value)) {
      if (statistic.kind != Kind::known) return false;
      return put_count(sql, {}, Expr{Known{statistic.value}});
    }
    if (!rating_number(statistic.value)) return false;
    if (statistic.kind == Kind::known) return put_count(sql, statistic.value, Expr{Known{statistic.value}});
    if (statistic.value == k_text) return false;
    const auto rows = rows_of(statistic.value);
    if (!rows) return false;
    switch (statistic.kind) {
      case Kind::sum:
      case Kind::coarse_sum:  // ratings are in hundredths, and small
        sql.put(fmt::format("CAST(SUM(CASE WHEN {} THEN value * n END) AS HUGEINT)", *rows));
        break;
      case Kind::sum_squares:
      case Kind::coarse_squares:
        sql.put(fmt::format("CAST(SUM(CASE WHEN {} THEN CAST(value AS HUGEINT) * value * n END) AS HUGEINT)", *rows));
        break;
      case Kind::coarse_cubes:
        sql.put(fmt::format("CAST(SUM(CASE WHEN {} THEN CAST(value AS HUGEINT) * value * value * n END) AS HUGEINT)",
                            *rows));
        break;
      case Kind::minimum:
        sql.put(fmt::format("CAST(MIN(CASE WHEN {} THEN value END) AS BIGINT)", *rows));
        break;
      case Kind::maximum:
        sql.put(fmt::format("CAST(MAX(CASE WHEN {} THEN value END) AS BIGINT)", *rows));
        break;
      default:
        return false;
    }
    return true;
  }

  Result<bool> put_count(Sql& sql, const std::optional<Field>& field, const std::optional<Expr>& where) {
    const auto rows = rows_of(field);
    if (!rows) return false;
    sql.put(fmt::format("CAST(COALESCE(SUM(CASE WHEN {}", *rows));
    if (where) {
      sql.put(" AND ");
      if (auto put = put_where(sql, *where); !put) return std::unexpected(put.error());
    }
    sql.put(" THEN n ELSE 0 END), 0) AS BIGINT)");
    return true;
  }

  const Rollup& rollup_;
  const Query& query_;
  const Names& names_;
  std::optional<Field> filtered_by_;
  std::set<int> used_;
};

/// Writes a statement over the rollup of mentions.
class OverMentions {
 public:
  OverMentions(const Rollup& rollup, const Query& query, const Names& names)
      : rollup_(rollup), query_(query), names_(names) {}

  Result<std::optional<Statement>> statement() const {
    std::vector<Field> fields;
    collect_fields(query_.where, fields);
    fields.insert(fields.end(), query_.by.begin(), query_.by.end());
    if (!std::ranges::all_of(fields, [&](const Field& field) { return is_cut_by(rollup_, field); }))
      return std::nullopt;
    // In a filter a theme stands for any mention of the signal, not for the one that is counted.
    if (looks_into(query_.where, k_theme)) return std::nullopt;

    Statement made{.sql = {}, .slices = {}, .path = std::string(rollup_.table)};
    made.sql.put("SELECT ");
    std::string group;
    for (std::size_t i = 0; i < query_.by.size(); ++i) {
      const auto found = operand(query_.by[i]);
      if (!found) return std::unexpected(found.error());
      const auto slice = put_slice(made.sql, group, *found, i);
      if (!slice) return std::unexpected(slice.error());
      made.slices.push_back(*slice);
    }
    if (query_.every != Grain::none) {
      made.sql.put(fmt::format(", {} AS p", period_column(query_.every)));
      group += fmt::format(", {}", period_column(query_.every));
    }
    for (std::size_t i = 0; i < query_.statistics.size(); ++i) {
      made.sql.put(", ");
      const auto put = put_statistic(made.sql, query_.statistics[i]);
      if (!put) return std::unexpected(put.error());
      if (!*put) return std::nullopt;
      made.sql.put(fmt::format(" AS s{}", i));
    }
    made.sql.put(fmt::format(" FROM {} WHERE ", rollup_.table));
    if (auto put = put_where(made.sql, query_.where); !put) return std::unexpected(put.error());
    put_period(made.sql, query_);
    made.sql.put(" GROUP BY " + group);
    return made;
  }

 private:
  [[nodiscard]] Result<Operand> operand(const Field& field) const {
    return operand_of(field, Table::signals, names_, true);
  }
  Result<void> put_where(Sql& sql, const Expr& where) const {
    return put_condition(sql, where, [this](const Field& field) { return operand(field); }, names_);
  }

  Result<bool> put_statistic(Sql& sql, const Statistic& statistic) const {
    using Kind = Statistic::Kind;
    if (statistic.kind == Kind::hits) return put_hits(sql, statistic.where);
    if (statistic.kind == Kind::rows) {
      sql.put("CAST(SUM(n) AS BIGINT)");
      return true;
    }
    if (statistic.value != k_sentiment) return false;
    switch (statistic.kind) {
      case Kind::known:
        sql.put("CAST(SUM(known) AS BIGINT)");
        break;
      case Kind::sum:
        sql.put("CAST(SUM(CASE WHEN known > 0 THEN total END) AS HUGEINT)");
        break;
      case Kind::sum_squares:
        sql.put("CAST(SUM(CASE WHEN known > 0 THEN squares END) AS HUGEINT)");
        break;
      case Kind::minimum:
        sql.put("CAST(MIN(low) AS BIGINT)");
        break;
      case Kind::maximum:
        sql.put("CAST(MAX(high) AS BIGINT)");
        break;
      default:
        return false;
    }
    return true;
  }

  /// Conditions that only tell negative, neutral, positive and unknown sentiment apart, or only look at what the rollup cuts by.
  Result<bool> put_hits(Sql& sql, const Expr& where) const {
    std::vector<Field> fields;
    collect_fields(where, fields);
    if (std::ranges::all_of(fields, [&](const Field& field) { return is_cut_by(rollup_, field); })) {
      sql.put("CAST(SUM(CASE WHEN ");
      if (auto put = put_where(sql, where); !put) return std::unexpected(put.error());
      sql.put(" THEN n ELSE 0 END) AS BIGINT)");
      return true;
    }
    const auto unknown = holds_for(where, k_sentiment, std::nullopt, 1'000);
    const auto negative = same_for_all(where, -1'000, -1), neutral = same_for_all(where, 0, 0),
               positive = same_for_all(where, 1, 1'000);
    if (!unknown || !negative || !neutral || !positive) return false;
    std::string sum = "0";
    if (*unknown) sum += " + n - known";
    if (*negative) sum += " + negative";
    if (*neutral) sum += " + known - negative - positive";
    if (*positive) sum += " + positive";
    sql.put(fmt::format("CAST(SUM({}) AS BIGINT)", sum));
    return true;
  }

  /// What a condition on the sentiment says of every value in a range; nothing where it says different things.
  static std::optional<bool> same_for_all(const Expr& where, std::int64_t low, std::int64_t high) {
    const auto first = holds_for(where, k_sentiment, low, 1'000);
    for (std::int64_t value = low; value <= high; ++value) {
      if (holds_for(where, k_sentiment, value, 1'000) != first) return std::nullopt;
    }
    return first;
  }

  const Rollup& rollup_;
  const Query& query_;
  const Names& names_;
};

}  // namespace

Result<std::optional<Statement>> from_rollup(const Rollup& rollup, const Query& query, const Names& names) {
  if (query.table != Table::signals || counts_mentions(query) != rollup.of_mentions) return std::nullopt;
  return rollup.of_mentions ? OverMentions(rollup, query, names).statement()
                            : OverRatings(rollup, query, names).statement();
}

}  // namespace bellwether::facts
