// A webhook's request becomes entries of the inbox. This is what a route calls.
//
//   const HookReply reply = receive(*hook, {body, header, query}, secret, intake, scope, now());
//   switch (reply.verdict) …
//
// Each item that a rule fits is written as a signal or an act of docs/signals.md and goes through Intake like any
// other, so that checks, pseudonyms, redaction, ids and idempotency are the same. Faults point into the body that was
// sent, and name the line of the mapping.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "listen/hooks/hook.hpp"
#include "listen/hooks/request.hpp"
#include "listen/intake/intake.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::listen {

enum class HookVerdict : std::uint8_t {
  taken,     ///< `lines` tells what came out; may be empty, where there was nothing to take in
  answered,  ///< a challenge: send `answer` back as text/plain, and nothing else
  refused,   ///< it is not shown who sends this: 401
  unset,     ///< the secret is not set here, or can't be used: 503; nothing was looked at
};

/// An item that no rule takes: an event of another kind, which is no error.
struct SkippedItem {
  std::string pointer;  ///< of the item
  std::string why;
};

struct HookReply {
  HookVerdict verdict = HookVerdict::taken;
  std::string answer;
  std::optional<Error> trouble;  ///< of `refused` and `unset`; never holds a secret
  std::vector<ToldLine>
      lines;  ///< an entry each, or what is wrong with it; a body that is no JSON is one line with a fault
  std::vector<SkippedItem> skipped;
};

/// `secret` looks settings up by the name that the mapping says. `scope` is what deliveries are known again within: the
/// name of the hook does well. At most k_most_lines items; more are one line with a fault.
[[nodiscard]] HookReply receive(const Hook& hook, const HookRequest& request, const HookLookup& secret, Intake& intake,
                                std::string_view scope, Instant now);

}  // namespace bellwether::listen
