// What machines do to a server: the disk is full, a log ends in the middle, the clock goes back. It starts and goes on by itself, what it
// acknowledged is there, and everything is there once.
#include "program.hpp"
#include "served.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>

namespace bellwether::story {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_data = "bellwether-data";

std::string large_request_of(const std::string& id, const std::string& key) {
  const std::string body =
      fmt::format(R"({{"id": "{}", "ratings": {{"nps": 9}}, "text": "{}"}})", id, std::string(40'000, 'x'));
  return fmt::format(
      "POST /v1/signals HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n"
      "Content-Length: {}\r\n\r\n{}",
      key, body.size(), body);
}

http::Answer ask(const Served& served, const std::string& request) {
  http::Client client = served.connect();
  EXPECT_TRUE(client.send(request));
  return client.read();
}

int status_of(const Served& served, const std::string& path) {
  return ask(served, "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").status;
}

/// All that were acknowledged are known; the rest are sent again, as their senders would. In the end each is there once.
void expect_each_once(const Folder& folder, const std::string& key, std::size_t count,
                      const std::function<bool(std::size_t)>& acknowledged,
                      const std::function<std::string(const std::string&, const std::string&)>& request) {
  {
    Served served(folder.path());
    ASSERT_TRUE(served.is_listening());
    http::Client client = served.connect();
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_TRUE(client.send(request("s" + std::to_string(i), key)));
      const int status = client.read().status;
      ASSERT_TRUE(status == 200 || (status == 202 && !acknowledged(i))) << "number " << i << ": " << status;
    }
    EXPECT_TRUE(served.settle());
    EXPECT_EQ(served.end(SIGTERM), 0);
  }
  EXPECT_EQ(answers_in(folder), static_cast<std::int64_t>(count)) << "each is there once";
  const Ran checked = folder.run({"check"});
  EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
}

/// A small disk of its own, seen by this process and those it starts; without the right to make one, not.
bool mount_small_disk(const fs::path& folder, const char* size) {
  if (unshare(CLONE_NEWNS) != 0) return false;
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  return mount("bellwether", folder.c_str(), "tmpfs", 0, size) == 0;
}

TEST(Troubled, AFullDiskRefusesUntilThereIsRoomAndLosesNothing) {
  const Folder folder;
  const fs::path data = folder.path() / k_data;
  fs::create_directory(data);
  if (!mount_small_disk(data, "size=128m")) GTEST_SKIP() << "making a small disk needs root (a mount of its own)";
  const std::string key = key_in(folder);
  // Takes room until it is removed.
  std::ofstream(data / "ballast") << std::string(std::size_t{96} << 20U, 'b');
  std::size_t taken = 0;
  {
    Served served(folder.path());
    ASSERT_TRUE(served.is_listening());
    http::Client client = served.connect();
    http::Answer answer;
    while (taken < 5'000) {
      ASSERT_TRUE(client.send(large_request_of("s" + std::to_string(taken), key)));
      answer = client.read();
      if (answer.status != 202) break;
      ++taken;
    }
    ASSERT_GT(taken, 50U);
    EXPECT_EQ(answer.status, 503) << answer.body;
    EXPECT_NE(answer.body.find("disk is full"), std::string::npos) << answer.body;
    EXPECT_EQ(answer.body.find(folder.path().string()), std::string::npos) << "senders need not know where";
    EXPECT_NE(answer.field("Retry-After"), "");
    EXPECT_EQ(status_of(served, "/healthz"), 200) << "it lives";
    fs::remove(data / "ballast");
    // It goes on by itself.
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    int status = 0;
    while (status != 202 && std::chrono::steady_clock::now() < until) {
      status = ask(served, large_request_of("s" + std::to_string(taken), key)).status;
      if (status != 202) std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    EXPECT_EQ(status, 202);
    ++taken;
    EXPECT_TRUE(served.settle()) << "what waited is carried on";
    EXPECT_EQ(served.end(SIGTERM), 0);
  }
  expect_each_once(folder, key, taken, [](std::size_t) { return true; }, large_request_of);
  EXPECT_EQ(umount(data.c_str()), 0);
}

TEST(Troubled, ALogThatEndsInTheMiddleIsReadUpToThere) {
  const Folder folder;
  const std::string key = key_in(folder);
  std::mt19937_64 random(5);
  std::vector<bool> acknowledged;
  for (int cycle = 0; cycle < 4; ++cycle) {
    {
      Served served(folder.path());
      ASSERT_TRUE(served.is_listening());
      std::size_t done = 0;
      const std::size_t first = acknowledged.size();
      {
        const std::jthread poster([&] { done = post_until_gone(served, key, first); });
        std::this_thread::sleep_for(std::chrono::milliseconds(200 + random() % 300));
        served.end(SIGKILL);
      }
      acknowledged.resize(first + done, true);
      acknowledged.push_back(false);
    }
    // What was being written at that moment: a part of a block, of zeros, of something old, or of anything.
    for (const char* name : {"inbox.sqlite-wal", "facts.duckdb.wal"}) {
      const fs::path log = folder.path() / k_data / name;
      if (!fs::exists(log)) continue;
      const std::string old = folder.read(fs::path(k_data) / name);
      std::string torn(1 + random() % 3'000, '\0');
      if (cycle % 3 == 1) torn = old.substr(0, std::min(torn.size(), old.size()));
      if (cycle % 3 == 2) std::ranges::generate(torn, [&] { return static_cast<char>(random()); });
      std::ofstream(log, std::ios::binary | std::ios::app) << torn;
    }
  }
  expect_each_once(folder, key, acknowledged.size(), [&](std::size_t i) { return acknowledged[i]; }, request_of);
}

TEST(Troubled, AClockThatGoesBackLosesNothing) {
  const Folder folder;
  const std::string key = key_in(folder);
  const fs::path file = folder.write("clock", std::string(sizeof(std::int64_t), '\0'));
  const auto set_clock = [&](std::int64_t seconds) {
    std::fstream(file, std::ios::in | std::ios::out | std::ios::binary)
        .write(reinterpret_cast<const char*>(&seconds), sizeof seconds);
  };
  constexpr std::int64_t k_hour = 3'600, k_day = 24 * k_hour;
  std::size_t next = 0;
  {
    Served served(folder.path(), {}, {{"LD_PRELOAD", BELLWETHER_CLOCK_LIBRARY}, {"BELLWETHER_CLOCK", file.string()}});
    ASSERT_TRUE(served.is_listening());
    http::Client client = served.connect();
    for (const std::int64_t off :
         {std::int64_t{0}, -k_hour, 8 * k_day, std::int64_t{0}, -3 * k_day, -400 * k_day, k_hour}) {
      set_clock(off);
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      for (int i = 0; i < 60; ++i, ++next) {
        ASSERT_TRUE(client.send(request_of("s" + std::to_string(next), key)));
        const http::Answer answer = client.read();
        ASSERT_EQ(answer.status, 202) << "clock " << off << ": " << answer.body;
      }
    }
    EXPECT_TRUE(served.settle());
    EXPECT_EQ(served.end(SIGTERM), 0);
  }
  expect_each_once(folder, key, next, [](std::size_t) { return true; }, request_of);
  EXPECT_EQ(folder.run({"check", "--audit"}).status, 0);
}

TEST(Troubled, FactsAndInboxOfDifferentDaysAreNotMixedUp) {
  const Folder folder;
  const fs::path data = folder.path() / k_data;
  const std::string key = key_in(folder);
  std::size_t next = 0;
  const auto serve_and_post = [&] {
    Served served(folder.path());
    ASSERT_TRUE(served.is_listening());
    for (int i = 0; i < 20; ++i, ++next) {
      ASSERT_EQ(ask(served, request_of("s" + std::to_string(next), key)).status, 202);
    }
    EXPECT_TRUE(served.settle());
    EXPECT_EQ(served.end(SIGTERM), 0);
  };
  serve_and_post();
  fs::copy_file(data / "facts.duckdb", data / "old");
  serve_and_post();
  // An inbox that is new numbers on from where the facts are: what comes in does not pass for what came before.
  for (const char* name : {"inbox.sqlite", "inbox.sqlite-wal", "inbox.sqlite-shm"}) fs::remove(data / name);
  serve_and_post();
  EXPECT_EQ(answers_in(folder), static_cast<std::int64_t>(next));
  // Facts that lack what the inbox let go of are not gone on with in silence.
  fs::rename(data / "old", data / "facts.duckdb");
  fs::remove(data / "facts.duckdb.wal");
  const Ran refused = folder.run({"serve", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find("a backup of the whole data directory"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace bellwether::story
