// Events of CloudEvents 1.0.2 as its binding to HTTP puts them into a request.
#pragma once

#include "listen/intake/intake.hpp"
#include "serve/http/message.hpp"

#include <string_view>
#include <vector>

namespace bellwether::api {

inline constexpr std::string_view k_event = "application/cloudevents+json";
inline constexpr std::string_view k_events = "application/cloudevents-batch+json";

/// Whether a request carries events: in structured or batch mode by its Content-Type, in binary mode by its headers.
[[nodiscard]] bool carries_events(const http::Request& request);

/// The facts in them. `carries_events` must hold.
[[nodiscard]] std::vector<listen::ToldLine> read_events(listen::Intake& intake, listen::FactKind kind,
                                                        const http::Request& request, const listen::Sender& sender,
                                                        Instant now);

}  // namespace bellwether::api
