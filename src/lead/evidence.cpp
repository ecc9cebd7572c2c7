#include "lead/evidence.hpp"

#include "base/text.hpp"
#include "lead/answers_again.hpp"
#include "lead/answers_together.hpp"
#include "lead/fact_words.hpp"
#include "lead/specials.hpp"
#include "lead/told_by_place.hpp"
#include "measure/ask.hpp"
#include "measure/bound_measure.hpp"
#include "measure/cells.hpp"
#include "measure/filter_tokens.hpp"
#include "measure/guarded_cells.hpp"
#include "measure/store_reader.hpp"

#include <algorithm>
#include <tuple>

namespace bellwether::lead {

namespace {

const facts::Field k_unit{.kind = facts::Field::Kind::dimension, .name = "unit"};
const facts::Field k_actor{.kind = facts::Field::Kind::dimension, .name = "actor"};

/// What several indicators may share: one way through the facts.
struct FigureKey {
  std::string measure, where;
  Scope scope = Scope::under;
  int window_days = 0;
  friend auto operator<=>(const FigureKey&, const FigureKey&) = default;
};
FigureKey key_of(const Indicator& indicator) {
  return {.measure = indicator.measure,
          .where = indicator.where,
          .scope = indicator.scope,
          .window_days = indicator.window_days};
}

/// The statistics of one figure by place: a unit, or a person who acted.
struct Figure {
  measure::BoundMeasure bound;
  ToldByPlace told;
  bool recorded = true;  ///< false: nowhere is there a fact of what is to happen, so that none of it means nothing
  std::string rests_on;
  double repeats = 1;  ///< as Evidence::repeats
};

/// The measure narrowed by the indicator's filter, which may name what this store has never met.
measure::Measure narrowed(measure::Measure measure, const std::string& where) {
  if (trim(where).empty()) return measure;
  measure.where = trim(measure.where).empty() ? where : "(" + measure.where + ") and (" + where + ")";
  for (measure::Measure& part : measure.measures_of_parts) part = narrowed(std::move(part), where);
  return measure;
}

std::string rests_on(const measure::Measure& measure) {
  const std::string table = measure.facts == facts::Table::signals ? "signals" : "acts";
  // Without a value, what is counted is what it rests on.
  return table + "|" + measure.where + "|" + (measure.value.empty() ? measure.id : measure.value);
}

/// What a figure is of: its value, or an index's values where all of them come from the same answers. Else nothing.
std::vector<TogetherPart> values_of(const measure::BoundMeasure& bound) {
  if (bound.parts.empty()) {
    return bound.value ? std::vector<TogetherPart>{{.value = *bound.value, .weight = 1}} : std::vector<TogetherPart>();
  }
  std::vector<TogetherPart> parts;
  for (std::size_t i = 0; i < bound.parts.size(); ++i) {
    const measure::BoundMeasure& of = bound.parts[i];
    const measure::Part& part = bound.measure.parts[i];
    const bool fits = of.value && of.measure.estimator == measure::Estimator::mean &&
                      of.measure.where == bound.parts.front().measure.where;
    if (!fits || part.weight == 0) return {};
    parts.push_back({.value = *of.value, .weight = part.weight / (part.to - part.from)});
  }
  return parts;
}

class BookReader {
 public:
  BookReader(const measure::Catalogue& catalogue, const measure::Guards& guards, const EvidenceQuestion& question,
             measure::StoreReader signals, measure::StoreReader acts)
      : catalogue_(catalogue),
        guards_(guards),
        question_(question),
        signals_(std::move(signals)),
        acts_(std::move(acts)) {}

  Result<Figure> read(const Indicator& indicator) {
    auto found = catalogue_.find(indicator.measure);
    if (!found) return std::unexpected(found.error());
    const measure::Measure measure = narrowed(*std::move(found), indicator.where);
    if (indicator.scope == Scope::own && measure.facts != facts::Table::acts) {
      return fail(Code::bad_input, measure.id + " is a measure of signals, and signals are nobody's own acts", {},
                  "write scope = \"under\"");
    }
    measure::StoreReader& store = measure.facts == facts::Table::signals ? signals_ : acts_;
    auto bound = measure::bind_measure(measure, {}, store);
    if (!bound) return std::unexpected(bound.error());
    Figure figure;
    figure.bound = *std::move(bound);
    figure.rests_on = rests_on(measure);
    auto cells =
        measure::guarded_cells(store, {.catalogue = catalogue_, .guards = guards_}, figure.bound, cut_for(indicator));
    if (!cells) return std::unexpected(cells.error());
    figure.told = told_by_place(*std::move(cells));
    const auto recorded = happened(figure) ? Result<bool>(true) : is_recorded(figure.bound);
    if (!recorded) return std::unexpected(recorded.error());
    figure.recorded = *recorded;
    return figure;
  }

  Result<Correlations> correlations(const std::vector<const Figure*>& figures) {
    std::vector<TogetherItem> items;
    for (const Figure* figure : figures) {
      if (figure->bound.measure.facts != facts::Table::signals) continue;
      const std::vector<TogetherPart> parts = values_of(figure->bound);
      if (parts.empty()) continue;
      const measure::BoundMeasure& answers = figure->bound.parts.empty() ? figure->bound : figure->bound.parts.front();
      items.push_back({.name = figure->rests_on,
                       .where = answers.measure.where,
                       .parts = parts,
                       .filter = answers.query.where,
                       .of_employees = answers.employees != measure::Employees::none});
    }
    constexpr int k_days = 91;
    return answers_together(signals_, items, Day{question_.end.days - k_days}, question_.end);
  }

  /// Sets `repeats` of employees' answers. Customers' answers come once or twice in a window.
  Result<void> repeats(std::map<FigureKey, Figure>& figures) {
    struct Alike {
      facts::Expr filter;
      std::vector<facts::Field> items;
      std::vector<Figure*> figures;
    };
    std::map<std::pair<std::string, int>, Alike> together;
    for (auto& [key, figure] : figures) {
      const measure::BoundMeasure& answers = figure.bound.parts.empty() ? figure.bound : figure.bound.parts.front();
      const std::vector<TogetherPart> parts = values_of(figure.bound);
      using enum measure::Estimator;
      const measure::Estimator estimator = answers.measure.estimator;
      const bool averages = estimator == mean || estimator == share || estimator == net_share;
      const bool told = answers.employees == measure::Employees::only && figure.told.refused.empty();
      const bool rated = std::ranges::all_of(parts, [&](const TogetherPart& part) {
        return part.value.kind == facts::Field::Kind::rating && signals_.names().carries(part.value);
      });
      if (!told || !averages || !rated || parts.empty()) continue;
      Alike& alike = together[{answers.measure.where, key.window_days}];
      alike.filter = answers.query.where;
      alike.figures.push_back(&figure);
      for (const TogetherPart& part : parts) {
        if (std::ranges::find(alike.items, part.value) == alike.items.end()) alike.items.push_back(part.value);
      }
    }
    for (const auto& [key, alike] : together) {
      const auto effects =
          answers_again(signals_, alike.items, alike.filter, Day{question_.end.days - key.second}, question_.end);
      if (!effects) return std::unexpected(effects.error());
      for (Figure* figure : alike.figures) {
        // An index takes its parts to go together wholly: its effect is their mean.
        double sum = 0;
        double weight = 0;
        for (const TogetherPart& part : values_of(figure->bound)) {
          const auto at = std::ranges::find(alike.items, part.value) - alike.items.begin();
          sum += std::abs(part.weight) * (*effects)[static_cast<std::size_t>(at)];
          weight += std::abs(part.weight);
        }
        figure->repeats = sum / weight;
      }
    }
    return {};
  }

  /// How often each thing is contested, by what it is about and where.
  Result<std::vector<Contested>> contested() {
    facts::Query query{.table = facts::Table::acts, .by = {{.kind = facts::Field::Kind::about}, k_unit}};
    query.where = {facts::Compare{.field = {.kind = facts::Field::Kind::dimension, .name = "kind"},
                                  .op = facts::Op::equal,
                                  .literal = std::string("evidence.contested")}};
    query.statistics = {{.kind = facts::Statistic::Kind::rows}};
    const auto slices = acts_.ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());
    std::vector<Contested> all;
    for (const facts::SliceRow& row : slices->rows) {
      all.push_back({.about = row.slice[0].text,
                     .unit = row.slice[1].text,
                     .times = static_cast<std::int64_t>(row.numbers[0].value_or(0))});
    }
    return all;
  }

  Result<Specials> specials(std::span<const Indicator* const> wanted) {
    return Specials::read(wanted, {.signals = signals_,
                                   .acts = acts_,
                                   .organisation = question_.organisation,
                                   .only = question_.only ? &*question_.only : nullptr,
                                   .from = question_.end,
                                   .end = question_.end,
                                   .level = question_.level,
                                   .rules = {.catalogue = catalogue_, .guards = guards_}});
  }

  [[nodiscard]] std::string snapshot() const { return acts_.snapshot_name(); }

 private:
  measure::Cut cut_for(const Indicator& indicator) const {
    const bool own = indicator.scope == Scope::own;
    measure::Cut cut;
    cut.from = Day{question_.end.days - indicator.window_days};
    cut.to = question_.end;
    cut.newest = true;
    if (!question_.only) {
      cut.by = {own ? k_actor : k_unit};
      return cut;
    }
    const std::vector<std::string>& places = own ? question_.only->leaders : question_.only->units;
    if (!places.empty()) cut.also = one_of(own ? k_actor : k_unit, places);
    return cut;
  }

  /// Whether what is counted happened at any of the places that were read.
  static bool happened(const Figure& figure) {
    const bool waits = figure.bound.until.has_value();
    return std::ranges::any_of(figure.told.by_place, [&](const auto& of_place) {
      const measure::Tally& tally = of_place.second;
      if (!waits) return tally.n > 0;
      return tally.positive > 0 || std::ranges::any_of(tally.spans, &measure::Span::ended);
    });
  }

  /// Whether what is counted is recorded anywhere at all: "no reopened case" says nothing where reopening is never written down.
  Result<bool> is_recorded(const measure::BoundMeasure& bound) {
    if (bound.until) return has_any(bound.until->query.table, bound.until->query.where);
    if (bound.measure.estimator == measure::Estimator::rate) return has_any(bound.query.table, bound.own_where);
    return true;
  }
  Result<bool> has_any(facts::Table table, const facts::Expr& where) {
    facts::Query query{.table = table, .where = where, .statistics = {{.kind = facts::Statistic::Kind::rows}}};
    const auto slices = (table == facts::Table::signals ? signals_ : acts_).ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());
    return !slices->rows.empty() && slices->rows[0].numbers[0].value_or(0) > 0;
  }

  const measure::Catalogue& catalogue_;
  const measure::Guards& guards_;
  const EvidenceQuestion& question_;
  measure::StoreReader signals_, acts_;
};

/// Which facts are a subject's, as filters in canonical form; long lists are read once for all figures.
struct Filters {
  std::string under, own;

  explicit Filters(const Subject& subject) : under(of("unit", subject.units)), own(of("actor", subject.leaders)) {}

 private:
  static std::string of(const char* field, const std::vector<std::string>& words) {
    if (words.empty()) return {};
    std::vector<std::string> listed;
    for (const std::string& word : words) listed.push_back(measure::in_quotes(word));
    return measure::canonical_filter(std::string(field) + " in (" + join(listed, ", ") + ")");
  }
};

}  // namespace

struct EvidenceBook::State {
  std::map<FigureKey, Figure> figures;
  Specials specials;
  Correlations correlations;
  std::vector<Contested> contested;
  std::string snapshot;
  std::uint64_t snapshot_number = 0;
  std::string store;
  Day end;
  double level = 0.95;
  bool one_place = false;  ///< read for one subject alone
  std::int64_t k_employee = measure::k_fewest_employees;

  /// The figure's statistics for a subject.
  [[nodiscard]] measure::Tally tally_for(const Figure& figure, const Indicator& indicator,
                                         const Subject& subject) const {
    const std::vector<std::string>& places = indicator.scope == Scope::own ? subject.leaders : subject.units;
    measure::Tally sum = figure.told.of(one_place ? std::vector<std::string>() : places);
    // What leaders did themselves is counted by leader: how many there are is known from the organisation.
    const bool by_heads = indicator.scope == Scope::own && figure.bound.of && figure.bound.of->stock;
    if (by_heads && !subject.leaders.empty()) sum.exposure = static_cast<double>(subject.leaders.size());
    return sum;
  }

  /// Why employees' answers stand in the way of the figure: none may be told, or a share of all would be too low without some.
  [[nodiscard]] std::string withheld_of(const Figure& figure, const Subject& subject,
                                        const measure::Tally& tally) const {
    const bool of_employees = figure.bound.employees == measure::Employees::only;
    if (of_employees && !figure.told.refused.empty()) return figure.told.refused;
    const bool left_out = figure.told.leaves_out(one_place ? std::vector<std::string>() : subject.units);
    if (!left_out || (tally.n > 0 && !figure.bound.of)) return {};
    return "employees are told of in groups of " + std::to_string(k_employee) + " people or more" +
           (tally.n > 0 ? ", and some here are in none" : ", and there is none here");
  }

  [[nodiscard]] std::int64_t times_contested(const Framework& framework, const Dimension& dimension,
                                             const Indicator& indicator, const Subject& subject) const {
    const std::string whole = framework.id + "." + dimension.id + "." + indicator.id;
    std::int64_t times = 0;
    for (const Contested& one : contested) {
      const bool meant = one.about == whole || one.about == indicator.id;
      if (!meant) continue;
      const bool here = subject.units.empty() || std::ranges::find(subject.units, one.unit) != subject.units.end();
      if (here) times += one.times;
    }
    return times;
  }

  /// The command that makes the figure again.
  [[nodiscard]] std::string query_of(const Indicator& indicator, const Filters& filters) const {
    const measure::Question question{.measure = indicator.measure,
                                     .from = Day{end.days - indicator.window_days},
                                     .to = end,
                                     .snapshot = snapshot_number,
                                     .level = level,
                                     .store = store};
    const std::string& places = indicator.scope == Scope::own ? filters.own : filters.under;
    if (trim(indicator.where).empty()) return measure::to_text(question, places);
    if (places.empty()) return measure::to_text(question, measure::canonical_filter(indicator.where));
    return measure::to_text(question, "(" + measure::canonical_filter(indicator.where) + ") and " + places);
  }

  [[nodiscard]] Evidence evidence_of(const Figure& figure, const Indicator& indicator, const Subject& subject,
                                     const Filters& filters) const;
};

Evidence EvidenceBook::State::evidence_of(const Figure& figure, const Indicator& indicator, const Subject& subject,
                                          const Filters& filters) const {
  const measure::Tally tally = tally_for(figure, indicator, subject);
  Evidence evidence;
  evidence.rests_on = figure.rests_on;
  if (std::string why = withheld_of(figure, subject, tally); !why.empty()) {
    evidence.state = lead::State::withheld;
    evidence.why = std::move(why);
    return evidence;
  }
  evidence.n = tally.n;
  evidence.newest = tally.newest;
  if (!figure.recorded) {
    evidence.why = "nothing of it is recorded anywhere, so that none here would say nothing";
    return evidence;
  }
  if (tally.n < indicator.least) {
    evidence.why = tally.n == 0 ? "no evidence in the last " + std::to_string(indicator.window_days) + " days"
                                : "only " + with_thousands(tally.n) + " of the " + with_thousands(indicator.least) +
                                      " that it takes";
    return evidence;
  }
  const auto estimate = measure::estimate_of(figure.bound.measure, tally, level);
  if (!estimate) {
    evidence.why = estimate.error().message;
    return evidence;
  }
  evidence.state = lead::State::known;
  evidence.estimate = *estimate;
  evidence.repeats = figure.repeats;
  evidence.query = query_of(indicator, filters);
  return evidence;
}

EvidenceBook::EvidenceBook(std::unique_ptr<State> state) : state_(std::move(state)) {}
EvidenceBook::EvidenceBook(EvidenceBook&&) noexcept = default;
EvidenceBook& EvidenceBook::operator=(EvidenceBook&&) noexcept = default;
EvidenceBook::~EvidenceBook() = default;

Result<EvidenceBook> EvidenceBook::read(const measure::Catalogue& catalogue, const facts::Facts& facts,
                                        const measure::Guards& guards, const EvidenceQuestion& question) {
  const std::uint64_t snapshot = question.snapshot.value_or(facts.snapshot());
  auto signals = measure::StoreReader::open(facts, facts::Table::signals, snapshot, {});
  if (!signals) return std::unexpected(signals.error());
  auto acts = measure::StoreReader::open(facts, facts::Table::acts, snapshot, {});
  if (!acts) return std::unexpected(acts.error());
  BookReader reader(catalogue, guards, question, *std::move(signals), *std::move(acts));

  auto state = std::make_unique<State>();
  state->level = question.level;
  state->end = question.end;
  state->snapshot_number = snapshot;
  state->store = facts.store_name();
  state->one_place = question.only.has_value();
  state->k_employee = guards.rules().k_employee;
  std::vector<const Indicator*> special;
  for (const Framework* framework : question.frameworks) {
    for (const Dimension& dimension : framework->dimensions) {
      for (const Indicator& indicator : dimension.indicators) {
        if (indicator.special != Special::none) special.push_back(&indicator);
        if (indicator.special != Special::none || state->figures.contains(key_of(indicator))) continue;
        auto figure = reader.read(indicator);
        if (!figure) {
          Error error = figure.error();
          error.message = "in " + framework->id + ", " + dimension.id + ", " + indicator.id + ": " + error.message;
          error.where = framework->file;
          return std::unexpected(std::move(error));
        }
        state->figures.emplace(key_of(indicator), *std::move(figure));
      }
    }
  }
  auto specials = reader.specials(special);
  if (!specials) return std::unexpected(specials.error());
  state->specials = *std::move(specials);
  if (!question.counts_alone) {
    if (auto read = reader.repeats(state->figures); !read) return std::unexpected(read.error());
    std::vector<const Figure*> figures;
    for (const auto& [key, figure] : state->figures) figures.push_back(&figure);
    auto correlations = reader.correlations(figures);
    if (!correlations) return std::unexpected(correlations.error());
    state->correlations = *std::move(correlations);
  }
  auto contested = reader.contested();
  if (!contested) return std::unexpected(contested.error());
  state->contested = *std::move(contested);
  state->snapshot = reader.snapshot();
  return EvidenceBook(std::move(state));
}

std::vector<Evidence> EvidenceBook::of(const Framework& framework, const Subject& subject) const {
  const Filters filters(subject);
  std::vector<Evidence> all;
  for (const Dimension& dimension : framework.dimensions) {
    for (const Indicator& indicator : dimension.indicators) {
      Evidence& evidence = all.emplace_back();
      if (indicator.special != Special::none) {
        evidence = state_->specials.of(indicator, subject);
      } else if (const auto found = state_->figures.find(key_of(indicator)); found != state_->figures.end()) {
        evidence = state_->evidence_of(found->second, indicator, subject, filters);
      }
      evidence.contested = state_->times_contested(framework, dimension, indicator, subject);
    }
  }
  return all;
}

const Correlations& EvidenceBook::correlations() const { return state_->correlations; }
const std::string& EvidenceBook::snapshot() const { return state_->snapshot; }

}  // namespace bellwether::lead
