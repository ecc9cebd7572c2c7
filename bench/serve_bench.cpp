// serve_bench [--seconds N] [--lines N] [--streams N] [--facts DIR] [--only PART] [--json FILE]: what it costs to take signals in over HTTP,
// each on disk before it is answered. Server and client share one process and the machine's cores; the ratios are against empty answers of
// the same server, and against a plain service of fastify and PostgreSQL, in one run.
#include "figures.hpp"
#include "holder.hpp"
#include "peer.hpp"
#include "serve_house.hpp"
#include "serve_live.hpp"

#include <atomic>
#include <cstring>
#include <exception>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>

namespace {

using namespace bellwether;
using Clock = std::chrono::steady_clock;

struct Flags {
  int seconds = 8;
  int lines = 400'000;
  std::size_t streams = 10'000;
  std::string facts;  ///< a data directory with many facts, for the part "full"
  std::string peers = BELLWETHER_PEERS;
  std::vector<std::string> only;  ///< parts
  std::string json;

  [[nodiscard]] bool wants(const char* part) const {
    return only.empty() || std::ranges::find(only, part) != only.end();
  }
};

/// Of the HTTP layer, with nothing above it.
bench::Loaded bare_answers(int seconds) {
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

bench::Loaded peer_answers(std::uint16_t port, int seconds) {
  std::uint64_t next = 0;
  bench::Load load{.port = port, .duration = std::chrono::seconds(seconds), .next_request = {}};
  load.next_request = [&](std::string& text) { text = bench::post_of("none", bench::signal_of(next++)); };
  return bench::run(load);
}

void posts(const Flags& flags, bench::Figures& figures) {
  const bench::Loaded bare = bare_answers(flags.seconds);
  bench::Loaded empty, posts;
  {
    bench::ServeHouse house;
    empty = house.empty_answers(flags.seconds);
    posts = house.load(flags.seconds);
    house.settle();
  }
  fmt::print("empty answers, HTTP alone  {}\nempty answers              {}\none signal a request       {}\n",
             bench::to_text(bare), bench::to_text(empty), bench::to_text(posts));
  figures.told("serve_bare_per_second", bare.per_second, "1/s");
  figures.told("serve_empty_per_second", empty.per_second, "1/s");
  figures.told("serve_posts_per_second", posts.per_second, "1/s");
  figures.told("serve_posts_to_bare", posts.per_second / bare.per_second, "ratio");
  figures.at_least("serve_posts_to_empty", posts.per_second / empty.per_second, "ratio", 0.45);
  figures.at_most("serve_posts_p99_ms", posts.p99_ms, "ms", 20);
  figures.at_most("serve_posts_failed", static_cast<double>(posts.failures), "requests", 0);

  std::optional<bench::Peer> peer;
  const auto port = bench::Peer::start(peer, flags.peers + "/fastify");
  if (!port) {
    fmt::print("fastify + PostgreSQL       is not here: scripts/setup bench brings it\n");
    return;
  }
  const bench::Loaded others = peer_answers(*port, flags.seconds);
  fmt::print("fastify + PostgreSQL       {}\n", bench::to_text(others));
  figures.told("serve_peer_per_second", others.per_second, "1/s");
  figures.told("serve_peer_p99_ms", others.p99_ms, "ms");
  figures.at_least("serve_posts_to_peer", posts.per_second / others.per_second, "ratio", 4);
}

/// Sends lines over one connection; false where the last line of the answer does not say that all were taken.
bool send_lines(const bench::ServeHouse& house, std::uint64_t first, int lines) {
  const int line = bench::connected(house.port());
  std::string body;
  for (int i = 0; i < lines; ++i) body += bench::signal_of(first + static_cast<std::uint64_t>(i)) + "\n";
  const std::string head = fmt::format(
      "POST /v1/signals?results=faults HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nConnection: close\r\n"
      "Content-Type: application/x-ndjson\r\nContent-Length: {}\r\n\r\n",
      house.key, body.size());
  if (!bench::send_all(line, head) || !bench::send_all(line, body)) return false;
  std::string answer;
  char buffer[4096];
  for (auto got = ::recv(line, buffer, sizeof buffer, 0); got > 0; got = ::recv(line, buffer, sizeof buffer, 0)) {
    answer.append(buffer, static_cast<std::size_t>(got));
  }
  close(line);
  return answer.find(fmt::format("{{\"taken\":{},\"rejected\":0", lines)) != std::string::npos;
}

struct LinesTaken {
  double taken_s = 0, moved_s = 0;
  bool all = false;
};

/// All lines into the inbox, and from there into the facts.
LinesTaken take_lines(const Flags& flags, const bench::ServeHouse& house) {
  const auto begun = Clock::now();
  constexpr int k_connections = 2;
  std::atomic<bool> all_taken = true;
  {
    std::vector<std::jthread> senders;
    for (int i = 0; i < k_connections; ++i) {
      senders.emplace_back([&, i] {
        if (!send_lines(house, static_cast<std::uint64_t>(i) * 10'000'000, flags.lines / k_connections))
          all_taken = false;
      });
    }
  }
  const double taken_s = std::chrono::duration<double>(Clock::now() - begun).count();
  house.settle();
  return {.taken_s = taken_s, .moved_s = std::chrono::duration<double>(Clock::now() - begun).count(), .all = all_taken};
}

/// Without and with their texts read for what they mean.
void many_lines(const Flags& flags, bench::Figures& figures) {
  const LinesTaken bare = take_lines(flags, bench::ServeHouse({}, "[understanding]\non = false\n"));
  const LinesTaken understood = take_lines(flags, bench::ServeHouse());
  fmt::print(
      "lines into the inbox   {:>9.0f}/s\nlines into the facts   {:>9.0f}/s\n  understood           {:>9.0f}/s\n",
      flags.lines / bare.taken_s, flags.lines / bare.moved_s, flags.lines / understood.moved_s);
  figures.at_least("serve_lines_per_second", flags.lines / bare.taken_s, "signals/s", 50'000);
  figures.at_least("serve_lines_to_facts_per_second", flags.lines / bare.moved_s, "signals/s", 25'000);
  figures.at_least("serve_lines_understood_per_second", flags.lines / understood.moved_s, "signals/s", 10'000);
  figures.at_least("serve_lines_all_taken", bare.all && understood.all ? 1 : 0, "yes", 1);
}

/// Two readers ask one question after the other while signals come in over many facts that are there.
void over_many_facts(const Flags& flags, bench::Figures& figures) {
  bench::ServeHouse house(flags.facts);
  std::atomic<bool> done = false;
  std::atomic<int> asked = 0;
  std::vector<std::jthread> readers;
  for (const char* question : {"nps?by=unit&every=week", "csat?by=touchpoint"}) {
    readers.emplace_back([&, question] {
      const int line = bench::connected(house.port());
      const std::string request = fmt::format(
          "GET /v1/measures/{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n", question, house.key);
      std::string got;
      std::array<char, 64 << 10> bytes{};
      while (!done && bench::send_all(line, request)) {
        got.clear();
        while (bench::answer_bytes(got) == 0) {
          const auto more = ::recv(line, bytes.data(), bytes.size(), 0);
          if (more <= 0) return;
          got.append(bytes.data(), static_cast<std::size_t>(more));
        }
        if (got.starts_with("HTTP/1.1 200")) ++asked;
      }
      close(line);
    });
  }
  const bench::Loaded posts = house.load(flags.seconds);
  done = true;
  readers.clear();
  fmt::print("over many facts        {}; {} questions answered beside\n", bench::to_text(posts), asked.load());
  figures.told("serve_full_posts_per_second", posts.per_second, "1/s");
  figures.at_most("serve_full_posts_p99_ms", posts.p99_ms, "ms", 20);
  figures.at_most("serve_full_posts_failed", static_cast<double>(posts.failures), "requests", 0);
  figures.at_least("serve_full_questions", asked, "answers", 1);
}

int run(const Flags& flags) {
  bench::Figures figures;
  // Before any thread: it is a process of its own.
  if (flags.wants("posts")) records::PostgresqlForTest::server();
  if (flags.wants("posts")) posts(flags, figures);
  if (flags.wants("lines")) many_lines(flags, figures);
  if (flags.wants("live")) bench::signals_seen_live(figures, flags.seconds);
  if (flags.wants("streams")) bench::idle_streams(figures, flags.streams, flags.seconds);
  if (flags.wants("full") && !flags.facts.empty()) over_many_facts(flags, figures);
  if (!figures.write(flags.json)) return 2;
  return figures.passed() ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count > 1 && bench::Holder::k_word == words[1]) return bench::Holder::run(count, words);
    Flags flags;
    CLI::App program("What it costs to take signals in over HTTP.", "serve_bench");
    program.add_option("--seconds", flags.seconds)->capture_default_str();
    program.add_option("--lines", flags.lines)->capture_default_str();
    program.add_option("--streams", flags.streams)->capture_default_str();
    program.add_option("--facts", flags.facts,
                       "a data directory with many facts, for the part \"full\": they are copied");
    program.add_option("--only", flags.only, "of posts, lines, live, streams and full");
    program.add_option("--json", flags.json);
    CLI11_PARSE(program, count, words);
    return run(flags);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "serve_bench: %s\n", problem.what());
    return 2;
  }
}
