#include "org/lineage.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bellwether::org {

namespace {

/// "Lyon → South → Lyon". A very long cycle is told by its beginning.
constexpr std::size_t k_most_named = 12;

std::string same_time(const Span& days) {
  const std::string text = to_text(days);
  return days.from <= k_always && days.to >= k_forever ? "at the same time" : "at the same time, " + text;
}

}  // namespace

Lineage::Lineage(std::vector<Link> links) : links_(std::move(links)) {
  for (Index i = 0; i < links_.size(); ++i) {
    if (i == 0 || links_[i].id != links_[i - 1].id) first_.push_back(i);
  }
  first_.push_back(static_cast<Index>(links_.size()));
}

Result<Lineage> Lineage::make(std::vector<Link> links, const LineageWords& words) {
  Lineage lineage(std::move(links));
  if (auto checked = lineage.check_rows(words); !checked) return std::unexpected(checked.error());
  if (auto known = lineage.know_above(words); !known) return std::unexpected(known.error());
  if (auto checked = lineage.check_cycles(words); !checked) return std::unexpected(checked.error());
  return lineage;
}

Result<void> Lineage::check_rows(const LineageWords& words) const {
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const Link& link = links_[i];
    const std::string name = std::string(words.thing) + " " + link.id;
    if (link.id.empty()) return fail(Code::bad_input, "a " + std::string(words.thing) + " has no id", link.where);
    if (link.valid.empty()) {
      return fail(Code::bad_input, "the " + name + " ends before it begins", link.where,
                  "`from` is its first day, `to` its last one");
    }
    if (link.above == link.id) {
      return fail(Code::bad_input, "the " + name + " is its own " + std::string(words.above), link.where,
                  "leave the " + std::string(words.above) + " empty for the top of the tree");
    }
    if (i == 0 || links_[i - 1].id != link.id) continue;
    const Link& before = links_[i - 1];
    const Span both = overlap(before.valid, link.valid);
    if (both.empty()) continue;
    const std::string other = before.where.empty() || before.where == link.where ? "" : " (" + before.where + ")";
    const std::string mend = "end one before the other begins; `to` is the last day on which a row holds";
    if (before.above == link.above)
      return fail(Code::bad_input, "the " + name + " stands twice" + other + ", " + same_time(both), link.where, mend);
    const auto quoted = [](const std::string& id) { return id.empty() ? std::string("nobody") : id; };
    return fail(Code::bad_input,
                "the " + name + " has two " + std::string(words.above) + "s " + same_time(both) + ": " +
                    quoted(link.above) + " and " + quoted(before.above) + other,
                link.where, mend);
  }
  return {};
}

Result<void> Lineage::know_above(const LineageWords& words) {
  above_.assign(links_.size(), k_none);
  for (std::size_t i = 0; i < links_.size(); ++i) {
    const Link& link = links_[i];
    if (link.above.empty()) continue;
    const auto found = find(link.above);
    if (!found) {
      std::vector<std::string> known;
      for (Index thing = 0; thing < size(); ++thing) known.push_back(id(thing));
      std::erase(known, link.id);
      const std::string near = nearest(link.above, known), thing(words.thing);
      return fail(Code::bad_input,
                  "the " + thing + " " + link.id + " " + std::string(words.stands) + " " + link.above +
                      ", and there is no " + thing + " of that id",
                  link.where,
                  near.empty() ? "add a row for it, or leave the " + std::string(words.above) + " empty"
                               : "did you mean " + near + "?");
    }
    above_[i] = *found;
  }
  return {};
}

Result<void> Lineage::check_cycles(const LineageWords& words) const {
  // Day by day, only what changed is looked at: a new cycle goes through something that changed.
  std::vector<Index> by_day(links_.size());
  for (Index i = 0; i < by_day.size(); ++i) by_day[i] = i;
  std::ranges::stable_sort(by_day, {}, [&](Index i) { return links_[i].valid.from; });
  std::vector<Index> now(size(), k_none), held(size(), k_none), seen(size(), k_none), thing_of(links_.size());
  for (Index thing = 0; thing < size(); ++thing) {
    for (Index i = first_[thing]; i < first_[thing + 1]; ++i) thing_of[i] = thing;
  }
  for (std::size_t begin = 0; begin < by_day.size();) {
    const Day day = links_[by_day[begin]].valid.from;
    std::size_t end = begin;
    for (; end < by_day.size() && links_[by_day[end]].valid.from == day; ++end) {
      now[thing_of[by_day[end]]] = above_[by_day[end]];
      held[thing_of[by_day[end]]] = by_day[end];
    }
    const auto up = [&](Index thing) {
      return held[thing] != k_none && links_[held[thing]].valid.holds(day) ? now[thing] : k_none;
    };
    for (std::size_t i = begin; i < end; ++i) {
      const Index start = thing_of[by_day[i]];
      Index above = up(start);
      while (above != k_none && above != start && seen[above] != by_day[i]) {
        seen[above] = by_day[i];
        above = up(above);
      }
      if (above != start) continue;
      std::vector<Index> cycle{start};
      for (Index next = up(start); next != start; next = up(next)) cycle.push_back(next);
      std::ranges::rotate(cycle, std::ranges::min_element(cycle));
      std::string text;
      for (std::size_t k = 0; k < std::min(cycle.size(), k_most_named); ++k) text += id(cycle[k]) + " → ";
      if (cycle.size() > k_most_named) text += "… → ";
      text += id(cycle.front());
      const std::string when = day > k_always ? " on " + to_text(day) : "";
      // What was known before has no place in a file: the message points at a row that the user can change.
      const auto told = std::ranges::find_if(cycle, [&](Index thing) { return !links_[held[thing]].where.empty(); });
      const Link& first = links_[held[told == cycle.end() ? cycle.front() : *told]];
      return fail(Code::bad_input,
                  "these " + std::string(words.things) + " stand above themselves" + when + ": " + text, first.where,
                  "one of them must have another " + std::string(words.above) + ", or none");
    }
    begin = end;
  }
  return {};
}

std::optional<Index> Lineage::find(std::string_view wanted) const {
  const auto things = std::span(first_).first(size());
  const auto found =
      std::ranges::lower_bound(things, wanted, {}, [&](Index first) { return std::string_view(links_[first].id); });
  if (found == things.end() || links_[*found].id != wanted) return std::nullopt;
  return static_cast<Index>(found - things.begin());
}

Index Lineage::link_on(Index thing, Day day) const {
  Index best = k_none;
  for (Index i = first_[thing]; i < first_[thing + 1] && links_[i].valid.from <= day; ++i) best = i;
  return best != k_none && links_[best].valid.holds(day) ? best : k_none;
}

std::span<const Link> Lineage::links_of(Index thing) const {
  return std::span(links_).subspan(first_[thing], first_[thing + 1] - first_[thing]);
}

std::vector<Day> Lineage::changes() const {
  std::vector<Day> days;
  for (const Link& link : links_) {
    if (link.valid.from > k_always) days.push_back(link.valid.from);
    if (link.valid.to < k_forever) days.push_back(link.valid.to);
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

Lineage::Standing Lineage::as_of(Day day, Ended ended) const {
  Standing standing;
  standing.link.assign(size(), k_none);
  std::vector<bool> there(size(), false);
  for (Index thing = 0; thing < size(); ++thing) {
    Index link = link_on(thing, day);
    if (link == k_none && ended == Ended::kept_last) {
      for (Index i = first_[thing]; i < first_[thing + 1] && links_[i].valid.from <= day; ++i) link = i;
    }
    standing.link[thing] = link;
    there[thing] = link != k_none;
  }
  std::vector<Index> parents(size(), k_none);
  for (Index thing = 0; thing < size(); ++thing) {
    if (!there[thing]) continue;
    const Index above = above_[standing.link[thing]];
    if (above == k_none) continue;
    if (there[above]) {
      parents[thing] = above;
    } else {
      standing.orphans.push_back(thing);
    }
  }
  // Places kept from different days may go round in a circle, which no single day does: an ended one then stands alone.
  for (auto cycle = find_cycle(parents); !cycle.empty(); cycle = find_cycle(parents)) {
    const auto gone =
        std::ranges::find_if(cycle, [&](Index thing) { return !links_[standing.link[thing]].valid.holds(day); });
    parents[gone == cycle.end() ? cycle.front() : *gone] = k_none;
  }
  standing.forest = Forest(parents, there);
  return standing;
}

}  // namespace bellwether::org
