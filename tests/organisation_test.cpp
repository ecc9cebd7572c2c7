// The organisation through the program: told by files, changed by longer files, shown as it was, and never half applied.
#include "program.hpp"

#include <gtest/gtest.h>

namespace bellwether::story {
namespace {

using nlohmann::json;

constexpr const char* k_units =
    "id,label,kind,parent\nHearth,Hearth & Co,brand,\nNorth,,region,Hearth\nSouth,,region,Hearth\n"
    "Lyon,,store,North\nNice,,store,South\n";
constexpr const char* k_people =
    "id,name,role,unit,manager\nana,Ana Alt,CEO,Hearth,\nben,Ben Bo,leader,South,ana\n"
    "cleo,Cleo Cy,clerk,Lyon,ben\ndan,Dan Du,clerk,Nice,ben\n";

Ran tell(const Folder& folder, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"import", "--as", "organisation", "--data", "data"});
  return folder.run(arguments);
}
json shown(const Folder& folder, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"organisation", "--json", "--data", "data"});
  return folder.run(more).json();
}
std::string ids(const json& of) {
  std::string all;
  for (const json& unit : of["units"]) all += (all.empty() ? "" : " ") + unit["id"].get<std::string>();
  return all;
}

TEST(Organisation, IsPreviewedThenAppliedThenKnown) {
  const Folder folder;
  folder.write("units.csv", k_units);
  folder.write("people.csv", k_people);
  const Ran preview = tell(folder, {"units.csv", "people.csv", "--dry-run"});
  EXPECT_EQ(preview.status, 0) << preview.err;
  EXPECT_NE(preview.out.find("5 units added"), std::string::npos) << preview.out;
  EXPECT_NE(preview.out.find("Nothing was written"), std::string::npos) << preview.out;
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "data"));

  const Ran done = tell(folder, {"units.csv", "people.csv"});
  EXPECT_EQ(done.status, 0) << done.err;
  EXPECT_NE(done.out.find("4 people added"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("Done: 9 changes"), std::string::npos) << done.out;
  EXPECT_NE(tell(folder, {"units.csv", "people.csv"}).out.find("Nothing to change"), std::string::npos);

  const json all = shown(folder);
  EXPECT_EQ(ids(all), "Hearth North Lyon South Nice");
  EXPECT_EQ(all["units"][3]["leaders"][0]["name"], "Ben Bo");
  EXPECT_EQ(all["units"][3]["people_below"], 2);
  EXPECT_EQ(all["units"][0]["people_below"], 4);
  EXPECT_EQ(all["doubts"], json::array());
  const Ran words = folder.run({"organisation", "--data", "data"});
  EXPECT_NE(words.out.find("5 units, 4 people"), std::string::npos) << words.out;
}

TEST(Organisation, AReorganisationKeepsThePast) {
  const Folder folder;
  folder.write("units.csv", k_units);
  EXPECT_EQ(tell(folder, {"units.csv"}).status, 0);
  std::string moved = k_units;
  moved.replace(moved.find("Lyon,,store,North"), 17, "Lyon,,store,South");
  folder.write("units.csv", moved);
  const json change = tell(folder, {"units.csv", "--as-of", "2026-03-01", "--json"}).json();
  EXPECT_EQ(change["counts"], (json{{"added", 0}, {"changed", 0}, {"moved", 1}, {"ended", 0}}));
  EXPECT_EQ(change["changes"][0]["words"], "parent North → South from 2026-03-01");
  EXPECT_EQ(ids(shown(folder, {"--unit", "North", "--on", "2026-02-28"})), "North Lyon");
  EXPECT_EQ(ids(shown(folder, {"--unit", "South", "--on", "2026-03-01"})), "South Lyon Nice");

  // The whole list without Nice: it has ended, and was there before.
  moved.erase(moved.find("Nice"));
  folder.write("units.csv", moved);
  EXPECT_EQ(tell(folder, {"units.csv", "--ends-missing", "--as-of", "2026-07-01"}).status, 0);
  EXPECT_EQ(ids(shown(folder, {"--unit", "South", "--on", "2026-06-30"})), "South Lyon Nice");
  EXPECT_EQ(ids(shown(folder, {"--unit", "South", "--on", "2026-07-01"})), "South Lyon");
}

TEST(Organisation, ThePastIsReadOnItsOwnTreeOrOnTodays) {
  const Folder folder;
  folder.write("units.csv", k_units);
  EXPECT_EQ(tell(folder, {"units.csv"}).status, 0);
  std::string moved = k_units;
  moved.replace(moved.find("Lyon,,store,North"), 17, "Lyon,,store,South");
  folder.write("units.csv", moved);
  EXPECT_EQ(tell(folder, {"units.csv", "--as-of", "2026-03-01"}).status, 0);
  folder.write("answers.csv",
               "date,nps,unit,comment\n2026-02-05,9,Lyon,fine\n2026-02-06,3,Nice,slow\n2026-02-07,10,Lyon,good\n");
  EXPECT_EQ(folder.run({"import", "answers.csv", "--data", "data"}).status, 0);
  const auto answers_in = [&](const std::string& unit, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"lead", "lead", "--unit", unit, "--period", "2026-02", "--json", "--data", "data"});
    const Ran ran = folder.run(more);
    EXPECT_EQ(ran.status, 0) << ran.err;
    const json card = ran.json();
    json nps;
    for (const json& dimension : card["dimensions"]) {
      for (const json& one : dimension["indicators"]) {
        if (one["id"] == "nps") nps = one;
      }
    }
    return nps["n"].get<int>();
  };
  EXPECT_EQ(answers_in("North"), 2);
  EXPECT_EQ(answers_in("South"), 1);
  EXPECT_EQ(answers_in("North", {"--on-todays-tree"}), 0);
  EXPECT_EQ(answers_in("South", {"--on-todays-tree"}), 3);

  const auto units_that_answer = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"shadow", "--unit", "South", "--customers", "rating.nps", "--json", "--data", "data"});
    const Ran ran = folder.run(more);
    EXPECT_EQ(ran.status, 0) << ran.err;
    return ran.json()["units"].get<int>();
  };
  EXPECT_EQ(units_that_answer({}), 1) << "Nice: the newest answer came before Lyon did";
  EXPECT_EQ(units_that_answer({"--on-todays-tree"}), 2);
}

TEST(Organisation, AScoreSaysWhichUnitsCameBetweenTheTwo) {
  const Folder folder;
  folder.write("units.csv", k_units);
  EXPECT_EQ(tell(folder, {"units.csv"}).status, 0);
  std::string moved = k_units;
  moved.replace(moved.find("Lyon,,store,North"), 17, "Lyon,,store,South");
  folder.write("units.csv", moved);
  EXPECT_EQ(tell(folder, {"units.csv", "--as-of", "2026-03-01"}).status, 0);
  std::string answers = "date,nps,unit,comment\n";
  for (int i = 0; i < 90; ++i) {
    const std::string number = std::to_string(i);
    answers += "2026-02-05," + std::to_string(5 + i % 6) + ",Lyon,a" + number + "\n";
    answers += "2026-02-06," + std::to_string(i % 11) + ",Nice,b" + number + "\n";
  }
  folder.write("answers.csv", answers);
  EXPECT_EQ(folder.run({"import", "answers.csv", "--data", "data"}).status, 0);
  const std::vector<std::string> asked{"lead", "lead", "--unit", "South", "--period", "2026-03", "--data", "data"};
  const Ran told = folder.run(asked);
  EXPECT_NE(told.out.find("Units under South changed between the two: +1 (Lyon)"), std::string::npos) << told.out;
  std::vector<std::string> as_json = asked;
  as_json.push_back("--json");
  const json before = folder.run(as_json).json()["before"];
  EXPECT_EQ(before["units"], (json{{"came", {{{"label", "Lyon"}, {"below", 0}}}}, {"left", json::array()}}));
  EXPECT_EQ(before["change"]["over"], 1) << before.dump(1);
}

TEST(Organisation, ACycleChangesNothing) {
  const Folder folder;
  folder.write("units.csv", k_units);
  EXPECT_EQ(tell(folder, {"units.csv"}).status, 0);
  folder.write("cycle.csv", "id,parent\nNew,Hearth\nHearth,Lyon\n");
  const Ran refused = tell(folder, {"cycle.csv"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find("cycle.csv:3: these units stand above themselves"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("Hearth → Lyon → North → Hearth"), std::string::npos) << refused.err;
  EXPECT_NE(refused.out.find("Nothing was changed"), std::string::npos) << refused.out;
  EXPECT_EQ(ids(shown(folder)), "Hearth North Lyon South Nice");
}

TEST(Organisation, UnitsThatOnlyFactsNameAreToldAndNotLost) {
  const Folder folder;
  folder.write("units.csv", k_units);
  folder.write("reviews.csv",
               "date,nps,unit,comment\n2026-01-05,9,Lyon,fine\n2026-01-06,3,Berlin,slow\n2026-01-07,10,Lyon,good\n");
  EXPECT_EQ(folder.run({"import", "reviews.csv", "--data", "data"}).status, 0);
  const Ran before = folder.run({"organisation", "--data", "data"});
  EXPECT_EQ(before.status, 1);
  EXPECT_NE(before.err.find("import --as organisation"), std::string::npos) << before.err;
  EXPECT_EQ(tell(folder, {"units.csv"}).status, 0);
  EXPECT_EQ(shown(folder)["unknown_units"], json::array({"Berlin"}));
  EXPECT_NE(folder.run({"organisation", "--data", "data"}).out.find("Berlin"), std::string::npos);
  const Ran check = folder.run({"check", "--data", "data"});
  EXPECT_EQ(check.status, 0) << check.out << check.err;
  EXPECT_NE(check.out.find("records of the organisation"), std::string::npos) << check.out;
}

TEST(Organisation, WrongUseIsSaid) {
  const Folder folder;
  folder.write("units.csv", k_units);
  EXPECT_EQ(tell(folder, {"units.csv", "--map", "m.toml"}).status, 2);
  EXPECT_EQ(tell(folder, {"units.csv", "--as-of", "soon"}).status, 2);
  EXPECT_EQ(folder.run({"import", "units.csv", "--ends-missing", "--data", "data"}).status, 2);
  EXPECT_EQ(tell(folder, {"units.csv"}).status, 0);
  const Ran unknown = folder.run({"organisation", "--unit", "Suoth", "--data", "data"});
  EXPECT_EQ(unknown.status, 1);
  EXPECT_NE(unknown.err.find("did you mean South?"), std::string::npos) << unknown.err;
}

TEST(Organisation, KilledAtAnyMomentIsWholeOrNotThere) {
  const Folder folder;
  std::string people = "id,manager\np0,\n";
  for (int i = 1; i < 20'000; ++i) people += "p" + std::to_string(i) + ",p" + std::to_string((i - 1) / 10) + "\n";
  folder.write("people.csv", people);
  folder.write("units.csv", k_units);
  EXPECT_EQ(tell(folder, {"units.csv"}).status, 0);
  for (const int after_ms : {20, 60, 100, 150, 200, 300}) {
    const Ran killed = folder.run({"import", "--as", "organisation", "people.csv", "--data", "data"}, after_ms);
    EXPECT_TRUE(killed.status == 0 || killed.status == 137) << killed.err;
    const json count = shown(folder)["people"];
    EXPECT_TRUE(count == 0 || count == 20'000) << count;
  }
  EXPECT_EQ(tell(folder, {"people.csv"}).status, 0);
  EXPECT_EQ(shown(folder)["people"], 20'000);
}

}  // namespace
}  // namespace bellwether::story
