// Connections that are held by a process of their own: each end of one takes a file, and a process may have so many.
#pragma once

#include "load.hpp"
#include "process.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::bench {

/// For a main() that hands its words over where they begin with k_word.
class Holder {
 public:
  static constexpr std::string_view k_word = "hold";

  /// Sends the request on each, and waits until something came on each.
  Holder(std::uint16_t port, std::size_t many, const std::string& request) {
    std::array<int, 2> told{}, until{};
    if (pipe(told.data()) != 0 || pipe(until.data()) != 0) return;
    const std::string where = fmt::format("{}", port), number = fmt::format("{}", many);
    process_ = fork();
    if (process_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);
      dup2(told[1], STDOUT_FILENO);
      dup2(until[0], STDIN_FILENO);
      close_range(STDERR_FILENO + 1, ~0U, 0);
      execl("/proc/self/exe", "holder", k_word.data(), where.c_str(), number.c_str(), request.c_str(), nullptr);
      _exit(127);
    }
    close(told[1]);
    close(until[0]);
    until_ = until[1];
    std::array<char, 32> text{};
    if (read(told[0], text.data(), text.size() - 1) > 0) opened_ = std::strtoul(text.data(), nullptr, 10);
    close(told[0]);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  ~Holder() {
    close(until_);
    waitpid(process_, nullptr, 0);
  }
  [[nodiscard]] std::size_t opened() const { return opened_; }

  /// What the other process does: hold PORT MANY REQUEST, until its input ends.
  static int run(int count, char** words) {
    if (count < 5) return 2;
    const auto port = static_cast<std::uint16_t>(std::strtoul(words[2], nullptr, 10));
    const std::size_t many = std::min(std::strtoul(words[3], nullptr, 10), connections_that_fit());
    const std::string_view request = words[4];
    std::vector<int> lines;
    while (lines.size() < many) {
      const int line = connected(port);
      if (line < 0 || ::send(line, request.data(), request.size(), MSG_NOSIGNAL) < 0) break;
      lines.push_back(line);
    }
    std::array<char, 4096> bytes{};
    std::size_t opened = 0;
    for (const int line : lines) opened += ::recv(line, bytes.data(), bytes.size(), 0) > 0 ? 1U : 0U;
    const std::string told = fmt::format("{}\n", opened);
    if (write(STDOUT_FILENO, told.data(), told.size()) < 0) return 1;
    while (read(STDIN_FILENO, bytes.data(), bytes.size()) > 0) {
    }
    return 0;
  }

 private:
  pid_t process_ = -1;
  int until_ = -1;
  std::size_t opened_ = 0;
};

}  // namespace bellwether::bench
