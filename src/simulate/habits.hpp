// What each leader and team does in a week, as acts in the words of docs/acts.md; some of them lie weeks ahead (a promise is
// kept or broken, an improvement proven).
#pragma once

#include "simulate/behaviour.hpp"
#include "simulate/deed.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::simulate {

/// All acts that grow out of a week, cases left out. `slots` are the crowd's customers, to be counted.
void habits_in(const World& world, int week, std::uint64_t slots, std::vector<Deed>& out);

/// The company's goal, as acts call it.
inline constexpr std::string_view k_goal = "goal-customers";

/// One leader's week, as the parts of it see it.
class LeadersWeek {
 public:
  LeadersWeek(const World& world, std::uint32_t unit, int week, std::vector<Deed>& out);

  [[nodiscard]] Stream draw(std::uint64_t about) const { return Stream(key_of(key_, about)); }
  [[nodiscard]] double value(Way way) const { return value_of(way, traits_); }
  /// A working hour of the week.
  [[nodiscard]] std::int64_t moment(Stream& draw) const;
  [[nodiscard]] static std::int64_t later(std::int64_t at_s, double days);
  [[nodiscard]] Day day_of(std::int64_t at_s) const { return Day{static_cast<std::int32_t>(at_s / 86'400)}; }

  /// An act of this leader in the leader's own unit.
  Deed& add(std::uint64_t key, std::int64_t at_s, std::string_view kind);
  /// Of somebody of the team, or nobody in particular.
  Deed& add_of_team(std::uint64_t key, std::int64_t at_s, std::string_view kind);

  /// Somebody who reports to this leader: an employee, or a leader of the level below.
  [[nodiscard]] std::uint32_t report(Stream& draw) const;
  [[nodiscard]] std::string_view id_of_person(std::uint32_t person) const { return world_.company.people[person].id; }

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] const Traits& traits() const { return traits_; }
  [[nodiscard]] const OrgUnit& unit() const { return world_.company.units[unit_]; }
  [[nodiscard]] std::uint32_t index() const { return unit_; }
  [[nodiscard]] const Leader& leader() const { return world_.leading.leaders[unit_]; }
  [[nodiscard]] int week() const { return week_; }
  [[nodiscard]] Day first_day() const { return world_.date(week_ * k_days_of_week); }
  /// The first week of a month of the calendar.
  [[nodiscard]] bool begins_month() const;
  [[nodiscard]] double pressure() const;

 private:
  const World& world_;
  std::uint32_t unit_;
  int week_;
  std::uint64_t key_;
  Traits traits_;
  std::vector<Deed>& out_;
};

// The parts of a week.
void be_present(LeadersWeek& week);
void promise_and_decide(LeadersWeek& week);
void improve(LeadersWeek& week);
void direct(LeadersWeek& week);
void count_people(LeadersWeek& week, std::uint64_t slots);
void add_shocks_of(const World& world, int week, std::vector<Deed>& out);

}  // namespace bellwether::simulate
