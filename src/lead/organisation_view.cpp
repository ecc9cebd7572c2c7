#include "lead/organisation_view.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <set>

namespace bellwether::lead {

namespace {

/// Ids of those who lead any of these units.
std::vector<std::string> leaders_in(const org::Reporting& people, std::span<const std::string> units) {
  std::set<std::string> leaders;
  for (const std::string& unit : units) {
    for (const org::Index leader : people.leaders_of(unit)) leaders.insert(people.person(leader).id);
  }
  return {leaders.begin(), leaders.end()};
}

/// Of somebody who leads these units.
Subject leader(const org::Tree& tree, const org::Reporting& today, org::Index person,
               const std::vector<std::string>& led) {
  std::set<std::string> under;
  for (const std::string& unit : led) {
    under.insert(unit);
    for (const org::Index below : tree.subtree(unit)) under.insert(tree.unit(below).id);
  }
  return {.kind = Subject::Kind::leader,
          .id = today.person(person).id,
          .label = today.name(person),
          .units = {under.begin(), under.end()},
          .leaders = {today.person(person).id}};
}

}  // namespace

Subject organisation_on(const org::Units&, const org::People& people, Day day) {
  const org::Reporting today = people.as_of(day);
  Subject subject;
  subject.label = "the whole organisation";
  for (const org::Index leader : today.leaders()) subject.leaders.push_back(today.person(leader).id);
  std::ranges::sort(subject.leaders);
  return subject;
}

Result<Subject> unit_on(const org::Units& units, const org::People& people, std::string_view unit, Day day) {
  return unit_on(units, people, unit, day, units.as_of(day));
}

Result<Subject> unit_on(const org::Units& units, const org::People& people, std::string_view unit, Day day,
                        const org::Tree& tree) {
  const auto found = tree.find(unit);
  if (!found) {
    std::vector<std::string> known;
    for (const org::UnitRow& row : units.rows()) known.push_back(row.id);
    const std::string near = nearest(unit, known);
    return fail(Code::not_found, "there is no unit " + std::string(unit) + " on " + to_text(tree.day()), "--unit",
                known.empty()  ? "bring the organisation in first: bellwether import --as organisation FILE"
                : near.empty() ? "`bellwether organisation` shows the units"
                               : "did you mean " + near + "?");
  }
  Subject subject{
      .kind = Subject::Kind::unit, .id = std::string(unit), .label = tree.label(*found), .units = {}, .leaders = {}};
  for (const org::Index below : tree.subtree(unit)) subject.units.push_back(tree.unit(below).id);
  subject.leaders = leaders_in(people.as_of(day), subject.units);
  return subject;
}

Result<Subject> leader_on(const org::Units& units, const org::People& people, std::string_view person, Day day) {
  return leader_on(people, person, day, units.as_of(day));
}

Result<Subject> leader_on(const org::People& people, std::string_view person, Day day, const org::Tree& tree) {
  const org::Reporting today = people.as_of(day);
  const auto found = today.find(person);
  if (!found) {
    std::vector<std::string> known;
    for (const org::PersonRow& row : people.rows()) known.push_back(row.id);
    const std::string near = nearest(person, known);
    return fail(Code::not_found, "there is nobody with the id " + std::string(person) + " on " + to_text(day),
                "--leader",
                known.empty()  ? "bring the organisation in first: bellwether import --as organisation FILE"
                : near.empty() ? "`bellwether organisation` shows who leads what"
                               : "did you mean " + near + "?");
  }
  const std::vector<std::string> led = today.led_by(*found);
  if (led.empty()) {
    return fail(Code::bad_input, today.name(*found) + " leads no unit on " + to_text(day), "--leader",
                "scores are of those who lead; `bellwether organisation` shows who does");
  }
  return leader(tree, today, *found, led);
}

std::vector<Subject> leaders_on(const org::Units& units, const org::People& people, Day day) {
  const org::Tree tree = units.as_of(day);
  const org::Reporting today = people.as_of(day);
  std::vector<Subject> all;
  for (const org::Index one : today.leaders()) {
    const std::vector<std::string> led = today.led_by(one);
    if (!led.empty()) all.push_back(leader(tree, today, one, led));
  }
  std::ranges::sort(all, {}, &Subject::id);
  return all;
}

}  // namespace bellwether::lead
