#include "served.hpp"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::story {

Served::Served(const std::filesystem::path& folder, const std::vector<std::string>& more,
               const std::vector<std::pair<std::string, std::string>>& environment) {
  std::vector<std::string> words{BELLWETHER_PROGRAM, "serve", "--listen", "127.0.0.1:0", "--log", "none"};
  words.insert(words.end(), more.begin(), more.end());
  int out[2] = {-1, -1};
  EXPECT_EQ(pipe(out), 0);
  process_ = fork();
  if (process_ == 0) {
    dup2(out[1], STDOUT_FILENO);
    close(out[0]);
    if (chdir(folder.c_str()) != 0) _exit(126);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(BELLWETHER_PROGRAM, arguments.data());
    _exit(127);
  }
  close(out[1]);
  char letter = 0;
  while (read(out[0], &letter, 1) == 1 && letter != '\n') said_ += letter;
  close(out[0]);
  const std::size_t colon = said_.rfind(':');
  if (colon != std::string::npos) port_ = std::atoi(said_.c_str() + colon + 1);
  EXPECT_NE(port_, 0) << said_;
}

Served::~Served() { end(SIGKILL); }

int Served::end(int signal) {
  if (process_ <= 0) return -1;
  kill(process_, signal);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

http::Client Served::connect() const {
  return http::Client(
      http::Endpoint{.address = *http::address_from("127.0.0.1"), .port = static_cast<std::uint16_t>(port_)});
}

bool Served::settle() const {
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (std::chrono::steady_clock::now() < until) {
    http::Client client = connect();
    if (!client.send("GET /readyz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")) return false;
    const auto told = nlohmann::json::parse(client.read().body, nullptr, false);
    if (told.is_object() && told.value("waiting", -1) == 0) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

std::string request_of(const std::string& id, const std::string& key) {
  const std::string body = R"({"id": ")" + id + R"(", "ratings": {"nps": 9}})";
  return "POST /v1/signals HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + key +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string key_in(const Folder& folder, const std::vector<std::string>& scopes) {
  std::vector<std::string> words{"key", "make", "test", "--source", "shop", "--json"};
  for (const std::string& scope : scopes) words.insert(words.end(), {"--scope", scope});
  return folder.run(words).json()["key"];
}

std::int64_t answers_in(const Folder& folder) {
  return folder.run({"measure", "nps", "--json"}).json()["rows"][0]["n"].get<std::int64_t>();
}

/// Posts one after another until the server is gone; how many were acknowledged, of those numbered from `first`.
std::size_t post_until_gone(const Served& served, const std::string& key, std::size_t first) {
  http::Client client = served.connect();
  std::size_t acknowledged = 0;
  while (client.send(request_of("s" + std::to_string(first + acknowledged), key)) && client.read().status == 202) {
    ++acknowledged;
  }
  return acknowledged;
}

}  // namespace bellwether::story
