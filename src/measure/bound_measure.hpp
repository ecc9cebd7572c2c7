// A measure bound to a store: what to ask the facts for, and how to read what they answer.
#pragma once

#include "base/result.hpp"
#include "measure/catalogue.hpp"
#include "measure/filter.hpp"
#include "measure/store_reader.hpp"
#include "measure/tally.hpp"
#include "store/facts/query.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace bellwether::measure {

/// Whether answers of employees are among what is counted.
enum class Employees : std::uint8_t { none, some, only };

/// What a measure needs of other facts than its own, bound; of signals those of others than employees.
struct BoundOther {
  facts::Query query;                 ///< table, where, and the one statistic that is counted
  std::optional<facts::Field> value;  ///< what is summed; nothing: facts are counted
  bool stock = false;
  bool carried = true;  ///< false: no fact of this store carries the value
};

struct BoundMeasure {
  Measure measure;
  facts::Query query;                 ///< table, where and statistics; slices, periods and snapshot are the asker's
  std::optional<facts::Field> value;  ///< what is measured; nothing where facts are counted
  Employees employees = Employees::none;
  facts::Expr own_where;    ///< the measure's filter without the question's
  facts::Expr asked_where;  ///< the question's
  bool carried = true;      ///< false: no fact of this store carries the value

  std::optional<facts::Field> per;            ///< ratio: the denominator
  std::optional<facts::Field> items;          ///< agreement: what was judged
  std::optional<BoundOther> of;               ///< the exposure
  std::optional<BoundOther> until;            ///< what ends the wait
  facts::Field start_key = {}, end_key = {};  ///< what a fact shares with its end
  std::optional<facts::Field> due;            ///< the attribute with the day
  std::vector<BoundMeasure> parts;            ///< index
  bool with_values = false;                   ///< mean: tallies are to know how often each value was given
};

/// Whether it lets every fact through.
[[nodiscard]] bool is_everything(const facts::Expr& expr);

/// Signals of employees; everybody else's.
[[nodiscard]] facts::Expr of_employees();
[[nodiscard]] facts::Expr of_others();

/// Facts for which both hold.
[[nodiscard]] facts::Expr both(facts::Expr a, facts::Expr b);

/// Binds a measure and a question's filter. What the measure names may be unknown to the store; what the question names
/// may not, nor what a measure made on the spot does. Of the question's filter, what it says of units and days narrows the exposure,
/// too; the rest is about the events alone. Both keep within the store's reach. Error, beside those of filters: `bad_input` for a filter that ties the two together.
[[nodiscard]] Result<BoundMeasure> bind_measure(const Measure& measure, std::string_view where,
                                                const StoreReader& store);

/// The statistics of one row, which the query's answer must be of; one more at its end is the latest day.
[[nodiscard]] Tally tally_of(const BoundMeasure& bound, const facts::SliceRow& row);

/// The facts without a date that the question would count if they had one.
[[nodiscard]] facts::Query undated_query(const BoundMeasure& bound);

}  // namespace bellwether::measure
