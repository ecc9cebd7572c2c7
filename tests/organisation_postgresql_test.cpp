// The organisation through the program, with its records on a PostgreSQL server: what a user sees is the same.
#include "program.hpp"
#include "store/records/postgresql_for_test.hpp"

#include <regex>

#include <gtest/gtest.h>

namespace bellwether::story {
namespace {

using records::PostgresqlForTest;

/// Sorts otherwise by the rules of a language than by bytes, and has what SQL could stumble over.
constexpr const char* k_units =
    "id,label,kind,parent\nhearth,Hearth & Co,brand,\nNorth,\"O'Neill; \"\"x\"\"\",region,hearth\nälv,,region,hearth\n"
    "_x,:name,store,North\ny,,store,North\nZoo,日本,store,älv\nape,,store,älv\n";
constexpr const char* k_people =
    "id,name,role,unit,manager\nana,Ana Alt,CEO,hearth,\nBen,Ben Bo,leader,älv,ana\ncleo,Cleo Cy,clerk,ape,Ben\n";

class OrganisationOnPostgresql : public testing::Test {
 protected:
  void SetUp() override {
    PostgresqlForTest* server = PostgresqlForTest::server();
    if (server == nullptr) GTEST_SKIP() << PostgresqlForTest::k_missing;
    schema_ = server->fresh_schema();
    settings_ = "[records]\npostgresql = \"" + server->connection() + "\"\nschema = \"" + schema_ + "\"\n";
  }
  std::string schema_, settings_;
};

/// Three employees of each of four units: too few to tell of one, enough for the two that the tree joins.
std::string employees() {
  std::string lines;
  for (const std::string unit : {"_x", "y", "Zoo", "ape"}) {
    for (const std::string number : {"1", "2", "3"}) {
      lines += R"({"id":")" + unit + number + R"(","occurred_at":"2026-02-0)" + number +
               R"(T10:00:00Z","voice_of":"employee","unit":")" + unit + R"(","customer":")" + unit + "-" + number +
               R"(","ratings":{"nps":)" + number + "}}\n";
    }
  }
  return lines;
}

/// Everything that these commands say, in order.
std::string said(const Folder& folder, const std::vector<std::vector<std::string>>& commands) {
  std::string all;
  for (const auto& command : commands) {
    const Ran ran = folder.run(command);
    for (const std::string& word : command) all += word + " ";
    all += "\n" + ran.out + ran.err + std::to_string(ran.status) + "\n";
  }
  return all;
}

TEST_F(OrganisationOnPostgresql, IsByteForByteWhatItIsOnSqlite) {
  std::string moved = k_units;
  moved.replace(moved.find("_x,:name,store,North"), 20, "_x,:name,store,älv");
  const auto story = [&](const std::string& settings) {
    const Folder folder;
    std::filesystem::create_directory(folder.path() / "data");
    folder.write("data/bellwether.toml", settings);
    folder.write("units.csv", k_units);
    folder.write("people.csv", k_people);
    folder.write("moved.csv", moved);
    folder.write("cycle.csv", "id,parent\nhearth,Zoo\n");
    folder.write("answers.csv", "date,nps,unit,comment\n2026-02-05,9,Zoo,fine\n2026-02-06,3,Berlin,slow\n");
    folder.write("employees.ndjson", employees());
    const std::vector<std::string> tell{"import", "--as", "organisation", "--data", "data", "--as-of"};
    const auto told = [&](std::vector<std::string> files, const std::string& day) {
      files.insert(files.begin(), day);
      files.insert(files.begin(), tell.begin(), tell.end());
      return files;
    };
    const std::string all =
        said(folder, {{"organisation", "--data", "data"},
                      told({"units.csv", "people.csv", "--dry-run"}, "2026-01-01"),
                      {"organisation", "--data", "data"},
                      told({"units.csv", "people.csv"}, "2026-01-01"),
                      told({"units.csv", "people.csv"}, "2026-01-01"),
                      {"import", "answers.csv", "employees.ndjson", "--data", "data"},
                      {"measure", "enps", "--where", R"(unit = "Zoo" or unit = "ape")", "--csv", "--data", "data"},
                      told({"moved.csv", "--json"}, "2026-03-01"),
                      told({"cycle.csv"}, "2026-03-01"),
                      {"organisation", "--on", "2026-02-28", "--data", "data"},
                      {"organisation", "--on", "2026-03-01", "--json", "--data", "data"},
                      {"organisation", "--unit", "Zo", "--on", "2026-03-01", "--data", "data"},
                      {"measure", "nps", "--by", "unit", "--json", "--data", "data"},
                      {"check", "--data", "data"}});
    EXPECT_EQ(std::filesystem::exists(folder.path() / "data" / "records.sqlite"), settings.empty());
    return all;
  };
  std::string here = story(""), there = story(settings_);
  // Each store of facts has a name of its own, and where nothing is known yet, the message names the place.
  const auto same = [](const std::string& text) {
    const std::string named = std::regex_replace(text, std::regex("[0-9a-f]{8}-[0-9]+"), "SNAPSHOT");
    return std::regex_replace(named, std::regex("bellwether: .*: nothing is known"), "bellwether: nothing is known");
  };
  here = same(here);
  there = same(there);
  EXPECT_EQ(here, there);
  EXPECT_NE(here.find(",0.95,6,adjusted-wald,,"), std::string::npos) << "the tree joins Zoo and ape, and guards them\n"
                                                                     << here;
  EXPECT_NE(here.find("parent North → älv from 2026-03-01"), std::string::npos) << here;
}

TEST_F(OrganisationOnPostgresql, KilledAtAnyMomentIsWholeOrNotThere) {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "data");
  folder.write("data/bellwether.toml", settings_);
  std::string people = "id,manager\np0,\n";
  for (int i = 1; i < 2'000; ++i) people += "p" + std::to_string(i) + ",p" + std::to_string((i - 1) / 10) + "\n";
  folder.write("people.csv", people);
  folder.write("units.csv", k_units);
  EXPECT_EQ(folder.run({"import", "--as", "organisation", "units.csv", "--data", "data"}).status, 0);
  const auto count = [&] { return folder.run({"organisation", "--json", "--data", "data"}).json()["people"]; };
  for (const int after_ms : {20, 50, 100, 200, 400}) {
    const Ran killed = folder.run({"import", "--as", "organisation", "people.csv", "--data", "data"}, after_ms);
    EXPECT_TRUE(killed.status == 0 || killed.status == 137) << killed.err;
    const auto found = count();
    EXPECT_TRUE(found == 0 || found == 2'000) << found;
  }
  EXPECT_EQ(folder.run({"import", "--as", "organisation", "people.csv", "--data", "data"}).status, 0);
  EXPECT_EQ(count(), 2'000);
}

TEST_F(OrganisationOnPostgresql, AServerThatIsAwayStopsWhatNeedsTheOrganisationAndSaysSo) {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "data");
  folder.write("answers.csv", "date,nps,unit,comment\n2026-02-05,9,Zoo,fine\n");
  EXPECT_EQ(folder.run({"import", "answers.csv", "--data", "data"}).status, 0);
  folder.write("data/bellwether.toml", "[records]\npostgresql = \"host=/nowhere dbname=cx\"\n");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"organisation", "--data", "data"}, {"measure", "nps", "--data", "data"}}) {
    const Ran ran = folder.run(command);
    EXPECT_EQ(ran.status, 1) << ran.out;
    EXPECT_EQ(
        ran.err.find("bellwether: postgresql host=/nowhere dbname=cx, schema bellwether: the server of the records "
                     "can't be reached"),
        0U)
        << ran.err;
  }
}

}  // namespace
}  // namespace bellwether::story
