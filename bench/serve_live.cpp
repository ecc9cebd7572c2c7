#include "serve_live.hpp"

#include "holder.hpp"
#include "process.hpp"
#include "serve_house.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace bellwether::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Times = std::unordered_map<std::string, Clock::time_point>;

constexpr int k_per_second = 1'000;
constexpr int k_senders = 4;

std::string listen_request(const std::string& key, std::string_view where) {
  return fmt::format("GET /v1/live{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\r\n", where, key);
}

/// The uuid that stands behind `"id":"` in a text.
std::string id_in(std::string_view text) {
  constexpr std::string_view k_before = "\"id\":\"";
  const std::size_t at = text.find(k_before);
  return at == std::string_view::npos ? "" : std::string(text.substr(at + k_before.size(), 36));
}

/// When each voice was told, until the stream has been quiet for two seconds after the senders' end.
struct Listener {
  explicit Listener(const ServeHouse& house) : line(connected(house.port())) {
    send_all(line, listen_request(house.key, ""));
    const timeval patience{.tv_sec = 2, .tv_usec = 0};
    setsockopt(line, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  void listen() {
    std::string text;
    std::array<char, 64 << 10> bytes{};
    while (true) {
      const auto got = ::recv(line, bytes.data(), bytes.size(), 0);
      if (got <= 0 && done) break;
      if (got <= 0) continue;
      const auto at = Clock::now();
      text.append(bytes.data(), static_cast<std::size_t>(got));
      std::size_t from = 0;
      for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', from)) {
        const std::string_view told = std::string_view(text).substr(from, end - from);
        if (told.starts_with("data: {")) heard.emplace(id_in(told), at);
        if (told.starts_with("event: gap")) ++gaps;
        from = end + 1;
      }
      text.erase(0, from);
    }
    close(line);
  }

  int line;
  std::atomic<bool> done = false;
  int gaps = 0;
  Times heard;
};

/// Sends its share of the signals, each when its time has come; when each was sent, by the id that it was given.
Times send_paced(const ServeHouse& house, int sender, int seconds) {
  Times sent;
  const int line = connected(house.port());
  std::array<char, 4096> bytes{};
  const auto begun = Clock::now();
  for (int i = 0; i < k_per_second / k_senders * seconds; ++i) {
    std::this_thread::sleep_until(begun + std::chrono::microseconds(1'000'000LL * i * k_senders / k_per_second));
    const auto at = Clock::now();
    const std::string body = signal_of(static_cast<std::uint64_t>(sender) * 10'000'000 + static_cast<std::uint64_t>(i));
    if (!send_all(line, post_of(house.key, body))) break;
    const auto got = ::recv(line, bytes.data(), bytes.size(), 0);
    if (got <= 0) break;
    sent.emplace(id_in({bytes.data(), static_cast<std::size_t>(got)}), at);
  }
  close(line);
  return sent;
}

}  // namespace

void signals_seen_live(Figures& figures, int seconds) {
  const ServeHouse house;
  Listener listener(house);
  std::jthread listening([&] { listener.listen(); });
  std::vector<Times> sent(k_senders);
  {
    std::vector<std::jthread> senders;
    for (int i = 0; i < k_senders; ++i) {
      senders.emplace_back([&, i] { sent[static_cast<std::size_t>(i)] = send_paced(house, i, seconds); });
    }
  }
  listener.done = true;
  listening.join();
  std::vector<double> waits_ms;
  std::size_t all = 0;
  for (const Times& times : sent) {
    for (const auto& [id, at] : times) {
      ++all;
      const auto heard = listener.heard.find(id);
      if (heard == listener.heard.end()) continue;
      waits_ms.push_back(std::chrono::duration<double, std::milli>(heard->second - at).count());
    }
  }
  std::ranges::sort(waits_ms);
  const auto at = [&](double share) {
    return waits_ms.empty() ? 1e9
                            : waits_ms[static_cast<std::size_t>(share * static_cast<double>(waits_ms.size() - 1))];
  };
  fmt::print("seen live, {} sent     p50 {:6.0f} ms   p99 {:6.0f} ms   max {:7.0f} ms   {} not told one by one\n", all,
             at(0.5), at(0.99), at(1), all - waits_ms.size());
  figures.told("serve_live_p50_ms", at(0.5), "ms");
  figures.at_most("serve_live_p99_ms", at(0.99), "ms", 1'000);
  figures.at_least("serve_live_told", static_cast<double>(waits_ms.size()) / static_cast<double>(all), "share", 0.99);
}

void idle_streams(Figures& figures, std::size_t wanted, int seconds) {
  wanted = std::min(wanted, connections_that_fit());
  ServeHouse house;
  const double before = resident_mb();
  // A filter that no signal fits: they are idle.
  const Holder holder(house.port(), wanted,
                      listen_request(house.key, "?where=unit%20%3D%20%22Store%207%22%20and%20rating.nps%20%3E%2010"));
  const double held = resident_mb() - before;
  const Loaded beside = house.load(seconds);
  fmt::print("{} idle streams      {:6.1f} MB; beside them\none signal a request       {}\n", holder.opened(), held,
             to_text(beside));
  if (beside.failures > 0) fmt::print("the first failure: {}\n", beside.first_failure);
  figures.at_least("serve_streams_open", static_cast<double>(holder.opened()), "streams", static_cast<double>(wanted));
  figures.at_most("serve_streams_mb", held, "MB", 500.0 * static_cast<double>(wanted) / 10'000);
  figures.told("serve_posts_beside_streams_per_second", beside.per_second, "1/s");
  figures.at_most("serve_posts_beside_streams_failed", static_cast<double>(beside.failures), "requests", 0);
}

}  // namespace bellwether::bench
