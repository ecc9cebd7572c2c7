// One webhook: how its JSON becomes signals or acts. Read from a small TOML and checked as a whole; docs/hooks.md tells
// how to write it.
//
//   name = "tickets"
//   source = "helpdesk"
//
//   [signature]
//   method = "shared"
//   secret = "helpdesk"
//   header = "X-Secret"
//
//   [[take]]
//   when = { event = ["created", "reopened"] }
//   signal.id = "{event}-{ticket.id}"
//   signal.occurred_at = { from = "ticket.created", time = "unix" }
//   signal.channel = { constant = "ticket" }
//   signal.text = { from = ["ticket.words", "ticket.title"], html = true }
//   signal.ratings.csat = { from = "ticket.mood", map = { good = 5, bad = 1 } }
#pragma once

#include "base/result.hpp"
#include "listen/hooks/condition.hpp"
#include "listen/hooks/signature.hpp"
#include "listen/hooks/source.hpp"
#include "listen/intake/entry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bellwether::listen {

using NamedSource = std::pair<std::string, Source>;

/// What becomes of an item that fits.
struct TakeRule {
  std::string about;
  FactKind kind = FactKind::signal;
  std::vector<Condition> when;       ///< all of them; none: every item fits
  std::vector<NamedSource> members;  ///< "id", "text" … of docs/signals.md
  std::vector<NamedSource> ratings;
  std::vector<NamedSource> attributes;
  std::optional<Spread> all_ratings;  ///< a member "*": named by what is sent
  std::optional<Spread> all_attributes;
  std::uint32_t line = 0;
};

/// A request that asks for a word back, before anything is sent: Slack's url_verification.
struct Challenge {
  std::vector<Condition> when;
  Path answer;
};

struct Hook {
  std::string name;    ///< of the address: POST /v1/hooks/{name}
  std::string about;   ///< one line for people
  std::string source;  ///< of the facts
  std::string file;    ///< "hooks/zendesk.toml", for messages
  Signature signature;
  std::optional<Challenge> challenge;
  std::optional<Path> each;      ///< to the list of items; without: the body is the one item
  std::optional<Path> delivery;  ///< what a delivery is known again by, where items have no id of their own
  std::vector<TakeRule> take;    ///< the first that fits takes the item
};

/// Error: `bad_input` at "file:line" for the first mistake in the file: an unknown key with the nearest known one, a
/// path that is none, an item without an id, a signature that says too little.
[[nodiscard]] Result<Hook> hook_from_toml(std::string_view toml, std::string_view file);

}  // namespace bellwether::listen
