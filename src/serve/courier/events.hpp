// What a webhook is told, and which facts it means.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/facts/facts.hpp"
#include "tell/outbox/webhooks.hpp"

#include <string>
#include <string_view>

namespace bellwether::courier {

/// {"type":"signal.received","timestamp":…,"data":{…}}, the data as /v1/voices tells a voice.
[[nodiscard]] std::string voice_event(const facts::StoredSignal& voice, Instant at);
/// {"type":"act.recorded",…}: what was done, when, where and about what; not by whom.
[[nodiscard]] std::string act_event(const facts::StoredAct& act, Instant at);
/// {"type":"webhook.test",…}
[[nodiscard]] std::string test_event(std::string_view webhook, Instant at);

/// The facts that a webhook's filter means, of the kinds that may be told: no employee's voice.
/// Errors of a filter; `bad_input` for one that asks who acted. `of_a_person`: somebody wrote it just now, and wants to be told of names
/// that no fact carries; otherwise these are nothing.
[[nodiscard]] Result<facts::Expr> meant_by(const facts::Facts& facts, outbox::Kind kind, std::string_view filter,
                                           bool of_a_person);

}  // namespace bellwether::courier
