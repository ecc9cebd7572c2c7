#include "measure/reach.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::measure {

namespace {

/// "Lyon, Nice and 3 more units".
std::string named(const std::vector<std::string>& units) {
  constexpr std::size_t k_most_named = 5;
  if (units.empty()) return "no unit";
  const std::size_t count = std::min(units.size(), k_most_named);
  const std::vector<std::string> first(units.begin(), units.begin() + static_cast<std::ptrdiff_t>(count));
  const std::size_t more = units.size() - count;
  return join(first, ", ") +
         (more == 0 ? "" : " and " + std::to_string(more) + (more == 1 ? " more unit" : " more units"));
}

}  // namespace

bool Reach::has_all_employees() const {
  if (!employees) return true;
  if (!units) return false;
  return std::ranges::all_of(
      *units, [&](const std::string& unit) { return std::ranges::find(*employees, unit) != employees->end(); });
}

facts::Expr of_units(const std::vector<std::string>& units) {
  facts::OneOf one_of{.field = {.kind = facts::Field::Kind::dimension, .name = "unit"}, .literals = {}};
  for (const std::string& unit : units) one_of.literals.emplace_back(unit);
  if (one_of.literals.empty()) return {facts::Any{}};
  return {std::move(one_of)};
}

facts::Expr within(const Reach& reach) { return reach.units ? of_units(*reach.units) : facts::Expr{}; }

std::vector<std::string> notes_of(const Reach& reach) {
  std::vector<std::string> notes;
  if (reach.units) notes.push_back("These figures are of what you may see: " + named(*reach.units) + ".");
  const bool of_some = reach.employees && !reach.is_without_employees() && !reach.has_all_employees();
  if (of_some) notes.push_back("Answers of employees are told to you of " + named(*reach.employees) + " alone.");
  return notes;
}

}  // namespace bellwether::measure
