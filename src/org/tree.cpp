#include "org/tree.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace bellwether::org {

struct Tree::Rows {
  std::vector<UnitRow> rows;  ///< by id, then day: a row's place is its link's place
  Lineage lineage;
};

std::optional<Index> Tree::find(std::string_view id) const {
  const auto found = rows_->lineage.find(id);
  if (!found || !forest().has(*found)) return std::nullopt;
  return found;
}

const UnitRow& Tree::unit(Index unit) const { return rows_->rows[standing_.link[unit]]; }

const std::string& Tree::label(Index unit) const {
  const UnitRow& row = this->unit(unit);
  return row.label.empty() ? row.id : row.label;
}

std::span<const Index> Tree::subtree(std::string_view id) const {
  const auto found = find(id);
  return found ? forest().subtree(*found) : std::span<const Index>{};
}

std::vector<Index> Tree::ancestors(std::string_view id) const {
  const auto found = find(id);
  return found ? forest().ancestors(*found) : std::vector<Index>{};
}

Result<Units> Units::make(std::vector<UnitRow> rows) {
  std::ranges::stable_sort(rows, {}, [](const UnitRow& row) { return std::tie(row.id, row.valid.from); });
  std::vector<Link> links;
  links.reserve(rows.size());
  for (const UnitRow& row : rows)
    links.push_back({.id = row.id, .above = row.parent, .valid = row.valid, .where = row.where});
  auto lineage =
      Lineage::make(std::move(links), {.thing = "unit", .things = "units", .above = "parent", .stands = "is part of"});
  if (!lineage) return std::unexpected(lineage.error());
  return Units(std::make_unique<Tree::Rows>(Tree::Rows{.rows = std::move(rows), .lineage = std::move(*lineage)}));
}

Units::Units(std::unique_ptr<Tree::Rows> rows) : rows_(std::move(rows)) {}
Units::Units(Units&&) noexcept = default;
Units& Units::operator=(Units&&) noexcept = default;
Units::~Units() = default;

std::size_t Units::size() const { return rows_->lineage.size(); }
const std::string& Units::id(Index unit) const { return rows_->lineage.id(unit); }
std::optional<Index> Units::find(std::string_view id) const { return rows_->lineage.find(id); }
std::span<const UnitRow> Units::rows() const { return rows_->rows; }
std::vector<Day> Units::changes() const { return rows_->lineage.changes(); }

std::span<const UnitRow> Units::history(Index unit) const {
  return std::span(rows_->rows).subspan(rows_->lineage.first_link_of(unit), rows_->lineage.links_of(unit).size());
}

Tree Units::as_of(Day day, Ended ended) const { return {*rows_, day, rows_->lineage.as_of(day, ended)}; }

std::vector<std::string> Units::subtree(std::string_view id, Day day) const {
  std::vector<std::string> ids;
  const Tree tree = as_of(day);
  for (const Index unit : tree.subtree(id)) ids.push_back(this->id(unit));
  return ids;
}

std::vector<Units::Stretch> Units::subtree_during(std::string_view id, const Span& days) const {
  std::vector<Day> cuts = changes();
  std::erase_if(cuts, [&](Day day) { return day <= days.from || day >= days.to; });
  cuts.insert(cuts.begin(), days.from);
  cuts.push_back(days.to);
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const Tree tree = as_of(cuts[i]);
    const auto subtree = tree.subtree(id);
    if (subtree.empty()) continue;
    std::vector<Index> units(subtree.begin(), subtree.end());
    std::ranges::sort(units);
    if (!stretches.empty() && stretches.back().days.to == cuts[i] && stretches.back().units == units) {
      stretches.back().days.to = cuts[i + 1];
    } else {
      stretches.push_back({.days = {.from = cuts[i], .to = cuts[i + 1]}, .units = std::move(units)});
    }
  }
  return stretches;
}

std::vector<std::string> Units::unknown(std::span<const std::string> words) const {
  std::vector<std::string> missing;
  std::ranges::copy_if(words, std::back_inserter(missing), [&](const std::string& word) { return !find(word); });
  return missing;
}

}  // namespace bellwether::org
