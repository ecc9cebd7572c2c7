#include "listen/organisation/told_file.hpp"

#include "listen/rows/rows_for_tests.hpp"

#include <utility>

#include <gtest/gtest.h>

namespace bellwether::listen {
namespace {

using Lines = std::vector<std::string>;

/// What a file tells: "unit Lyon label=… parent=South from 2026-01-01", and what is refused: "! 3, from: …".
Lines lines_of(const Result<ToldFile>& told) {
  if (!told) return {to_text(told.error())};
  Lines lines;
  for (const org::Told& row : told->told) {
    const org::KindRules& rules = org::rules_of(row.kind);
    std::string line = std::string(rules.word) + " " + row.id;
    for (std::size_t i = 0; i < rules.fields.size(); ++i) {
      if (row.said[i] && !row.said[i]->empty()) line += " " + std::string(rules.fields[i].name) + "=" + *row.said[i];
    }
    const org::Span days{.from = row.from.value_or(org::k_always), .to = row.to.value_or(org::k_forever)};
    if (row.from || row.to) line += " " + org::to_text(days);
    lines.push_back(line);
  }
  for (const RefusedRow& row : told->refused)
    lines.push_back("! " + std::to_string(row.line) + (row.column.empty() ? "" : ", " + row.column) + ": " +
                    row.reason);
  for (const Remark& remark : told->remarks) lines.push_back("note " + remark.column + ": " + remark.what);
  return lines;
}

Lines table(std::string_view text) {
  const TestFolder folder;
  const auto file = folder.write("f.csv", text);
  Lines lines = lines_of(read_told(file));
  // The folder's name changes from run to run.
  for (std::string& line : lines) {
    if (const auto at = line.find(file.string()); at != line.npos) line.replace(at, file.string().size(), "f.csv");
  }
  return lines;
}

Lines toml(std::string_view text) { return lines_of(read_told_toml(text, "f.toml")); }

TEST(ToldTable, EachKindIsToldByItsColumns) {
  EXPECT_EQ(table("id,label,kind,parent,from,to\nLyon,,store,South,2026-01-01,2026-12-31\n"),
            (Lines{"unit Lyon kind=store parent=South from 2026-01-01 to 2026-12-31"}));
  EXPECT_EQ(table("id,name,role,unit,manager,leads\nana,Ana,leader,South,,\"Lyon; Nice\"\n"),
            (Lines{"person ana name=Ana role=leader unit=South leads=Lyon;Nice"}));
  EXPECT_EQ(table("id,label,stage\nweb,Web shop,buy\n"), (Lines{"touchpoint web label=Web shop stage=buy"}));
  EXPECT_EQ(table("id,label,stages\nfirst,First order,look;buy\n"),
            (Lines{"journey first label=First order stages=look;buy"}));
  EXPECT_EQ(table("id,label,promise,themes,measures\nnear,Near,We are near,staff,nps;csat\n"),
            (Lines{"value near label=Near promise=We are near themes=staff measures=nps;csat"}));
  EXPECT_EQ(table("id,label,promise,value\nday,In a day,Within a day,near\n"),
            (Lines{"promise day label=In a day promise=Within a day value=near"}));
  EXPECT_EQ(table("id,label,owner,unit,measure,target,from,to\ng,NPS 40,ana,South,nps,40.0,2026-01-01,2026-12-31\n"),
            (Lines{"goal g label=NPS 40 owner=ana unit=South measure=nps target=40 from 2026-01-01 to 2026-12-31"}));
}

TEST(ToldTable, ColumnsHaveTheNamesThatOtherSystemsGiveThem) {
  EXPECT_EQ(table("Employee ID;Full name;Job title;Unit ID;Reports to;Valid from\nana;Ana;CEO;HQ;;2015-01-01\n"),
            (Lines{"person ana name=Ana role=CEO unit=HQ from 2015-01-01"}));
  EXPECT_EQ(table("unit,part of\nLyon,South\n"), (Lines{"unit Lyon parent=South"}));
}

TEST(ToldTable, AColumnMaySayTheKindRowByRow) {
  EXPECT_EQ(table("kind,id,label,parent,manager\nunit,Lyon,Lyon 1,South,\nPerson,ben,Ben,,ana\n"),
            (Lines{"unit Lyon label=Lyon 1 parent=South", "person ben name=Ben manager=ana"}));
  EXPECT_EQ(
      table("record,id,kind,parent,manager\nunit,Lyon,store,South,\nshop,x,,,\n,y,,,\n"),
      (Lines{"unit Lyon kind=store parent=South",
             "! 3, record: “shop” is none of: unit, person, touchpoint, journey, value, promise, goal",
             "! 4, record: the row does not say what it is: unit, person, touchpoint, journey, value, promise, goal"}));
}

TEST(ToldTable, DaysMayBeMidnightsAndTheEndsOfTimeAreOpen) {
  EXPECT_EQ(table("id,parent,from,to\na,,2026-01-01T00:00:00Z,2026-01-31 00:00:00\nb,,0001-01-01,9999-12-31\n"),
            (Lines{"unit a from 2026-01-01 to 2026-01-31", "unit b always"}));
}

TEST(ToldTable, RowsThatCanNotBeReadAreRefusedWithTheirReason) {
  EXPECT_EQ(table("id,label,owner,measure,target,from,to\n"
                  "a,,ana,nps,forty,,\n"
                  "b,,ana,nps,40,01/02/2026,\n"
                  "c,,ana,nps,40,2026-02-30,\n"
                  "d,,ana,nps,40,2026-03-01,2026-02-28\n"
                  ",,ana,nps,40,,\n"
                  "\"a;b\",,ana,nps,40,,\n"
                  "\"a\nb\",,ana,nps,40,,\n"
                  "ok,,ana,nps,40,2026-03-01,2026-03-01\n"),
            (Lines{"goal ok owner=ana measure=nps target=40 from 2026-03-01 to 2026-03-01",
                   "! 2, target: “forty” is no number", "! 3, from: “01/02/2026” is no day; write it as 2026-11-22",
                   "! 4, from: “2026-02-30” is no day; write it as 2026-11-22", "! 5, to: it ends before it begins",
                   "! 6, id: there is no id", "! 7, id: the id holds “;”, which stands between the items of a list",
                   "! 8, id: the id holds a line break or another control character"}));
  EXPECT_EQ(table("id,parent\n" + std::string(201, 'x') + ",\n"), (Lines{"! 2, id: the id is longer than 200 bytes"}));
  EXPECT_EQ(table("id,label,parent\na," + std::string(4001, 'x') + ",\n"),
            (Lines{"! 2, label: the text is longer than 4,000 bytes"}));
}

TEST(ToldTable, ColumnsThatAreNotUsedAreTold) {
  EXPECT_EQ(table("id,lable,parent,cost centre\na,A,,17\n"),
            (Lines{"unit a", "note lable: not used; did you mean label?", "note cost centre: not used"}));
}

TEST(ToldTable, WhatDoesNotTellItsKindIsRefusedAsAWhole) {
  EXPECT_EQ(
      table("id,label\na,A\n"),
      (Lines{
          "f.csv: the columns do not tell what the rows are: id, label\n  → name them as in docs/organisation.md, or "
          "add a column “record” with one of: unit, person, touchpoint, journey, value, promise, goal"}));
  EXPECT_EQ(
      table("label,parent\nA,\n"),
      (Lines{"f.csv: the units have no id: label, parent\n  → name the column “id” that holds what facts call them"}));
}

TEST(ToldToml, SaysTheSameAsTables) {
  EXPECT_EQ(toml(R"([[unit]]
id = "Lyon"
parent = "South"
from = 2026-01-01
to = "2026-12-31"
[[person]]
id = "ana"
leads = ["Lyon", "Nice"]
[[goal]]
id = "g"
target = 1234567.50
)"),
            (Lines{"goal g target=1234567.5", "person ana leads=Lyon;Nice",
                   "unit Lyon parent=South from 2026-01-01 to 2026-12-31"}));
}

TEST(ToldToml, NamesEachMistakeByItsLine) {
  EXPECT_EQ(toml("[[unti]]\nid = \"a\"\n"),
            (Lines{"f.toml:1: an organisation has no \"unti\"\n  → did you mean [[unit]]?"}));
  EXPECT_EQ(toml("\n[[unit]]\nid = \"a\"\nparnet = \"b\"\n"),
            (Lines{"f.toml:4: a unit has no \"parnet\"\n  → did you mean parent?"}));
  EXPECT_EQ(toml("[[unit]]\nid = \"a\"\ncolour = \"b\"\n"),
            (Lines{"f.toml:3: a unit has no \"colour\"\n  → known keys: id, from, to, label, kind, parent"}));
  EXPECT_EQ(toml("[[unit]]\nlabel = \"a\"\n"), (Lines{"f.toml:1: the unit has no id\n  → add id = \"…\""}));
  EXPECT_EQ(toml("[[unit]]\nid = true\n"), (Lines{"f.toml:2: id is a text\n  → put it in quotes"}));
  EXPECT_EQ(toml("[[unit]]\nid = \" \"\n"), (Lines{"f.toml:2: the unit: there is no id"}));
  EXPECT_EQ(toml("[[person]]\nid = \"a\"\nleads = [1]\n"),
            (Lines{"f.toml:3: leads is a list of texts\n  → write leads = [\"…\"]"}));
  EXPECT_EQ(toml("[[unit]]\nid = \"a\"\nfrom = \"soon\"\n"),
            (Lines{"f.toml:3: from: “soon” is no day; write it as 2026-11-22"}));
  EXPECT_EQ(toml("[[unit]]\nid = \"a\"\nfrom = 2026-02-01\nto = 2026-01-01\n"),
            (Lines{"f.toml:4: the unit a: it ends before it begins\n  → `from` is its first day, `to` its last one"}));
  EXPECT_EQ(toml("[unit]\nid = \"a\"\n"),
            (Lines{"f.toml:1: \"unit\" stands alone\n  → put each under a heading of its own: [[unit]]"}));
  EXPECT_EQ(toml("unit = [1]\n"),
            (Lines{"f.toml:1: \"unit\" is a list of tables\n  → put each under a heading of its own: [[unit]]"}));
  EXPECT_EQ(toml("[[unit]\n").at(0).substr(0, 28), "f.toml:1: this is not TOML: ");
  EXPECT_EQ(toml("# nothing\n"), (Lines{"f.toml: the file tells of nothing"}));
}

TEST(ToldFile, OneThatIsNotThereIsSaidToBeMissing) {
  EXPECT_EQ(read_told("none.toml").error().code, Code::not_found);
  EXPECT_EQ(read_told("none.csv").error().code, Code::not_found);
}

}  // namespace
}  // namespace bellwether::listen
