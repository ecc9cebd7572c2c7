// Lines without end: read as they come, taken in groups, answered line by line.
#pragma once

#include "listen/intake/entry.hpp"
#include "serve/api/operation.hpp"

namespace bellwether::api {

/// Each line's result stands in the answer once the disk has it: {"line", "id"} or {"line", "faults"}, in order, blank lines left out.
/// The next lines are read only then, so that a fast sender waits and memory does not grow. The last line sums up: {"taken", "rejected",
/// "lines"}, and where it had to stop "stopped_at" (from that line on, send again), "why" and "retry_after".
void take_lines(House& house, listen::FactKind kind, Call&& call, const http::BodyReader& body,
                const http::Reply& reply);

}  // namespace bellwether::api
