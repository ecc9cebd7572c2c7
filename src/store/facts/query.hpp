// What may be asked of the facts: a bound filter, slices, calendar periods and sufficient statistics. Nothing here is
// SQL; names are bound to what the store knows before they come here, and values travel as parameters.
#pragma once

#include "base/number.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::facts {

enum class Table : std::uint8_t { signals, acts };

/// A column of a fact, as the store knows it.
struct Field {
  enum class Kind : std::uint8_t {
    dimension,  ///< signals: source channel voice_of unit touchpoint language intent reader theme; acts: source kind
                ///< actor unit currency
    rating,     ///< a named rating, in hundredths
    attribute,  ///< a named attribute: text, number (millionths) or both
    number,     ///< signals: sentiment urgency effort (thousandths); acts: amount duration_s (millionths)
    text,       ///< the voice itself (signals)
    subject,    ///< the pseudonym
    about,      ///< acts: what it is about
    id,
    day,      ///< calendar day in the organisation's zone
    weekday,  ///< 1 Monday … 7 Sunday
  };
  Kind kind = Kind::dimension;
  std::string name = {};  ///< of the dimension, rating, attribute or number; empty for the others
  friend bool operator==(const Field&, const Field&) = default;
};

/// A literal in a filter. Numbers are as written; the store scales them to the field.
using Literal = std::variant<std::string, Decimal, Day>;

enum class Op : std::uint8_t { equal, not_equal, less, less_or_equal, greater, greater_or_equal };

struct Expr;

/// Two-valued logic: a comparison with something that is not known is false, and so `not_equal` is true for it.
struct Compare {
  Field field;
  Op op = Op::equal;
  Literal literal;
};
struct OneOf {
  Field field;
  std::vector<Literal> literals;
};
/// Holds the words anywhere, ignoring case. Only for text and text attributes.
struct Contains {
  Field field;
  std::string words;
};
struct Known {
  Field field;
};
struct All {
  std::vector<Expr> of;  ///< empty: everything
};
struct Any {
  std::vector<Expr> of;  ///< empty: nothing
};
struct Not {
  std::vector<Expr> of;  ///< exactly one
};

/// A filter bound to known names. On `theme`, a comparison asks whether any mention has it.
struct Expr {
  std::variant<All, Any, Not, Compare, OneOf, Contains, Known> node = All{};
};

/// One sufficient statistic. All are exact integers, so that any split of the facts adds up to the same.
struct Statistic {
  enum class Kind : std::uint8_t {
    rows,            ///< facts (for `by theme`: mentions)
    hits,            ///< facts for which `where` holds
    known,           ///< facts for which `value` is known
    sum,             ///< of `value`, in its scale
    sum_squares,     ///< of `value`, in its scale squared
    coarse_sum,      ///< of `value` in hundredths, none beyond ±100 million: with the two below, how skewed it is
    coarse_squares,  ///< of the same, squared
    coarse_cubes,    ///< of the same, cubed: in full, millionths would soon be more than 128 bits hold
    sum_product,     ///< of `value` times `other` where both are known, in both scales
    sum_beside,      ///< of `value` where `other` is known
    squares_beside,  ///< of `value` squared where `other` is known
    minimum,
    maximum,
    distinct,  ///< different known values of `value`
    newest,    ///< the latest day, in days since 1970
  };
  Kind kind = Kind::rows;
  Field value = {};
  Expr where = {};   ///< for `hits`
  Field other = {};  ///< for sum_product and those beside
};

/// What the coarse sums are of.
inline constexpr std::int64_t k_coarse_scale = 100;
inline constexpr std::int64_t k_coarse_most = 100'000'000 * k_coarse_scale;
/// 1, 2, 3 for the coarse sums, 0 for others.
[[nodiscard]] constexpr int coarse_power(Statistic::Kind kind) {
  using Kind = Statistic::Kind;
  return kind == Kind::coarse_sum ? 1 : kind == Kind::coarse_squares ? 2 : kind == Kind::coarse_cubes ? 3 : 0;
}

/// Counts per slice and period.
struct Query {
  Table table = Table::signals;
  Expr where = {};
  std::vector<Field> by = {};  ///< dimensions, ratings, attributes, weekday; at most 6
  Grain every = Grain::none;
  std::optional<Day> from = {};  ///< first day; facts without a date are in no period
  std::optional<Day> to = {};    ///< first day after
  std::vector<Statistic> statistics = {};
  std::optional<std::uint64_t> snapshot = {};  ///< only facts committed up to here; nothing: all
  bool allow_rollups = true;                   ///< tests and benchmarks compare both ways
};

/// The value of a slice's field; not known where the facts do not carry it.
struct Label {
  bool known = false;
  std::string text = {};  ///< numbers in shortest form
  friend auto operator<=>(const Label&, const Label&) = default;
};

struct SliceRow {
  std::vector<Label> slice;   ///< one per `by`
  std::optional<Day> period;  ///< first day of the period; nothing without `every`, or for facts without a date
  std::vector<std::optional<Int128>> numbers;  ///< one per statistic; nothing for the sum, minimum or maximum of none
};

struct Slices {
  std::vector<SliceRow> rows;  ///< by slice (unknown last; numbers by size, texts by bytes), then period (undated last)
  std::uint64_t snapshot = 0;
  std::string path;  ///< which way it was answered: "facts", "rollup_unit" …
};

/// Scale of a field's exact integers: 100 for ratings, 1,000 for sentiment, urgency and effort, 1,000,000 otherwise.
[[nodiscard]] std::int64_t scale_of(const Field& field);

}  // namespace bellwether::facts
