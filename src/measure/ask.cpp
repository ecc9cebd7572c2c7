#include "measure/ask.hpp"

#include "base/text.hpp"
#include "measure/bound_measure.hpp"
#include "measure/cells.hpp"
#include "measure/drawn_interval.hpp"
#include "measure/filter.hpp"
#include "measure/filter_tokens.hpp"
#include "measure/guarded_cells.hpp"
#include "measure/names.hpp"
#include "measure/store_reader.hpp"
#include "measure/tally.hpp"
#include "measure/weighting.hpp"
#include "measure/withhold.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace bellwether::measure {

namespace {

Result<void> check(const Question& question) {
  const bool level_fits = question.level > 0 && question.level < 1;
  if (!level_fits) {
    return fail(Code::wrong_usage, "a level lies between 0 and 1, not at " + bellwether::to_text(question.level),
                "--level", "write 0.95 for 95 %");
  }
  if (question.from && question.to && *question.to <= *question.from) {
    return fail(Code::wrong_usage,
                "there is no day from " + bellwether::to_text(*question.from) + " to before " +
                    bellwether::to_text(*question.to),
                "--to", "--to is the first day that does not count any more");
  }
  return {};
}

/// Binds the names behind --by.
Result<std::vector<facts::Field>> fields_of(const Question& question, const Measure& measure, const Names& names) {
  const std::size_t most = measure.estimator == Estimator::distribution ? k_most_by - 1 : k_most_by;
  if (question.by.size() > most) {
    return fail(Code::too_large, "an answer is cut by up to " + std::to_string(most) + " names", "--by");
  }
  std::vector<facts::Field> fields;
  for (const std::string& word : question.by) {
    auto name = name_from_text(word);
    auto known = name ? names.find(*name, word, Unknown::is_an_error) : std::unexpected(name.error());
    if (!known) {
      known.error().where = "--by";
      return std::unexpected(known.error());
    }
    const auto kind = known->field.kind;
    if (kind != facts::Field::Kind::dimension && kind != facts::Field::Kind::rating &&
        kind != facts::Field::Kind::attribute && kind != facts::Field::Kind::weekday) {
      return fail(Code::bad_input, "an answer can't be cut by " + word, "--by",
                  "cut by a dimension like unit, a rating, an attribute or weekday; for days there is --every");
    }
    fields.push_back(known->field);
  }
  return fields;
}

bool names(const facts::Expr& expr, const facts::Field& field) {
  return std::visit(
      [&](const auto& node) {
        if constexpr (requires { node.of; }) {
          return std::ranges::any_of(node.of, [&](const facts::Expr& part) { return names(part, field); });
        } else {
          return node.field == field;
        }
      },
      expr.node);
}

class Asker {
 public:
  Asker(StoreReader& store, const Rules& rules, const Question& question, const BoundMeasure& bound,
        std::vector<facts::Field> by)
      : store_(store), rules_(rules), question_(question), bound_(bound), by_(std::move(by)) {
    if (is_distribution()) by_.push_back(*bound_.value);
  }

  Result<std::vector<AnswerRow>> rows() {
    auto guarded = guarded_cells(store_, rules_, bound_, cut());
    if (!guarded) return std::unexpected(guarded.error());
    const std::vector<GuardedCell>& cells = guarded->cells;
    if (!guarded->refused.empty() && bound_.employees == Employees::only) {
      return std::vector<AnswerRow>{refused_row(guarded->refused)};
    }
    auto rows = is_distribution() ? distribution_rows(cells) : plain_rows(cells);
    if (!rows) return rows;
    const std::string& refused = guarded->refused.empty() && weigher_ ? weigher_->refused() : guarded->refused;
    if (!refused.empty()) notes_.push_back("Answers of employees are not in these figures: " + refused + ".");
    const bool left_out = std::ranges::any_of(
        *rows, [](const AnswerRow& row) { return row.left_out && std::holds_alternative<Estimate>(row.is); });
    if (left_out) {
      notes_.push_back(
          "Some answers of employees are left out (n with +): their groups are too small to be told of by themselves.");
    }
    return rows;
  }

  /// What has to be said beside the rows.
  [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }

  Result<std::int64_t> undated() {
    if (!bound_.carried || !bound_.parts.empty() || bound_.employees == Employees::only ||
        (question_.every == Grain::none && !question_.from && !question_.to))
      return 0;
    facts::Query query = undated_query(bound_);
    if (bound_.employees == Employees::some) query.where = both(std::move(query.where), of_others());
    auto slices = store_.ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());
    std::int64_t n = 0;
    for (const facts::SliceRow& row : slices->rows) n += static_cast<std::int64_t>(row.numbers[0].value_or(0));
    return n;
  }

 private:
  Cut cut() const { return {.by = by_, .every = question_.every, .from = question_.from, .to = question_.to}; }
  bool is_distribution() const { return bound_.measure.estimator == Estimator::distribution; }
  std::int64_t k_customer() const {
    return bound_.measure.facts == facts::Table::signals ? rules_.guards.rules().k_customer : 0;
  }

  AnswerRow refused_row(const std::string& why) const {
    AnswerRow row;
    row.from = question_.from;
    row.to = question_.to;
    row.is = Withheld{why};
    return row;
  }

  static std::int64_t others_in(const Cell& cell) { return cell.tally.n - cell.tally.employees; }

  Result<void> make_weigher() {
    auto weigher = Weigher::make(store_, rules_, bound_, question_, cut());
    if (!weigher) return std::unexpected(weigher.error());
    auto hidden = hidden_cells(weigher->cells(), weigher->cut());
    if (!hidden) return std::unexpected(hidden.error());
    weigher->hide(*hidden, k_customer());
    weigher_ = *std::move(weigher);
    return {};
  }

  Result<Estimate> estimate_in(const Cell& cell, AnswerRow& row) const {
    if (weigher_) return weigher_->estimate(cell, question_.level, row);
    if (bound_.with_values) return drawn_estimate_of(bound_.measure, cell.tally, question_.level);
    return estimate_of(bound_.measure, cell.tally, question_.level);
  }

  /// Which cells hold too few answers of customers, or would give such a cell away; they were cut so.
  Result<std::vector<bool>> hidden_cells(const std::vector<GuardedCell>& cells, const Cut& cut) {
    if (k_customer() < 2 || bound_.employees == Employees::only) return std::vector<bool>(cells.size());
    std::map<std::vector<std::string>, std::int64_t> everywhere;
    const bool narrowed = !trim(question_.where).empty();
    if (narrowed) {
      auto all = bind_measure(bound_.measure, {}, store_);
      if (!all) return std::unexpected(all.error());
      auto all_cells = guarded_cells(store_, rules_, *all, cut);
      if (!all_cells) return std::unexpected(all_cells.error());
      for (const GuardedCell& one : is_distribution() ? totals_of(all_cells->cells) : all_cells->cells) {
        everywhere[place_of(one.cell)] = others_in(one.cell);
      }
    }
    std::vector<Guarded> guarded;
    for (const GuardedCell& one : cells) {
      auto place = place_of(one.cell);
      const std::int64_t elsewhere = narrowed ? everywhere[place] - others_in(one.cell) : 0;
      guarded.push_back({.place = std::move(place), .answers = others_in(one.cell), .elsewhere = elsewhere});
    }
    return hidden_rows(guarded, k_customer());
  }

  Result<std::vector<AnswerRow>> plain_rows(const std::vector<GuardedCell>& cells) {
    if (bound_.with_values) {
      if (auto few = check_draws(cells); !few) return std::unexpected(few.error());
    }
    auto hidden = hidden_cells(cells, cut());
    if (!hidden) return std::unexpected(hidden.error());
    if (!question_.weight.empty()) {
      if (auto made = make_weigher(); !made) return std::unexpected(made.error());
    }
    std::vector<AnswerRow> rows;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      auto row = row_of(cells[i], (*hidden)[i]);
      if (!row) return std::unexpected(row.error());
      rows.push_back(std::move(*row));
    }
    return rows;
  }

  Result<AnswerRow> row_of(const GuardedCell& guarded, bool hidden) const {
    const Cell& cell = guarded.cell;
    AnswerRow row = empty_row(cell);
    row.left_out = guarded.left_out;
    if (auto why = withheld_words(guarded, hidden)) {
      row.is = Withheld{*std::move(why)};
      return row;
    }
    row.n = cell.tally.n;
    auto estimate = estimate_in(cell, row);
    if (estimate) {
      row.is = *estimate;
    } else if (estimate.error().code == Code::not_enough) {
      row.is = too_few_words(estimate.error());
    } else {
      return std::unexpected(estimate.error());
    }
    return row;
  }

  std::optional<std::string> withheld_words(const GuardedCell& guarded, bool hidden) const {
    if (hidden) {
      return "fewer than " + std::to_string(k_customer()) +
             " answers stand behind this figure, or it would give such a figure away";
    }
    const std::string k = std::to_string(rules_.guards.rules().k_employee);
    const Tally& tally = guarded.cell.tally;
    if (guarded.left_out && tally.n == 0) {
      return "answers of employees are told in groups of " + k +
             " people or more, and none lies wholly in here; ask for a larger unit or a longer time";
    }
    if (guarded.left_out && bound_.of) {
      return "some answers of employees are in groups of fewer than " + k +
             " people and are left out, so that a share of all would be too low; ask for a larger unit or a longer "
             "time";
    }
    const bool of_few = bound_.of && bound_.employees == Employees::only && tally.exposure > 0 &&
                        tally.exposure < static_cast<double>(rules_.guards.rules().k_employee);
    if (of_few) return "fewer than " + k + " employees are counted here; they are told of from " + k + " on";
    return std::nullopt;
  }

  AnswerRow empty_row(const Cell& cell) const {
    AnswerRow row;
    for (std::size_t i = 0; i < cell.slice.size() && i < question_.by.size(); ++i) {
      const facts::Label& label = cell.slice[i];
      row.slice.emplace_back(question_.by[i], label.known ? std::optional(label.text) : std::nullopt);
    }
    if (cell.period) {
      const Day end = period_end(question_.every, *cell.period);
      row.from = question_.from ? std::max(*question_.from, *cell.period) : *cell.period;
      row.to = question_.to ? std::min(*question_.to, end) : end;
    } else if (question_.every == Grain::none) {
      row.from = question_.from;
      row.to = question_.to;
    } else {
      row.undated = true;
    }
    return row;
  }

  Withheld too_few_words(const Error& error) const {
    if (!bound_.carried) return {"no fact here carries " + bound_.measure.value + "; " + error.mend};
    return {error.message + "; " + error.mend};
  }

  /// Cells of a distribution put together over its values.
  static std::vector<GuardedCell> totals_of(const std::vector<GuardedCell>& cells) {
    std::vector<GuardedCell> totals;
    std::map<std::vector<std::string>, std::size_t> where;
    for (const GuardedCell& one : cells) {
      GuardedCell total = one;
      total.cell.slice.pop_back();
      const auto [at, is_new] = where.emplace(place_of(total.cell), totals.size());
      if (is_new) {
        totals.push_back(std::move(total));
      } else {
        GuardedCell& whole = totals[at->second];
        whole.cell.tally = whole.cell.tally + one.cell.tally;
        whole.left_out = whole.left_out || one.left_out;
      }
    }
    return totals;
  }

  /// One row per slice and value; a value that was given anywhere has a row everywhere.
  Result<std::vector<AnswerRow>> distribution_rows(const std::vector<GuardedCell>& cells) {
    std::map<std::vector<std::string>, std::map<std::string, std::int64_t>> hits;
    std::vector<std::string> values = whole_scale();
    for (const GuardedCell& one : cells) {
      if (one.cell.tally.n == 0) continue;
      Cell outer = one.cell;
      outer.slice.pop_back();
      const std::string& value = one.cell.slice.back().text;
      hits[place_of(outer)][value] += one.cell.tally.n;
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
    std::sort(values.begin(), values.end(), comes_before);

    const std::vector<GuardedCell> totals = totals_of(cells);
    auto hidden = hidden_cells(totals, cut());
    if (!hidden) return std::unexpected(hidden.error());
    if (totals.size() * std::max<std::size_t>(values.size(), 1) > k_most_rows) {
      return fail(Code::too_large, "the distribution has more than " + with_thousands(k_most_rows) + " rows", {},
                  "cut it by fewer names");
    }
    // Where nothing may be told of anybody there are no values either; the slices still have their row.
    if (values.empty() && !totals.empty()) values.emplace_back();
    std::vector<AnswerRow> rows;
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const auto why = withheld_words(totals[i], (*hidden)[i]);
      for (const std::string& value : values) {
        AnswerRow row = empty_row(totals[i].cell);
        row.slice.emplace_back(bound_.measure.value, value.empty() ? std::nullopt : std::optional(value));
        row.left_out = totals[i].left_out;
        if (why) {
          row.is = Withheld{*why};
        } else {
          row.n = totals[i].cell.tally.n;
          row.is = value_share(hits[place_of(totals[i].cell)][value], row.n);
        }
        rows.push_back(std::move(row));
      }
    }
    return rows;
  }

  Estimate value_share(std::int64_t hits, std::int64_t n) const {
    Estimate estimate = share(hits, n, question_.level).value();
    estimate.value *= bound_.measure.factor;
    estimate.low *= bound_.measure.factor;
    estimate.high *= bound_.measure.factor;
    return estimate;
  }

  /// Every answer that a short scale of whole steps allows.
  std::vector<std::string> whole_scale() const {
    constexpr double k_most_steps = 20;
    std::vector<std::string> values;
    const auto& scale = bound_.measure.scale;
    if (!scale || bound_.value->kind != facts::Field::Kind::rating || scale->highest - scale->lowest > k_most_steps) {
      return values;
    }
    const int steps = static_cast<int>(scale->highest - scale->lowest);
    for (int step = 0; step <= steps; ++step) values.push_back(bellwether::to_text(scale->lowest + step));
    return values;
  }

  /// Numbers by size, before texts by bytes.
  static bool comes_before(const std::string& a, const std::string& b) {
    const auto x = decimal_from(a);
    const auto y = decimal_from(b);
    if (x && y) return x->value() < y->value();
    if (x.has_value() != y.has_value()) return x.has_value();
    return a < b;
  }

  StoreReader& store_;
  const Rules& rules_;
  const Question& question_;
  const BoundMeasure& bound_;
  std::vector<facts::Field> by_;
  std::optional<Weigher> weigher_;
  std::vector<std::string> notes_;
};

/// Who acted is a person: figures by it are figures about employees.
Result<void> check_actors(const Reach& reach, const BoundMeasure& bound, const std::vector<facts::Field>& by) {
  for (const BoundMeasure& part : bound.parts) {
    if (auto checked = check_actors(reach, part, by); !checked) return checked;
  }
  if (reach.has_all_employees() || bound.query.table != facts::Table::acts) return {};
  const facts::Field actor{.kind = facts::Field::Kind::dimension, .name = "actor"};
  const bool spread = bound.measure.estimator == Estimator::distribution && bound.value == actor;
  if (!spread && std::ranges::find(by, actor) == by.end() && !names(bound.asked_where, actor)) return {};
  return fail(Code::withheld, "who acted is told to those alone who may see figures about employees", "actor",
              "cut and narrow by something else, or ask an owner for it");
}

/// Whether an empty answer comes of a slip of the pen in an attribute's value. Only then are those values looked at: for
/// that the facts have to be read.
Result<void> check_values(const facts::Facts& facts, const BoundMeasure& bound, const Question& question,
                          const std::vector<AnswerRow>& rows) {
  const bool empty = std::all_of(rows.begin(), rows.end(), [](const AnswerRow& row) { return row.n == 0; });
  if (!empty || trim(question.where).empty()) return {};
  auto names = Names::of(facts, bound.query.table, Names::Look::attributes);
  if (!names) return std::unexpected(names.error());
  auto filter = filter_from_text(question.where);
  if (!filter) return std::unexpected(filter.error());
  auto checked = bind_filter(*filter, question.where, *names);
  if (!checked) return std::unexpected(checked.error());
  return {};
}

}  // namespace

Result<Answer> ask(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                   const Question& question, const Reach& reach) {
  if (auto checked = check(question); !checked) return std::unexpected(checked.error());
  auto measure = catalogue.find(question.measure);
  if (!measure) return std::unexpected(measure.error());
  auto store = StoreReader::open(facts, measure->facts, question.snapshot, question.store, reach);
  if (!store) return std::unexpected(store.error());
  auto bound = bind_measure(*measure, question.where, *store);
  if (!bound) return std::unexpected(bound.error());
  if (question.interval == IntervalBy::bootstrap) {
    if (auto checked = check_drawn(*measure); !checked) return std::unexpected(checked.error());
    bound->with_values = true;
  }
  if (!question.weight.empty()) {
    if (auto checked = check_weights(*measure, question); !checked) return std::unexpected(checked.error());
  }
  auto by = fields_of(question, *measure, store->names());
  if (!by) return std::unexpected(by.error());

  if (auto checked = check_actors(reach, *bound, *by); !checked) return std::unexpected(checked.error());
  const Rules rules{.catalogue = catalogue, .guards = guards};
  Asker asker(*store, rules, question, *bound, std::move(*by));
  auto rows = asker.rows();
  if (!rows) return std::unexpected(rows.error());
  if (!reach.units) {
    if (auto checked = check_values(facts, *bound, question, *rows); !checked) return std::unexpected(checked.error());
  }
  auto undated = asker.undated();
  if (!undated) return std::unexpected(undated.error());

  Answer answer;
  answer.rows = std::move(*rows);
  answer.undated = *undated;
  answer.weighted_by = question.weight;
  answer.notes = notes_of(reach);
  answer.notes.insert(answer.notes.end(), asker.notes().begin(), asker.notes().end());
  answer.snapshot = store->snapshot_name();
  answer.version = version_of(*measure);
  Question again = question;
  again.measure = measure->id;
  again.snapshot = store->snapshot();
  again.store = facts.store_name();
  answer.query = to_text(again);
  answer.measure = std::move(*measure);
  return answer;
}

Result<Behind> behind(const Catalogue& catalogue, const facts::Facts& facts, std::string_view measure,
                      std::string_view where, const Reach& reach) {
  auto found = catalogue.find(measure);
  if (!found) return std::unexpected(found.error());
  if (!found->measures_of_parts.empty()) {
    return behind(catalogue, facts, found->parts.front().measure, where, reach);
  }
  auto store = StoreReader::open(facts, found->facts, {}, {}, reach);
  if (!store) return std::unexpected(store.error());
  auto bound = bind_measure(*found, where, *store);
  if (!bound) return std::unexpected(bound.error());
  if (auto checked = check_actors(reach, *bound, {}); !checked) return std::unexpected(checked.error());

  Behind behind;
  behind.table = found->facts;
  behind.where = std::move(bound->query.where);
  behind.of_employees = bound->employees != Employees::none;
  behind.only_employees = bound->employees == Employees::only;
  if (found->facts == facts::Table::signals) behind.where = both(std::move(behind.where), of_others());
  if (bound->value) {
    facts::All all;
    all.of.push_back(std::move(behind.where));
    all.of.push_back(bound->carried ? facts::Expr{facts::Known{.field = *bound->value}} : facts::Expr{facts::Any{}});
    behind.where = {std::move(all)};
    if (bound->carried) behind.value = std::move(bound->value);
  }
  return behind;
}

}  // namespace bellwether::measure
