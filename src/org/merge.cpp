#include "org/merge.hpp"

#include "org/change_words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

namespace bellwether::org {

namespace {

using Key = std::pair<Kind, std::string_view>;
/// The rows of one thing in the order of their days; a missing `from` first.
using Rows = std::vector<const Told*>;

Result<void> check_apart(const Told& earlier, const Told& later, bool overlaps) {
  if (!overlaps) return {};
  const KindRules& rules = rules_of(later.kind);
  std::string differing;
  for (std::size_t i = 0; i < rules.fields.size(); ++i) {
    if (earlier.said[i] == later.said[i]) continue;
    differing += (differing.empty() ? "" : ", ") + std::string(rules.fields[i].name) + " " +
                 in_words(earlier.said[i].value_or("")) + " and " + in_words(later.said[i].value_or(""));
  }
  return fail(Code::bad_input,
              "the " + std::string(rules.word) + " " + later.id + " is told twice for the same days (also at " +
                  earlier.where + ")" + (differing.empty() ? "" : ": " + differing),
              later.where, "leave one out, or say with from and to when each holds; `to` is the last day");
}

/// Sorts the rows, drops those that say the same again, and refuses those that contradict.
Result<void> put_in_order(Rows& rows) {
  std::ranges::stable_sort(rows, {}, [](const Told* row) { return row->from.value_or(k_always); });
  const auto again = std::ranges::unique(rows, [](const Told* a, const Told* b) {
    return a->said == b->said && a->from == b->from && a->to == b->to && a->ends == b->ends;
  });
  rows.erase(again.begin(), again.end());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const Told &earlier = *rows[i - 1], &later = *rows[i];
    const bool overlaps = earlier.from.value_or(k_always) == later.from.value_or(k_always) ||
                          (earlier.to && *earlier.to > later.from.value_or(k_always)) || earlier.ends || later.ends;
    if (auto apart = check_apart(earlier, later, overlaps); !apart) return apart;
  }
  return {};
}

void write_undated(Timeline& timeline, const Told& row, Day as_of) {
  if (row.to && *row.to <= as_of) {
    timeline.end(*row.to);
    return;
  }
  timeline.write({.from = as_of, .to = timeline.next_edge(as_of)}, row.said, row.where);
  if (row.to) timeline.end(*row.to);
}

/// `alone`: the id has this row only. Several rows are a history, and say from when each of them holds.
void write_open(Timeline& timeline, const Told& row, Day from, Day as_of, bool alone) {
  const bool since = !timeline.empty() && (timeline.has_start(from) || from < timeline.versions().front().valid.from);
  if (since && alone) {
    timeline.begin(from);
    from = std::max(from, as_of);
  }
  // It holds today as well, so that only what is planned for later days stays.
  timeline.write({.from = from, .to = timeline.next_edge(std::max(from, as_of))}, row.said, row.where);
}

void write_closed(Timeline& timeline, const Told& row, const Span& days, bool ends) {
  // What held before and went on ends; also what the row's days now run into, because it says the same.
  if (ends) timeline.end(days.to);
  timeline.write(days, row.said, row.where);
  if (ends) timeline.end(days.to);
}

void write_rows(Timeline& timeline, const Rows& rows, Day as_of) {
  if (rows.front()->ends) {
    timeline.end_all(as_of);
    return;
  }
  const bool was_known = !timeline.empty();
  const Day begin = was_known ? timeline.versions().front().valid.from : k_always;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Told& row = *rows[i];
    if (!row.from && was_known && rows.size() == 1) {
      write_undated(timeline, row, as_of);
      continue;
    }
    const Day from = row.from.value_or(begin);
    const std::optional<Day> next = i + 1 < rows.size() ? rows[i + 1]->from : std::nullopt;
    const std::optional<Day> to = row.to ? row.to : next;
    if (to) {
      write_closed(timeline, row, {.from = from, .to = *to}, row.to && row.to != next);
    } else {
      write_open(timeline, row, from, as_of, rows.size() == 1);
    }
  }
}

std::map<Key, Timeline> timelines_of(std::span<const Thing> known) {
  std::map<Key, std::vector<Version>> versions;
  for (const Thing& thing : known)
    versions[{thing.kind, thing.id}].push_back({.valid = thing.valid, .fields = thing.fields, .where = thing.where});
  std::map<Key, Timeline> timelines;
  for (auto& [key, all] : versions) {
    std::ranges::sort(all, {}, [](const Version& version) { return version.valid.from; });
    timelines.emplace_hint(timelines.end(), key, std::move(all));
  }
  return timelines;
}

void note(Merged& merged, const Key& key, const Timeline& before, const Timeline& after, bool by_absence) {
  if (before.same_as(after)) return;
  merged.changes.push_back(change_between(key.first, std::string(key.second), before, after, by_absence));
  merged.rewritten.push_back({.kind = key.first, .id = std::string(key.second), .timeline = after});
}

}  // namespace

std::string_view word_of(Change::How how) {
  constexpr std::array<std::string_view, 4> k_words = {"added", "changed", "moved", "ended"};
  return k_words[std::to_underlying(how)];
}

Result<Merged> merge(std::span<const Thing> known, std::span<const Told> told, const MergeOptions& options) {
  std::map<Key, Timeline> timelines = timelines_of(known);
  std::map<Key, Rows> rows_of;
  std::array<bool, k_kinds> told_of{};
  for (const Told& row : told) {
    rows_of[{row.kind, row.id}].push_back(&row);
    told_of[std::to_underlying(row.kind)] = true;
  }
  Merged merged;
  for (auto& [key, rows] : rows_of) {
    if (auto ordered = put_in_order(rows); !ordered) return std::unexpected(ordered.error());
    Timeline& timeline = timelines[key];
    const Timeline before = timeline;
    write_rows(timeline, rows, options.as_of);
    note(merged, key, before, timeline, false);
  }
  if (options.ends_missing) {
    for (auto& [key, timeline] : timelines) {
      if (!told_of[std::to_underlying(key.first)] || rows_of.contains(key)) continue;
      const Timeline before = timeline;
      timeline.end_all(options.as_of);
      note(merged, key, before, timeline, true);
    }
  }
  for (const auto& [key, timeline] : timelines) {
    for (const Version& version : timeline.versions()) {
      merged.things.push_back({.kind = key.first,
                               .id = std::string(key.second),
                               .valid = version.valid,
                               .fields = version.fields,
                               .where = version.where});
    }
  }
  std::ranges::stable_sort(merged.changes, {},
                           [](const Change& change) { return std::tie(change.kind, change.how, change.id); });
  return merged;
}

}  // namespace bellwether::org
