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

/// What a filter speaks of: units and days, which counts of people share with events, and other things.
struct Named {
  bool shared = false, others = false;
};

Named names_in(const Filter& filter) {
  const auto of_name = [](const FieldName& name) {
    const bool shared = name.kind.empty() && (name.word == "unit" || name.word == "day");
    return Named{.shared = shared, .others = !shared};
  };
  const auto of_all = [](const std::vector<Filter>& filters) {
    Named all;
    for (const Filter& one : filters) {
      const Named named = names_in(one);
      all = {.shared = all.shared || named.shared, .others = all.others || named.others};
    }
    return all;
  };
  return std::visit(
      [&](const auto& node) {
        if constexpr (requires { node.of; }) {
          return of_all(node.of);
        } else {
          return of_name(node.name);
        }
      },
      filter.node);
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
  MeasureBinder(const Measure& measure, std::string_view where, const StoreReader& store)
      : measure_(measure),
        where_(where),
        store_(store),
        names_(store.names(measure.facts)),
        // A measure made on the spot was written for this store just now.
        unknown_(measure.file.empty() ? Unknown::is_an_error : Unknown::is_nothing) {
    bound_.measure = measure;
    bound_.query.table = measure.facts;
  }

  Result<BoundMeasure> bind() {
    if (measure_.estimator == Estimator::index) return bind_parts();
    auto own = filter_from_text(measure_.where);
    if (!own) return in_definition(own.error(), measure_);
    auto own_expr = bind_filter(*own, measure_.where, names_, Unknown::is_nothing);
    if (!own_expr) return in_definition(own_expr.error(), measure_);
    auto asked = filter_from_text(where_);
    if (!asked) return std::unexpected(asked.error());
    auto asked_expr = bind_filter(*asked, where_, names_);
    if (!asked_expr) return std::unexpected(asked_expr.error());

    bound_.own_where = *own_expr;
    asked_expr = both(*std::move(asked_expr), within(store_.reach()));
    bound_.asked_where = *asked_expr;
    bound_.query.where = both(std::move(*own_expr), std::move(*asked_expr));
    if (auto done = bind_values(); !done) return std::unexpected(done.error());
    if (auto done = bind_others(*asked); !done) return std::unexpected(done.error());
    if (auto done = add_statistics(); !done) return std::unexpected(done.error());
    if (measure_.facts == facts::Table::signals) add_employees(voices_in(*own) & voices_in(*asked));
    return std::move(bound_);
  }

 private:
  Result<BoundMeasure> bind_parts() {
    for (const Measure& part : measure_.measures_of_parts) {
      auto bound = bind_measure(part, where_, store_);
      if (!bound) return in_definition(bound.error(), measure_);
      if (bound->employees != Employees::none && bound_.employees != Employees::only) {
        bound_.employees = bound->employees;
      }
      bound_.parts.push_back(*std::move(bound));
    }
    return std::move(bound_);
  }

  Result<void> bind_values() {
    if (auto done = bind_field(measure_.value, bound_.value); !done) return done;
    if (auto done = bind_field(measure_.per, bound_.per); !done) return done;
    if (auto done = bind_field(measure_.items, bound_.items); !done) return done;
    if (auto done = bind_field(measure_.due, bound_.due); !done) return done;
    const bool averaged = measure_.estimator == Estimator::mean || measure_.estimator == Estimator::ratio ||
                          measure_.estimator == Estimator::quantile || measure_.estimator == Estimator::rate;
    if (averaged) {
      for (const std::string& name : {measure_.value, measure_.per}) {
        if (auto done = check_number(name); !done) return done;
      }
    }
    return {};
  }

  Result<void> bind_field(const std::string& text, std::optional<facts::Field>& into) {
    if (text.empty()) return {};
    auto name = name_from_text(text);
    if (!name) return in_definition(name.error(), measure_);
    auto known = names_.find(*name, text, unknown_);
    if (!known) return in_definition(known.error(), measure_);
    into = known->field;
    bound_.carried = bound_.carried && names_.knows(known->field);
    return {};
  }

  Result<void> check_number(const std::string& text) {
    if (text.empty()) return {};
    const auto known = names_.find(*name_from_text(text), text, unknown_);
    const bool is_number =
        known->field.kind == facts::Field::Kind::rating || known->field.kind == facts::Field::Kind::number ||
        (known->field.kind == facts::Field::Kind::attribute && (known->has_number || !names_.knows(known->field)));
    if (is_number) return {};
    return fail(Code::bad_input, "in the measure " + measure_.id + ": " + text + " holds no numbers to average",
                measure_.file, "distribution(" + text + ") shows how often each value is given");
  }

  Result<void> bind_others(const Filter& asked) {
    if (measure_.of) {
      auto of = bind_other(*measure_.of);
      if (!of) return std::unexpected(of.error());
      auto narrowed = narrow(of->query, asked);
      if (!narrowed) return narrowed;
      of->query.where = both(std::move(of->query.where), within(store_.reach()));
      bound_.of = *std::move(of);
    }
    if (measure_.until) {
      auto until = bind_other(*measure_.until);
      if (!until) return std::unexpected(until.error());
      bound_.until = *std::move(until);
    }
    return bind_match();
  }

  /// What a question says of units and days holds for the exposure, too.
  Result<void> narrow(facts::Query& exposure, const Filter& asked) {
    if (const auto* all = std::get_if<FilterAll>(&asked.node)) {
      for (const Filter& part : all->of) {
        if (auto done = narrow(exposure, part); !done) return done;
      }
      return {};
    }
    const Named named = names_in(asked);
    if (!named.shared) return {};
    if (named.others) {
      return fail(
          Code::bad_input,
          "what " + measure_.id + " is counted against knows units and days only, and the filter ties them to more",
          "--where", "say what is about units and days by itself, with `and`");
    }
    auto expr = bind_filter(asked, where_, store_.names(exposure.table));
    if (!expr) return std::unexpected(expr.error());
    exposure.where = both(std::move(exposure.where), *std::move(expr));
    return {};
  }

  Result<BoundOther> bind_other(const OtherFacts& other) {
    const Names& names = store_.names(other.facts);
    auto filter = filter_from_text(other.where);
    if (!filter) return in_definition(filter.error(), measure_);
    auto expr = bind_filter(*filter, other.where, names, Unknown::is_nothing);
    if (!expr) return in_definition(expr.error(), measure_);
    BoundOther bound;
    bound.query.table = other.facts;
    bound.query.where = *std::move(expr);
    // Counts and moments of employees' signals would go past the rule on small groups.
    if (other.facts == facts::Table::signals) bound.query.where = both(std::move(bound.query.where), of_others());
    bound.stock = other.stock;
    if (!other.value.empty()) {
      auto name = name_from_text(other.value);
      if (!name) return in_definition(name.error(), measure_);
      auto known = names.find(*name, other.value, Unknown::is_nothing);
      if (!known) return in_definition(known.error(), measure_);
      bound.value = known->field;
      bound.carried = names.knows(known->field);
    }
    bound.query.statistics.push_back(bound.value ? statistic(Kind::sum, *bound.value) : statistic(Kind::rows));
    return bound;
  }

  Result<void> bind_match() {
    if (measure_.estimator == Estimator::repeat) {
      bound_.start_key = bound_.end_key = *bound_.value;
      return {};
    }
    if (!measure_.until) return {};
    auto start = key_of(measure_.match_start, measure_.facts);
    if (!start) return std::unexpected(start.error());
    auto end = key_of(measure_.match_end, measure_.until->facts);
    if (!end) return std::unexpected(end.error());
    bound_.start_key = *start;
    bound_.end_key = *end;
    return {};
  }

  Result<facts::Field> key_of(const std::string& text, facts::Table table) {
    auto name = name_from_text(text);
    if (!name) return in_definition(name.error(), measure_);
    auto known = store_.names(table).find(*name, text, Unknown::is_nothing);
    if (!known) return in_definition(known.error(), measure_);
    if (!store_.names(table).knows(known->field)) bound_.carried = bound_.carried && table != measure_.facts;
    return known->field;
  }

  Result<void> add_statistics() {
    auto& statistics = bound_.query.statistics;
    switch (measure_.estimator) {
      case Estimator::share:
      case Estimator::net_share: {
        statistics.push_back(answers());
        if (measure_.of) return {};
        if (auto added = add_hits(measure_.positive); !added) return added;
        return measure_.estimator == Estimator::share ? Result<void>{} : add_hits(measure_.negative);
      }
      case Estimator::mean:
        add_sums(*bound_.value);
        if (!measure_.scale) add_powers(*bound_.value);
        return {};
      case Estimator::rate:
        if (bound_.value) {
          add_sums(*bound_.value);
        } else {
          statistics.push_back(answers());
        }
        return {};
      case Estimator::ratio:
        add_paired();
        return {};
      case Estimator::distinct:
        statistics.push_back(statistic(Kind::distinct, *bound_.value));
        return {};
      case Estimator::distribution:
      case Estimator::quantile:
      case Estimator::agreement:
        bound_.query.where = both(std::move(bound_.query.where), facts::Expr{facts::Known{.field = *bound_.value}});
        statistics.push_back(statistic(Kind::rows));
        return {};
      case Estimator::count:
      case Estimator::survival:
      case Estimator::in_time:
      case Estimator::repeat:
      case Estimator::index:
        statistics.push_back(answers());
        return {};
    }
    return {};
  }

  void add_sums(const facts::Field& value) {
    auto& statistics = bound_.query.statistics;
    statistics.push_back(statistic(Kind::known, value));
    statistics.push_back(statistic(Kind::sum, value));
    statistics.push_back(statistic(Kind::sum_squares, value));
  }

  void add_powers(const facts::Field& value) {
    for (const Kind kind : {Kind::coarse_sum, Kind::coarse_squares, Kind::coarse_cubes}) {
      bound_.query.statistics.push_back(statistic(kind, value));
    }
  }

  /// Facts that carry both numbers, and the sums of both over these.
  void add_paired() {
    const auto paired = [](Kind kind, const facts::Field& value, const facts::Field& other) {
      facts::Statistic result = statistic(kind, value);
      result.other = other;
      return result;
    };
    facts::Expr known =
        both(facts::Expr{facts::Known{.field = *bound_.value}}, facts::Expr{facts::Known{.field = *bound_.per}});
    auto& statistics = bound_.query.statistics;
    statistics.push_back(statistic(Kind::hits, {}, std::move(known)));
    statistics.push_back(paired(Kind::sum_beside, *bound_.value, *bound_.per));
    statistics.push_back(paired(Kind::squares_beside, *bound_.value, *bound_.per));
    statistics.push_back(paired(Kind::sum_beside, *bound_.per, *bound_.value));
    statistics.push_back(paired(Kind::squares_beside, *bound_.per, *bound_.value));
    statistics.push_back(paired(Kind::sum_product, *bound_.value, *bound_.per));
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
    facts::Expr employees = of_employees();
    if (bound_.value) employees = both(std::move(employees), facts::Expr{facts::Known{.field = *bound_.value}});
    bound_.query.statistics.push_back(statistic(Kind::hits, {}, std::move(employees)));
  }

  const Measure& measure_;
  std::string_view where_;
  const StoreReader& store_;
  const Names& names_;
  Unknown unknown_;
  BoundMeasure bound_;
};

}  // namespace

bool is_everything(const facts::Expr& expr) {
  const auto* all = std::get_if<facts::All>(&expr.node);
  return all != nullptr && all->of.empty();
}

facts::Expr of_employees() {
  return {facts::Compare{.field = {.kind = facts::Field::Kind::dimension, .name = "voice_of"},
                         .op = facts::Op::equal,
                         .literal = std::string("employee")}};
}

facts::Expr of_others() {
  facts::Not others;
  others.of.push_back(of_employees());
  return {std::move(others)};
}

facts::Expr both(facts::Expr a, facts::Expr b) {
  if (is_everything(a)) return b;
  if (is_everything(b)) return a;
  facts::All all;
  all.of.push_back(std::move(a));
  all.of.push_back(std::move(b));
  return {std::move(all)};
}

Result<BoundMeasure> bind_measure(const Measure& measure, std::string_view where, const StoreReader& store) {
  return MeasureBinder(measure, where, store).bind();
}

Tally tally_of(const BoundMeasure& bound, const facts::SliceRow& row) {
  const bool with_newest = row.numbers.size() == bound.query.statistics.size() + 1;
  invariant(with_newest || row.numbers.size() == bound.query.statistics.size());
  const auto number = [&](std::size_t at) { return row.numbers[at].value_or(0); };
  const auto count = [&](std::size_t at) { return static_cast<std::int64_t>(number(at)); };
  Tally tally;
  tally.n = count(0);
  switch (bound.measure.estimator) {
    case Estimator::net_share:
      tally.negative = count(2);
      [[fallthrough]];
    case Estimator::share:
      tally.positive = bound.of ? tally.n : count(1);
      break;
    case Estimator::mean:
    case Estimator::rate:
      if (bound.query.statistics.size() < 3) break;
      tally.sum = number(1);
      tally.sum_squares = number(2);
      tally.scale = facts::scale_of(*bound.value);
      if (bound.measure.estimator == Estimator::mean && !bound.measure.scale) {
        tally.powers = {.sum = number(3), .squares = number(4), .cubes = number(5)};
      }
      break;
    case Estimator::ratio:
      tally.sum = number(1);
      tally.sum_squares = number(2);
      tally.per_sum = number(3);
      tally.per_squares = number(4);
      tally.cross = number(5);
      tally.scale = facts::scale_of(*bound.value);
      tally.per_scale = facts::scale_of(*bound.per);
      break;
    default:
      break;
  }
  if (bound.employees == Employees::only) tally.employees = tally.n;
  if (bound.employees == Employees::some) tally.employees = count(bound.query.statistics.size() - 1);
  if (with_newest && row.numbers.back()) tally.newest = Day{static_cast<std::int32_t>(*row.numbers.back())};
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
