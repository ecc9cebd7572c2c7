// The people of the organisation: who works where, under whom, and who leads what, on which day. Plain values, no database.
//
//   auto people = People::make({{.id = "ana", .role = "leader", .unit = "South"}, {.id = "ben", .manager = "ana"}});
//   const Reporting today = people->as_of(day);
//   today.reports("ana")                                                    // ben
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
#include <utility>
#include <vector>

namespace bellwether::org {

/// What a person is for some days. A person who changed unit, role or manager has several rows.
struct PersonRow {
  std::string id;                       ///< as facts carry it in `actor`
  std::string name = {};                ///< empty: the id is shown
  std::string role = {};                ///< the organisation's own word; "leader" leads the unit that it is in
  std::string unit = {};                ///< the id of a unit
  std::string manager = {};             ///< the id of a person; empty: reports to nobody
  std::vector<std::string> leads = {};  ///< ids of units that the person leads, beside what the role says
  Span valid = {};
  std::string where = {};  ///< "people.csv:12", for errors; it is no part of what the row says
};

/// The people on one day, and who reports to whom. A view of the People that it came from, which must outlive it.
class Reporting {
 public:
  [[nodiscard]] Day day() const { return day_; }
  /// Nodes are people, by the index that they have in People on every day; a parent is a manager.
  [[nodiscard]] const Forest& forest() const { return standing_.forest; }
  [[nodiscard]] std::size_t count() const { return forest().count(); }
  /// The person, if there on this day.
  [[nodiscard]] std::optional<Index> find(std::string_view id) const;
  /// The person's row on this day. The person must be there.
  [[nodiscard]] const PersonRow& person(Index person) const;
  /// The name, or the id where there is none.
  [[nodiscard]] const std::string& name(Index person) const;

  /// Who reports to the person directly; empty for somebody who is not there.
  [[nodiscard]] std::span<const Index> reports(std::string_view id) const;
  /// Everybody below, direct reports and theirs, in the order of the tree.
  [[nodiscard]] std::span<const Index> all_reports(std::string_view id) const;
  /// The manager, the manager's manager, up to the top.
  [[nodiscard]] std::vector<Index> managers(std::string_view id) const;
  /// Steps down from a leader to somebody below: 1 for a direct report, 0 for oneself; nothing where they are not below.
  [[nodiscard]] std::optional<std::uint32_t> distance(std::string_view leader, std::string_view person) const;
  /// Seniority by place in the tree: 0 reports to nobody, 1 to somebody of level 0, and so on.
  [[nodiscard]] std::uint32_t level(Index person) const { return forest().depth(person); }
  /// Layers of people below: 0 manages nobody.
  [[nodiscard]] std::uint32_t layers_below(Index person) const { return forest().height(person); }

  /// Who leads a unit, by index; several where several are said to.
  [[nodiscard]] std::vector<Index> leaders_of(std::string_view unit) const;
  /// Units that the person leads, by id.
  [[nodiscard]] std::vector<std::string> led_by(Index person) const;
  /// People who lead a unit or manage somebody, by index.
  [[nodiscard]] std::vector<Index> leaders() const;
  /// Who works in a unit itself (not in those below it), by index.
  [[nodiscard]] std::span<const Index> in_unit(std::string_view unit) const;
  /// Every unit that somebody works in or leads, by id, also one that the tree of units does not know.
  [[nodiscard]] std::vector<std::string> named_units() const;

  /// Those who report to nobody.
  [[nodiscard]] std::span<const Index> roots() const { return forest().roots(); }
  /// Those among them whose manager is known, and not there on this day (left, or not yet come).
  [[nodiscard]] std::span<const Index> orphans() const { return standing_.orphans; }

 private:
  friend class People;
  struct Rows;
  Reporting(const Rows& rows, Day day, Lineage::Standing standing);
  const Rows* rows_;
  Day day_;
  Lineage::Standing standing_;
  std::vector<std::pair<std::string_view, Index>> led_;  ///< unit and person, by unit
  std::vector<Index> by_unit_;                           ///< people by unit, then index
};

/// The people of all days.
class People {
 public:
  /// Rows in any order. Errors: `bad_input` at the row's `where` for no id, an end before the begin, two managers at the
  /// same time, somebody managed by themselves, by nobody known (with the nearest known), managers that go round in a
  /// cycle on any day, named in whole. A manager who is known and not there on some days is no error: see orphans().
  [[nodiscard]] static Result<People> make(std::vector<PersonRow> rows);

  People(People&&) noexcept;
  People& operator=(People&&) noexcept;
  People(const People&) = delete;
  People& operator=(const People&) = delete;
  ~People();

  /// Different people, whenever they were there. They are numbered from 0 by id, on every day alike.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const std::string& id(Index person) const;
  [[nodiscard]] std::optional<Index> find(std::string_view id) const;
  /// What the person was, by day.
  [[nodiscard]] std::span<const PersonRow> history(Index person) const;
  /// All rows, by id and day.
  [[nodiscard]] std::span<const PersonRow> rows() const;

  [[nodiscard]] Reporting as_of(Day day) const;
  /// The first days on which something is other than the day before.
  [[nodiscard]] std::vector<Day> changes() const;

 private:
  explicit People(std::unique_ptr<Reporting::Rows> rows);
  std::unique_ptr<Reporting::Rows> rows_;
};

}  // namespace bellwether::org
