#include "measure/margins.hpp"

#include "base/text.hpp"
#include "measure/names.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

namespace bellwether::measure {

namespace {

const facts::Field k_unit{.kind = facts::Field::Kind::dimension, .name = "unit"};
const facts::Field k_of{.kind = facts::Field::Kind::attribute, .name = "of"};
const facts::Field k_amount{.kind = facts::Field::Kind::number, .name = "amount"};
constexpr std::size_t k_most_fields = 4;  // facts::Query::by

facts::Expr is(const facts::Field& field, const std::string& value) {
  return {facts::Compare{.field = field, .op = facts::Op::equal, .literal = value}};
}

void collect_names(const Filter& filter, std::vector<FieldName>& into) {
  std::visit(
      [&](const auto& node) {
        if constexpr (requires { node.of; }) {
          for (const Filter& one : node.of) collect_names(one, into);
        } else {
          into.push_back(node.name);
        }
      },
      filter.node);
}

void add_once(std::vector<facts::Field>& fields, const facts::Field& field) {
  if (std::ranges::find(fields, field) == fields.end()) fields.push_back(field);
}

std::size_t place_in(const std::vector<facts::Field>& fields, const facts::Field& field) {
  return static_cast<std::size_t>(std::ranges::find(fields, field) - fields.begin());
}

/// The level that the last count before `to` told, or the first one where there was none before.
double level_before(const std::vector<Level>& levels, std::optional<Day> to) {
  double level = levels.front().value;
  for (const Level& one : levels) {
    if (to && one.day >= *to) break;
    level = one.value;
  }
  return level;
}

}  // namespace

class Margins::Reader {
 public:
  Reader(StoreReader& store, const MarginsWanted& wanted) : store_(store), wanted_(wanted) {}

  Result<Margins> read() {
    base_ =
        both(is({.kind = facts::Field::Kind::dimension, .name = "kind"}, "population.counted"), is(k_of, wanted_.of));
    base_ = both(std::move(base_), within(store_.reach()));
    if (auto told = find_told(); !told) return std::unexpected(told.error());
    if (auto narrowed = narrow(); !narrowed) return std::unexpected(narrowed.error());
    Margins margins;
    margins.of_ = wanted_.of;
    for (const facts::Field& field : wanted_.by) margins.told_.push_back(is_told(field));
    for (const facts::Field& field : wanted_.weight) margins.dimensions_.push_back(word_of(field));

    auto together = levels_by(wanted_.weight);
    if (!together) return std::unexpected(together.error());
    const bool any_together = std::ranges::any_of(*together, [](const auto& series) { return !series.empty(); });
    if (any_together || wanted_.weight.size() == 1) {
      margins.series_ = *std::move(together);
      return margins;
    }
    for (const facts::Field& field : wanted_.weight) {
      auto alone = levels_by({field});
      if (!alone) return std::unexpected(alone.error());
      margins.series_.push_back(std::move(alone->front()));
    }
    return margins;
  }

 private:
  [[nodiscard]] bool is_told(const facts::Field& field) const { return std::ranges::find(told_, field) != told_.end(); }

  /// Which fields of the answer, its weights and its filters any count knows.
  Result<void> find_told() {
    const auto nobody = [&] {
      return fail(Code::not_found, "how many " + wanted_.of + " there are was never counted here", "--weight",
                  "import acts of the kind population.counted: docs/measures.md, Weights");
    };
    const Names& names = store_.names(facts::Table::acts);
    if (!names.knows(k_of)) return nobody();
    std::vector<facts::Field> asked{k_unit};
    for (const auto& fields : {wanted_.by, wanted_.weight, fields_of_filters()}) {
      for (const facts::Field& field : fields) {
        const bool may_be = field == k_unit || (field.kind == facts::Field::Kind::attribute && field != k_of);
        if (may_be && names.knows(field)) add_once(asked, field);
      }
    }
    facts::Query query;
    query.table = facts::Table::acts;
    query.where = base_;
    query.statistics.push_back({.kind = facts::Statistic::Kind::rows});
    for (const facts::Field& field : asked) {
      query.statistics.push_back({.kind = facts::Statistic::Kind::known, .value = field});
    }
    const auto slices = store_.ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());
    if (slices->rows.empty() || slices->rows[0].numbers[0].value_or(0) == 0) return nobody();
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (slices->rows[0].numbers[i + 1].value_or(0) > 0) told_.push_back(asked[i]);
    }
    for (const facts::Field& field : wanted_.weight) {
      if (is_told(field)) continue;
      return fail(Code::not_found, "no count of " + wanted_.of + " tells their " + word_of(field), "--weight",
                  "weight by what the acts population.counted carry, or import counts that carry it");
    }
    return {};
  }

  std::vector<facts::Field> fields_of_filters() const {
    std::vector<facts::Field> fields;
    for (const std::string& text : wanted_.where) {
      const auto filter = filter_from_text(text);
      if (!filter) continue;  // binding the measure has told of it
      std::vector<FieldName> names;
      collect_names(*filter, names);
      for (const FieldName& name : names) {
        const auto known = store_.names(facts::Table::signals).find(name, text, Unknown::is_nothing);
        if (known) add_once(fields, known->field);
      }
    }
    return fields;
  }

  Result<void> narrow() {
    for (const std::string& text : wanted_.where) {
      const auto filter = filter_from_text(text);
      if (!filter) return std::unexpected(filter.error());
      if (auto done = narrow_by(*filter, text); !done) return done;
    }
    return {};
  }

  /// A condition on answers holds for people, too, where the counts tell what it is about.
  Result<void> narrow_by(const Filter& filter, const std::string& text) {
    if (const auto* all = std::get_if<FilterAll>(&filter.node)) {
      for (const Filter& part : all->of) {
        if (auto done = narrow_by(part, text); !done) return done;
      }
      return {};
    }
    const Names& signals = store_.names(facts::Table::signals);
    std::vector<FieldName> names;
    collect_names(filter, names);
    std::size_t told = 0;
    for (const FieldName& name : names) {
      const auto known = signals.find(name, text, Unknown::is_nothing);
      if (known && is_told(known->field)) ++told;
    }
    if (told == 0) return {};
    if (told < names.size()) {
      return fail(Code::bad_input,
                  "the counts of " + wanted_.of + " tell a part of what the filter ties together, and not the rest",
                  "--where", "say what they tell (unit, " + wanted_.of + "' attributes) by itself, with `and`");
    }
    auto expr = bind_filter(filter, text, signals, Unknown::is_nothing);
    if (!expr) return std::unexpected(expr.error());
    base_ = both(std::move(base_), *std::move(expr));
    return {};
  }

  /// The levels by unit, by what slices tell, and by each of the fields; of counts that know all of these fields.
  Result<std::vector<std::vector<Series>>> levels_by(const std::vector<facts::Field>& weight) {
    std::vector<facts::Field> by;
    for (const facts::Field& field : wanted_.by) {
      if (is_told(field)) add_once(by, field);
    }
    const std::vector<facts::Field> told_by = by;
    facts::Query query;
    query.table = facts::Table::acts;
    query.where = base_;
    for (const facts::Field& field : weight) {
      add_once(by, field);
      query.where = both(std::move(query.where), facts::Expr{facts::Known{.field = field}});
    }
    add_once(by, k_unit);  // each unit counts its people on days of its own
    if (by.size() > k_most_fields) {
      return fail(Code::too_large,
                  "people are told apart by unit and up to " + std::to_string(k_most_fields - 1) + " fields more",
                  "--weight", "cut or weight by fewer names");
    }
    query.by = by;
    query.every = Grain::day;
    query.statistics.push_back({.kind = facts::Statistic::Kind::sum, .value = k_amount});
    const auto slices = store_.ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());

    std::map<std::vector<facts::Label>, std::vector<Level>> levels;
    const auto scale = static_cast<double>(facts::scale_of(k_amount));
    for (const facts::SliceRow& row : slices->rows) {
      if (!row.period || !row.numbers[0]) continue;
      levels[row.slice].push_back({.day = *row.period, .value = static_cast<double>(*row.numbers[0]) / scale});
    }
    std::vector<std::vector<Series>> all(weight.size());
    for (const auto& [slice, told] : levels) {
      const std::vector<facts::Label> of_slice(slice.begin(),
                                               slice.begin() + static_cast<std::ptrdiff_t>(told_by.size()));
      for (std::size_t i = 0; i < weight.size(); ++i) {
        all[i].push_back({.slice = of_slice, .label = slice[place_in(by, weight[i])].text, .levels = told});
      }
    }
    return all;
  }

  StoreReader& store_;
  const MarginsWanted& wanted_;
  facts::Expr base_;
  std::vector<facts::Field> told_;
};

Result<Margins> Margins::read(StoreReader& store, const MarginsWanted& wanted) { return Reader(store, wanted).read(); }

Result<std::vector<Margin>> Margins::at(std::span<const facts::Label> slice, std::optional<Day> to) const {
  std::vector<facts::Label> place;
  for (std::size_t i = 0; i < told_.size(); ++i) {
    if (told_[i]) place.push_back(slice[i]);
  }
  std::vector<Margin> margins;
  for (std::size_t i = 0; i < dimensions_.size(); ++i) {
    Margin margin{.dimension = dimensions_[i], .population = {}};
    double all = 0;
    for (const Series& series : series_[i]) {
      if (series.slice != place) continue;
      const double level = level_before(series.levels, to);
      margin.population[series.label] += level;
      all += level;
    }
    if (!(all > 0)) {
      return fail(Code::not_enough, "no " + of_ + " are counted here by " + dimensions_[i], {},
                  "count them with acts of the kind population.counted");
    }
    margins.push_back(std::move(margin));
  }
  return margins;
}

}  // namespace bellwether::measure
