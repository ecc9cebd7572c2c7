#include "listen/organisation/told_json.hpp"

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using Lines = std::vector<std::string>;

ToldJson told(std::string_view body) {
  auto read = read_told_json(body);
  EXPECT_TRUE(read) << to_text(read.error());
  return read ? *std::move(read) : ToldJson{};
}

/// "/units/0/from: “soon” is no day"
Lines faults(std::string_view body) {
  Lines lines;
  for (const MemberFault& fault : told(body).faults) {
    lines.push_back(fault.pointer + ": " + fault.what + (fault.mend.empty() ? "" : "; " + fault.mend));
  }
  return lines;
}

TEST(ToldJson, SaysWhatATableSays) {
  const ToldJson read = told(R"({
    "units": [{"id": " Lyon ", "kind": "store", "parent": null, "from": "2026-01-01", "to": "2026-12-31"}],
    "people": [{"id": 17, "name": "Ana Alt", "leads": ["Lyon", "Nice"]}, {"id": "ben", "ends": true}],
    "goals": [{"id": "g", "target": 40.5, "owner": ""}, {"id": "h", "target": "-3"}]})");
  EXPECT_TRUE(read.faults.empty());
  ASSERT_EQ(read.told.size(), 5U);
  const org::Told& lyon = read.told[0];
  EXPECT_EQ(lyon.id, "Lyon");
  EXPECT_EQ(lyon.said, (org::Said{std::nullopt, "store", ""}))
      << "null is an empty cell, what is not there is not said";
  EXPECT_EQ(to_text(*lyon.from) + " " + to_text(*lyon.to), "2026-01-01 2027-01-01");
  EXPECT_EQ(lyon.where, "/units/0");
  EXPECT_EQ(read.told[1].id, "17");
  EXPECT_EQ(read.told[1].said[4], "Lyon;Nice");
  EXPECT_TRUE(read.told[2].ends);
  EXPECT_FALSE(read.told[1].ends);
  EXPECT_EQ(read.told[3].said[4], "40.5");
  EXPECT_EQ(read.told[4].said[4], "-3");
}

TEST(ToldJson, NamesEveryFaultAtOnce) {
  EXPECT_EQ(faults(R"({
    "unit": [],
    "people": {},
    "units": [
      {"id": "A", "parnet": "B", "from": "soon", "to": 7},
      {"kind": true},
      "Lyon",
      {"id": "a;b", "a/b~c": 1},
      {"id": "C", "from": "2026-02-01", "to": "2026-01-01"},
      {"id": "D", "ends": true, "label": "x"}],
    "goals": [{"id": "g", "target": "much", "measure": ["nps"]}],
    "journeys": [{"id": "j", "stages": ["a", 1]}, {"id": "k", "stages": ["a;b"]}]})"),
            (Lines{"/unit: an organisation has no “unit”; did you mean units?", "/people: it is a list of objects",
                   "/units/0/parnet: a unit has no “parnet”; did you mean parent?",
                   "/units/0/from: “soon” is no day; write it as 2026-11-22",
                   "/units/0/to: it is a day as a text: 2026-11-22", "/units/1/kind: it is a text: put it in quotes",
                   "/units/1: there is no id; add “id”: what facts call it", "/units/2: it is an object with an id",
                   "/units/3/a~1b~0c: a unit has no “a/b~c”; there are id, from, to, ends, label, kind, parent",
                   "/units/3/id: the id holds “;”, which stands between the items of a list",
                   "/units/4/to: it ends before it begins; `from` is the first day, `to` the last one",
                   "/units/5/ends: a row that ends its thing says nothing else of it; send id and ends alone; `to` is "
                   "a last day",
                   "/goals/0/target: “much” is no number", "/goals/0/measure: it is a text: put it in quotes",
                   "/journeys/0/stages: it is a list of texts",
                   "/journeys/1/stages: an item holds “;”, which stands between the items of a list"}));
}

TEST(ToldJson, RefusesAWholeBodyThatIsNone) {
  const auto why = [](const std::string& body) {
    const auto read = read_told_json(body);
    return read ? "" : read.error().message;
  };
  EXPECT_EQ(why("units"), "the body is no JSON object");
  EXPECT_EQ(why("[]"), "the body is no JSON object");
  EXPECT_EQ(why("{\"units\": [{\"id\": \"\xff\"}]}"), "the body is no JSON object") << "not UTF-8";
  EXPECT_EQ(why(R"({"units": [{"id": "A", "parent": "B", "parent": "C"}]})"), "“parent” stands twice in one object");
  EXPECT_EQ(why(R"({"units": [], "units": []})"), "“units” stands twice in one object");
  EXPECT_EQ(why(R"({"units": )" + std::string(100'000, '[') + std::string(100'000, ']') + "}"),
            "the JSON is nested too deep");
  std::string many = R"({"units": [{"id": "0"})";
  for (std::size_t i = 1; i <= k_most_json_rows; ++i) many += R"(,{"id": ")" + std::to_string(i) + R"("})";
  EXPECT_EQ(why(many + "]}"), "there are more than 10,000 rows");
}

TEST(ToldJson, LimitsIdsAndTextsAsFilesDo) {
  const std::string id(201, 'x'), text(4'001, 'x');
  EXPECT_EQ(faults(R"({"units": [{"id": ")" + id + R"(", "label": ")" + text + R"(", "kind": "a\u0000b"}]})"),
            (Lines{"/units/0/label: the text is longer than 4,000 bytes", "/units/0/kind: the text holds a zero byte",
                   "/units/0/id: the id is longer than 200 bytes"}));
  std::string bad = R"({"units": [1)";
  for (std::size_t i = 0; i < 2 * k_most_faults; ++i) bad += ",1";
  EXPECT_EQ(faults(bad + "]}").size(), k_most_faults);
}

TEST(ToldJson, OneRowIsNamedByItsPlace) {
  const auto one = read_told_json_row(R"({"parent": "South"})", org::Kind::unit, "Lyon");
  ASSERT_TRUE(one && one->told.size() == 1);
  EXPECT_EQ(one->told[0].id, "Lyon");
  EXPECT_EQ(pointer_of({.message = "", .where = one->told[0].where, .mend = ""}), "");
  EXPECT_EQ(pointer_of({.message = "", .where = "/units/3", .mend = ""}), "/units/3");
  const auto other = read_told_json_row(R"({"id": "Nice"})", org::Kind::unit, "Lyon");
  ASSERT_TRUE(other && other->faults.size() == 1);
  EXPECT_EQ(other->faults[0].pointer + " " + other->faults[0].what, "/id it is another id than that of the path");
}

}  // namespace
}  // namespace bellwether::listen
