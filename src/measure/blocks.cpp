#include "measure/blocks.hpp"

#include "base/invariant.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace bellwether::measure {

namespace {

using Cells = std::vector<std::uint32_t>;
using People = std::vector<std::uint64_t>;  ///< in order, each once

/// Cells that stay together, with those who answered in them.
struct Group {
  Cells cells;
  People people;
};

Group joined(std::span<const Group* const> groups) {
  Group all;
  for (const Group* group : groups) {
    all.cells.insert(all.cells.end(), group->cells.begin(), group->cells.end());
    all.people.insert(all.people.end(), group->people.begin(), group->people.end());
  }
  std::ranges::sort(all.people);
  const auto twice = std::ranges::unique(all.people);
  all.people.erase(twice.begin(), twice.end());
  return all;
}

/// How far apart in time answers may be that are joined.
enum class Reach : std::uint8_t { month, quarter, year, ever, with_undated };

using Span = std::pair<bool, std::int32_t>;  ///< dated; first day

Span span_of(const std::optional<Day>& month, Reach reach) {
  if (reach == Reach::with_undated) return {true, 0};
  if (!month) return {false, 0};
  switch (reach) {
    case Reach::month:
      return {true, month->days};
    case Reach::quarter:
      return {true, period_start(Grain::quarter, *month).days};
    case Reach::year:
      return {true, period_start(Grain::year, *month).days};
    default:
      return {true, 0};
  }
}

class Partition {
 public:
  Partition(std::span<const BlockCell> cells, std::span<const std::uint32_t> parents, std::int64_t k)
      : cells_(cells), parents_(parents), k_(k), children_(parents.size()) {
    for (std::uint32_t unit = 0; unit < parents.size(); ++unit) {
      invariant(parents[unit] < parents.size());
      (parents[unit] == unit ? roots_ : children_[parents[unit]]).push_back(unit);
    }
  }

  std::vector<std::uint32_t> blocks() {
    std::map<std::uint32_t, Cells> strata;
    for (std::uint32_t at = 0; at < cells_.size(); ++at) strata[cells_[at].stratum].push_back(at);
    std::vector<Group> homeless;
    for (const auto& [stratum, cells] : strata) add_stratum(cells, homeless);
    if (Group rest = joined(pointers(homeless)); is_enough(rest)) blocks_.push_back(std::move(rest));
    split_by_attributes();
    std::vector<std::uint32_t> block_of(cells_.size(), k_no_block);
    for (std::uint32_t block = 0; block < blocks_.size(); ++block) {
      for (const std::uint32_t cell : blocks_[block].cells) block_of[cell] = block;
    }
    return block_of;
  }

 private:
  bool is_enough(const Group& group) const { return std::cmp_greater_equal(group.people.size(), k_); }

  static std::vector<const Group*> pointers(const std::vector<Group>& groups) {
    std::vector<const Group*> all;
    for (const Group& group : groups) all.push_back(&group);
    return all;
  }

  /// One group per unit and month, blocks of them, and what is left to `homeless` where there is no block to take it.
  void add_stratum(const Cells& cells, std::vector<Group>& homeless) {
    const std::size_t first_block = blocks_.size();
    std::map<std::pair<std::uint32_t, std::optional<Day>>, std::vector<Group>> by_month;
    for (const std::uint32_t at : cells) {
      by_month[{cells_[at].unit, cells_[at].month}].push_back({.cells = {at}, .people = cells_[at].people});
    }
    std::vector<std::vector<Group>> own(parents_.size());
    for (const auto& [place, groups] : by_month) own[place.first].push_back(joined(pointers(groups)));

    std::vector<Group> left;
    for (const std::uint32_t root : roots_) append(left_under(root, own), left);
    left = left_after_joining(std::move(left));
    if (left.empty()) return;
    Group rest = joined(pointers(left));
    if (blocks_.size() == first_block) {
      homeless.push_back(std::move(rest));
      return;
    }
    const auto host = std::ranges::min_element(blocks_.begin() + static_cast<std::ptrdiff_t>(first_block),
                                               blocks_.end(), {}, [this](const Group& block) { return worth(block); });
    *host = joined(std::vector<const Group*>{&*host, &rest});
  }

  /// How much detail is lost with a block: that of a whole country and year loses less than that of a team and month.
  std::tuple<std::int64_t, std::int64_t, std::size_t> worth(const Group& block) const {
    std::vector<std::uint32_t> units;
    std::vector<std::optional<Day>> months;
    for (const std::uint32_t cell : block.cells) {
      units.push_back(cells_[cell].unit);
      months.push_back(cells_[cell].month);
    }
    const auto different = [](auto values) {
      std::ranges::sort(values);
      return std::ranges::unique(values).begin() - values.begin();
    };
    return {-different(units), -different(months), block.people.size()};
  }

  static void append(std::vector<Group> more, std::vector<Group>& to) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  /// What the unit and all below it leave over. Without recursion: a tree may be as deep as it likes.
  std::vector<Group> left_under(std::uint32_t root, std::vector<std::vector<Group>>& own) {
    std::vector<std::uint32_t> order{root};
    for (std::size_t at = 0; at < order.size(); ++at) {
      order.insert(order.end(), children_[order[at]].begin(), children_[order[at]].end());
    }
    for (auto unit = order.rbegin(); unit != order.rend(); ++unit) {
      std::vector<Group> left = left_after_joining(std::move(own[*unit]));
      if (!children_[*unit].empty()) {
        for (const std::uint32_t child : children_[*unit]) append(std::move(own[child]), left);
        left = left_after_joining(std::move(left));
      }
      own[*unit] = std::move(left);
    }
    return std::move(own[root]);
  }

  /// Makes blocks of groups that are near in time, and returns those that are in none.
  std::vector<Group> left_after_joining(std::vector<Group> groups) {
    for (const Reach reach : {Reach::month, Reach::quarter, Reach::year, Reach::ever, Reach::with_undated}) {
      std::map<Span, std::vector<Group>> near;
      for (Group& group : groups) {
        near[span_of(cells_[group.cells.front()].month, reach)].push_back(std::move(group));
      }
      groups.clear();
      for (auto& [span, members] : near) {
        Group all = joined(pointers(members));
        if (is_enough(all)) {
          blocks_.push_back(std::move(all));
        } else {
          append(std::move(members), groups);
        }
      }
    }
    return groups;
  }

  void split_by_attributes() {
    const std::size_t attributes = cells_.empty() ? 0 : cells_.front().attributes.size();
    for (std::size_t attribute = 0; attribute < attributes; ++attribute) {
      std::vector<Group> finer;
      for (const Group& block : blocks_) append(parts_of(block, attribute), finer);
      blocks_ = std::move(finer);
    }
  }

  std::vector<Group> parts_of(const Group& block, std::size_t attribute) const {
    std::map<std::uint32_t, std::vector<Group>> by_value;
    for (const std::uint32_t at : block.cells) {
      by_value[cells_[at].attributes[attribute]].push_back({.cells = {at}, .people = cells_[at].people});
    }
    std::vector<Group> large;
    std::vector<Group> small;
    for (const auto& [value, groups] : by_value) {
      Group part = joined(pointers(groups));
      (is_enough(part) ? large : small).push_back(std::move(part));
    }
    if (small.empty()) return large;
    Group rest = joined(pointers(small));
    if (!is_enough(rest)) {
      const auto smallest = std::ranges::min_element(large, {}, [](const Group& part) { return part.people.size(); });
      if (smallest == large.end()) return {block};
      rest = joined(std::vector<const Group*>{&*smallest, &rest});
      large.erase(smallest);
    }
    large.push_back(std::move(rest));
    return large;
  }

  std::span<const BlockCell> cells_;
  std::span<const std::uint32_t> parents_;
  std::int64_t k_;
  std::vector<std::vector<std::uint32_t>> children_;
  std::vector<std::uint32_t> roots_;
  std::vector<Group> blocks_;
};

}  // namespace

std::vector<std::uint32_t> blocks_of(std::span<const BlockCell> cells, std::span<const std::uint32_t> parents,
                                     std::int64_t k) {
  return Partition(cells, parents, k).blocks();
}

}  // namespace bellwether::measure
