#include "org/span.hpp"

namespace bellwether::org {

std::string to_text(const Span& span) {
  const bool begins = span.from > k_always, ends = span.to < k_forever;
  if (!begins && !ends) return "always";
  const std::string last = bellwether::to_text(Day{span.to.days - 1});
  if (!begins) return "until " + last;
  const std::string first = "from " + bellwether::to_text(span.from);
  return ends ? first + " to " + last : first;
}

}  // namespace bellwether::org
