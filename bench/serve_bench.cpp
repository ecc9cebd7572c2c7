// serve_bench [--seconds N] [--lines N] [--only PART] [--json FILE]: what it costs to take signals in over HTTP, each on disk before it is answered. Server
// and client share one process and the machine's cores; the ratio is against empty answers of the same engine in the same process.
#include "figures.hpp"
#include "guard/access/api_keys.hpp"
#include "load.hpp"
#include "serve/api/api_server.hpp"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

using namespace bellwether;
using Clock = std::chrono::steady_clock;

struct Flags {
  int seconds = 8;
  int lines = 400'000;
  std::string only;  ///< "posts" or "lines": that part alone, for a profiler
  std::string json;
};

/// A signal of some 400 bytes, as a shop would send it.
std::string signal_of(std::uint64_t number) {
  return fmt::format(
      R"({{"id":"order-{}","occurred_at":"2026-11-20T{:02}:{:02}:00Z","channel":"survey","unit":"Store {}","touchpoint":"delivery",)"
      R"("customer":"customer-{}","ratings":{{"nps":{},"csat":{}}},"attributes":{{"plan":"gold","basket":{}.5}},)"
      R"("text":"The parcel came two days late and the box was open, but your people on the phone were kind and sent me )"
      R"(another one at once, so in the end I am quite happy with it."}})",
      number, number % 24, number % 60, number % 200, number % 50'000, number % 11, 1 + number % 5, number % 300);
}

std::string post_of(const std::string& key, const std::string& body) {
  return fmt::format(
      "POST /v1/signals HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      key, body.size(), body);
}

bench::Loaded empty_answers(int seconds) {
  http::Settings settings;
  settings.listen = {*http::endpoint_from("127.0.0.1:0")};
  auto server = http::Server::start(std::move(settings), [](const http::Request&) {
    return http::Route{.pattern = "/", .most_body_bytes = {}, .answer = http::Response{.status = 204}};
  });
  bench::Load load{
      .port = (*server)->endpoints().front().port, .duration = std::chrono::seconds(seconds), .next_request = {}};
  load.next_request = [](std::string& text) { text = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"; };
  return bench::run(load);
}

struct House {
  std::filesystem::path folder;
  std::string key;
  std::unique_ptr<api::ApiServer> server;

  House() {
    std::string name = (std::filesystem::temp_directory_path() / "bellwether-serve-bench-XXXXXX").string();
    folder = mkdtemp(name.data());
    {
      const auto directory = store::DataDirectory::open_beside(folder);
      const auto records = records::Records::open(*directory, store::Access::write);
      auto transaction = (*records)->begin();
      key =
          guard::make_api_key(*transaction, {.name = "bench", .scopes = {guard::Scope::send_signals}, .source = "shop"},
                              "bench", now())
              ->secret;
      if (!transaction->commit()) std::abort();
    }
    api::ServerSettings settings;
    settings.house.folder = folder;
    settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
    auto started = api::ApiServer::start(std::move(settings));
    if (!started) {
      fmt::print(stderr, "{}\n", to_text(started.error()));
      std::exit(2);
    }
    server = *std::move(started);
  }
  House(const House&) = delete;
  House& operator=(const House&) = delete;
  ~House() {
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
};

/// Sends lines over one connection; false where the last line of the answer does not say that all were taken.
bool send_lines(const House& house, std::uint64_t first, int lines) {
  const int line = bench::connected(house.port());
  std::string body;
  for (int i = 0; i < lines; ++i) body += signal_of(first + static_cast<std::uint64_t>(i)) + "\n";
  const std::string head = fmt::format(
      "POST /v1/signals?results=faults HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nConnection: close\r\n"
      "Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n",
      house.key, body.size());
  for (const std::string_view part : {std::string_view(head), std::string_view(body)}) {
    std::string_view left = part;
    while (!left.empty()) {
      const auto sent = ::send(line, left.data(), left.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  std::string answer;
  char buffer[4096];
  for (auto got = ::recv(line, buffer, sizeof buffer, 0); got > 0; got = ::recv(line, buffer, sizeof buffer, 0)) {
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  close(line);
  return answer.find(fmt::format("{{\"taken\":{},\"rejected\":0", lines)) != std::string::npos;
}

int run(const Flags& flags) {
  bench::Figures figures;
  const bench::Loaded empty = empty_answers(flags.only.empty() ? flags.seconds : 1);
  fmt::print("empty answers          {}\n", bench::to_text(empty));
  if (flags.only != "lines") {
    const House house;
    std::uint64_t next = 0;
    bench::Load load{.port = house.port(), .duration = std::chrono::seconds(flags.seconds), .next_request = {}};
    load.next_request = [&](std::string& text) { text = post_of(house.key, signal_of(next++)); };
    const bench::Loaded posts = bench::run(load);
    fmt::print("one signal a request   {}\n", bench::to_text(posts));
    figures.told("serve_empty_per_second", empty.per_second, "1/s");
    figures.told("serve_posts_per_second", posts.per_second, "1/s");
    figures.at_least("serve_posts_to_empty", posts.per_second / empty.per_second, "ratio", 0.45);
    figures.at_most("serve_posts_p99_ms", posts.p99_ms, "ms", 20);
    figures.at_most("serve_posts_failed", static_cast<double>(posts.failures), "requests", 0);
    house.settle();
  }
  if (flags.only == "posts") return 0;
  const House house;
  const auto begun = Clock::now();
  constexpr int k_connections = 2;
  std::atomic<bool> all_taken = true;
  {
    std::vector<std::jthread> senders;
    for (int i = 0; i < k_connections; ++i) {
      senders.emplace_back([&, i] {
        const int lines = flags.lines / k_connections;
        if (!send_lines(house, static_cast<std::uint64_t>(i) * 10'000'000, lines)) all_taken = false;
      });
    }
  }
  const double taken_s = std::chrono::duration<double>(Clock::now() - begun).count();
  house.settle();
  const double moved_s = std::chrono::duration<double>(Clock::now() - begun).count();
  fmt::print("lines into the inbox   {:>9.0f}/s\nlines into the facts   {:>9.0f}/s\n", flags.lines / taken_s,
             flags.lines / moved_s);
  figures.at_least("serve_lines_per_second", flags.lines / taken_s, "signals/s", 50'000);
  figures.at_least("serve_lines_to_facts_per_second", flags.lines / moved_s, "signals/s", 25'000);
  figures.at_least("serve_lines_all_taken", all_taken ? 1 : 0, "yes", 1);
  if (!figures.write(flags.json)) return 2;
  return figures.passed() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    Flags flags;
    CLI::App program("What it costs to take signals in over HTTP.", "serve_bench");
    program.add_option("--seconds", flags.seconds)->capture_default_str();
    program.add_option("--lines", flags.lines)->capture_default_str();
    program.add_option("--only", flags.only, "\"posts\" or \"lines\": that part alone, for a profiler");
    program.add_option("--json", flags.json);
    CLI11_PARSE(program, count, words);
    return run(flags);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "serve_bench: %s\n", problem.what());
    return 2;
  }
}
