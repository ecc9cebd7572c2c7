// Figures for Prometheus: text exposition format 0.0.4.
#pragma once

#include "serve/api/house.hpp"
#include "serve/http/server.hpp"

#include <string>

namespace bellwether::api {

/// Counters of the engine, of the inbox and of the mover; each with its HELP and TYPE.
[[nodiscard]] std::string metrics_of(const House& house, const http::Counters& counters);

}  // namespace bellwether::api
