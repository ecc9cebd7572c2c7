#include "lead/improvements.hpp"

#include "lead/fact_words.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace bellwether::lead {

namespace {

struct Started {
  std::string id, finding, unit;
  Day day;
};

Result<std::vector<Started>> read_started(const SpecialSource& source) {
  const facts::Field finding = attribute("finding");
  facts::Expr where = kind_is("improvement.started");
  if (source.only != nullptr && !source.only->units.empty()) {
    where = all_of({std::move(where), one_of(dimension("unit"), source.only->units)});
  }
  const auto slices = source.acts.ask({.table = facts::Table::acts,
                                       .where = std::move(where),
                                       .by = {about(), finding, dimension("unit")},
                                       .from = source.from,
                                       .to = source.end,
                                       .statistics = {newest_day()}});
  if (!slices) return std::unexpected(slices.error());
  std::vector<Started> all;
  for (const facts::SliceRow& row : slices->rows) {
    const auto day = day_of(row.numbers[0]);
    if (!row.slice[0].known || !row.slice[1].known || !day) continue;
    all.push_back({.id = row.slice[0].text, .finding = row.slice[1].text, .unit = row.slice[2].text, .day = *day});
  }
  return all;
}

/// The day of the first signal behind each finding: as it is told, else the day on which it was seen.
Result<std::unordered_map<std::string, Day>> read_signals_behind(const SpecialSource& source,
                                                                 const std::vector<Started>& started) {
  std::vector<std::string> ids;
  for (const Started& one : started) ids.push_back(one.finding);
  const facts::Field since = attribute("since");
  const bool told = source.acts.names().carries(since);
  facts::Query query{.table = facts::Table::acts,
                     .where = about_these(kind_is("finding.seen"), ids),
                     .by = {about()},
                     .to = source.end,
                     .statistics = {newest_day()}};
  if (told) query.by.push_back(since);
  const auto slices = source.acts.ask(std::move(query));
  if (!slices) return std::unexpected(slices.error());
  std::unordered_map<std::string, Day> days;
  for (const facts::SliceRow& row : slices->rows) {
    auto day = day_of(row.numbers[0]);
    if (told && row.slice[1].known) {
      if (const auto first = day_from_text(row.slice[1].text)) day = day ? std::min(*first, *day) : *first;
    }
    if (row.slice[0].known && day) days.emplace(row.slice[0].text, *day);
  }
  return days;
}

Result<std::unordered_map<std::string, Improvement>> read_steps(const SpecialSource& source,
                                                                const std::vector<Started>& started) {
  std::vector<std::string> ids;
  for (const Started& one : started) ids.push_back(one.id);
  const std::vector<std::string> kinds{"improvement.piloted", "improvement.proven", "improvement.rolled_out",
                                       "improvement.dropped"};
  const auto slices = source.acts.ask({.table = facts::Table::acts,
                                       .where = about_these(one_of(dimension("kind"), kinds), ids),
                                       .by = {about(), dimension("kind")},
                                       .to = source.end,
                                       .statistics = {newest_day()}});
  if (!slices) return std::unexpected(slices.error());
  std::unordered_map<std::string, Improvement> steps;
  for (const facts::SliceRow& row : slices->rows) {
    Improvement& one = steps[row.slice[0].text];
    const std::string& kind = row.slice[1].text;
    auto& step = kind == kinds[0]   ? one.piloted
                 : kind == kinds[1] ? one.proven
                 : kind == kinds[2] ? one.rolled_out
                                    : one.dropped;
    step = day_of(row.numbers[0]);
  }
  return steps;
}

}  // namespace

Result<std::vector<Begun>> read_begun(const SpecialSource& source) {
  std::vector<Begun> all;
  if (!source.acts.names().carries(attribute("finding"))) return all;
  const auto started = read_started(source);
  if (!started) return std::unexpected(started.error());
  if (started->empty()) return all;
  const auto signals = read_signals_behind(source, *started);
  if (!signals) return std::unexpected(signals.error());
  const auto steps = read_steps(source, *started);
  if (!steps) return std::unexpected(steps.error());
  for (const Started& one : *started) {
    const auto signal = signals->find(one.finding);
    if (signal == signals->end()) continue;
    Begun begun{.unit = one.unit, .improvement = {}};
    if (const auto found = steps->find(one.id); found != steps->end()) begun.improvement = found->second;
    begun.improvement.signal = std::min(signal->second, one.day);
    begun.improvement.started = one.day;
    all.push_back(std::move(begun));
  }
  return all;
}

std::vector<Improvement> improvements_in(const std::vector<Begun>& begun, const std::vector<std::string>& units) {
  const std::unordered_set<std::string> here(units.begin(), units.end());
  std::vector<Improvement> own;
  for (const Begun& one : begun) {
    if (here.empty() || here.contains(one.unit)) own.push_back(one.improvement);
  }
  return own;
}

}  // namespace bellwether::lead
