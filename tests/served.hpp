// The server, started by a test as a company starts it.
#pragma once

#include "program.hpp"
#include "serve/http/client_for_test.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::story {

/// `bellwether serve` in a folder, on a port of its own. Ends with the test.
class Served {
 public:
  explicit Served(const Folder& folder, const std::vector<std::string>& more = {}) : folder_(folder) {
    std::vector<std::string> words{BELLWETHER_PROGRAM, "serve", "--listen", "127.0.0.1:0", "--log", "none"};
    words.insert(words.end(), more.begin(), more.end());
    int out[2] = {-1, -1};
    EXPECT_EQ(pipe(out), 0);
    process_ = fork();
    if (process_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      close(out[0]);
      if (chdir(folder.path().c_str()) != 0) _exit(126);
      std::vector<char*> arguments;
      for (std::string& word : words) arguments.push_back(word.data());
      arguments.push_back(nullptr);
      execv(BELLWETHER_PROGRAM, arguments.data());
      _exit(127);
    }
    close(out[1]);
    std::string said;
    char letter = 0;
    while (read(out[0], &letter, 1) == 1 && letter != '\n') said += letter;
    close(out[0]);
    const std::size_t colon = said.rfind(':');
    if (colon != std::string::npos) port_ = std::atoi(said.c_str() + colon + 1);
    EXPECT_NE(port_, 0) << said;
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;
  ~Served() { end(SIGKILL); }

  /// The exit status; 128 + signal where one ended it.
  int end(int signal) {
    if (process_ <= 0) return -1;
    kill(process_, signal);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] http::Client connect() const {
    return http::Client(
        http::Endpoint{.address = *http::address_from("127.0.0.1"), .port = static_cast<std::uint16_t>(port_)});
  }

 private:
  const Folder& folder_;
  pid_t process_ = -1;
  int port_ = 0;
};

}  // namespace bellwether::story
