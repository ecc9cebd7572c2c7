#include "lead/weeks.hpp"

#include "lead/fact_words.hpp"

#include <algorithm>
#include <optional>

namespace bellwether::lead {

namespace {

/// Who leads a unit, asked for once.
class LeadersOf {
 public:
  LeadersOf(const org::Organisation* organisation, Day day) {
    if (organisation != nullptr) today_.emplace(organisation->people.as_of(day));
  }
  const std::vector<std::string>& of(const std::string& unit) {
    const auto [at, is_new] = known_.try_emplace(unit);
    if (is_new && today_) {
      for (const org::Index one : today_->leaders_of(unit)) at->second.push_back(today_->person(one).id);
    }
    return at->second;
  }
  [[nodiscard]] std::set<std::string> all() const {
    std::set<std::string> ids;
    if (!today_) return ids;
    for (const org::Index one : today_->leaders()) ids.insert(today_->person(one).id);
    return ids;
  }

 private:
  std::optional<org::Reporting> today_;
  std::map<std::string, std::vector<std::string>> known_;
};

void mark(Hard& hard, const std::string& leader, Day from, Day to) {
  std::set<std::int32_t>& weeks = hard.weeks[leader];
  for (Day monday = week_of(from); monday <= to; monday.days += 7) weeks.insert(monday.days);
}

Result<void> mark_targets(measure::StoreReader& acts, Day from, Day to, LeadersOf& leaders, Hard& hard) {
  const bool by_person = acts.names().carries(attribute("to"));
  facts::Query query{.table = facts::Table::acts,
                     .where = kind_is("target.raised"),
                     .by = {dimension("unit")},
                     .every = Grain::week,
                     .from = from,
                     .to = to,
                     .statistics = {rows()}};
  if (by_person) query.by.push_back(attribute("to"));
  const auto slices = acts.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  for (const facts::SliceRow& row : slices->rows) {
    if (!row.period) continue;
    hard.told = true;
    if (by_person && row.slice[1].known) {
      mark(hard, row.slice[1].text, *row.period, *row.period);
    } else if (row.slice[0].known) {
      for (const std::string& leader : leaders.of(row.slice[0].text)) mark(hard, leader, *row.period, *row.period);
    }
  }
  return {};
}

Result<void> mark_shocks(measure::StoreReader& acts, Day from, Day to, LeadersOf& leaders, Hard& hard) {
  const auto slices = acts.ask({.table = facts::Table::acts,
                                .where = one_of(dimension("kind"), {"shock.began", "shock.ended"}),
                                .by = {about(), dimension("unit"), dimension("kind")},
                                .to = to,
                                .statistics = {newest_day()}});
  if (!slices) return std::unexpected(slices.error());
  std::map<std::pair<std::string, std::string>, std::pair<std::optional<Day>, std::optional<Day>>> shocks;
  for (const facts::SliceRow& row : slices->rows) {
    if (!row.slice[1].known || !row.numbers[0]) continue;
    auto& [began, ended] = shocks[{row.slice[0].text, row.slice[1].text}];
    (row.slice[2].text == "shock.began" ? began : ended) = Day{static_cast<std::int32_t>(*row.numbers[0])};
  }
  for (const auto& [shock, days] : shocks) {
    const auto& [began, ended] = days;
    if (!began || (ended && *ended < from)) continue;
    hard.told = true;
    const Day last = ended ? std::max(*ended, *began) : Day{to.days - 1};
    for (const std::string& leader : leaders.of(shock.second)) mark(hard, leader, *began, last);
  }
  return {};
}

Result<void> mark_load(measure::StoreReader& acts, Day from, Day to, LeadersOf& leaders, Hard& hard) {
  const facts::Field load = number("amount");
  const auto slices = acts.ask({.table = facts::Table::acts,
                                .where = kind_is("load.measured"),
                                .by = {dimension("unit"), dimension("actor")},
                                .every = Grain::week,
                                .from = from,
                                .to = to,
                                .statistics = {known(load), sum(load)}});
  if (!slices) return std::unexpected(slices.error());
  for (const facts::SliceRow& row : slices->rows) {
    const auto n = static_cast<double>(row.numbers[0].value_or(0));
    if (!row.period || n == 0) continue;
    hard.told = true;
    if (in_units(row.numbers[1], facts::scale_of(load)) / n <= 1) continue;
    if (row.slice[1].known) mark(hard, row.slice[1].text, *row.period, *row.period);
    if (!row.slice[0].known) continue;
    for (const std::string& leader : leaders.of(row.slice[0].text)) mark(hard, leader, *row.period, *row.period);
  }
  return {};
}

}  // namespace

Result<std::vector<UnitDay>> read_unit_days(measure::StoreReader& acts, const std::vector<std::string>& kinds, Day from,
                                            Day to, const Subject* only) {
  facts::Expr where = one_of(dimension("kind"), kinds);
  if (only != nullptr && !only->units.empty())
    where = all_of({std::move(where), one_of(dimension("unit"), only->units)});
  const auto slices = acts.ask({.table = facts::Table::acts,
                                .where = std::move(where),
                                .by = {dimension("unit")},
                                .every = Grain::day,
                                .from = from,
                                .to = to,
                                .statistics = {rows()}});
  if (!slices) return std::unexpected(slices.error());
  std::vector<UnitDay> days;
  for (const facts::SliceRow& row : slices->rows) {
    if (row.slice[0].known && row.period) days.push_back({.unit = row.slice[0].text, .day = *row.period});
  }
  return days;
}

Result<Hard> read_hard(measure::StoreReader& acts, const org::Organisation* organisation, Day from, Day to) {
  LeadersOf leaders(organisation, Day{to.days - 1});
  Hard hard;
  hard.leaders = leaders.all();
  if (auto read = mark_targets(acts, from, to, leaders, hard); !read) return std::unexpected(read.error());
  if (auto read = mark_shocks(acts, from, to, leaders, hard); !read) return std::unexpected(read.error());
  if (auto read = mark_load(acts, from, to, leaders, hard); !read) return std::unexpected(read.error());
  return hard;
}

Result<ActsByWeek> read_acts_by_week(measure::StoreReader& acts, const std::vector<std::string>& kinds,
                                     const Field& calendar, const Subject* only) {
  facts::Expr where = one_of(dimension("kind"), kinds);
  if (only != nullptr && !only->leaders.empty())
    where = all_of({std::move(where), one_of(dimension("actor"), only->leaders)});
  const auto slices = acts.ask({.table = facts::Table::acts,
                                .where = std::move(where),
                                .by = {dimension("actor")},
                                .every = Grain::week,
                                .from = calendar.first,
                                .to = calendar.end(),
                                .statistics = {rows()}});
  if (!slices) return std::unexpected(slices.error());
  const auto recorded = acts.days(facts::Table::acts);
  if (!recorded) return std::unexpected(recorded.error());
  ActsByWeek done;
  if (*recorded) {
    done.first_week =
        calendar.week((*recorded)->first).value_or((*recorded)->first < calendar.first ? 0 : calendar.grid.periods);
  }
  for (const facts::SliceRow& row : slices->rows) {
    if (!row.slice[0].known || !row.period) continue;
    const auto week = calendar.week(*row.period);
    if (!week) continue;
    auto& weeks = done.by_actor[row.slice[0].text];
    weeks.resize(calendar.grid.periods, 0);
    weeks[*week] += static_cast<std::int64_t>(row.numbers[0].value_or(0));
  }
  return done;
}

}  // namespace bellwether::lead
