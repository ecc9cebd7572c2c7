#include "measure/guarded_cells.hpp"

#include "base/invariant.hpp"
#include "measure/employee_blocks.hpp"
#include "measure/exposure.hpp"
#include "measure/population.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace bellwether::measure {

namespace {

using Place = std::vector<std::string>;
const facts::Field k_unit{.kind = facts::Field::Kind::dimension, .name = "unit"};
const facts::Field k_voice{.kind = facts::Field::Kind::dimension, .name = "voice_of"};

/// Cells by place, in the making.
class Rows {
 public:
  void add(Cell cell) {
    const auto [at, is_new] = places_.try_emplace(place_of(cell), rows_.size());
    if (is_new) {
      rows_.push_back({.cell = std::move(cell)});
    } else {
      Tally& tally = rows_[at->second].cell.tally;
      tally = tally + cell.tally;
    }
  }
  /// `cell` has no tally.
  void leave_out(Cell cell) {
    const auto [at, is_new] = places_.try_emplace(place_of(cell), rows_.size());
    if (is_new) rows_.push_back({.cell = std::move(cell)});
    rows_[at->second].left_out = true;
  }
  std::vector<GuardedCell> take() { return std::move(rows_); }

 private:
  std::map<Place, std::size_t> places_;
  std::vector<GuardedCell> rows_;
};

/// What one finest cell gives to the answer: a tally, for a distribution one per value.
struct Given {
  std::vector<std::pair<std::optional<facts::Label>, Tally>> tallies;
  std::int64_t n = 0;
};

BoundMeasure narrowed(BoundMeasure bound, facts::Expr where) {
  bound.query.where = both(std::move(bound.query.where), std::move(where));
  return bound;
}

/// As if the question had been about these units alone.
BoundMeasure asked_of(BoundMeasure bound, const std::vector<std::string>& units) {
  bound.query.where = both(std::move(bound.query.where), of_units(units));
  bound.asked_where = both(std::move(bound.asked_where), of_units(units));
  return bound;
}

/// The employees' part of an answer.
class EmployeePart {
 public:
  EmployeePart(StoreReader& store, const Rules& rules, const BoundMeasure& bound, const Cut& cut)
      : store_(store), rules_(rules), bound_(bound), cut_(cut) {}

  /// Adds what may be told; returns why nothing may.
  Result<std::string> add_to(Rows& rows) {
    const std::vector<facts::Field> attributes = attributes_of(store_, rules_.guards.rules());
    if (auto why = refused(bound_, cut_, attributes, rules_.guards.rules())) return *why;
    const Population population = population_of(bound_, attributes);
    const std::vector<AnswersWith> measured = answers_measured(rules_.catalogue, store_, attributes);
    const auto same = std::ranges::find(measured, population.value, &AnswersWith::value);
    wanted_.answers = same == measured.end() ? AnswersWith{.value = population.value} : *same;
    wanted_.k = rules_.guards.rules().k_employee;
    const std::size_t needed = attributes_needed(bound_, cut_, attributes);
    wanted_.attributes.assign(attributes.begin(), attributes.begin() + static_cast<std::ptrdiff_t>(needed));

    const auto own = std::ranges::find(wanted_.answers.conditions, population.condition.text, &Condition::text);
    if (!population.condition.text.empty() && own == wanted_.answers.conditions.end()) {
      return "of employees only what a measure of the catalogue takes in is told; define one with this filter, or let "
             "measures of one value share their filters where there are many";
    }
    const auto can_be_paired = pairs_are_complete(population);
    if (!can_be_paired) return std::unexpected(can_be_paired.error());
    if (!*can_be_paired) return "of employees a ratio is told where everybody who gave one number gave both";

    auto blocks = employee_blocks(store_, rules_.guards, wanted_, measured);
    if (!blocks) return std::unexpected(blocks.error());
    blocks_ = *std::move(blocks);
    given_.resize(blocks_->cells().size());
    own_condition_ = own == wanted_.answers.conditions.end() ? std::nullopt
                                                             : std::optional(own - wanted_.answers.conditions.begin());
    if (auto read = read_strata(); !read) return std::unexpected(read.error());
    add_blocks(rows);
    return std::string();
  }

  [[nodiscard]] std::vector<AcrossCells> take_across() { return std::move(across_); }

 private:
  /// A sum over those who gave both numbers, less the sum over all who gave one, would tell of those who gave just that.
  Result<bool> pairs_are_complete(const Population& population) {
    if (!bound_.per) return true;
    const auto known = [](const facts::Field& field) { return facts::Expr{facts::Known{.field = field}}; };
    facts::Query query;
    query.where = of_employees();
    for (facts::Expr where :
         {known(*population.value), known(*bound_.per), both(known(*population.value), known(*bound_.per))}) {
      facts::Statistic hits;
      hits.kind = facts::Statistic::Kind::hits;
      hits.where = std::move(where);
      query.statistics.push_back(std::move(hits));
    }
    const auto slices = store_.ask(std::move(query));
    if (!slices) return std::unexpected(slices.error());
    if (slices->rows.empty()) return true;
    const auto& numbers = slices->rows.front().numbers;
    return numbers[0] == numbers[2] && numbers[1] == numbers[2];
  }

  bool is_distribution() const { return bound_.measure.estimator == Estimator::distribution; }
  std::size_t cuts() const { return cut_.by.size() - (is_distribution() && !cut_.by.empty() ? 1 : 0); }

  /// Asks for the tallies of every stratum that the measure takes in.
  Result<void> read_strata() {
    std::set<std::uint32_t> strata;
    for (const EmployeeCell& cell : blocks_->cells()) {
      if (!own_condition_ || ((cell.strata >> *own_condition_) & 1U) != 0) strata.insert(cell.strata);
    }
    for (const std::uint32_t stratum : strata) {
      facts::Expr where = of_employees();
      for (std::size_t i = 0; i < wanted_.answers.conditions.size(); ++i) {
        facts::Expr is = wanted_.answers.conditions[i].is;
        if (((stratum >> i) & 1U) == 0) {
          facts::Not is_not;
          is_not.of.push_back(std::move(is));
          is = {std::move(is_not)};
        }
        where = both(std::move(where), std::move(is));
      }
      if (auto read = read_stratum(stratum, std::move(where)); !read) return read;
    }
    return {};
  }

  Result<void> read_stratum(std::uint32_t stratum, facts::Expr where) {
    Cut fine{.by = {k_unit},
             .every = Grain::month,
             .from = cut_.from,
             .to = cut_.to,
             .also = cut_.also,
             .newest = cut_.newest,
             .with_exposure = false};
    fine.by.insert(fine.by.end(), wanted_.attributes.begin(), wanted_.attributes.end());
    const std::size_t width = fine.by.size();
    if (is_distribution()) fine.by.push_back(*bound_.value);
    auto cells = cells_of(store_, narrowed(bound_, std::move(where)), fine);
    if (!cells) return std::unexpected(cells.error());
    for (Cell& cell : *cells) {
      std::optional<facts::Label> value;
      if (is_distribution()) {
        value = std::move(cell.slice.back());
        cell.slice.pop_back();
      }
      if (cell.tally.n == 0) continue;
      invariant(cell.slice.size() == width);
      const auto at = blocks_->find(cell.slice, cell.period, stratum);
      invariant(at.has_value());  // the same facts, at the same snapshot
      cell.tally.employees = cell.tally.n;
      given_[*at].n += cell.tally.n;
      given_[*at].tallies.emplace_back(std::move(value), std::move(cell.tally));
    }
    return {};
  }

  /// Where a cell's answers go, without their tally.
  Cell row_of(std::uint32_t at) const {
    const EmployeeCell& cell = blocks_->cells()[at];
    const std::vector<facts::Label>& slice = blocks_->slice_of(cell);
    const std::optional<Day> month = blocks_->month_of(cell);
    Cell row;
    for (std::size_t i = 0; i < cuts(); ++i) {
      if (cut_.by[i] == k_voice) {
        row.slice.push_back({.known = true, .text = "employee"});
      } else if (cut_.by[i] == k_unit) {
        row.slice.push_back(slice.front());
      } else {
        const auto attribute = std::ranges::find(wanted_.attributes, cut_.by[i]) - wanted_.attributes.begin();
        row.slice.push_back(slice[static_cast<std::size_t>(attribute) + 1]);
      }
    }
    if (cut_.every != Grain::none && month) row.period = period_start(cut_.every, *month);
    return row;
  }

  bool is_whole(std::uint32_t at) const {
    const EmployeeCell& cell = blocks_->cells()[at];
    return given_[at].n == cell.facts && lies_in(blocks_->month_of(cell), cut_);
  }

  void add_blocks(Rows& rows) {
    std::vector<bool> told(given_.size());
    for (const std::vector<std::uint32_t>& block : blocks_->blocks()) {
      if (!std::ranges::all_of(block, [&](std::uint32_t at) { return is_whole(at); })) continue;
      const Place place = block.size() > 1 ? place_of(row_of(block.front())) : Place();
      const auto is_in_it = [&](std::uint32_t at) { return at == block.front() || place_of(row_of(at)) == place; };
      if (!std::ranges::all_of(block, is_in_it)) {
        add_across(block);
        continue;
      }
      for (const std::uint32_t at : block) {
        told[at] = true;
        add_tallies(at, rows);
      }
    }
    for (std::uint32_t at = 0; at < given_.size(); ++at) {
      if (!told[at] && given_[at].n > 0) leave_out(at, rows);
    }
  }

  void add_across(const std::vector<std::uint32_t>& block) {
    AcrossCells across{.slices = {}, .period = row_of(block.front()).period, .tally = {}};
    std::set<std::vector<facts::Label>> slices;
    for (const std::uint32_t at : block) {
      Cell row = row_of(at);
      if (is_distribution() || row.period != across.period) return;
      slices.insert(std::move(row.slice));
      for (const auto& [value, tally] : given_[at].tallies) across.tally = across.tally + tally;
    }
    across.slices.assign(slices.begin(), slices.end());
    across_.push_back(std::move(across));
  }

  void add_tallies(std::uint32_t at, Rows& rows) const {
    for (const auto& [value, tally] : given_[at].tallies) {
      Cell row = row_of(at);
      if (value) row.slice.push_back(*value);
      row.tally = tally;
      rows.add(std::move(row));
    }
  }

  /// A distribution's row is left out under no value, which is nobody's answer.
  void leave_out(std::uint32_t at, Rows& rows) const {
    Cell row = row_of(at);
    if (is_distribution()) row.slice.emplace_back();
    row.tally.parts.resize(bound_.parts.size());
    rows.leave_out(std::move(row));
  }

  StoreReader& store_;
  const Rules& rules_;
  const BoundMeasure& bound_;
  const Cut& cut_;
  BlocksWanted wanted_;
  std::optional<std::ptrdiff_t> own_condition_;
  BlockShelf::Held blocks_;
  std::vector<Given> given_;
  std::vector<AcrossCells> across_;
};

Result<void> add_others(StoreReader& store, const BoundMeasure& bound, const Cut& cut, Rows& rows) {
  Cut plain = cut;
  plain.with_exposure = false;
  const bool has_employees = bound.employees != Employees::none;
  auto cells = cells_of(store, has_employees ? narrowed(bound, of_others()) : bound, plain);
  if (!cells) return std::unexpected(cells.error());
  for (Cell& cell : *cells) rows.add(std::move(cell));
  return {};
}

/// Sets what the facts are counted against; where there is nothing but that, a row of its own.
Result<std::vector<GuardedCell>> with_exposure(StoreReader& store, const BoundMeasure& bound, const Cut& cut,
                                               std::vector<GuardedCell> rows) {
  std::set<Place> left_out;
  std::vector<Cell> cells;
  for (GuardedCell& row : rows) {
    if (row.left_out) left_out.insert(place_of(row.cell));
    cells.push_back(std::move(row.cell));
  }
  if (auto added = add_exposure(store, bound, cut, cells); !added) return std::unexpected(added.error());
  std::vector<GuardedCell> all;
  for (Cell& cell : cells) {
    const bool is_left_out = left_out.contains(place_of(cell));
    all.push_back({.cell = std::move(cell), .left_out = is_left_out});
  }
  return all;
}

Result<GuardedCells> cells_of_parts(StoreReader& store, const Rules& rules, const BoundMeasure& bound, const Cut& cut) {
  GuardedCells all;
  std::map<Place, std::size_t> where;
  for (std::size_t i = 0; i < bound.parts.size(); ++i) {
    auto of_part = guarded_cells(store, rules, bound.parts[i], cut);
    if (!of_part) return of_part;
    if (all.refused.empty()) all.refused = std::move(of_part->refused);
    for (AcrossCells& across : of_part->across) {
      Tally whole;
      whole.n = across.tally.n;
      whole.employees = across.tally.employees;
      whole.newest = across.tally.newest;
      whole.parts.resize(bound.parts.size());
      whole.parts[i] = std::move(across.tally);
      across.tally = std::move(whole);
      all.across.push_back(std::move(across));
    }
    for (GuardedCell& part : of_part->cells) {
      const auto [at, is_new] = where.emplace(place_of(part.cell), all.cells.size());
      if (is_new) {
        all.cells.push_back({.cell = {.slice = std::move(part.cell.slice), .period = part.cell.period, .tally = {}}});
        all.cells.back().cell.tally.parts.resize(bound.parts.size());
      }
      GuardedCell& row = all.cells[at->second];
      row.left_out = row.left_out || part.left_out;
      row.cell.tally.n += part.cell.tally.n;
      row.cell.tally.employees += part.cell.tally.employees;
      row.cell.tally.newest = std::max(row.cell.tally.newest, part.cell.tally.newest);
      row.cell.tally.parts[i] = std::move(part.cell.tally);
    }
  }
  return all;
}

void put_in_order(std::vector<GuardedCell>& rows) {
  std::vector<Cell> cells;
  std::map<Place, bool> left_out;
  for (GuardedCell& row : rows) {
    left_out[place_of(row.cell)] = row.left_out;
    cells.push_back(std::move(row.cell));
  }
  sort_cells(cells);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool is_left_out = left_out.at(place_of(cells[i]));
    rows[i] = {.cell = std::move(cells[i]), .left_out = is_left_out};
  }
}

}  // namespace

Result<GuardedCells> guarded_cells(StoreReader& store, const Rules& rules, const BoundMeasure& bound, const Cut& cut) {
  if (bound.measure.estimator == Estimator::index) return cells_of_parts(store, rules, bound, cut);
  Rows rows;
  GuardedCells all;
  if (bound.employees != Employees::only) {
    if (auto added = add_others(store, bound, cut, rows); !added) return std::unexpected(added.error());
  }
  const bool may_not = bound.employees != Employees::none && store.reach().is_without_employees();
  if (may_not) all.refused = "figures about employees are for those who were granted them";
  // Not narrowed by the question: what is refused says no more than that there are some.
  const auto has_employees =
      bound.employees == Employees::none || may_not ? Result<bool>(false) : store.has_employees();
  if (!has_employees) return std::unexpected(has_employees.error());
  if (*has_employees && bound.carried) {
    const auto later = store.has_later(of_employees());
    if (!later) return std::unexpected(later.error());
    if (*later) {
      all.refused =
          "employees' answers have come in since this snapshot, and the two together would tell of them alone; "
          "ask without a snapshot";
    } else {
      const BoundMeasure seen = store.reach().employees ? asked_of(bound, *store.reach().employees) : bound;
      EmployeePart employees(store, rules, seen, cut);
      auto why = employees.add_to(rows);
      if (!why) return std::unexpected(why.error());
      all.across = employees.take_across();
      all.refused = *std::move(why);
    }
  }
  all.cells = rows.take();
  if (bound.of && bound.carried) {
    auto exposed = with_exposure(store, bound, cut, std::move(all.cells));
    if (!exposed) return std::unexpected(exposed.error());
    all.cells = *std::move(exposed);
  }
  put_in_order(all.cells);
  if (all.cells.empty() && cut.by.empty() && cut.every == Grain::none) all.cells.emplace_back();
  return all;
}

}  // namespace bellwether::measure
