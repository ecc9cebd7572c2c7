// The server as a company runs it: started, killed, started again, stopped.
#include "program.hpp"
#include "served.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <signal.h>

namespace bellwether::story {
namespace {

TEST(Serving, LosesNothingAndDoublesNothingWhereverItIsKilled) {
  const char* const told = std::getenv("BELLWETHER_CRASH_CYCLES");
  const int cycles = told == nullptr ? 4 : std::atoi(told);
  const Folder folder;
  const std::string key = key_in(folder);
  std::mt19937_64 random(11);
  std::size_t next = 0;
  std::vector<std::size_t> acknowledged;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    Served served(folder.path());
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
    Served served(folder.path());
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
    EXPECT_TRUE(served.settle());
    EXPECT_EQ(served.end(SIGTERM), 0) << "stops in good order";
  }
  EXPECT_EQ(answers_in(folder), static_cast<std::int64_t>(next)) << "each is there once";
  const Ran checked = folder.run({"check"});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
}

TEST(Serving, SaysWhyItCannotStart) {
  const Folder folder;
  const Served served(folder.path());
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

TEST(Serving, TheOrganisationIsImportedBesideItAndTakenOverHttp) {
  const Folder folder;
  const Served served(folder.path());
  const std::string key =
      folder.run({"key", "make", "staff", "--scope", "organisation:read", "--scope", "organisation:change", "--json"})
          .json()["key"];
  folder.write("units.csv", "id,parent\nSouth,\nLyon,South\n");
  const std::vector<std::string> words{"import", "--as", "organisation", "units.csv"};
  const Ran imported = folder.run(words);
  ASSERT_EQ(imported.status, 0) << imported.err;
  const auto ask = [&](const std::string& line, const std::string& body = "") {
    http::Client client = served.connect();
    std::string request = line + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + key + "\r\n";
    if (!body.empty()) {
      request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    }
    EXPECT_TRUE(client.send(request + "\r\n" + body));
    return client.read();
  };
  http::Answer lyon;
  for (int i = 0; i < 100 && lyon.status != 200; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    lyon = ask("GET /v1/organisation/units/Lyon");
  }
  EXPECT_EQ(nlohmann::json::parse(lyon.body)["parent"], "South") << "known within seconds";
  EXPECT_EQ(ask("PUT /v1/organisation/units/Nice", R"({"parent": "South"})").status, 201);
  const auto log = nlohmann::json::parse(ask("GET /v1/organisation/changes").body)["changes"];
  ASSERT_EQ(log.size(), 3U);
  EXPECT_EQ(log[0]["way"], "key");
  EXPECT_EQ(log[1]["way"], "command line");
  const Ran again = folder.run({"import", "--as", "organisation", "units.csv", "--dry-run", "--ends-missing"});
  EXPECT_NE(again.out.find("1 unit ended\n  Nice"), std::string::npos) << again.out << again.err;
  const Ran audit = folder.run({"check", "--audit"});
  EXPECT_EQ(audit.status, 0) << audit.out << audit.err;
}

TEST(Serving, KeysAreMadeAndRevokedBesideIt) {
  const Folder folder;
  const Served served(folder.path());
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

TEST(Serving, TakesTenThousandPeopleOverHttpAsOneChange) {
  constexpr std::size_t k_people = 10'000;  // the most that one change may have: docs/organisation.md
  const Folder folder;
  const std::string key = key_in(folder, {"organisation:read", "organisation:change"});
  const Served served(folder.path());
  auto people = nlohmann::json::array();
  for (std::size_t i = 0; i < k_people; ++i) {
    people.push_back({{"id", "p" + std::to_string(i)}, {"name", "Person " + std::to_string(i)}});
    if (i > 0) people.back()["manager"] = "p" + std::to_string((i - 1) / 10);
  }
  const auto post = [&] {
    const std::string body = nlohmann::json{{"people", people}}.dump();
    http::Client client = served.connect();
    EXPECT_TRUE(client.send("POST /v1/organisation/changes HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + key +
                            "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                            "\r\n\r\n" + body));
    return client.read();
  };
  const http::Answer done = post();
  ASSERT_EQ(done.status, 200) << done.body.substr(0, 500);
  EXPECT_EQ(nlohmann::json::parse(done.body)["counts"]["added"], k_people);
  for (auto& one : people) one["role"] = "clerk";
  EXPECT_EQ(nlohmann::json::parse(post().body)["counts"]["changed"], k_people);
  people.push_back({{"id", "one more"}});
  EXPECT_EQ(post().status, 413);
}

}  // namespace
}  // namespace bellwether::story
