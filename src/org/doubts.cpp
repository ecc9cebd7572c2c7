#include "base/text.hpp"
#include "org/organisation.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace bellwether::org {

namespace {

constexpr std::size_t k_most_named = 5;
/// Doubts of one sort that are told one by one; to look for the nearest name of each of thousands would take minutes.
constexpr std::size_t k_most_told = 100;

/// "Lyon, Nice and 12 more"
std::string some_of(std::span<const std::string> names) {
  const std::size_t shown = std::min(names.size(), k_most_named);
  std::string text = join(names.first(shown), ", ");
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

std::string people_word(std::size_t count) { return count == 1 ? "1 person" : fmt::format("{} people", count); }

void doubt_tops(const Organisation& organisation, const Tree& tree, const Reporting& people,
                std::vector<std::string>& out) {
  const auto names_of = [](const auto& of, std::span<const Index> all) {
    std::vector<std::string> names;
    for (const Index one : all) names.push_back(of.id(one));
    return names;
  };
  const auto roots = names_of(organisation.units, tree.roots());
  if (roots.size() > 1) out.push_back(fmt::format("{} units stand at the top: {}", roots.size(), some_of(roots)));
  const auto tops = names_of(organisation.people, people.roots());
  if (tops.size() > 1)
    out.push_back(fmt::format("{} report to nobody who is there: {}", people_word(tops.size()), some_of(tops)));
  const auto lost = names_of(organisation.units, tree.orphans());
  if (!lost.empty())
    out.push_back(fmt::format("the parent of {} has ended or not begun: {}",
                              lost.size() == 1 ? "1 unit" : fmt::format("{} units", lost.size()), some_of(lost)));
  const auto left = names_of(organisation.people, people.orphans());
  if (!left.empty())
    out.push_back(
        fmt::format("the manager of {} has left or not come yet: {}", people_word(left.size()), some_of(left)));
}

void doubt_units(const Organisation& organisation, const Tree& tree, const Reporting& people,
                 std::vector<std::string>& out) {
  // Without a tree of units there is nothing to hold their names against.
  if (organisation.units.size() == 0) return;
  std::vector<std::string> known;
  for (Index unit = 0; unit < organisation.units.size(); ++unit) known.push_back(organisation.units.id(unit));
  std::size_t told = 0;
  for (const std::string& name : people.named_units()) {
    if (tree.has(name) || ++told > k_most_told) continue;
    const std::size_t heads = people.in_unit(name).size();
    if (organisation.units.find(name)) {
      out.push_back(fmt::format("{} of {}, which is not there on {}", people_word(heads), name, to_text(tree.day())));
      continue;
    }
    const std::string near = nearest(name, known);
    out.push_back(fmt::format("{} {} {}, which is no unit{}", heads > 0 ? people_word(heads) : "somebody",
                              heads > 1    ? "work in"
                              : heads == 1 ? "works in"
                                           : "leads",
                              name, near.empty() ? "" : "; is it " + near + "?"));
  }
  if (told > k_most_told) {
    out.push_back(fmt::format("people are of {} more names that are no unit of that day", told - k_most_told));
  }
}

void doubt_goals(const Organisation& organisation, Day day, std::vector<std::string>& out) {
  std::size_t told = 0;
  const auto doubt = [&](std::string words) {
    if (++told <= k_most_told) out.push_back(std::move(words));
  };
  for (const Goal& goal : organisation.goals) {
    if (!goal.valid.holds(day)) continue;
    if (!goal.owner.empty() && !organisation.people.find(goal.owner))
      doubt(fmt::format("the goal {} is owned by {}, whom nobody knows", goal.id, goal.owner));
    if (!goal.unit.empty() && !organisation.units.find(goal.unit))
      doubt(fmt::format("the goal {} is one of {}, which is no unit", goal.id, goal.unit));
  }
  if (told > k_most_told) out.push_back(fmt::format("{} more doubts about goals", told - k_most_told));
}

void doubt_stages(const Organisation& organisation, Day day, std::vector<std::string>& out) {
  std::set<std::string_view> known;
  for (const Journey& journey : organisation.journeys) known.insert(journey.stages.begin(), journey.stages.end());
  if (known.empty()) return;
  std::size_t told = 0;
  for (const Touchpoint& touchpoint : organisation.touchpoints) {
    if (!touchpoint.valid.holds(day) || touchpoint.stage.empty() || known.contains(touchpoint.stage)) continue;
    if (++told > k_most_told) continue;
    out.push_back(
        fmt::format("the touchpoint {} is in the stage {}, which no journey has", touchpoint.id, touchpoint.stage));
  }
  if (told > k_most_told) {
    out.push_back(fmt::format("{} more touchpoints are in stages that no journey has", told - k_most_told));
  }
}

}  // namespace

std::vector<std::string> doubts(const Organisation& organisation, Day day) {
  const Tree tree = organisation.units.as_of(day);
  const Reporting people = organisation.people.as_of(day);
  std::vector<std::string> out;
  doubt_tops(organisation, tree, people, out);
  doubt_units(organisation, tree, people, out);
  doubt_goals(organisation, day, out);
  doubt_stages(organisation, day, out);
  return out;
}

}  // namespace bellwether::org
