// The same questions answered the slow and plain way, over facts that stand in a vector: what the store is held against.
#pragma once

#include "base/time.hpp"
#include "store/facts/query.hpp"
#include "store/facts/signal.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::facts::model {

/// A signal with text of its own.
struct Row {
  std::uint64_t number = 0;
  std::uint64_t commit = 0;
  std::optional<Day> day;
  std::map<std::string, std::string> dimensions;  ///< only known ones; without theme
  std::map<std::string, std::int64_t> ratings;    ///< hundredths
  std::map<std::string, std::string> texts;       ///< attributes
  std::map<std::string, std::int64_t> numbers;    ///< attributes, millionths
  std::optional<std::int64_t> sentiment;          ///< thousandths
  std::optional<std::uint64_t> subject;
  std::string text;
  std::vector<std::pair<std::string, std::optional<std::int64_t>>> themes;
};

/// What a field is for a row: a word, or a number at a scale, or nothing.
struct Value {
  std::optional<std::string> word;
  std::optional<std::int64_t> number;
  std::int64_t scale = 1;
  [[nodiscard]] bool known() const { return word || number; }
};

template <class Map>
auto find(const Map& map, const std::string& name) {
  const auto found = map.find(name);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

/// `mention`: the index of the mention that is counted, for what is asked by theme; nothing in a filter.
inline Value value_of(const Row& row, const Field& field, std::optional<std::size_t> mention) {
  switch (field.kind) {
    case Field::Kind::dimension:
      if (field.name == "theme" && mention) return {.word = row.themes[*mention].first, .number = {}};
      return {.word = find(row.dimensions, field.name), .number = {}};
    case Field::Kind::rating:
      return {.word = {}, .number = find(row.ratings, field.name), .scale = 100};
    case Field::Kind::attribute:
      return {.word = find(row.texts, field.name), .number = find(row.numbers, field.name), .scale = 1'000'000};
    case Field::Kind::number:
      return {.word = {}, .number = mention ? row.themes[*mention].second : row.sentiment, .scale = 1'000};
    case Field::Kind::text:
      return {.word = row.text.empty() ? std::nullopt : std::optional(row.text), .number = {}};
    case Field::Kind::subject:
      return {.word = {},
              .number = row.subject ? std::optional(static_cast<std::int64_t>(*row.subject)) : std::nullopt};
    case Field::Kind::weekday:
      return {.word = {}, .number = row.day ? std::optional<std::int64_t>(weekday_of(*row.day)) : std::nullopt};
    case Field::Kind::day:
      return {.word = {}, .number = row.day ? std::optional<std::int64_t>(row.day->days) : std::nullopt};
    default:
      return {};
  }
}

template <class T>
bool compares(const T& a, Op op, const T& b) {
  switch (op) {
    case Op::equal:
      return a == b;
    case Op::not_equal:
      return a != b;
    case Op::less:
      return a < b;
    case Op::less_or_equal:
      return a <= b;
    case Op::greater:
      return a > b;
    case Op::greater_or_equal:
      return a >= b;
  }
  return false;
}

inline bool compares(const Value& value, Op op, const Literal& literal) {
  if (const auto* word = std::get_if<std::string>(&literal))
    return value.word && compares<std::string>(*value.word, op, *word);
  if (const auto* day = std::get_if<Day>(&literal))
    return value.number && compares<std::int64_t>(*value.number, op, day->days);
  if (!value.number) return false;
  // Small numbers of the tests: doubles hold them and their scale exactly enough to tell them apart.
  return compares(static_cast<double>(*value.number) / static_cast<double>(value.scale), op,
                  std::get<Decimal>(literal).value());
}

inline bool compares(const Row& row, const Field& field, Op op, const Literal& literal,
                     std::optional<std::size_t> mention) {
  const bool any_mention = field.kind == Field::Kind::dimension && field.name == "theme" && !mention;
  if (op == Op::not_equal) return !compares(row, field, Op::equal, literal, mention);
  if (!any_mention) return compares(value_of(row, field, mention), op, literal);
  return std::ranges::any_of(
      row.themes, [&](const auto& theme) { return compares(Value{.word = theme.first, .number = {}}, op, literal); });
}

inline bool holds(const Row& row, const Expr& expr, std::optional<std::size_t> mention) {
  const auto each = [&](const Expr& one) { return holds(row, one, mention); };
  if (const auto* all = std::get_if<All>(&expr.node)) return std::ranges::all_of(all->of, each);
  if (const auto* any = std::get_if<Any>(&expr.node)) return std::ranges::any_of(any->of, each);
  if (const auto* negation = std::get_if<Not>(&expr.node)) return !each(negation->of.front());
  if (const auto* compare = std::get_if<Compare>(&expr.node))
    return compares(row, compare->field, compare->op, compare->literal, mention);
  if (const auto* one_of = std::get_if<OneOf>(&expr.node)) {
    return std::ranges::any_of(
        one_of->literals, [&](const Literal& one) { return compares(row, one_of->field, Op::equal, one, mention); });
  }
  if (const auto* known = std::get_if<Known>(&expr.node)) {
    const bool any_mention = known->field.kind == Field::Kind::dimension && known->field.name == "theme" && !mention;
    return any_mention ? !row.themes.empty() : value_of(row, known->field, mention).known();
  }
  const auto& contains = std::get<Contains>(expr.node);
  const auto word = value_of(row, contains.field, mention).word;
  return word && word->find(contains.words) != std::string::npos;  // the tests' words are all lower case
}

/// One statistic over the rows (and mentions) of a slice.
using Counted = std::pair<const Row*, std::optional<std::size_t>>;
inline std::optional<Int128> count(const std::vector<Counted>& rows, const Statistic& statistic) {
  using Kind = Statistic::Kind;
  if (statistic.kind == Kind::rows) return static_cast<Int128>(rows.size());
  if (statistic.kind == Kind::hits) {
    return std::ranges::count_if(rows,
                                 [&](const Counted& each) { return holds(*each.first, statistic.where, each.second); });
  }
  std::int64_t known = 0;
  Int128 sum = 0, squares = 0;
  std::array<Int128, 4> coarse{};
  std::optional<Int128> low, high;
  std::set<std::pair<std::string, std::int64_t>> different;
  bool any_number = false;
  for (const auto& [row, mention] : rows) {
    const Value value = value_of(*row, statistic.value, mention);
    if (!value.known()) continue;
    ++known;
    different.emplace(value.word.value_or(""), value.number.value_or(0));
    if (!value.number) continue;
    any_number = true;
    const Int128 number = *value.number;
    sum += number;
    squares += number * number;
    const Int128 most = Int128{k_coarse_most} * std::max<std::int64_t>(1, value.scale / k_coarse_scale);
    const Int128 rough = std::clamp(number, -most, most) / std::max<std::int64_t>(1, value.scale / k_coarse_scale);
    Int128 power = 1;
    for (std::size_t i = 1; i < coarse.size(); ++i) coarse[i] += power *= rough;
    low = low ? std::min(*low, number) : number;
    high = high ? std::max(*high, number) : number;
  }
  switch (statistic.kind) {
    case Kind::known:
      return known;
    case Kind::distinct:
      return static_cast<Int128>(different.size());
    case Kind::sum:
      return any_number ? std::optional(sum) : std::nullopt;
    case Kind::sum_squares:
      return any_number ? std::optional(squares) : std::nullopt;
    case Kind::coarse_sum:
    case Kind::coarse_squares:
    case Kind::coarse_cubes:
      return any_number ? std::optional(coarse[static_cast<std::size_t>(coarse_power(statistic.kind))]) : std::nullopt;
    case Kind::minimum:
      return low;
    case Kind::maximum:
      return high;
    default:
      return std::nullopt;
  }
}

/// The label of a slice and where it sorts: numbers by size, then texts by bytes, then what is not known.
struct Key {
  int kind = 2;
  std::int64_t number = 0;
  std::string text;
  friend auto operator<=>(const Key&, const Key&) = default;
};

inline Key key_of(const Value& value) {
  if (value.number) {
    const std::string text = value.scale == 100 ? to_text(Hundredths{static_cast<std::int32_t>(*value.number)})
                                                : to_text(Micros{*value.number * (1'000'000 / value.scale)});
    return {.kind = 0, .number = *value.number, .text = text};
  }
  if (value.word) return {.kind = 1, .number = 0, .text = *value.word};
  return {};
}

inline std::vector<SliceRow> ask(const std::vector<Row>& rows, const Query& query) {
  const bool by_theme =
      std::ranges::find(query.by, Field{.kind = Field::Kind::dimension, .name = "theme"}) != query.by.end();
  std::map<std::vector<Key>, std::vector<Counted>> slices;
  if (query.by.empty() && query.every == Grain::none) slices[{}] = {};
  for (const Row& row : rows) {
    if (query.snapshot && row.commit > *query.snapshot) continue;
    if ((query.from || query.to) && !row.day) continue;
    if ((query.from && *row.day < *query.from) || (query.to && *row.day >= *query.to)) continue;
    if (!holds(row, query.where, std::nullopt)) continue;
    const std::size_t times = by_theme ? row.themes.size() : 1;
    for (std::size_t i = 0; i < times; ++i) {
      const auto mention = by_theme ? std::optional(i) : std::nullopt;
      std::vector<Key> key;
      for (const Field& field : query.by) key.push_back(key_of(value_of(row, field, mention)));
      if (query.every != Grain::none) {
        key.push_back(row.day ? Key{.kind = 0, .number = period_start(query.every, *row.day).days, .text = ""} : Key{});
      }
      slices[key].emplace_back(&row, mention);
    }
  }
  std::vector<SliceRow> answer;
  for (const auto& [key, counted] : slices) {
    SliceRow slice;
    for (std::size_t i = 0; i < query.by.size(); ++i)
      slice.slice.push_back({.known = key[i].kind != 2, .text = key[i].text});
    if (query.every != Grain::none && key.back().kind == 0)
      slice.period = Day{static_cast<std::int32_t>(key.back().number)};
    for (const Statistic& statistic : query.statistics) slice.numbers.push_back(count(counted, statistic));
    answer.push_back(std::move(slice));
  }
  return answer;
}

}  // namespace bellwether::facts::model
