// A server with a data directory of its own, as the benchmarks of it load it: signals of some 400 bytes, as a shop would send them.
#pragma once

#include "guard/access/api_keys.hpp"
#include "load.hpp"
#include "serve/api/api_server.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace bellwether::bench {

inline std::string signal_of(std::uint64_t number) {
  return fmt::format(
      R"({{"id":"order-{}","occurred_at":"2026-11-20T{:02}:{:02}:00Z","channel":"survey","unit":"Store {}","touchpoint":"delivery",)"
      R"("customer":"customer-{}","ratings":{{"nps":{},"csat":{}}},"attributes":{{"plan":"gold","basket":{}.5}},)"
      R"("text":"The parcel came two days late and the box was open, but your people on the phone were kind and sent me )"
      R"(another one at once, so in the end I am quite happy with it."}})",
      number, number % 24, number % 60, number % 200, number % 50'000, number % 11, 1 + number % 5, number % 300);
}

inline std::string post_of(std::string_view key, std::string_view body) {
  return fmt::format(
      "POST /v1/signals HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      key, body.size(), body);
}

struct ServeHouse {
  std::filesystem::path folder;
  std::string key;
  std::unique_ptr<api::ApiServer> server;

  /// `facts`: a data directory whose facts the server begins with, as a copy; empty: none. `toml`: its bellwether.toml.
  explicit ServeHouse(const std::filesystem::path& facts = {}, std::string_view toml = {}) {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-serve-bench-XXXXXX").string();
    folder = mkdtemp(name.data());
    if (!facts.empty()) {
      std::filesystem::copy(
          facts, folder, std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
    }
    if (!toml.empty()) std::ofstream(folder / "bellwether.toml") << toml;
    {
      const auto directory = store::DataDirectory::open_beside(folder);
      const auto records = records::Records::open(*directory, store::Access::write);
      auto transaction = (*records)->begin();
      key = guard::make_api_key(
                *transaction,
                {.name = "bench",
                 .scopes = {guard::Scope::send_signals, guard::Scope::read_measures, guard::Scope::read_voices},
                 .source = "shop"},
                "bench", now())
                ->secret;
      if (!transaction->commit()) std::abort();
    }
    api::ServerSettings settings;
    settings.house.folder = folder;
    settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
    settings.http.limits.connections_per_address = 20'000;
    auto started = api::ApiServer::start(std::move(settings));
    if (!started) {
      fmt::print(stderr, "{}\n", to_text(started.error()));
      std::exit(2);
    }
    server = *std::move(started);
  }
  ServeHouse(const ServeHouse&) = delete;
  ServeHouse& operator=(const ServeHouse&) = delete;
  ~ServeHouse() {
    server.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  [[nodiscard]] std::uint16_t port() const { return server->endpoints().front().port; }
  void settle() const {
    auto& house = server->house();
    while (!house.mover().wait_until(house.inbox().fill().last, std::chrono::minutes(1))) {
    }
  }
  /// The same server's emptiest answer, from 64 connections.
  [[nodiscard]] Loaded empty_answers(int seconds) const {
    Load load{.port = port(), .duration = std::chrono::seconds(seconds), .next_request = {}};
    load.next_request = [](std::string& text) { text = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"; };
    return run(load);
  }
  /// One signal a request, from 64 connections.
  [[nodiscard]] Loaded load(int seconds) {
    Load load{.port = port(), .duration = std::chrono::seconds(seconds), .next_request = {}};
    load.next_request = [this](std::string& text) { text = post_of(key, signal_of(next_++)); };
    return run(load);
  }

 private:
  std::uint64_t next_ = 0;
};

/// Sends all of it; false where the other end takes no more.
inline bool send_all(int to, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(to, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace bellwether::bench
