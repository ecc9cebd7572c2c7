#include "lead/promised.hpp"

#include "lead/fact_words.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace bellwether::lead {

Result<std::vector<Promised>> read_promises(const SpecialSource& source) {
  std::vector<Promised> all;
  const auto& names = source.acts.names();
  if (!names.carries(attribute("value"))) return all;
  const auto ends = source.acts.ask({.table = facts::Table::acts,
                                     .where = one_of(dimension("kind"), {"promise.kept", "promise.broken"}),
                                     .by = {about(), dimension("kind")},
                                     .from = source.from,
                                     .to = source.end,
                                     .statistics = {rows()}});
  if (!ends) return std::unexpected(ends.error());
  std::unordered_map<std::string, bool> kept;
  for (const facts::SliceRow& row : ends->rows) {
    // Broken and kept after all is broken: it was not kept in time.
    const auto [at, is_new] = kept.emplace(row.slice[0].text, row.slice[1].text == "promise.kept");
    if (!is_new) at->second = false;
  }
  facts::Expr of_subject = kind_is("promise.made");
  if (source.only != nullptr && !source.only->units.empty())
    of_subject = all_of({std::move(of_subject), one_of(dimension("unit"), source.only->units)});
  facts::Query query{.table = facts::Table::acts,
                     .where = std::move(of_subject),
                     .by = {about(), attribute("value"), dimension("unit")},
                     .from = source.from,
                     .to = source.end,
                     .statistics = {newest_day()}};
  const bool has_due = names.carries(attribute("due"));
  if (has_due) query.by.push_back(attribute("due"));
  const auto made = source.acts.ask(std::move(query));
  if (!made) return std::unexpected(made.error());
  for (const facts::SliceRow& row : made->rows) {
    if (!row.slice[0].known || !row.slice[1].known || !row.numbers[0]) continue;
    Promised one{
        .value = row.slice[1].text, .unit = row.slice[2].text, .day = Day{static_cast<std::int32_t>(*row.numbers[0])}};
    const auto end = kept.find(row.slice[0].text);
    one.due = end != kept.end();
    one.kept = one.due && end->second;
    if (!one.due && has_due && row.slice[3].known) {
      const auto by = day_from_text(row.slice[3].text);
      one.due = by && *by < source.end;
    }
    all.push_back(std::move(one));
  }
  return all;
}

std::map<std::string, KeptOfDue> kept_by_value(const std::vector<Promised>& promises,
                                               const std::vector<std::string>& units) {
  const std::unordered_set<std::string> here(units.begin(), units.end());
  std::map<std::string, KeptOfDue> values;
  for (const Promised& one : promises) {
    if (!one.due || !(here.empty() || here.contains(one.unit))) continue;
    const auto [at, is_new] = values.try_emplace(one.value);
    KeptOfDue& count = at->second;
    count.newest = is_new ? one.day : std::max(count.newest, one.day);
    ++count.due;
    count.kept += one.kept ? 1 : 0;
  }
  return values;
}

}  // namespace bellwether::lead
