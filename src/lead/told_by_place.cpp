#include "lead/told_by_place.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace bellwether::lead {

measure::Tally ToldByPlace::of(const std::vector<std::string>& places) const {
  std::vector<const measure::Tally*> parts;
  if (places.empty()) {
    for (const auto& [place, tally] : by_place) parts.push_back(&tally);
    for (const Across& block : across) parts.push_back(&block.tally);
    return measure::sum_of(parts);
  }
  for (const std::string& place : places) {
    if (const auto found = by_place.find(place); found != by_place.end()) parts.push_back(&found->second);
  }
  if (across.empty()) return measure::sum_of(parts);
  const std::unordered_set<std::string_view> meant(places.begin(), places.end());
  for (const std::string& place : places) {
    const auto from = across_from.find(place);
    if (from == across_from.end()) continue;
    for (const std::size_t at : from->second) {
      const bool is_here = std::ranges::all_of(across[at].places, [&](const auto& one) { return meant.contains(one); });
      if (is_here) parts.push_back(&across[at].tally);
    }
  }
  return measure::sum_of(parts);
}

bool ToldByPlace::leaves_out(const std::vector<std::string>& places) const {
  if (places.empty()) return !left_out.empty();
  return std::ranges::any_of(places, [&](const std::string& place) { return left_out.contains(place); });
}

ToldByPlace told_by_place(measure::GuardedCells cells) {
  const auto place_of = [](const std::vector<facts::Label>& slice) { return slice.empty() ? "" : slice[0].text; };
  ToldByPlace told;
  for (measure::GuardedCell& one : cells.cells) {
    const std::string place = place_of(one.cell.slice);
    if (one.left_out) told.left_out.insert(place);
    const auto [at, is_new] = told.by_place.try_emplace(place, one.cell.tally);
    if (!is_new) at->second = at->second + one.cell.tally;
  }
  for (measure::AcrossCells& block : cells.across) {
    ToldByPlace::Across& across = told.across.emplace_back();
    for (const auto& slice : block.slices) across.places.emplace_back(place_of(slice));
    across.tally = std::move(block.tally);
    if (!across.places.empty()) told.across_from[across.places.front()].push_back(told.across.size() - 1);
  }
  told.refused = std::move(cells.refused);
  return told;
}

}  // namespace bellwether::lead
