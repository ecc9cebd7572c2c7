// One item under one rule: written in the form of docs/signals.md and told to Intake, with every fault led back to the
// body and to the line of the mapping.
#pragma once

#include "base/time.hpp"
#include "listen/hooks/hook.hpp"
#include "listen/hooks/spot.hpp"
#include "listen/intake/intake.hpp"

#include <cstdint>

namespace bellwether::listen {

/// `number`: which of the request's items.
[[nodiscard]] ToldLine tell(const TakeRule& rule, const Item& item, const Hook& hook, std::uint64_t number,
                            Intake& intake, const Sender& sender, Instant now);

}  // namespace bellwether::listen
