// When a rule takes an item: what must stand at a path.
#pragma once

#include "listen/hooks/source.hpp"
#include "listen/hooks/spot.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace bellwether::listen {

struct Condition {
  enum class Kind : std::uint8_t { one_of, there, matches };
  Path path;
  Kind kind = Kind::one_of;
  std::vector<std::string> words;  ///< one of these, as text; or the one pattern
  bool holds_when = true;          ///< false: it must not be so
};

/// Of several values at the path, one is enough. A path that leads nowhere is no word and matches nothing.
[[nodiscard]] bool holds(const Condition& condition, const Item& item);
[[nodiscard]] bool hold(const std::vector<Condition>& all, const Item& item);

}  // namespace bellwether::listen
