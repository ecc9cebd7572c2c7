// The filter language: which facts are meant, in words that a person can write and read.
//
//   unit = "Lyon" and channel in ("chat", "phone") and rating.nps <= 6 and theme = "delivery" and text ~ "refund"
//   not (weekday in (6, 7)) or day >= 2026-01-01 and attribute.segment is known
//
// A filter is parsed to a tree, and the tree is bound to names that the store knows. It never reaches a database as
// text.
//
//   or-terms of and-terms of: not TERM, ( FILTER ), NAME = != < <= > >= VALUE, NAME [not] in (VALUE, …),
//   NAME ~ "words" (holds them anywhere, ignoring case), NAME is [not] known, NAME is unknown.
//   A NAME is a word, `rating.WORD` or `attribute.WORD`; a word with other signs in it stands in quotes: rating."Q 7".
//   A VALUE is text in double or single quotes (\" \' \\ \n \t inside), a number, or a day.
#pragma once

#include "base/number.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/facts/facts.hpp"
#include "store/facts/query.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::measure {

/// Where something stands in the filter's text, in bytes. Trees that differ in this alone are equal.
struct Place {
  std::size_t from = 0, to = 0;
  friend bool operator==(const Place&, const Place&) { return true; }
};

/// A name as written: `rating.nps` is kind "rating", word "nps"; `unit` has no kind.
struct FieldName {
  std::string kind;  ///< "rating", "attribute" or empty
  std::string word;
  Place place;
  friend bool operator==(const FieldName&, const FieldName&) = default;
};

/// A literal as written.
struct FilterValue {
  enum class Kind { text, number, day };
  Kind kind = Kind::text;
  std::string text;  ///< the text itself, or the number or day as it was written
  Place place;
  friend bool operator==(const FilterValue&, const FilterValue&) = default;
};

struct Filter;
struct FilterCompare {
  FieldName name;
  facts::Op op = facts::Op::equal;
  FilterValue value;
  friend bool operator==(const FilterCompare&, const FilterCompare&) = default;
};
struct FilterOneOf {
  FieldName name;
  std::vector<FilterValue> values;  ///< at least one
  friend bool operator==(const FilterOneOf&, const FilterOneOf&) = default;
};
struct FilterContains {
  FieldName name;
  FilterValue words;
  friend bool operator==(const FilterContains&, const FilterContains&) = default;
};
struct FilterKnown {
  FieldName name;
  bool known = true;  ///< false: `is unknown`
  friend bool operator==(const FilterKnown&, const FilterKnown&) = default;
};
struct FilterAll {
  std::vector<Filter> of;  ///< two or more; none: the empty filter, everything
  friend bool operator==(const FilterAll&, const FilterAll&);
};
struct FilterAny {
  std::vector<Filter> of;  ///< two or more
  friend bool operator==(const FilterAny&, const FilterAny&);
};
struct FilterNot {
  std::vector<Filter> of;  ///< exactly one
  friend bool operator==(const FilterNot&, const FilterNot&);
};

/// A filter as a tree.
struct Filter {
  std::variant<FilterAll, FilterAny, FilterNot, FilterCompare, FilterOneOf, FilterContains, FilterKnown> node;
  friend bool operator==(const Filter&, const Filter&) = default;
};

inline constexpr std::size_t k_filter_bytes = 16'384;  ///< longest text
inline constexpr std::size_t k_filter_depth = 64;      ///< deepest tree
inline constexpr std::size_t k_filter_nesting = 256;   ///< most brackets and `not` within each other
inline constexpr std::size_t k_filter_terms = 2'000;   ///< most comparisons and listed values

/// Reads a filter; empty or blank text is the filter that takes everything.
/// Errors: `bad_input` with the filter and a caret under the character, `too_large` over a limit.
[[nodiscard]] Result<Filter> filter_from_text(std::string_view text);

/// The filter in its canonical form: filter_from_text(to_text(filter)) == filter.
[[nodiscard]] std::string to_text(const Filter& filter);
/// The canonical form of a name: `rating.nps`, `attribute."Age group"`.
[[nodiscard]] std::string to_text(const FieldName& name);

/// Reads one name: `unit`, `rating.nps`, `attribute."Age group"`. Errors as filter_from_text().
[[nodiscard]] Result<FieldName> name_from_text(std::string_view text);

/// What a name or value that the store does not know means.
enum class Unknown {
  is_an_error,  ///< a person wrote it just now, and will want to be told: for questions
  is_nothing,   ///< no fact carries it (yet): for measures, which are written for any store
};

/// Binds names and values to what the store knows. `text` is what the filter was read from, for the messages.
/// A bare word is a dimension or number of the table, else a rating or attribute of that name if it is just one of
/// them. Errors: `not_found` for an unknown name, or for a value of a dimension that occurs nowhere while a near one
/// does, naming the nearest; `bad_input` for a comparison that makes no sense for the name (unit < 3).
[[nodiscard]] Result<facts::Expr> bind_filter(const Filter& filter, std::string_view text, const facts::Facts& facts,
                                              facts::Table table, Unknown unknown = Unknown::is_an_error);

/// Binds one name. With Unknown::is_nothing, an unknown rating or attribute is bound all the same.
[[nodiscard]] Result<facts::Field> bind_name(const FieldName& name, std::string_view text, const facts::Facts& facts,
                                             facts::Table table, Unknown unknown = Unknown::is_an_error);

/// Reads and binds: what Look::where and Query::where take.
[[nodiscard]] Result<facts::Expr> filter_for(const facts::Facts& facts, facts::Table table, std::string_view text);

}  // namespace bellwether::measure
