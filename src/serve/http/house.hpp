// What all loops of one server share.
#pragma once

#include "serve/http/gate.hpp"
#include "serve/http/server.hpp"
#include "serve/http/tls.hpp"

#include <array>
#include <atomic>
#include <cstdint>

namespace bellwether::http {

struct House {
  House(Settings given, Router asked, TlsContext secured, std::uint64_t seed)
      : settings(std::move(given)),
        router(std::move(asked)),
        tls(std::move(secured)),
        gate(settings.limits),
        next_id(seed) {}

  const Settings settings;
  const Router router;
  const TlsContext tls;  // null without TLS
  Gate gate;
  std::atomic<std::uint64_t> next_id;

  std::array<std::atomic<std::uint64_t>, 600> requests{};  // by status
  std::atomic<std::uint64_t> connections = 0;
  std::atomic<std::uint64_t> refused = 0;
  std::atomic<std::uint64_t> bytes_in = 0;
  std::atomic<std::uint64_t> bytes_out = 0;
  std::atomic<std::size_t> streams = 0;
  std::atomic<std::size_t> being_refused = 0;
};

/// Counters need no order among each other.
template <class Number>
void count(std::atomic<Number>& counter, Number more = 1) {
  counter.fetch_add(more, std::memory_order_relaxed);
}

}  // namespace bellwether::http
