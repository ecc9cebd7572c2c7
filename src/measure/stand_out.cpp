#include "measure/stand_out.hpp"

#include "base/text.hpp"
#include "measure/against_rest.hpp"
#include "measure/bound_measure.hpp"
#include "measure/filter.hpp"
#include "measure/guarded_cells.hpp"
#include "measure/names.hpp"
#include "measure/store_reader.hpp"
#include "measure/withhold.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::measure {

namespace {

bool is_sentiment(const facts::Field& field) {
  return field.kind == facts::Field::Kind::number && field.name == "sentiment";
}

bool speaks_of_sentiment(const facts::Expr& expr) {
  return std::visit(
      [](const auto& node) {
        if constexpr (requires { node.field; }) {
          return is_sentiment(node.field);
        } else {
          return std::any_of(node.of.begin(), node.of.end(), speaks_of_sentiment);
        }
      },
      expr.node);
}

class Searcher {
 public:
  Searcher(StoreReader& store, const Rules& rules, const StandOutQuestion& question, const BoundMeasure& bound)
      : store_(store), rules_(rules), question_(question), bound_(bound) {}

  /// Error: `withheld` where nothing of it may be told.
  Result<Tally> whole() {
    auto guarded = cells(bound_, {});
    if (!guarded) return std::unexpected(guarded.error());
    if (!guarded->refused.empty() && bound_.employees == Employees::only) return fail(Code::withheld, guarded->refused);
    const GuardedCell& whole = guarded->cells.front();
    if (whole.left_out && whole.cell.tally.n == 0) {
      return fail(Code::withheld,
                  "employees are told of in groups of " + k_employee() + " people or more, and none lies in here", {},
                  "ask about more of them at once");
    }
    const auto hidden = is_hidden(whole.cell.tally);
    if (!hidden) return std::unexpected(hidden.error());
    if (*hidden) {
      return fail(Code::withheld, "fewer than " + std::to_string(k_customer()) + " answers would be given away", {},
                  "ask about more of them at once");
    }
    return whole.cell.tally;
  }

  /// Every slice that may be looked at; `thin` counts those that may not.
  Result<std::vector<SliceTally>> slices(const Tally& whole, std::size_t& thin) {
    std::vector<SliceTally> all;
    for (const std::string& dimension : question_.dimensions) {
      if (auto added = add_slices(dimension, whole, all, thin); !added) return std::unexpected(added.error());
    }
    return all;
  }

 private:
  std::string k_employee() const { return std::to_string(rules_.guards.rules().k_employee); }
  std::int64_t k_customer() const {
    return bound_.measure.facts == facts::Table::signals ? rules_.guards.rules().k_customer : 0;
  }

  Result<GuardedCells> cells(const BoundMeasure& bound, std::vector<facts::Field> by) {
    return guarded_cells(store_, rules_, bound, {.by = std::move(by), .from = question_.from, .to = question_.to});
  }

  /// Whether the whole stands on so few customers, or the filter left so few out, that it must not be shown.
  Result<bool> is_hidden(const Tally& whole) {
    if (k_customer() < 2) return false;
    Guarded guarded{.place = {}, .answers = whole.n - whole.employees, .elsewhere = 0};
    if (!trim(question_.where).empty()) {
      auto all = bind_measure(bound_.measure, {}, store_);
      if (!all) return std::unexpected(all.error());
      auto everything = cells(*all, {});
      if (!everything) return std::unexpected(everything.error());
      const Tally& tally = everything->cells.front().cell.tally;
      guarded.elsewhere = tally.n - tally.employees - guarded.answers;
    }
    return hidden_rows({&guarded, 1}, k_customer()).front();
  }

  Result<void> add_slices(const std::string& dimension, const Tally& whole, std::vector<SliceTally>& all,
                          std::size_t& thin) {
    auto name = name_from_text(dimension);
    auto known = name ? store_.names().find(*name, dimension, Unknown::is_an_error) : std::unexpected(name.error());
    if (!known) {
      known.error().where = "dimension";
      return std::unexpected(known.error());
    }
    auto guarded = cells(bound_, {known->field});
    if (!guarded) return std::unexpected(guarded.error());
    if (guarded->cells.size() > k_most_rows) {
      return fail(Code::too_large, dimension + " has more than " + with_thousands(k_most_rows) + " values",
                  "dimension");
    }
    const Tally all_of_it = counts_mentions(known->field) ? sum_of(guarded->cells) : whole;
    const std::vector<bool> hidden = hidden_slices(guarded->cells);
    for (std::size_t i = 0; i < guarded->cells.size(); ++i) {
      const GuardedCell& slice = guarded->cells[i];
      const facts::Label& label = slice.cell.slice.front();
      if (!label.known) continue;
      if (hidden[i] || (slice.left_out && slice.cell.tally.n == 0)) {
        ++thin;
      } else {
        all.push_back(
            {.dimension = to_text(*name), .value = label.text, .tally = slice.cell.tally, .whole = all_of_it});
      }
    }
    return {};
  }

  std::vector<bool> hidden_slices(const std::vector<GuardedCell>& cells) const {
    if (k_customer() < 2) return std::vector<bool>(cells.size());
    std::vector<Guarded> guarded;
    for (const GuardedCell& one : cells) {
      guarded.push_back(
          {.place = place_of(one.cell), .answers = one.cell.tally.n - one.cell.tally.employees, .elsewhere = 0});
    }
    return hidden_rows(guarded, k_customer());
  }

  /// By theme, sentiment is that of the mention: its whole is all mentions, not all signals.
  bool counts_mentions(const facts::Field& by) const {
    if (by.kind != facts::Field::Kind::dimension || by.name != "theme") return false;
    return (bound_.value && is_sentiment(*bound_.value)) || speaks_of_sentiment(bound_.query.where) ||
           std::any_of(bound_.query.statistics.begin(), bound_.query.statistics.end(),
                       [](const facts::Statistic& statistic) { return speaks_of_sentiment(statistic.where); });
  }

  static Tally sum_of(const std::vector<GuardedCell>& cells) {
    Tally sum;
    for (const GuardedCell& one : cells) sum = sum + one.cell.tally;
    return sum;
  }

  StoreReader& store_;
  const Rules& rules_;
  const StandOutQuestion& question_;
  const BoundMeasure& bound_;
};

/// The command that makes the figure of one slice again.
Result<std::string> query_of(const StandOutQuestion& asked, const Measure& measure, const StandOut& slice,
                             const StoreReader& store, const std::string& store_name) {
  auto where = with_slice(asked.where, {{slice.dimension, slice.value}});
  if (!where) return std::unexpected(where.error());
  Question question;
  question.measure = measure.id;
  question.where = std::move(*where);
  question.from = asked.from;
  question.to = asked.to;
  question.level = asked.level;
  question.snapshot = store.snapshot();
  question.store = store_name;
  return to_text(question);
}

Result<void> check(const StandOutQuestion& question, const Measure& measure) {
  const bool has_error = measure.estimator == Estimator::share || measure.estimator == Estimator::net_share ||
                         measure.estimator == Estimator::mean;
  if (measure.of) {
    return fail(Code::unsupported, measure.id + " is a share of others than those who are counted", {},
                "ask for a share of answers, a net share or a mean");
  }
  if (!has_error) {
    return fail(Code::unsupported,
                measure.id + " counts what is there; a slice of it can't stand out by more than chance", {},
                "ask for a share, a net share or a mean");
  }
  const auto fits = [](double x) { return x > 0 && x < 1; };
  if (!fits(question.level) || !fits(question.false_discovery_rate)) {
    return fail(Code::wrong_usage, "a level and a false discovery rate lie between 0 and 1");
  }
  return {};
}

}  // namespace

Result<StandOuts> stand_out(const Catalogue& catalogue, const facts::Facts& facts, const Guards& guards,
                            const StandOutQuestion& question) {
  auto measure = catalogue.find(question.measure);
  if (!measure) return std::unexpected(measure.error());
  if (auto checked = check(question, *measure); !checked) return std::unexpected(checked.error());
  auto store = StoreReader::open(facts, measure->facts, question.snapshot, {});
  if (!store) return std::unexpected(store.error());
  auto bound = bind_measure(*measure, question.where, *store);
  if (!bound) return std::unexpected(bound.error());

  const Rules rules{.catalogue = catalogue, .guards = guards};
  Searcher searcher(*store, rules, question, *bound);
  auto whole = searcher.whole();
  if (!whole) return std::unexpected(whole.error());
  auto estimate = estimate_of(*measure, *whole, question.level);
  if (!estimate) return std::unexpected(estimate.error());
  StandOuts result;
  auto slices = searcher.slices(*whole, result.thin);
  if (!slices) return std::unexpected(slices.error());

  AgainstRest tested = against_rest(*measure, *slices, question.level, question.false_discovery_rate);
  result.whole = *estimate;
  result.looked_at = tested.slices.size();
  result.thin += tested.thin;
  for (StandOut& slice : tested.slices) {
    if (!slice.stands_out && !question.also_unremarkable) continue;
    auto query = query_of(question, *measure, slice, *store, facts.store_name());
    if (!query) return std::unexpected(query.error());
    slice.query = std::move(*query);
    result.slices.push_back(std::move(slice));
  }
  result.snapshot = store->snapshot_name();
  result.version = version_of(*measure);
  result.measure = std::move(*measure);
  return result;
}

}  // namespace bellwether::measure
