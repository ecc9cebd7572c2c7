// Whatever a file holds: a clear message, no crash, and nothing half applied.
#include "program.hpp"

#include <gtest/gtest.h>

namespace bellwether::story {
namespace {

using nlohmann::json;

/// Imports `bytes` and returns what was said; the store must hold `stored` signals after it.
struct Outcome {
  Ran ran;
  std::int64_t stored = 0;
};

Outcome import(const std::string& name, const std::string& bytes, const std::vector<std::string>& more = {}) {
  const Folder folder;
  folder.write(name, bytes);
  std::vector<std::string> arguments{"import", name, "--json", "--data", "data"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  Outcome outcome{.ran = folder.run(arguments)};
  const Ran count = folder.run({"measure", "volume", "--json", "--data", "data"});
  if (count.status == 0)
    outcome.stored = count.json()["rows"].empty() ? 0 : count.json()["rows"][0]["n"].get<std::int64_t>();
  const Ran check = folder.run({"check", "--data", "data"});
  EXPECT_EQ(check.status, 0) << check.out << check.err;
  return outcome;
}

void expect_refused(const Outcome& outcome, const std::string& says) {
  EXPECT_EQ(outcome.ran.status, 1) << outcome.ran.out << outcome.ran.err;
  EXPECT_NE(outcome.ran.err.find(says), std::string::npos) << outcome.ran.err;
  EXPECT_EQ(outcome.stored, 0);
}

TEST(BadInput, EmptyFile) { expect_refused(import("empty.csv", ""), "empty"); }
TEST(BadInput, NoSuchFile) {
  const Folder folder;
  const Ran ran = folder.run({"import", "none.csv", "--data", "data"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.err.find("none.csv"), std::string::npos) << ran.err;
}
TEST(BadInput, OnlyAHeader) { expect_refused(import("head.csv", "date,nps,comment\n"), "header"); }
TEST(BadInput, Picture) {
  expect_refused(import("a.csv", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + std::string(4000, '\x01')), "PNG");
}
TEST(BadInput, ArbitraryBytes) {
  std::string bytes;
  std::uint32_t state = 7;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1664525U + 1013904223U;
    bytes.push_back(static_cast<char>(state >> 24U));
  }
  const Outcome outcome = import("noise.csv", bytes);
  EXPECT_EQ(outcome.ran.status, 1);
  EXPECT_EQ(outcome.stored, 0);
  EXPECT_FALSE(outcome.ran.err.empty());
}

TEST(BadInput, ThreeThousandColumns) {
  std::string bytes;
  for (int row = 0; row < 4; ++row) {
    for (int i = 0; i < 3000; ++i) bytes += (i ? "," : "") + (row ? std::to_string(i) : "c" + std::to_string(i));
    bytes += "\n";
  }
  expect_refused(import("wide.csv", bytes), "columns");
}

TEST(BadInput, TenMegabyteField) {
  const std::string bytes = "date,nps,comment\n2026-01-05,9,fine\n2026-01-06,3,\"" + std::string(10'000'000, 'x') +
                            "\"\n2026-01-07,10,very good\n";
  const Outcome outcome = import("long.csv", bytes);
  const json file = outcome.ran.json()["files"][0];
  EXPECT_EQ(file["accepted"], 2);
  EXPECT_EQ(file["rejected"], 1);
  EXPECT_EQ(outcome.ran.status, 1);
  EXPECT_EQ(outcome.stored, 2);
}

TEST(BadInput, RowsTooLongAreRejectedAndShortOnesTakenAndBothAreSaid) {
  const Folder folder;
  folder.write("ragged.csv",
               "date,nps,unit,comment\n2026-01-05,9,Lyon,fine\n2026-01-06,3,Lyon,slow,too,many\n2026-01-07,10,Paris,"
               "good\n2026-01-08,8\n2026-01-09,7,Paris,ok\n");
  const Ran ran = folder.run({"import", "ragged.csv", "--json", "--data", "data"});
  const json file = ran.json()["files"][0];
  EXPECT_EQ(ran.status, 1);
  EXPECT_EQ(file["read"], 5);
  EXPECT_EQ(file["rejected"], 1);
  const std::string rejects = folder.read("ragged.csv.rejected.csv");
  EXPECT_NE(rejects.find("\n3,"), std::string::npos) << rejects;
  EXPECT_NE(file["remarks"].dump().find("fewer cells"), std::string::npos) << file["remarks"].dump();
}

TEST(BadInput, DatesThatDoNotExist) {
  const Folder folder;
  std::string bytes = "date,nps,comment\n";
  for (int i = 1; i <= 28; ++i)
    bytes += "2026-02-" + std::string(i < 10 ? "0" : "") + std::to_string(i) + ",9,all right\n";
  bytes += "2026-02-30,1,no such day\n2026-13-01,1,no such month\n";
  folder.write("dates.csv", bytes);
  const Ran ran = folder.run({"import", "dates.csv", "--json", "--data", "data"});
  const json file = ran.json()["files"][0];
  EXPECT_EQ(file["accepted"], 28);
  EXPECT_EQ(file["rejected"], 2);
  EXPECT_NE(folder.read("dates.csv.rejected.csv").find("2026-02-30"), std::string::npos);
}

TEST(BadInput, DayOrMonthFirstIsAskedNotGuessed) {
  const Outcome outcome = import(
      "coin.csv", "date,nps,comment\n03/04/2026,9,fine\n05/04/2026,3,slow\n01/02/2026,10,good\n04/04/2026,9,ok\n");
  EXPECT_EQ(outcome.ran.status, 1);
  EXPECT_EQ(outcome.stored, 0);
  EXPECT_NE(outcome.ran.err.find("map"), std::string::npos) << outcome.ran.err;
}

TEST(BadInput, NoTimeColumnIsSaidAndTheRowsAreUndated) {
  const Outcome outcome = import("timeless.csv", "nps,comment\n9,fine\n3,slow\n10,good\n8,quite good\n9,fine again\n");
  const json file = outcome.ran.json()["files"][0];
  EXPECT_EQ(file["undated"], 5);
  EXPECT_EQ(outcome.stored, 5);
  EXPECT_NE(file["remarks"].dump().find("date"), std::string::npos) << file["remarks"].dump();
}

TEST(BadInput, NumbersInWordsAreCountedNotAveraged) {
  std::string bytes = "date,nps,comment\n";
  for (int i = 1; i <= 20; ++i) bytes += "2026-01-" + std::string(i < 10 ? "0" : "") + std::to_string(i) + ",9,fine\n";
  bytes += "2026-01-21,five,so so\n2026-01-22,NA,nothing\n2026-01-23,55,typed twice\n";
  const Folder folder;
  folder.write("words.csv", bytes);
  const json file = folder.run({"import", "words.csv", "--json", "--data", "data"}).json()["files"][0];
  EXPECT_EQ(file["accepted"], 23);
  EXPECT_NE(file["remarks"].dump().find("five"), std::string::npos) << file["remarks"].dump();
  const json nps = folder.run({"measure", "nps", "--json", "--data", "data"}).json();
  EXPECT_EQ(nps["rows"][0]["n"], 20);
}

TEST(BadInput, WrongEncodingIsReadAsWhatItIs) {
  const Folder folder;
  std::string bytes = "date,nps,commentaire\n";
  for (int i = 10; i < 28; ++i) bytes += "2026-01-" + std::to_string(i) + ",9,tr\xE8s bien accueilli\n";
  folder.write("latin.csv", bytes);
  const json file = folder.run({"import", "latin.csv", "--json", "--data", "data"}).json()["files"][0];
  EXPECT_EQ(file["accepted"], 18);
  EXPECT_NE(file["form"].get<std::string>().find("Windows-1252"), std::string::npos);
}

TEST(BadInput, ConflictMarkersAreRejectedLinesOnly) {
  const Outcome outcome = import("conflict.csv",
                                 "date,nps,comment\n<<<<<<< HEAD\n2026-01-05,9,fine\n=======\n2026-01-06,3,slow\n"
                                 ">>>>>>> other\n2026-01-07,10,good\n2026-01-08,10,good too\n");
  const json file = outcome.ran.json()["files"][0];
  EXPECT_EQ(file["accepted"], 4);
  EXPECT_EQ(file["rejected"], 3);
}

TEST(BadInput, CellsThatASpreadsheetWouldRunAreKeptAsTextAndNeverExportedAsFormulas) {
  const Folder folder;
  std::string bytes = "date,nps,unit,comment\n";
  for (int i = 10; i < 20; ++i)
    bytes += "2026-01-" + std::to_string(i) + ",9,\"=HYPERLINK(\"\"http://x\"\",1)\",fine stay here\n";
  bytes += "2026-02-31,9,=1+1,rejected row\n";
  folder.write("formula.csv", bytes);
  const Ran ran = folder.run({"import", "formula.csv", "--json", "--data", "data"});
  EXPECT_EQ(ran.json()["files"][0]["accepted"], 10) << ran.err;
  const std::string csv = folder.run({"measure", "nps", "--by", "unit", "--csv", "--data", "data"}).out;
  EXPECT_EQ(csv.find(",=HYP"), std::string::npos) << csv;
  EXPECT_EQ(csv.find("\n=HYP"), std::string::npos) << csv;
  EXPECT_EQ(csv.find("\"=HYP"), std::string::npos) << csv;
  const std::string rejects = folder.read("formula.csv.rejected.csv");
  EXPECT_EQ(rejects.find(",=1"), std::string::npos) << rejects;
}

TEST(BadInput, AWrongFilterPointsAtTheCharacterAndNamesTheNearestWord) {
  const Folder folder;
  folder.write("a.csv",
               "date,nps,unit,comment\n2026-01-05,9,Lyon,fine\n2026-01-06,3,Paris,slow here\n2026-01-16,7,Paris,ok\n");
  ASSERT_EQ(folder.run({"import", "a.csv", "--data", "data"}).status, 0);
  const Ran wrong = folder.run({"measure", "nps", "--where", "unti = \"Lyon\"", "--data", "data"});
  EXPECT_NE(wrong.status, 0);
  EXPECT_NE(wrong.err.find("unit"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("^"), std::string::npos) << wrong.err;
  const Ran unknown = folder.run({"measure", "npss", "--data", "data"});
  EXPECT_NE(unknown.status, 0);
  EXPECT_NE(unknown.err.find("nps"), std::string::npos) << unknown.err;
}

TEST(BadInput, WrongUsageIsStatusTwo) {
  const Folder folder;
  EXPECT_EQ(folder.run({}).status, 2);
  EXPECT_EQ(folder.run({"impotr"}).status, 2);
  EXPECT_EQ(folder.run({"measure"}).status, 2);
  EXPECT_EQ(folder.run({"measure", "nps", "--from", "yesterday"}).status, 2);
  EXPECT_EQ(folder.run({"brief", "--format", "papyrus"}).status, 2);
  EXPECT_EQ(folder.run({"--help"}).status, 0);
}

}  // namespace
}  // namespace bellwether::story
