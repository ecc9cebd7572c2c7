#include "measure/cells_followed.hpp"

#include "base/invariant.hpp"
#include "measure/ask.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>

namespace bellwether::measure {

namespace {

/// What became of one fact.
struct Followed {
  const facts::Moment* start = nullptr;
  const facts::Moment* end = nullptr;  ///< nothing: not yet
};

/// Walks both trails, which are in the order of their keys and times. `strictly`: what follows comes later, not at once.
template <class Take>
void each_followed(const facts::Trail& starts, const facts::Trail& ends, bool strictly, Take take) {
  std::size_t at = 0;
  for (const facts::Moment& start : starts.moments) {
    const auto comes_before = [&](const facts::Moment& end) {
      if (end.key != start.key) return end.key < start.key;
      return strictly ? end.at_us <= start.at_us : end.at_us < start.at_us;
    };
    while (at < ends.moments.size() && comes_before(ends.moments[at])) ++at;
    const bool found = at < ends.moments.size() && ends.moments[at].key == start.key;
    take(Followed{.start = &start, .end = found ? &ends.moments[at] : nullptr});
  }
}

/// Gathers tallies under slice and period.
class Places {
 public:
  Places(const facts::Trail& starts, const BoundMeasure& bound, const Cut& cut)
      : starts_(starts), bound_(bound), cut_(cut) {}

  Tally& at(const facts::Moment& start) {
    const std::int32_t period = cut_.every == Grain::none ? 0 : period_start(cut_.every, start.day).days;
    Tally& tally = tallies_[{start.slice, period}];
    tally.newest = std::max(tally.newest, std::optional(start.day));
    return tally;
  }

  std::vector<Cell> cells() {
    std::map<std::vector<std::string>, std::size_t> where;
    std::vector<Cell> cells;
    for (auto& [place, tally] : tallies_) {
      Cell cell{.slice = starts_.slices.at(place.first), .period = {}, .tally = std::move(tally)};
      cell.slice.resize(cut_.by.size());  // the day that a fact is due on is no slice
      if (cut_.every != Grain::none) cell.period = Day{place.second};
      if (bound_.employees != Employees::none) cell.tally.employees = cell.tally.n;
      const auto [at, is_new] = where.emplace(place_of(cell), cells.size());
      if (is_new) {
        cells.push_back(std::move(cell));
      } else {
        cells[at->second].tally = cells[at->second].tally + cell.tally;
      }
    }
    sort_cells(cells);
    return cells;
  }

 private:
  const facts::Trail& starts_;
  const BoundMeasure& bound_;
  const Cut& cut_;
  std::map<std::pair<std::uint32_t, std::int32_t>, Tally> tallies_;
};

void add_spans(const facts::Trail& starts, const facts::Trail& ends, Instant newest, Places& places) {
  each_followed(starts, ends, false, [&](const Followed& one) {
    const std::int64_t until = one.end != nullptr ? one.end->at_us : std::max(newest.us, one.start->at_us);
    Tally& tally = places.at(*one.start);
    ++tally.n;
    tally.spans.push_back({.duration = (until - one.start->at_us) / k_us_per_second, .ended = one.end != nullptr});
  });
}

/// Of those whose day has come, or who were in time before it did.
void add_in_time(const facts::Trail& starts, const facts::Trail& ends, Day today, Places& places) {
  each_followed(starts, ends, false, [&](const Followed& one) {
    const facts::Label& label = starts.slices.at(one.start->slice).back();
    const auto due = label.known ? day_from_text(label.text.substr(0, 10)) : Result<Day>(fail(Code::bad_input, ""));
    if (!due) return;
    const bool in_time = one.end != nullptr && one.end->day <= *due;
    if (!in_time && today <= *due) return;
    Tally& tally = places.at(*one.start);
    ++tally.n;
    tally.positive += in_time ? 1 : 0;
  });
}

/// Sums over customers, whose facts are no independent draws.
class Clusters {
 public:
  explicit Clusters(Places& places) : places_(places) {}
  void add(const facts::Moment& start, bool followed) {
    Tally& tally = places_.at(start);
    Open& open = open_[&tally];
    if (open.trials == 0 || open.key != start.key) {
      close(tally, open);
      open = {.key = start.key, .trials = 0, .hits = 0};
    }
    ++open.trials;
    open.hits += followed ? 1 : 0;
  }
  void close_all() {
    for (auto& [tally, open] : open_) close(*tally, open);
  }

 private:
  struct Open {
    std::uint64_t key = 0;
    std::int64_t trials = 0, hits = 0;
  };
  static void close(Tally& tally, const Open& open) {
    if (open.trials == 0) return;
    ++tally.clusters;
    tally.n += open.trials;
    tally.positive += open.hits;
    tally.sum += open.hits;
    tally.sum_squares += Int128{open.hits} * open.hits;
    tally.per_sum += open.trials;
    tally.per_squares += Int128{open.trials} * open.trials;
    tally.cross += Int128{open.hits} * open.trials;
  }

  Places& places_;
  std::map<Tally*, Open> open_;
};

void add_repeats(const facts::Trail& starts, const facts::Trail& ends, Instant newest, std::int64_t within_s,
                 Places& places) {
  const std::int64_t within_us = within_s * k_us_per_second;
  Clusters clusters(places);
  each_followed(starts, ends, true, [&](const Followed& one) {
    if (one.start->at_us + within_us > newest.us) return;
    clusters.add(*one.start, one.end != nullptr && one.end->at_us <= one.start->at_us + within_us);
  });
  clusters.close_all();
}

facts::TrailQuery trail_of(const facts::Query& query, const facts::Field& key) {
  return {.table = query.table, .where = query.where, .key = key};
}

}  // namespace

bool is_followed(const Measure& measure) {
  return measure.estimator == Estimator::survival || measure.estimator == Estimator::in_time ||
         measure.estimator == Estimator::repeat;
}

Result<std::vector<Cell>> cells_followed(StoreReader& store, const BoundMeasure& bound, const Cut& cut) {
  facts::TrailQuery start_query = trail_of(bound.query, bound.start_key);
  start_query.by = cut.by;
  start_query.from = cut.from;
  start_query.to = cut.to;
  start_query.where = both(std::move(start_query.where), cut.also);
  if (bound.due) start_query.by.push_back(*bound.due);
  // Of what may end them, only what shares a key with them is read.
  facts::KeysOf among{.table = start_query.table,
                      .where = start_query.where,
                      .key = start_query.key,
                      .from = start_query.from,
                      .to = start_query.to};
  const auto starts = store.trail(std::move(start_query));
  if (!starts) return std::unexpected(starts.error());

  facts::Trail ends;
  if (!bound.until || store.names(bound.until->query.table).knows(bound.end_key)) {
    facts::TrailQuery end_query = trail_of(bound.until ? bound.until->query : bound.query, bound.end_key);
    end_query.from = cut.from;  // what ends a wait does not come before it
    const bool narrow = cut.from || cut.to || !is_everything(cut.also);
    if (narrow) end_query.among = std::move(among);
    auto read = store.trail(std::move(end_query));
    if (!read) return std::unexpected(read.error());
    ends = *std::move(read);
  }
  const auto newest = store.newest();
  if (!newest) return std::unexpected(newest.error());
  if (starts->moments.empty() || !*newest) return std::vector<Cell>{};

  Places places(*starts, bound, cut);
  switch (bound.measure.estimator) {
    case Estimator::survival:
      add_spans(*starts, ends, **newest, places);
      break;
    case Estimator::in_time:
      add_in_time(*starts, ends, Day{static_cast<std::int32_t>((*newest)->us / k_us_per_day)}, places);
      break;
    default:
      add_repeats(*starts, ends, **newest, bound.measure.within_s.value_or(0), places);
  }
  std::vector<Cell> cells = places.cells();
  for (Cell& cell : cells) cell.tally.spans = sorted(std::move(cell.tally.spans));
  return cells;
}

}  // namespace bellwether::measure
