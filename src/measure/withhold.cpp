#include "measure/withhold.hpp"

#include "base/invariant.hpp"

#include <cstddef>
#include <map>

namespace bellwether::measure {

namespace {

/// Rows that differ along one dimension only: their total can be asked for.
using Line = std::vector<std::size_t>;

std::vector<Line> lines_of(std::span<const Guarded> rows) {
  std::vector<Line> lines;
  if (rows.empty()) return lines;
  for (std::size_t along = 0; along < rows[0].place.size(); ++along) {
    std::map<std::vector<std::string>, Line> by_others;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      invariant(rows[i].place.size() == rows[0].place.size());
      std::vector<std::string> others = rows[i].place;
      others[along].clear();
      by_others[std::move(others)].push_back(i);
    }
    for (auto& [others, line] : by_others) lines.push_back(std::move(line));
  }
  return lines;
}

/// Hides one more row of the line if what is hidden could be worked out. False where nothing had to be, or could be, done.
bool cover(const Line& line, std::span<const Guarded> rows, std::vector<bool>& hidden, std::int64_t k) {
  std::int64_t hidden_answers = 0;
  std::size_t hidden_count = 0;
  const std::size_t none = rows.size();
  std::size_t smallest = none;
  for (const std::size_t i : line) {
    if (rows[i].answers == 0) continue;
    if (hidden[i]) {
      hidden_answers += rows[i].answers;
      ++hidden_count;
    } else if (smallest == none || rows[i].answers < rows[smallest].answers) {
      smallest = i;
    }
  }
  if (hidden_count == 0 || (hidden_count > 1 && hidden_answers >= k) || smallest == none) return false;
  hidden[smallest] = true;
  return true;
}

}  // namespace

std::vector<bool> hidden_rows(std::span<const Guarded> rows, std::int64_t k) {
  std::vector<bool> hidden(rows.size());
  bool any = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto few = [&](std::int64_t answers) { return 0 < answers && answers < k; };
    hidden[i] = few(rows[i].answers) || (rows[i].answers > 0 && few(rows[i].elsewhere));
    any = any || hidden[i];
  }
  if (!any) return hidden;

  const std::vector<Line> lines = lines_of(rows);
  for (bool changed = true; changed;) {  // ends: each round hides at least one row more
    changed = false;
    for (const Line& line : lines) {
      while (cover(line, rows, hidden, k)) changed = true;
    }
  }
  return hidden;
}

}  // namespace bellwether::measure
