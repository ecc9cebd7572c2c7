// The server as a company runs it: started, killed, started again, stopped.
#include "program.hpp"
#include "served.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::story {
namespace {

std::string request_of(const std::string& id, const std::string& key) {
  const std::string body = R"({"id": ")" + id + R"(", "ratings": {"nps": 9}})";
  return "POST /v1/signals HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + key +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string key_in(const Folder& folder) {
  return folder.run({"key", "make", "test", "--source", "shop", "--json"}).json()["key"];
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

TEST(Serving, LosesNothingAndDoublesNothingWhereverItIsKilled) {
  const char* const told = std::getenv("BELLWETHER_CRASH_CYCLES");
  const int cycles = told == nullptr ? 4 : std::atoi(told);
  const Folder folder;
  const std::string key = key_in(folder);
  std::mt19937_64 random(11);
  std::size_t next = 0;
  std::vector<std::size_t> acknowledged;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    Served served(folder);
    std::size_t done = 0;
    {
      const std::jthread poster([&] { done = post_until_gone(served, key, next); });
      std::this_thread::sleep_for(std::chrono::milliseconds(50 + random() % 700));
      served.end(SIGKILL);
    }
    for (std::size_t i = 0; i < done; ++i) acknowledged.push_back(next + i);
    next += done + 1;  // one more may be in, of which nobody was told
  }
  ASSERT_GT(acknowledged.size(), 10U * static_cast<std::size_t>(cycles));
  {
    Served served(folder);
    http::Client client = served.connect();
    for (const std::size_t number : acknowledged) {
      ASSERT_TRUE(client.send(request_of("s" + std::to_string(number), key)));
      ASSERT_EQ(client.read().status, 200) << "number " << number << " was acknowledged, and must be known";
    }
    // Those of which nobody was told are sent again, as their sender would.
    for (std::size_t number = 0; number < next; ++number) {
      if (std::ranges::binary_search(acknowledged, number)) continue;
      ASSERT_TRUE(client.send(request_of("s" + std::to_string(number), key)));
      const int status = client.read().status;
      ASSERT_TRUE(status == 200 || status == 202) << status;
    }
    std::this_thread::sleep_for(std::chrono::seconds(2));
    EXPECT_EQ(served.end(SIGTERM), 0) << "stops in good order";
  }
  EXPECT_EQ(answers_in(folder), static_cast<std::int64_t>(next)) << "each is there once";
  const Ran checked = folder.run({"check"});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
}

TEST(Serving, SaysWhyItCannotStart) {
  const Folder folder;
  const Served served(folder);
  const Ran held = folder.run({"serve", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(held.status, 1);
  EXPECT_NE(held.err.find("bellwether serve\" (process"), std::string::npos) << held.err;

  const Folder other;
  for (const auto& [words, what] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--listen", "nowhere"}, "nowhere"},
           {{"--listen", "203.0.113.7:8080"}, "203.0.113.7"},
           {{"--certificate", "none.pem"}, "go together"},
           {{"--listen", "127.0.0.1:0", "--certificate", "none.pem", "--certificate-key", "none.key"}, "none.pem"},
           {{"--proxy", "300.1.1.1"}, "300.1.1.1"}}) {
    std::vector<std::string> all{"serve"};
    all.insert(all.end(), words.begin(), words.end());
    const Ran ran = other.run(all);
    EXPECT_NE(ran.status, 0) << what;
    EXPECT_NE(ran.err.find(what), std::string::npos) << ran.err;
  }
}

TEST(Serving, KeysAreMadeAndRevokedBesideIt) {
  const Folder folder;
  const Served served(folder);
  const std::string key = key_in(folder);
  const auto status_of = [&](const std::string& id) {
    http::Client client = served.connect();
    EXPECT_TRUE(client.send(request_of(id, key)));
    return client.read().status;
  };
  int status = 401;
  for (int i = 0; i < 100 && status == 401; ++i) {
    status = status_of("a");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(status, 202);
  EXPECT_EQ(folder.run({"key", "revoke", key.substr(3, 10)}).status, 0);
  for (int i = 0; i < 100 && status != 401; ++i) {
    status = status_of("a");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(status, 401);
  const auto audit = folder.run({"check", "--audit", "--json"}).json();
  EXPECT_EQ(audit["lines"], 3) << "the server's link for the first owner, too";
  EXPECT_EQ(audit["sound"], true);
}

}  // namespace
}  // namespace bellwether::story
