#include "org/people.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace bellwether::org {

struct Reporting::Rows {
  std::vector<PersonRow> rows;  ///< by id, then day: a row's place is its link's place
  Lineage lineage;
};

namespace {

bool leads_own_unit(const PersonRow& row) { return !row.unit.empty() && equals_ignoring_case(row.role, "leader"); }

}  // namespace

Reporting::Reporting(const Rows& rows, Day day, Lineage::Standing standing)
    : rows_(&rows), day_(day), standing_(std::move(standing)) {
  for (Index person = 0; person < forest().size(); ++person) {
    if (!forest().has(person)) continue;
    const PersonRow& row = this->person(person);
    by_unit_.push_back(person);
    if (leads_own_unit(row)) led_.emplace_back(row.unit, person);
    for (const std::string& unit : row.leads) led_.emplace_back(unit, person);
  }
  std::ranges::sort(led_);
  led_.erase(std::ranges::unique(led_).begin(), led_.end());
  std::ranges::stable_sort(by_unit_, {}, [&](Index person) { return std::string_view(this->person(person).unit); });
}

std::optional<Index> Reporting::find(std::string_view id) const {
  const auto found = rows_->lineage.find(id);
  if (!found || !forest().has(*found)) return std::nullopt;
  return found;
}

const PersonRow& Reporting::person(Index person) const { return rows_->rows[standing_.link[person]]; }

const std::string& Reporting::name(Index person) const {
  const PersonRow& row = this->person(person);
  return row.name.empty() ? row.id : row.name;
}

std::span<const Index> Reporting::reports(std::string_view id) const {
  const auto found = find(id);
  return found ? forest().children(*found) : std::span<const Index>{};
}

std::span<const Index> Reporting::all_reports(std::string_view id) const {
  const auto found = find(id);
  return found ? forest().below(*found) : std::span<const Index>{};
}

std::vector<Index> Reporting::managers(std::string_view id) const {
  const auto found = find(id);
  return found ? forest().ancestors(*found) : std::vector<Index>{};
}

std::optional<std::uint32_t> Reporting::distance(std::string_view leader, std::string_view person) const {
  const auto top = find(leader), node = find(person);
  if (!top || !node) return std::nullopt;
  return forest().distance(*top, *node);
}

std::vector<Index> Reporting::leaders_of(std::string_view unit) const {
  std::vector<Index> leaders;
  for (const auto& [led, person] : std::ranges::equal_range(led_, unit, {}, &std::pair<std::string_view, Index>::first))
    leaders.push_back(person);
  return leaders;
}

std::vector<std::string> Reporting::led_by(Index person) const {
  const PersonRow& row = this->person(person);
  std::vector<std::string> units = row.leads;
  if (leads_own_unit(row)) units.push_back(row.unit);
  std::ranges::sort(units);
  units.erase(std::ranges::unique(units).begin(), units.end());
  return units;
}

std::vector<Index> Reporting::leaders() const {
  std::vector<Index> all;
  for (Index person = 0; person < forest().size(); ++person) {
    if (!forest().has(person)) continue;
    const PersonRow& row = this->person(person);
    if (!forest().children(person).empty() || !row.leads.empty() || leads_own_unit(row)) all.push_back(person);
  }
  return all;
}

std::span<const Index> Reporting::in_unit(std::string_view unit) const {
  const auto found = std::ranges::equal_range(
      by_unit_, unit, {}, [&](Index person) { return std::string_view(this->person(person).unit); });
  return {found.begin(), found.end()};
}

std::vector<std::string> Reporting::named_units() const {
  std::vector<std::string> units;
  for (const Index person : by_unit_) {
    const std::string& unit = this->person(person).unit;
    if (!unit.empty() && (units.empty() || units.back() != unit)) units.push_back(unit);
  }
  for (const auto& [unit, person] : led_) units.emplace_back(unit);
  std::ranges::sort(units);
  units.erase(std::ranges::unique(units).begin(), units.end());
  return units;
}

Result<People> People::make(std::vector<PersonRow> rows) {
  std::ranges::stable_sort(rows, {}, [](const PersonRow& row) { return std::tie(row.id, row.valid.from); });
  std::vector<Link> links;
  links.reserve(rows.size());
  for (const PersonRow& row : rows)
    links.push_back({.id = row.id, .above = row.manager, .valid = row.valid, .where = row.where});
  auto lineage = Lineage::make(std::move(links),
                               {.thing = "person", .things = "people", .above = "manager", .stands = "is managed by"});
  if (!lineage) return std::unexpected(lineage.error());
  return People(
      std::make_unique<Reporting::Rows>(Reporting::Rows{.rows = std::move(rows), .lineage = std::move(*lineage)}));
}

People::People(std::unique_ptr<Reporting::Rows> rows) : rows_(std::move(rows)) {}
People::People(People&&) noexcept = default;
People& People::operator=(People&&) noexcept = default;
People::~People() = default;

std::size_t People::size() const { return rows_->lineage.size(); }
const std::string& People::id(Index person) const { return rows_->lineage.id(person); }
std::optional<Index> People::find(std::string_view id) const { return rows_->lineage.find(id); }
std::span<const PersonRow> People::rows() const { return rows_->rows; }
std::vector<Day> People::changes() const { return rows_->lineage.changes(); }

std::span<const PersonRow> People::history(Index person) const {
  return std::span(rows_->rows).subspan(rows_->lineage.first_link_of(person), rows_->lineage.links_of(person).size());
}

Reporting People::as_of(Day day) const { return {*rows_, day, rows_->lineage.as_of(day)}; }

}  // namespace bellwether::org
