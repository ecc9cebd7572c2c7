// Who stood under whom, and when: what the tree of units and the tree of managers have in common.
#pragma once

#include "base/result.hpp"
#include "org/forest.hpp"
#include "org/span.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::org {

/// For some days, `id` stands under `above`, or under nobody where that is empty.
struct Link {
  std::string id, above;
  Span valid = {};
  std::string where = {};  ///< "units.csv:12"
};

/// How errors speak of the things.
struct LineageWords {
  std::string_view thing;   ///< "unit"
  std::string_view things;  ///< "units"
  std::string_view above;   ///< "parent"
  std::string_view stands;  ///< "is part of"; "is managed by"
};

/// What becomes of those that ended before the day that is asked for.
enum class Ended {
  left_out,   ///< the day as it was
  kept_last,  ///< they stand where they stood last, so that the past can be shown on the tree of a later day
};

class Lineage {
 public:
  /// `links` by id, then by first day. What is told by an Error `bad_input` at the row's place, with what to do:
  /// no id; a span without days; two links of an id on the same day; itself above itself; somebody above who is
  /// not known at all; a cycle on any day, named in whole ("A → B → A").
  [[nodiscard]] static Result<Lineage> make(std::vector<Link> links, const LineageWords& words);

  [[nodiscard]] std::size_t size() const { return first_.size() - 1; }  ///< different ids, whenever they were there
  [[nodiscard]] const std::string& id(Index thing) const { return links_[first_[thing]].id; }
  [[nodiscard]] std::optional<Index> find(std::string_view id) const;
  /// Which link holds on that day, as its place in `links`; k_none where the thing is not there.
  [[nodiscard]] Index link_on(Index thing, Day day) const;
  [[nodiscard]] std::span<const Link> links_of(Index thing) const;
  [[nodiscard]] Index first_link_of(Index thing) const { return first_[thing]; }

  /// The first days on which something is other than the day before, without k_always and k_forever. Between two of
  /// them everything stands still.
  [[nodiscard]] std::vector<Day> changes() const;

  /// Everything as it stands on one day.
  struct Standing {
    Forest forest;
    std::vector<Index> link;     ///< by thing: its link then, or k_none
    std::vector<Index> orphans;  ///< stand as roots because who is above them is not there that day
  };
  [[nodiscard]] Standing as_of(Day day, Ended ended = Ended::left_out) const;

 private:
  explicit Lineage(std::vector<Link> links);
  [[nodiscard]] Result<void> check_rows(const LineageWords& words) const;
  [[nodiscard]] Result<void> know_above(const LineageWords& words);
  [[nodiscard]] Result<void> check_cycles(const LineageWords& words) const;

  std::vector<Link> links_;
  std::vector<Index> above_;  ///< by link: the thing above, or k_none
  std::vector<Index> first_;  ///< by thing: its first link; one more at the end
};

}  // namespace bellwether::org
