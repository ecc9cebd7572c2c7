// The main road: a file comes in, again, longer, after a crash; figures are asked and asked again; a brief is made.
#include "program.hpp"

#include <set>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bellwether::story {
namespace {

using nlohmann::json;

std::string survey(int rows) {
  std::string bytes = "answer_id,date,unit,channel,nps,comment\n";
  for (int i = 0; i < rows; ++i) {
    const std::string day = (i % 27 + 1 < 10 ? "0" : "") + std::to_string(i % 27 + 1);
    bytes += "A" + std::to_string(i) + ",2026-09-" + day + "," + (i % 3 ? "Lyon" : "Paris") + "," +
             (i % 2 ? "survey" : "chat") + "," + std::to_string(i * 7 % 11) + ",answer number " + std::to_string(i) +
             " about the stay\n";
  }
  return bytes;
}

std::int64_t stored(const Folder& folder) {
  const json count = folder.run({"measure", "volume", "--json", "--data", "data"}).json();
  return count["rows"][0]["n"].get<std::int64_t>();
}

json import(const Folder& folder, const std::string& file, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"import", file, "--json", "--data", "data"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Ran ran = folder.run(arguments);
  EXPECT_EQ(ran.status, 0) << ran.err << ran.out;
  return ran.json()["files"][0];
}

TEST(WayOfAFile, ALongerVersionAddsOnlyWhatIsNew) {
  const Folder folder;
  folder.write("answers.csv", survey(300));
  EXPECT_EQ(import(folder, "answers.csv")["accepted"], 300);
  folder.write("answers.csv", survey(450));
  const json longer = import(folder, "answers.csv");
  EXPECT_EQ(longer["accepted"], 150);
  EXPECT_EQ(longer["duplicate"], 300);
  // The same content under another name is the same source.
  folder.write("answers-november.csv", survey(500));
  EXPECT_EQ(import(folder, "answers-november.csv")["accepted"], 50);
  EXPECT_EQ(stored(folder), 500);
}

TEST(WayOfAFile, WhatTextsMeanIsReadUnlessItIsTurnedOff) {
  const Folder folder;
  folder.write("said.csv",
               "date,nps,comment\n2026-09-14,9,The staff were very kind to us\n2026-09-15,3,Le petit "
               "d\xC3\xA9jeuner \xC3\xA9tait froid et trop cher\n2026-09-15,5,\n");
  const auto read_texts = [&](const std::string& source) {
    const json told =
        folder.run({"measure", "sentiment", "--json", "--data", "data", "--where", "source = \"" + source + "\""})
            .json();
    return told["rows"][0]["n"].get<std::int64_t>();
  };
  EXPECT_EQ(import(folder, "said.csv", {"--source", "read"})["accepted"], 3);
  EXPECT_EQ(read_texts("read"), 2);
  EXPECT_EQ(import(folder, "said.csv", {"--source", "flag", "--no-understanding"})["accepted"], 3);
  EXPECT_EQ(read_texts("flag"), 0);
  folder.write("data/bellwether.toml", "[understanding]\non = false\n");
  EXPECT_EQ(import(folder, "said.csv", {"--source", "setting"})["accepted"], 3);
  EXPECT_EQ(read_texts("setting"), 0);
  const Ran preview = folder.run({"import", "said.csv", "--dry-run", "--no-understanding", "--as", "acts"});
  EXPECT_EQ(preview.status, 2) << preview.out;
  EXPECT_NE(preview.err.find("--no-understanding"), std::string::npos) << preview.err;
}

TEST(WayOfAFile, EqualRowsAreCountedAsOftenAsTheyStand) {
  const Folder folder;
  std::string bytes = "date,nps,comment\n";
  for (int i = 0; i < 40; ++i) bytes += "2026-09-14,9,Very good\n";
  folder.write("equal.csv", bytes);
  EXPECT_EQ(import(folder, "equal.csv")["accepted"], 40);
  EXPECT_EQ(import(folder, "equal.csv")["duplicate"], 40);
  folder.write("equal.csv", bytes + "2026-09-14,9,Very good\n");
  EXPECT_EQ(import(folder, "equal.csv")["accepted"], 1);
}

TEST(WayOfAFile, StoppedAtAnyPointItCompletesWhenRunAgain) {
  const Folder folder;
  constexpr int k_rows = 400'000;
  folder.write("answers.csv", survey(k_rows));
  for (const int after_ms : {120, 350, 700}) {
    const Ran killed = folder.run({"import", "answers.csv", "--data", "data"}, after_ms);
    const Ran check = folder.run({"check", "--data", "data"});
    // Killed before the store was made: that is said, and the next import makes it.
    if (killed.status == 137 &&
        (check.err.find("schema 0") != std::string::npos || check.err.find("import") != std::string::npos)) {
      continue;
    }
    EXPECT_EQ(check.status, 0) << check.out << check.err;
  }
  import(folder, "answers.csv");
  EXPECT_EQ(stored(folder), k_rows);
  EXPECT_EQ(import(folder, "answers.csv")["accepted"], 0);
}

TEST(WayOfAFile, DryRunWritesNothing) {
  const Folder folder;
  folder.write("answers.csv", survey(50));
  const Ran ran = folder.run({"import", "answers.csv", "--dry-run", "--data", "data"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_NE(ran.out.find("Nothing was written"), std::string::npos) << ran.out;
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "data"));
}

TEST(WayOfAFile, TheGuessedMapGivenBackIsTheSameImport) {
  const Folder folder;
  folder.write("answers.csv", survey(50));
  const Ran map = folder.run({"import", "answers.csv", "--print-map", "--data", "data"});
  ASSERT_EQ(map.status, 0) << map.err;
  folder.write("map.toml", map.out);
  EXPECT_EQ(import(folder, "answers.csv")["accepted"], 50);
  EXPECT_EQ(import(folder, "answers.csv", {"--map", "map.toml"})["duplicate"], 50);
}

TEST(WayOfAFile, AnyNumberCanBeMadeAgainFromItsQueryAndSnapshot) {
  const Folder folder;
  folder.write("answers.csv", survey(300));
  import(folder, "answers.csv");
  const json before = folder.run({"measure", "nps", "--by", "unit", "--json", "--data", "data"}).json();
  folder.write("answers.csv", survey(600));
  import(folder, "answers.csv");
  const json now = folder.run({"measure", "nps", "--by", "unit", "--json", "--data", "data"}).json();
  EXPECT_NE(now["rows"], before["rows"]);
  const std::string snapshot = before["snapshot"].get<std::string>();

  const json again =
      folder.run({"measure", "nps", "--by", "unit", "--snapshot", snapshot, "--json", "--data", "data"}).json();
  EXPECT_EQ(again["rows"], before["rows"]);
  EXPECT_EQ(again["version"], before["version"]);
}

TEST(WayOfAFile, ASecondWriterIsToldWhoHoldsTheFolder) {
  const Folder folder;
  folder.write("answers.csv", survey(400'000));
  folder.write("small.csv", survey(5));
  // The first runs in the background of the test for as long as it is let.
  const pid_t child = fork();
  if (child == 0) {
    (void)folder.run({"import", "answers.csv", "--data", "data"}, 3000);
    _exit(0);
  }
  bool told = false;
  for (int i = 0; i < 60 && !told; ++i) {
    usleep(50'000);
    if (!std::filesystem::exists(folder.path() / "data")) continue;
    // A folder of its own for the output, so that the two do not write into one file.
    const Folder other;
    const Ran second =
        other.run({"import", (folder.path() / "small.csv").string(), "--data", (folder.path() / "data").string()});
    told = second.status == 1 && second.err.find("bellwether import") != std::string::npos;
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(told);
}

TEST(WayOfAFile, SimulatedCompanyToBrief) {
  const Folder folder;
  const Ran simulated = folder.run({"simulate", "hotel", "--out", "company", "--signals", "20000", "--seed", "7"});
  ASSERT_EQ(simulated.status, 0) << simulated.err;
  const json signals = import(folder, "company/signals.ndjson");
  EXPECT_EQ(signals["rejected"], 0);
  const json acts = import(folder, "company/acts.ndjson", {"--as", "acts"});
  EXPECT_EQ(acts["rejected"], 0);
  const Ran brief = folder.run({"brief", "--data", "data", "--format", "html", "--out", "brief.html"});
  ASSERT_EQ(brief.status, 0) << brief.err;
  const std::string html = folder.read("brief.html");
  EXPECT_NE(html.find("<html lang=\"en\""), std::string::npos);
  EXPECT_EQ(html.find("<script src"), std::string::npos);
  const Ran words = folder.run({"brief", "--data", "data"});
  EXPECT_EQ(words.status, 0);
  EXPECT_FALSE(words.out.empty());
  const Ran check = folder.run({"check", "--data", "data"});
  EXPECT_EQ(check.status, 0) << check.out;
}

}  // namespace
}  // namespace bellwether::story
