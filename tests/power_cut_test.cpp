// Cutting the power: every order of the disk is recorded while the server takes signals in, and the disk that a cut at any moment would
// have left is made and started from.
#include "disk.hpp"
#include "program.hpp"
#include "served.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

namespace bellwether::story {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_data = "bellwether-data";

/// Names that were sent, and the ids that were told for them.
using Told = std::map<std::string, std::string>;

/// Posts one after another for a while.
Told post_for(const Served& served, const std::string& key, int sender, std::chrono::milliseconds while_) {
  http::Client client = served.connect();
  const auto until = std::chrono::steady_clock::now() + while_;
  Told told;
  for (int i = 0; std::chrono::steady_clock::now() < until; ++i) {
    const std::string name = fmt::format("p{}-{}", sender, i);
    if (!client.send(request_of(name, key))) break;
    const http::Answer answer = client.read();
    EXPECT_EQ(answer.status, 202) << answer.body;
    if (answer.status != 202) break;
    told.emplace(name, nlohmann::json::parse(answer.body)["id"].get<std::string>());
  }
  return told;
}

/// Who had been told of at this place of the record.
std::set<std::string> told_before(const std::vector<Recorded>& record, std::size_t place) {
  constexpr std::string_view k_start = R"({"id":")";
  constexpr std::size_t k_id_size = 36;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < place; ++i) {
    if (record[i].did != RecordHead::Did::told) continue;
    const std::string& said = record[i].bytes;
    for (std::size_t at = said.find(k_start); at != std::string::npos; at = said.find(k_start, at + 1)) {
      ids.insert(said.substr(at + k_start.size(), k_id_size));
    }
  }
  return ids;
}

/// Sends all of them in one array; by name, whether it was known.
std::map<std::string, bool> send_again(const Served& served, const std::string& key,
                                       const std::vector<std::string>& names) {
  std::string body = "[";
  for (const std::string& name : names) {
    body += (body.size() == 1 ? "" : ",") + std::string(R"({"id": ")") + name + R"(", "ratings": {"nps": 9}})";
  }
  body += "]";
  http::Client client = served.connect();
  EXPECT_TRUE(
      client.send(fmt::format("POST /v1/signals HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {}\r\n"
                              "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                              key, body.size(), body)));
  const http::Answer answer = client.read();
  EXPECT_EQ(answer.status, 202) << answer.body.substr(0, 500);
  std::map<std::string, bool> known;
  const auto told = nlohmann::json::parse(answer.body, nullptr, false);
  for (std::size_t i = 0; i < names.size() && told.contains("results"); ++i) {
    known[names[i]] = told["results"][i].value("repeated", false);
  }
  return known;
}

class PowerCut : public testing::Test {
 protected:
  /// Takes signals in under the recorder and stops in good order, so that the record has everything that a server does to its files.
  void record_a_run() {
    key = key_in(folder);
    {
      Served first(folder.path());
      ASSERT_TRUE(first.is_listening());
      ASSERT_EQ(first.end(SIGTERM), 0);
    }
    const fs::path data = fs::canonical(folder.path() / k_data);
    fs::copy(data, folder.path() / "before", fs::copy_options::recursive);
    {
      Served served(folder.path(), {},
                    {{"LD_PRELOAD", BELLWETHER_RECORDER},
                     {"BELLWETHER_RECORDED", data.string()},
                     {"BELLWETHER_RECORD", (folder.path() / "record").string()}});
      ASSERT_TRUE(served.is_listening());
      std::vector<Told> all(4);
      {
        std::vector<std::jthread> senders;
        for (int i = 0; i < 4; ++i) {
          senders.emplace_back([&, i] { all[static_cast<std::size_t>(i)] = post_for(served, key, i, k_load); });
        }
      }
      for (Told& one : all) told.merge(one);
      ASSERT_EQ(served.end(SIGTERM), 0);
    }
    record = read_record(folder.path() / "record");
    ASSERT_GT(told.size(), 100U);
    for (const char* file : {"inbox.sqlite-wal", "facts.duckdb.wal", "facts.duckdb"}) {
      EXPECT_GT(
          std::ranges::count_if(
              record, [&](const Recorded& one) { return one.did == RecordHead::Did::synced && one.name == file; }),
          0)
          << "the recorder must see that " << file << " is brought to disk";
    }
  }

  /// From what a cut leaves, the server starts by itself; what was acknowledged is known, and everything is there once in the end.
  void start_from(const Disk& disk, Cut cut, std::size_t place, std::mt19937_64& random) {
    SCOPED_TRACE(fmt::format("cut at {} of {}, way {}", place, record.size(), static_cast<int>(cut)));
    const Folder left;
    disk.leave(cut, random, left.path() / k_data);
    const std::set<std::string> acknowledged = told_before(record, place);
    std::vector<std::string> names;
    for (const auto& [name, id] : told) names.push_back(name);
    {
      Served served(left.path());
      ASSERT_TRUE(served.is_listening());
      const auto known = send_again(served, key, names);
      for (const auto& [name, id] : told) {
        ASSERT_TRUE(known.at(name) || !acknowledged.contains(id)) << name << " was acknowledged, and is lost";
      }
      EXPECT_TRUE(served.settle());
      EXPECT_EQ(served.end(SIGTERM), 0);
    }
    EXPECT_EQ(answers_in(left), static_cast<std::int64_t>(told.size())) << "each is there once";
    const Ran checked = left.run({"check"});
    EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
  }

  static constexpr std::chrono::milliseconds k_load{1500};
  Folder folder;
  std::string key;
  Told told;
  std::vector<Recorded> record;
};

TEST_F(PowerCut, AtAnyMomentLosesNothingThatWasAcknowledged) {
  ASSERT_NO_FATAL_FAILURE(record_a_run());
  const char* const asked = std::getenv("BELLWETHER_CRASH_CYCLES");
  const std::size_t cuts = asked == nullptr ? 6 : static_cast<std::size_t>(std::atoi(asked));
  std::mt19937_64 random(7);
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < cuts; ++i) places.push_back(random() % record.size());
  std::ranges::sort(places);
  Disk disk(folder.path() / "before");
  std::size_t at = 0;
  for (std::size_t i = 0; i < cuts; ++i) {
    for (; at < places[i]; ++at) disk.follow(record[at]);
    start_from(disk, static_cast<Cut>(i % 3), at, random);
    if (HasFatalFailure()) return;
  }
}

TEST(Disk, KeepsWhatWasBroughtToDiskAndLosesTheRest) {
  const Folder folder;
  fs::create_directory(folder.path() / "was");
  folder.write("was/a", "0123456789");
  Disk disk(folder.path() / "was");
  using Did = RecordHead::Did;
  disk.follow({.did = Did::wrote, .name = "a", .place = 0, .bytes = "AB"});
  disk.follow({.did = Did::synced, .name = "a", .place = 0, .bytes = {}});
  disk.follow({.did = Did::wrote, .name = "a", .place = 8, .bytes = "XYZ"});
  disk.follow({.did = Did::opened, .name = "b", .place = 0, .bytes = {}});
  disk.follow({.did = Did::wrote, .name = "b", .place = 0, .bytes = "new"});
  disk.follow({.did = Did::renamed, .name = "b", .place = 0, .bytes = "c"});
  std::mt19937_64 random(1);
  disk.leave(Cut::loses_all, random, folder.path() / "lost");
  EXPECT_EQ(folder.read("lost/a"), "AB23456789");
  EXPECT_EQ(folder.read("lost/c"), "");
  disk.leave(Cut::keeps_all, random, folder.path() / "kept");
  EXPECT_EQ(folder.read("kept/a"), "AB234567XYZ");
  EXPECT_EQ(folder.read("kept/c"), "new");
  EXPECT_FALSE(fs::exists(folder.path() / "kept/b"));
  disk.follow({.did = Did::cut, .name = "a", .place = 3, .bytes = {}});
  disk.leave(Cut::keeps_all, random, folder.path() / "cut");
  EXPECT_EQ(folder.read("cut/a"), "AB2");
}

}  // namespace
}  // namespace bellwether::story
