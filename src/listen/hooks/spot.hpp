// What stands at a path of a request: the values there, each with its JSON pointer into the body.
#pragma once

#include "listen/hooks/path.hpp"
#include "listen/hooks/request.hpp"

#include <optional>
#include <string>
#include <vector>

#include <simdjson.h>

namespace bellwether::listen {

/// A place in the body. Of a header or a parameter there is only the text.
struct Spot {
  std::optional<simdjson::dom::element> node;
  std::string text;     ///< of a header or a parameter
  std::string pointer;  ///< JSON pointer (RFC 6901) into the body
  std::string name;     ///< of a member, where all members of an object were asked for
};

/// One item of a request, while it is read.
struct Item {
  const HookRequest& request;
  simdjson::dom::element body;
  Spot here;
};

inline constexpr std::size_t k_most_spots = 10'000;

/// All that stands there, in order; nothing where the path leads nowhere. What is null is not there.
[[nodiscard]] std::vector<Spot> spots_at(const Path& path, const Item& item);
/// The first of them.
[[nodiscard]] std::optional<Spot> spot_at(const Path& path, const Item& item);
/// Where it would stand, as far as that can be told: "/ticket/id".
[[nodiscard]] std::string pointer_of(const Path& path, const Item& item);

/// A text, number, true or false as text; nothing for the others.
[[nodiscard]] std::optional<std::string> text_of(const Spot& spot);
[[nodiscard]] std::optional<std::string> text_of(simdjson::dom::element value);

}  // namespace bellwether::listen
