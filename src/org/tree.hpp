// The units of the organisation as a tree with history: who was part of whom on which day. Plain values, no database.
//
//   auto units = Units::make({{.id = "South"}, {.id = "Lyon", .parent = "South"}});
//   const Tree today = units->as_of(day);
//   for (Index unit : today.subtree("South")) use(today.unit(unit).id);       // South, Lyon
#pragma once

#include "base/result.hpp"
#include "org/forest.hpp"
#include "org/lineage.hpp"
#include "org/span.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::org {

/// What a unit is for some days. A unit that moved has several rows.
struct UnitRow {
  std::string id;           ///< the name that facts carry: "Lyon"
  std::string label = {};   ///< as people read it; empty: the id
  std::string kind = {};    ///< "brand", "region", "store", "team": the organisation's own word
  std::string parent = {};  ///< the id of the unit that it is part of; empty: a root
  Span valid = {};
  std::string where = {};  ///< "units.csv:12", for errors; it is no part of what the row says
};

/// The units on one day. A view of the Units that it came from, which must outlive it.
class Tree {
 public:
  [[nodiscard]] Day day() const { return day_; }
  /// Nodes are units, by the index that they have in Units on every day.
  [[nodiscard]] const Forest& forest() const { return standing_.forest; }
  [[nodiscard]] std::size_t count() const { return forest().count(); }
  [[nodiscard]] bool has(std::string_view id) const { return find(id).has_value(); }
  /// The unit, if it is there on this day.
  [[nodiscard]] std::optional<Index> find(std::string_view id) const;
  /// Its row on this day. The unit must be there.
  [[nodiscard]] const UnitRow& unit(Index unit) const;
  /// Its label, or the id where it has none.
  [[nodiscard]] const std::string& label(Index unit) const;

  /// The unit and all below it, parents first; empty where it is not there.
  [[nodiscard]] std::span<const Index> subtree(std::string_view id) const;
  /// Its parent, the parent of that, up to the root; empty where it is not there.
  [[nodiscard]] std::vector<Index> ancestors(std::string_view id) const;
  [[nodiscard]] std::span<const Index> roots() const { return forest().roots(); }
  /// Units that stand as roots because their parent is not there on this day.
  [[nodiscard]] std::span<const Index> orphans() const { return standing_.orphans; }

 private:
  friend class Units;
  struct Rows;
  Tree(const Rows& rows, Day day, Lineage::Standing standing)
      : rows_(&rows), day_(day), standing_(std::move(standing)) {}
  const Rows* rows_;
  Day day_;
  Lineage::Standing standing_;
};

/// The units of all days.
class Units {
 public:
  /// Rows in any order. Errors: `bad_input` at the row's `where` for no id, an end before the begin, two parents at the
  /// same time, a unit that is its own parent, an unknown parent (with the nearest known), a cycle on any day, named in
  /// whole. A parent that is known but not there on some of the days is no error: the unit is an orphan then.
  [[nodiscard]] static Result<Units> make(std::vector<UnitRow> rows);

  Units(Units&&) noexcept;
  Units& operator=(Units&&) noexcept;
  Units(const Units&) = delete;
  Units& operator=(const Units&) = delete;
  ~Units();

  /// Different units, whenever they were there. They are numbered from 0 by id, on every day alike.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const std::string& id(Index unit) const;
  [[nodiscard]] std::optional<Index> find(std::string_view id) const;
  /// What the unit was, by day.
  [[nodiscard]] std::span<const UnitRow> history(Index unit) const;
  /// All rows, by id and day.
  [[nodiscard]] std::span<const UnitRow> rows() const;

  /// The tree as it stood on that day; with `kept_last` the units that have ended stand where they stood last, so that
  /// all facts of the past find their place on the tree of a later day.
  [[nodiscard]] Tree as_of(Day day, Ended ended = Ended::left_out) const;

  /// Ids of the unit and of all below it on that day; empty where it was not there.
  [[nodiscard]] std::vector<std::string> subtree(std::string_view id, Day day) const;

  /// The subtree as it was, over a time in which it changed: stretches of days in order, each with its units by index,
  /// equal neighbours joined. Stretches in which the unit was not there are left out.
  struct Stretch {
    Span days;
    std::vector<Index> units;
  };
  [[nodiscard]] std::vector<Stretch> subtree_during(std::string_view id, const Span& days) const;

  /// The first days on which the tree is other than the day before.
  [[nodiscard]] std::vector<Day> changes() const;

  /// Those of `words` (that facts carry) that no unit is called by, in their order.
  [[nodiscard]] std::vector<std::string> unknown(std::span<const std::string> words) const;

 private:
  explicit Units(std::unique_ptr<Tree::Rows> rows);
  std::unique_ptr<Tree::Rows> rows_;
};

}  // namespace bellwether::org
