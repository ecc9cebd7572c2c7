// http_bench [--seconds N] [--streams N] [--json FILE]: what HTTP itself costs, before anything is done with a request.
// One thread serves and one sends, in one process; then event streams at rest are held, and the memory that each takes
// is measured. Figures are of both ends together where the machine has two cores.
#include "figures.hpp"
#include "load.hpp"
#include "process.hpp"
#include "serve/http/server.hpp"

#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <exception>
#include <mutex>
#include <thread>

#include <poll.h>

namespace {

using namespace bellwether;
using namespace bellwether::http;

/// Answers on a thread of its own, all that wait at once: as the inbox does after each commit.
class Elsewhere {
 public:
  void answer(const Reply& reply) {
    const std::scoped_lock lock(held_);
    waiting_.push_back(reply);
    if (waiting_.size() == 1) told_.notify_one();
  }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::vector<Reply> now;
      {
        std::unique_lock lock(held_);
        told_.wait(lock, stop, [&] { return !waiting_.empty(); });
        now.swap(waiting_);
      }
      for (const Reply& reply : now) reply({.status = 204});
    }
  }

  std::mutex held_;
  std::condition_variable_any told_;
  std::vector<Reply> waiting_;
  std::jthread thread_{[this](const std::stop_token& stop) { run(stop); }};
};

std::string get(const char* path) { return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", path); }

/// How much memory many idle event streams take, at the server's end; the other end holds nothing but sockets.
void hold_streams(std::uint16_t port, std::size_t wanted, const std::vector<Stream>& streams, std::mutex& held,
                  bench::Figures& figures) {
  const std::size_t most = std::min(wanted, bench::connections_that_fit() / 2);  // both ends are files of this process
  const double before = bench::resident_mb();
  std::vector<int> sockets;
  sockets.reserve(most);
  for (std::size_t i = 0; i < most; ++i) {
    const int made = bench::connected(port);
    if (made < 0) break;
    sockets.push_back(made);
    const std::string request = get("/events");
    if (send(made, request.data(), request.size(), MSG_NOSIGNAL) < 0) break;
  }
  std::array<char, 4096> bytes{};
  for (const int made : sockets) {
    if (recv(made, bytes.data(), bytes.size(), 0) <= 0) fmt::print(stderr, "a stream did not open\n");
  }
  const double after = bench::resident_mb();
  figures.at_most("idle streams", after - before, "MB", 500.0 * static_cast<double>(most) / 10'000);
  fmt::print("{} idle event streams take {:.1f} MB: {:.0f} bytes each\n", sockets.size(), after - before,
             (after - before) * 1e6 / static_cast<double>(sockets.size()));

  const auto start = std::chrono::steady_clock::now();
  {
    const std::scoped_lock lock(held);
    for (const Stream& stream : streams) (void)stream.send("data: {\"unit\":\"Lyon\",\"nps\":9}\n\n");
  }
  const double sent_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  for (const int made : sockets) {
    if (recv(made, bytes.data(), bytes.size(), 0) <= 0) fmt::print(stderr, "an event did not come\n");
  }
  const double all_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  figures.told("an event to all streams", all_ms, "ms");
  fmt::print("an event to all of them: handed over in {:.1f} ms, read in {:.1f} ms; {:.1f} MB more\n", sent_ms, all_ms,
             bench::resident_mb() - after);
  for (const int made : sockets) close(made);
}

int run(int argc, char** argv) {
  int seconds = 5;
  std::size_t streams_wanted = 10'000;
  std::string json;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::strcmp(argv[i], "--seconds") == 0) seconds = std::atoi(argv[i + 1]);
    if (std::strcmp(argv[i], "--streams") == 0) streams_wanted = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::strcmp(argv[i], "--json") == 0) json = argv[i + 1];
  }
  bench::Figures figures;
  std::mutex held;
  std::vector<Stream> streams;
  Elsewhere elsewhere;
  Settings settings;
  settings.listen = {*endpoint_from("127.0.0.1:0")};
  settings.limits.connections_per_address = 20'000;
  const auto route_of = [&](const Request& request) -> Route {
    if (request.path == "/empty") return {.pattern = "/empty", .answer = Response{.status = 204}};
    if (request.path == "/echo") {
      return {.pattern = "/echo",
              .answer = Whole([](Request&& asked, const Reply& reply) { reply({.body = std::move(asked.body)}); })};
    }
    if (request.path == "/later") {
      return {.pattern = "/later", .answer = Whole([&](Request&&, const Reply& reply) { elsewhere.answer(reply); })};
    }
    return {.pattern = "/events", .answer = Whole([&](Request&&, const Reply& reply) {
                                    const std::scoped_lock lock(held);
                                    streams.push_back(reply.stream({}, Reply::Kind::events));
                                  })};
  };
  auto server = Server::start(settings, route_of);
  if (!server) {
    fmt::print(stderr, "{}\n", bellwether::to_text(server.error()));
    return 1;
  }
  const std::uint16_t port = (*server)->endpoints().front().port;
  const std::string body(400, 'x');
  const std::string post =
      fmt::format("HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                  body.size(), body);
  const std::array<std::pair<const char*, std::string>, 3> loads = {
      {{"empty replies", get("/empty")},
       {"400 bytes echoed", "POST /echo " + post},
       {"400 bytes answered by another thread", "POST /later " + post}}};
  for (const auto& [name, request] : loads) {
    const bench::Loaded loaded = bench::run({.port = port,
                                             .duration = std::chrono::seconds(seconds),
                                             .next_request = [&request = request](std::string& to) { to = request; }});
    fmt::print("{:<38}{}\n", name, bench::to_text(loaded));
    figures.told(name, loaded.per_second, "1/s");
    figures.told(fmt::format("{}, p99", name), loaded.p99_ms, "ms");
  }
  hold_streams(port, streams_wanted, streams, held, figures);
  (*server)->stop(std::chrono::milliseconds(100));
  return figures.write(json) && figures.passed() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "http_bench: %s\n", problem.what());
    return 1;
  }
}
