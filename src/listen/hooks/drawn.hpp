// The value of one member, drawn from an item of a request by its source; or what is wrong with it, and where.
#pragma once

#include "listen/hooks/source.hpp"
#include "listen/hooks/spot.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

/// Why there is no value where there should be one.
struct DrawFault {
  std::string pointer;  ///< into the body
  std::string what;
};

struct Drawn {
  std::optional<Scalar> value;
  std::string pointer;  ///< of what it was drawn from; empty for constants and headers
  std::optional<DrawFault> fault;
};

/// No value and no fault: it is not there, and not needed. Blank texts and null are not there.
[[nodiscard]] Drawn draw(const Source& source, const Item& item);

struct NamedDrawn {
  std::string name;
  Drawn drawn;
};
/// One for each member that is there. Objects, lists and what is null are passed over; so are texts where
/// `numbers_only`.
[[nodiscard]] std::vector<NamedDrawn> draw_all(const Spread& spread, const Item& item, bool numbers_only);

}  // namespace bellwether::listen
