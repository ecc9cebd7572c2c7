// A service of others that does part of what is measured, started beside the benchmark and gone with it (bench/peers/).
#pragma once

#include "store/records/postgresql_for_test.hpp"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::bench {

/// fastify, inserting each signal into PostgreSQL before it answers. The server of PostgreSQL must have been started before any thread was.
class Peer {
 public:
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }

  /// Nothing where Node.js, the libraries or PostgreSQL are missing: `scripts/setup bench` brings them.
  static std::optional<std::uint16_t> start(std::optional<Peer>& into, const std::filesystem::path& folder) {
    const auto* const postgresql = records::PostgresqlForTest::server();
    if (postgresql == nullptr || !std::filesystem::exists(folder / "node_modules")) return std::nullopt;
    std::array<int, 2> told{};
    if (pipe(told.data()) != 0) return std::nullopt;
    const std::string script = (folder / "server.mjs").string(), socket = postgresql->data().parent_path().string();
    const pid_t process = fork();
    if (process == 0) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);
      dup2(told[1], STDOUT_FILENO);
      close(told[0]);
      execlp("node", "node", script.c_str(), socket.c_str(), "postgres", "bellwether", nullptr);
      _exit(127);
    }
    close(told[1]);
    into.emplace(process);
    std::string text;
    std::array<char, 256> bytes{};
    while (text.find('\n') == std::string::npos) {
      const auto got = read(told[0], bytes.data(), bytes.size());
      if (got <= 0) break;
      text.append(bytes.data(), static_cast<std::size_t>(got));
    }
    close(told[0]);
    constexpr std::string_view k_words = "listening on ";
    if (!text.starts_with(k_words)) return std::nullopt;
    return static_cast<std::uint16_t>(std::strtoul(text.c_str() + k_words.size(), nullptr, 10));
  }

  explicit Peer(pid_t process) : process_(process) {}

 private:
  pid_t process_;
};

}  // namespace bellwether::bench
