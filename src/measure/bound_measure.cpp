#include "measure/bound_measure.hpp"

#include "base/invariant.hpp"
#include "base/text.hpp"
#include "measure/definition.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace bellwether::measure {

namespace {

using Kind = facts::Statistic::Kind;

// Who may speak in what a filter lets through, as bits.
constexpr unsigned k_employee_voice = 1;
constexpr unsigned k_other_voices = 2;
constexpr unsigned k_all_voices = k_employee_voice | k_other_voices;

unsigned voice_of_value(const FilterValue& value) {
  return value.text == "employee" ? k_employee_voice : k_other_voices;
}

/// At most these voices pass. Only plain conditions are read; what is said in other ways may let everybody through.
unsigned voices_in(const Filter& filter) {
  if (const auto* all = std::get_if<FilterAll>(&filter.node)) {
    unsigned voices = k_all_voices;
    for (const Filter& part : all->of) voices &= voices_in(part);
    return voices;
  }
  if (const auto* compare = std::get_if<FilterCompare>(&filter.node)) {
    const bool told = compare->name.kind.empty() && compare->name.word == "voice_of" && compare->op == facts::Op::equal;
    return told ? voice_of_value(compare->value) : k_all_voices;
  }
  if (const auto* one_of = std::get_if<FilterOneOf>(&filter.node)) {
    if (!one_of->name.kind.empty() || one_of->name.word != "voice_of") return k_all_voices;
    unsigned voices = 0;
    for (const FilterValue& value : one_of->values) voices |= voice_of_value(value);
    return voices;
  }
  return k_all_voices;
}

facts::Expr both(facts::Expr a, facts::Expr b) {
  const auto is_everything = [](const facts::Expr& expr) {
    const auto* all = std::get_if<facts::All>(&expr.node);
    return all != nullptr && all->of.empty();
  };
  if (is_everything(a)) return b;
  if (is_everything(b)) return a;
  facts::All all;
  all.of.push_back(std::move(a));
  all.of.push_back(std::move(b));
  return {std::move(all)};
}

facts::Statistic statistic(Kind kind, const facts::Field& value = {}, facts::Expr where = {}) {
  facts::Statistic result;
  result.kind = kind;
  result.value = value;
  result.where = std::move(where);
  return result;
}

std::unexpected<Error> in_definition(Error error, const Measure& measure) {
  error.message = "in the measure " + measure.id + ": " + error.message;
  if (!measure.file.empty()) error.where = measure.file;
  return std::unexpected(std::move(error));
}

class MeasureBinder {
 public:
  MeasureBinder(const Measure& measure, const Names& names)
      : measure_(measure),
        names_(names),
        // A measure made on the spot was written for this store just now.
        unknown_(measure.file.empty() ? Unknown::is_an_error : Unknown::is_nothing) {
    bound_.measure = measure;
    bound_.query.table = measure.facts;
  }

  Result<BoundMeasure> bind(std::string_view where) {
    auto own = filter_from_text(measure_.where);
    if (!own) return in_definition(own.error(), measure_);
    auto own_expr = bind_filter(*own, measure_.where, names_, Unknown::is_nothing);
    if (!own_expr) return in_definition(own_expr.error(), measure_);
    auto asked = filter_from_text(where);
    if (!asked) return std::unexpected(asked.error());
    auto asked_expr = bind_filter(*asked, where, names_);
    if (!asked_expr) return std::unexpected(asked_expr.error());

    bound_.own_where = *own_expr;
    bound_.query.where = both(std::move(*own_expr), std::move(*asked_expr));
    if (auto done = bind_value(); !done) return std::unexpected(done.error());
    if (auto done = add_statistics(); !done) return std::unexpected(done.error());
    if (measure_.facts == facts::Table::signals) add_employees(voices_in(*own) & voices_in(*asked));
    return std::move(bound_);
  }

 private:
  Result<void> bind_value() {
    if (measure_.value.empty()) return {};
    auto name = name_from_text(measure_.value);
    if (!name) return in_definition(name.error(), measure_);
    auto known = names_.find(*name, measure_.value, unknown_);
    if (!known) return in_definition(known.error(), measure_);
    bound_.value = known->field;
    bound_.carried = names_.knows(known->field);
    if (measure_.estimator == Estimator::mean && !is_number(*known)) {
      return fail(Code::bad_input,
                  "in the measure " + measure_.id + ": " + measure_.value + " holds no numbers to average",
                  measure_.file, "distribution(" + measure_.value + ") shows how often each value is given");
    }
    return {};
  }

  bool is_number(const facts::KnownField& known) const {
    return known.field.kind == facts::Field::Kind::rating || known.field.kind == facts::Field::Kind::number ||
           (known.field.kind == facts::Field::Kind::attribute && (known.has_number || !bound_.carried));
  }

  Result<void> add_statistics() {
    auto& statistics = bound_.query.statistics;
    switch (measure_.estimator) {
      case Estimator::share:
      case Estimator::net_share: {
        statistics.push_back(answers());
        if (auto added = add_hits(measure_.positive); !added) return added;
        return measure_.estimator == Estimator::share ? Result<void>{} : add_hits(measure_.negative);
      }
      case Estimator::mean:
        statistics.push_back(answers());
        statistics.push_back(statistic(Kind::sum, *bound_.value));
        statistics.push_back(statistic(Kind::sum_squares, *bound_.value));
        return {};
      case Estimator::count:
        statistics.push_back(answers());
        return {};
      case Estimator::distinct:
        statistics.push_back(statistic(Kind::distinct, *bound_.value));
        return {};
      case Estimator::distribution:
        bound_.query.where = both(std::move(bound_.query.where), facts::Expr{facts::Known{.field = *bound_.value}});
        statistics.push_back(statistic(Kind::rows));
        return {};
    }
    return {};
  }

  facts::Statistic answers() const {
    return bound_.value ? statistic(Kind::known, *bound_.value) : statistic(Kind::rows);
  }

  Result<void> add_hits(const std::string& condition) {
    const std::string text = condition_of(measure_, condition);
    auto filter = filter_from_text(text);
    if (!filter) return in_definition(filter.error(), measure_);
    auto expr = bind_filter(*filter, text, names_, Unknown::is_nothing);
    if (!expr) return in_definition(expr.error(), measure_);
    // A plain comparison holds for known values only; anything longer may hold for others, which are not in n.
    const bool plain = std::holds_alternative<FilterCompare>(filter->node) &&
                       std::get<FilterCompare>(filter->node).op != facts::Op::not_equal;
    if (bound_.value && !plain) *expr = both(facts::Expr{facts::Known{.field = *bound_.value}}, std::move(*expr));
    bound_.query.statistics.push_back(statistic(Kind::hits, {}, std::move(*expr)));
    return {};
  }

  void add_employees(unsigned voices) {
    if ((voices & k_employee_voice) == 0) return;
    bound_.employees = voices == k_employee_voice ? Employees::only : Employees::some;
    if (bound_.employees == Employees::only) return;
    facts::Expr of_employees{facts::Compare{.field = {.kind = facts::Field::Kind::dimension, .name = "voice_of"},
                                            .op = facts::Op::equal,
                                            .literal = std::string("employee")}};
    if (bound_.value) of_employees = both(std::move(of_employees), facts::Expr{facts::Known{.field = *bound_.value}});
    bound_.query.statistics.push_back(statistic(Kind::hits, {}, std::move(of_employees)));
  }

  const Measure& measure_;
  const Names& names_;
  Unknown unknown_;
  BoundMeasure bound_;
};

}  // namespace

Result<BoundMeasure> bind_measure(const Measure& measure, std::string_view where, const Names& names) {
  return MeasureBinder(measure, names).bind(where);
}

Tally tally_of(const BoundMeasure& bound, const facts::SliceRow& row) {
  invariant(row.numbers.size() == bound.query.statistics.size());
  const auto number = [&](std::size_t at) { return row.numbers[at].value_or(0); };
  const auto count = [&](std::size_t at) { return static_cast<std::int64_t>(number(at)); };
  Tally tally;
  tally.n = count(0);
  switch (bound.measure.estimator) {
    case Estimator::net_share:
      tally.negative = count(2);
      [[fallthrough]];
    case Estimator::share:
      tally.positive = count(1);
      break;
    case Estimator::mean:
      tally.sum = number(1);
      tally.sum_squares = number(2);
      tally.scale = facts::scale_of(*bound.value);
      break;
    default:
      break;
  }
  if (bound.employees == Employees::only) tally.employees = tally.n;
  if (bound.employees == Employees::some) tally.employees = count(row.numbers.size() - 1);
  return tally;
}

facts::Query undated_query(const BoundMeasure& bound) {
  facts::Query query = bound.query;
  facts::Not undated;
  undated.of.push_back({facts::Known{.field = {.kind = facts::Field::Kind::day, .name = {}}}});
  query.where = both(std::move(query.where), facts::Expr{std::move(undated)});
  query.statistics.resize(1);
  return query;
}

}  // namespace bellwether::measure
