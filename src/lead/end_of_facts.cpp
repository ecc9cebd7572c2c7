#include "lead/end_of_facts.hpp"

#include <algorithm>
#include <optional>

namespace bellwether::lead {

Result<Day> end_of_facts(const facts::Facts& facts) {
  std::optional<Day> newest;
  for (const facts::Table table : {facts::Table::signals, facts::Table::acts}) {
    const auto days = facts.days(table);
    if (!days) return std::unexpected(days.error());
    if (*days) newest = std::max(newest, std::optional((*days)->second));
  }
  if (!newest) {
    return fail(Code::not_found, "there is no dated fact to look at", {},
                "import acts and answers: bellwether import --as acts FILE");
  }
  return Day{newest->days + 1};
}

}  // namespace bellwether::lead
