#include "lead/joined_weeks.hpp"

#include <cstddef>
#include <set>

namespace bellwether::lead {

std::vector<std::uint32_t> joined_weeks(std::span<const AnsweredWeek> weeks, std::int64_t k) {
  const auto is_enough = [k](const auto& people) { return static_cast<std::int64_t>(people.size()) >= k; };
  const auto month = [&](std::size_t at) { return period_start(Grain::month, weeks[at].monday); };
  std::vector<std::uint32_t> group_of(weeks.size(), k_not_joined);
  std::uint32_t next = 0;
  std::set<std::uint64_t> together;
  std::size_t begin = 0;  // of those that are being joined
  for (std::size_t at = 0; at < weeks.size(); ++at) {
    const bool alone = is_enough(weeks[at].people);
    if (alone || (begin < at && month(at) != month(begin))) {
      together.clear();
      begin = alone ? at + 1 : at;
    }
    if (alone) {
      group_of[at] = next++;
      continue;
    }
    together.insert(weeks[at].people.begin(), weeks[at].people.end());
    if (!is_enough(together)) continue;
    for (; begin <= at; ++begin) group_of[begin] = next;
    ++next;
    together.clear();
  }
  return group_of;
}

}  // namespace bellwether::lead
