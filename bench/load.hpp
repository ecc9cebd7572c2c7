// A load of requests over connections that are kept: each connection sends its next request when it has its answer
// (closed loop), from one thread. Times are counted from the send to the whole answer, after a warm-up.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bellwether::bench {

struct Load {
  std::uint16_t port = 0;  ///< at 127.0.0.1
  int connections = 64;
  std::chrono::milliseconds warm_up{1'000};
  std::chrono::milliseconds duration{5'000};
  std::function<void(std::string&)> next_request;  ///< writes a whole request into an empty text
};

struct Loaded {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  double max_ms = 0;
  std::uint64_t answers = 0;
  std::uint64_t failures = 0;  ///< answers of 400 and more, and connections that broke
  std::string first_failure;   ///< what was answered
};

inline std::string to_text(const Loaded& loaded) {
  return fmt::format("{:>9.0f}/s   p50 {:6.2f} ms   p99 {:6.2f} ms   max {:7.2f} ms   {} failed", loaded.per_second,
                     loaded.p50_ms, loaded.p99_ms, loaded.max_ms, loaded.failures);
}

/// A connection to 127.0.0.1; -1 where there is none.
inline int connected(std::uint16_t port) {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(made, reinterpret_cast<const sockaddr*>(&at), sizeof(at)) != 0) {
    close(made);
    return -1;
  }
  const int on = 1;
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return made;
}

/// Whether a whole answer stands at the front, and how long it is; only answers with their length told, or none.
inline std::size_t answer_bytes(std::string_view text) {
  const std::size_t end = text.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  constexpr std::string_view k_length = "\r\nContent-Length: ";
  const std::size_t at = text.substr(0, end).find(k_length);
  const std::size_t body = at == std::string_view::npos
                               ? 0
                               : std::strtoull(std::string(text.substr(at + k_length.size(), 20)).c_str(), nullptr, 10);
  return text.size() >= end + 4 + body ? end + 4 + body : 0;
}

inline Loaded run(const Load& load) {
  using Clock = std::chrono::steady_clock;
  struct Line {
    int socket = -1;
    Clock::time_point sent;
    std::string got;
  };
  std::vector<Line> lines(static_cast<std::size_t>(load.connections));
  Loaded loaded;
  std::vector<float> times_ms;
  times_ms.reserve(1 << 20);
  std::string request;
  const int events = epoll_create1(EPOLL_CLOEXEC);
  const auto ask = [&](Line& line) {
    request.clear();
    load.next_request(request);
    line.sent = Clock::now();
    return send(line.socket, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
  };
  const auto lose = [&](Line& line) {
    ++loaded.failures;
    if (line.socket >= 0) close(line.socket);
    line.socket = -1;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].socket = connected(load.port);
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.u64 = i;
    if (lines[i].socket < 0 || epoll_ctl(events, EPOLL_CTL_ADD, lines[i].socket, &wanted) != 0 || !ask(lines[i]))
      lose(lines[i]);
  }
  const auto counts_from = Clock::now() + load.warm_up;
  const auto until = counts_from + load.duration;
  std::array<epoll_event, 64> ready{};
  std::array<char, 64 << 10> bytes{};
  for (auto now = Clock::now(); now < until;) {
    const int many = epoll_wait(events, ready.data(), static_cast<int>(ready.size()), 100);
    now = Clock::now();
    for (int i = 0; i < many; ++i) {
      Line& line = lines[ready[static_cast<std::size_t>(i)].data.u64];
      const ssize_t got = recv(line.socket, bytes.data(), bytes.size(), 0);
      if (got <= 0) {
        lose(line);
        continue;
      }
      line.got.append(bytes.data(), static_cast<std::size_t>(got));
      if (answer_bytes(line.got) == 0) continue;
      if (line.sent >= counts_from) {
        ++loaded.answers;
        times_ms.push_back(std::chrono::duration<float, std::milli>(now - line.sent).count());
        if (line.got.size() > 9 && line.got[9] >= '4') {
          if (loaded.failures++ == 0) loaded.first_failure = line.got;
        }
      }
      line.got.clear();
      if (!ask(line)) lose(line);
    }
  }
  for (Line& line : lines) {
    if (line.socket >= 0) close(line.socket);
  }
  close(events);
  std::ranges::sort(times_ms);
  if (times_ms.empty()) return loaded;
  const auto at = [&](double share) {
    return static_cast<double>(times_ms[static_cast<std::size_t>(share * static_cast<double>(times_ms.size() - 1))]);
  };
  loaded.per_second = static_cast<double>(loaded.answers) / std::chrono::duration<double>(load.duration).count();
  loaded.p50_ms = at(0.5);
  loaded.p99_ms = at(0.99);
  loaded.max_ms = at(1);
  return loaded;
}

}  // namespace bellwether::bench
