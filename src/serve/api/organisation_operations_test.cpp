// The organisation over HTTP, on each engine that its records may stand on.
#include "guard/access/audit.hpp"
#include "listen/organisation/told_json.hpp"
#include "serve/api/people_for_test.hpp"
#include "store/records/places_for_test.hpp"

#include <array>
#include <fstream>
#include <set>
#include <thread>

namespace bellwether::api {
namespace {

using records::EngineName;
using records::PostgresqlForTest;

constexpr const char* k_first = R"({
  "units": [{"id": "Hearth", "kind": "brand"}, {"id": "North", "parent": "Hearth"}, {"id": "South", "parent": "Hearth"},
            {"id": "Lyon", "parent": "North"}],
  "people": [{"id": "ana", "name": "Ana Alt", "unit": "Hearth"},
             {"id": "ben", "name": "Ben Bo", "unit": "Lyon", "manager": "ana", "leads": ["Lyon", "South"]}],
  "journeys": [{"id": "order", "stages": ["look", "buy"]}],
  "goals": [{"id": "g", "owner": "ana", "unit": "Lyon", "measure": "nps", "target": 40, "to": "2027-12-31"}]})";

class OrganisationApi : public WithPeople, public testing::WithParamInterface<EngineName> {
 protected:
  void SetUp() override {
    if (GetParam() == EngineName::postgresql) {
      PostgresqlForTest* const at = PostgresqlForTest::server();
      if (at == nullptr) GTEST_SKIP() << PostgresqlForTest::k_missing;
      std::ofstream(folder / "bellwether.toml")
          << "[records]\npostgresql = \"" << at->connection() << "\"\nschema = \"" << at->fresh_schema() << "\"\n";
    }
    start();
    keeper = with_key({guard::Scope::read_organisation, guard::Scope::change_organisation});
  }

  http::Answer post(std::string_view body, std::string_view query = "", std::string_view more = "") const {
    return ask("POST", fmt::format("/v1/organisation/changes{}", query), keeper, body, more);
  }
  http::Answer put(std::string_view path, std::string_view body, std::string_view more = "") const {
    return ask("PUT", fmt::format("/v1/organisation/{}", path), keeper, body, more);
  }
  http::Answer get(std::string_view path, std::string_view more = "") const {
    return ask("GET", fmt::format("/v1/organisation/{}", path), keeper, "", more);
  }
  Json told(std::string_view path) const { return json("GET", fmt::format("/v1/organisation/{}", path), keeper); }
  /// The ids of a list.
  std::string ids(std::string_view path) const {
    std::string all;
    const Json list = told(path);
    for (const Json& thing : list.at("things")) all += (all.empty() ? "" : " ") + thing["id"].get<std::string>();
    return all;
  }
  Json audit() const {
    Json lines = Json::array();
    const auto looked = door().look([&](records::Transaction& transaction) -> Result<void> {
      const auto read = guard::audit_lines(transaction, {}, 100);
      if (!read) return std::unexpected(read.error());
      for (const auto& line : *read) {
        if (line.what == "organisation.changed") lines.push_back(line.who + " " + line.on + " " + line.how);
      }
      return {};
    });
    EXPECT_TRUE(looked);
    return lines;
  }

  As keeper;
};
ON_EACH_ENGINE(OrganisationApi);

TEST_P(OrganisationApi, IsPreviewedThenChangedAsOneThenKnown) {
  const auto preview = post(k_first, "?preview=true");
  ASSERT_EQ(preview.status, 200) << preview.body;
  const Json would = Json::parse(preview.body);
  EXPECT_EQ(would["applied"], false);
  EXPECT_EQ(would["version"], "0");
  EXPECT_EQ(would["counts"], (Json{{"added", 8}, {"changed", 0}, {"moved", 0}, {"ended", 0}}));
  EXPECT_EQ(ids("units"), "");
  EXPECT_EQ(audit(), Json::array());

  const auto done = post(k_first);
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(done.field("ETag"), "\"8\"");
  EXPECT_EQ(Json::parse(done.body)["changes"], would["changes"]) << "what is previewed is what is done";
  EXPECT_EQ(ids("units"), "Hearth Lyon North South");
  EXPECT_EQ(audit().dump(),
            fmt::format(R"(["key:{} organisation 4 units added, 2 people added, 1 journey added, 1 goal added"])",
                        keeper.key.substr(3, 10)));

  const auto again = post(k_first);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.field("ETag"), "\"8\"") << "all of it is known";
  EXPECT_EQ(audit().size(), 1U);
}

TEST_P(OrganisationApi, IsReadByNameOnAnyDay) {
  ASSERT_EQ(post(k_first, "?as_of=2026-01-01").status, 200);
  ASSERT_EQ(put("people/ben?as_of=2026-03-01", R"({"unit": "South", "manager": null})").status, 200);
  EXPECT_EQ(told("people/ben?as_of=2026-02-28"), (Json{{"id", "ben"},
                                                       {"name", "Ben Bo"},
                                                       {"role", nullptr},
                                                       {"unit", "Lyon"},
                                                       {"manager", "ana"},
                                                       {"leads", {"Lyon", "South"}},
                                                       {"from", nullptr},
                                                       {"to", "2026-02-28"}}));
  EXPECT_EQ(told("people/ben?as_of=2026-03-01")["unit"], "South");
  const Json history = told("people/ben/history");
  ASSERT_EQ(history["spans"].size(), 2U);
  EXPECT_EQ(history["spans"][1]["from"], "2026-03-01");
  EXPECT_EQ(history["spans"][1]["manager"], nullptr);
  EXPECT_EQ(told("goals/g")["target"], 40.0);
  EXPECT_EQ(told("goals/g")["to"], "2027-12-31");
  EXPECT_EQ(get("goals/g?as_of=2028-01-01").status, 404);
  EXPECT_EQ(told("journeys/order")["stages"], (Json{"look", "buy"}));

  EXPECT_EQ(ids("units?parent=Hearth"), "North South");
  EXPECT_EQ(ids("units?unit=North"), "Lyon North");
  EXPECT_EQ(ids("people?unit=North&as_of=2026-02-28"), "ben");
  EXPECT_EQ(ids("people?unit=North"), "");
  EXPECT_EQ(ids("goals?unit=Hearth"), "g");
  EXPECT_EQ(get("journeys?unit=Lyon").status, 400);
  EXPECT_EQ(get("people?parent=Lyon").status, 400);
  EXPECT_EQ(get("people?as_of=soon").status, 400);
  EXPECT_EQ(get("people?limit=0").status, 400);
  EXPECT_EQ(get("folk").status, 404);
  EXPECT_NE(get("folk").body.find("there are units, people"), std::string::npos);
}

TEST_P(OrganisationApi, IsPagedById) {
  ASSERT_EQ(post(k_first).status, 200);
  const Json first = told("units?limit=3");
  EXPECT_EQ(first["things"].size(), 3U);
  EXPECT_EQ(first["next"], "North");
  EXPECT_EQ(ids("units?limit=3&after=North"), "South");
  EXPECT_EQ(told("units?limit=3&after=North")["next"], nullptr);
  ASSERT_EQ(put("units/Lyon?as_of=2026-02-01", R"({"parent": "South"})").status, 200);
  ASSERT_EQ(put("units/Lyon?as_of=2026-03-01", R"({"parent": "Hearth"})").status, 200);
  const Json spans = told("units/Lyon/history?limit=2");
  EXPECT_EQ(spans["next"], "2026-02-01");
  EXPECT_EQ(told("units/Lyon/history?limit=2&after=2026-02-01")["spans"][0]["parent"], "Hearth");
}

TEST_P(OrganisationApi, OneThingIsSaidAndEnded) {
  EXPECT_EQ(put("units/Lyon", R"({"kind": "store"})").status, 201);
  const auto same = put("units/Lyon", R"({"id": "Lyon", "kind": "store"})");
  EXPECT_EQ(same.status, 200);
  EXPECT_EQ(Json::parse(same.body)["changes"], Json::array());
  EXPECT_EQ(put("units/Lyon", R"({"label": "Lyon Centre"})").status, 200);
  EXPECT_EQ(told("units/Lyon")["kind"], "store") << "what is not said stays";
  EXPECT_EQ(put("units/Lyon%20Nord", R"({"parent": "Lyon"})").status, 201);
  EXPECT_EQ(told("units/Lyon%20Nord")["id"], "Lyon Nord");

  const auto end = [&](const char* query) {
    return ask("DELETE", fmt::format("/v1/organisation/units/{}", query), keeper);
  };
  EXPECT_EQ(end("Paris").status, 404);
  EXPECT_EQ(end("Lyon%20Nord?as_of=2026-06-01").status, 200);
  EXPECT_EQ(told("units/Lyon%20Nord/history")["spans"][0]["to"], "2026-05-31");
  EXPECT_EQ(end("Lyon%20Nord?as_of=2026-06-01").status, 404) << "it has ended by then";
  EXPECT_EQ(ids("units?as_of=2026-05-31"), "Lyon Lyon Nord");
  EXPECT_EQ(ids("units"), "Lyon");
  EXPECT_EQ(post(R"({"units": [{"id": "Lyon", "ends": true}]})", "?as_of=2026-07-01").status, 200);
  EXPECT_EQ(ids("units"), "");
}

TEST_P(OrganisationApi, WhatBreaksARuleChangesNothing) {
  ASSERT_EQ(post(k_first).status, 200);
  const auto refused = [&](std::string_view body) {
    const auto answer = post(body);
    EXPECT_EQ(answer.status, 422) << answer.body;
    const Json fault = Json::parse(answer.body)["faults"][0];
    return fault["pointer"].get<std::string>() + ": " + fault["what"].get<std::string>();
  };
  const std::string good = R"({"touchpoints": [{"id": "till"}], )";
  EXPECT_EQ(refused(good + R"("units": [{"id": "Nice", "parent": "Suoth"}]})"),
            "/units/0: the unit Nice is part of Suoth, and there is no unit of that id");
  EXPECT_EQ(refused(good + R"("people": [{"id": "ana", "manager": "ben"}]})").substr(0, 52),
            "/people/0: these people stand above themselves on 20");
  EXPECT_EQ(refused(good + R"("people": [{"id": "cy", "manager": "nobody"}]})"),
            "/people/0: the person cy is managed by nobody, and there is no person of that id");
  EXPECT_EQ(refused(good + R"("units": [{"id": "Nice", "parent": "North"}, {"id": "Nice", "parent": "South"}]})"),
            "/units/1: the unit Nice is told twice for the same days (also at /units/0): parent North and South");
  EXPECT_EQ(refused(good + R"("units": [{"id": "Nice", "parnet": "North"}, {"id": ""}]})"),
            "/units/0/parnet: a unit has no “parnet”");
  EXPECT_EQ(ids("touchpoints"), "") << "nothing is half applied";
  EXPECT_EQ(get("units").field("ETag"), "\"8\"");
  const auto self = put("units/Lyon", R"({"parent": "Lyon"})");
  EXPECT_EQ(self.status, 422);
  EXPECT_EQ(Json::parse(self.body)["faults"][0]["pointer"], "");
  EXPECT_EQ(post("{}").status, 422);
  EXPECT_EQ(post("units").status, 400);

  const auto preview = post(R"({"units": [{"id": "Hearth", "parent": "Lyon"}]})", "?preview=true");
  EXPECT_EQ(preview.status, 200) << preview.body;
  const Json told = Json::parse(preview.body);
  EXPECT_EQ(told["stopped"]["pointer"], "/units/0") << told;
  EXPECT_EQ(told["changes"][0]["how"], "moved") << "what it would be, and why it may not";
}

TEST_P(OrganisationApi, WhatIsNotInAWholeListEnds) {
  ASSERT_EQ(post(k_first, "?as_of=2026-01-01").status, 200);
  ASSERT_EQ(post(R"({"people": [{"id": "ana"}]})", "?as_of=2026-03-01&ends_missing=true").status, 200);
  EXPECT_EQ(ids("people"), "ana");
  EXPECT_EQ(ids("units"), "Hearth Lyon North South") << "of its kinds alone";
  EXPECT_EQ(post(R"({"people": [{"id": "ana"}]})", "?ends_missing=1").status, 400);
}

TEST_P(OrganisationApi, TheLogTellsWhoDidWhatAndHow) {
  ASSERT_EQ(post(k_first).status, 200);
  const guard::User owner = add_user("owner", {{.role = guard::Role::owner}});
  ASSERT_EQ(
      ask("PUT", "/v1/organisation/units/Lyon?as_of=2026-02-01", signed_in(owner), R"({"parent": "South"})").status,
      200);
  const Json page = told("changes?limit=2");
  ASSERT_EQ(page["changes"].size(), 2U);
  const Json last = page["changes"][0];
  EXPECT_EQ(last["number"], 9);
  EXPECT_EQ(last["who"], "user:" + owner.id);
  EXPECT_EQ(last["way"], "user");
  EXPECT_EQ(last["kind"], "units");
  EXPECT_EQ(last["how"], "moved");
  EXPECT_EQ(last["words"], "parent North → South from 2026-02-01");
  EXPECT_EQ(page["changes"][1]["way"], "key");
  EXPECT_EQ(page["next"], "8");

  std::set<int> numbers;
  Json next = "10";
  while (!next.is_null()) {
    const Json some = told("changes?limit=4&after=" + next.get<std::string>());
    for (const Json& change : some["changes"]) EXPECT_TRUE(numbers.insert(change["number"].get<int>()).second);
    next = some["next"];
  }
  EXPECT_EQ(numbers.size(), 9U) << "each once";
  EXPECT_EQ(told("changes?id=Lyon")["changes"].size(), 2U);
  EXPECT_EQ(told("changes?kind=people")["changes"].size(), 2U);
  EXPECT_EQ(told("changes?kind=people&id=Lyon")["changes"].size(), 0U);
  EXPECT_EQ(get("changes?kind=folk").status, 404);
  EXPECT_EQ(get("changes?after=x").status, 400);
}

TEST_P(OrganisationApi, AWriterWhoGoesByAnOldVersionIsTold) {
  ASSERT_EQ(post(k_first).status, 200);
  const std::string seen = get("units/Lyon").field("ETag");
  ASSERT_EQ(put("units/Lyon", R"({"label": "one"})", "If-Match: " + seen + "\r\n").status, 200);
  const auto late = put("units/Lyon", R"({"label": "two"})", "If-Match: " + seen + "\r\n");
  EXPECT_EQ(late.status, 412) << late.body;
  EXPECT_EQ(late.field("ETag"), "\"9\"");
  EXPECT_EQ(told("units/Lyon")["label"], "one");
  EXPECT_EQ(put("units/Lyon", R"({"label": "two"})", "If-Match: W/\"9\"\r\n").status, 412) << "a weak tag is no match";
  EXPECT_EQ(put("units/Lyon", R"({"label": "two"})", "If-Match: \"8\", \"9\"\r\n").status, 200);
  EXPECT_EQ(ask("DELETE", "/v1/organisation/units/Lyon", keeper, "", "If-Match: \"9\"\r\n").status, 412);
  EXPECT_EQ(post(R"({"units": [{"id": "x"}]})", "?preview=true", "If-Match: \"9\"\r\n").status, 412);
  EXPECT_EQ(put("units/Lyon", R"({"label": "three"})", "If-Match: *\r\n").status, 200);
}

TEST_P(OrganisationApi, TwoWritersWhoLookFirstLoseNothing) {
  // Each adds its own words to the label, again and again, and asks again where somebody else was faster.
  ASSERT_EQ(put("units/Lyon", R"({"label": "0"})").status, 201);
  constexpr int k_each = 10;
  const auto write = [&](const std::string& mine) {
    for (int done = 0; done < k_each;) {
      const auto seen = get("units/Lyon");
      const std::string label = Json::parse(seen.body)["label"].get<std::string>() + mine;
      const auto answer = put("units/Lyon", Json{{"label", label}}.dump(), "If-Match: " + seen.field("ETag") + "\r\n");
      ASSERT_TRUE(answer.status == 200 || answer.status == 412) << answer.body;
      if (answer.status == 200) ++done;
    }
  };
  {
    const std::jthread a([&] { write("a"); }), b([&] { write("b"); });
  }
  const std::string label = told("units/Lyon")["label"];
  EXPECT_EQ(std::ranges::count(label, 'a'), k_each);
  EXPECT_EQ(std::ranges::count(label, 'b'), k_each);
}

TEST_P(OrganisationApi, ThousandsOfPeopleAreOneChange) {
#ifdef __SANITIZE_ADDRESS__
  constexpr std::size_t k_people = 1'000;  // with sanitizers ten thousand take a minute, and say no more about memory
#else
  constexpr std::size_t k_people = listen::k_most_json_rows;
#endif
  Json people = Json::array();
  for (std::size_t i = 0; i < k_people; ++i) {
    Json one{{"id", fmt::format("p{:05}", i)}, {"name", fmt::format("Person {}", i)}};
    if (i > 0) one["manager"] = fmt::format("p{:05}", (i - 1) / 10);
    people.push_back(std::move(one));
  }
  const auto done = post(Json{{"people", people}}.dump());
  ASSERT_EQ(done.status, 200) << done.body.substr(0, 500);
  EXPECT_EQ(done.field("ETag"), fmt::format("\"{}\"", k_people));
  EXPECT_EQ(Json::parse(done.body)["counts"]["added"], k_people);
  EXPECT_EQ(audit().size(), 1U);

  std::size_t seen = 0;
  std::string path = "people?limit=300";
  for (Json page = told(path);; page = told(path)) {
    seen += page["things"].size();
    if (page["next"].is_null()) break;
    path = "people?limit=300&after=" + page["next"].get<std::string>();
  }
  EXPECT_EQ(seen, k_people);
  for (Json& one : people) one["role"] = "clerk";
  EXPECT_EQ(Json::parse(post(Json{{"people", people}}.dump()).body)["counts"]["changed"], k_people);
  while (people.size() <= listen::k_most_json_rows) people.push_back({{"id", fmt::format("q{}", people.size())}});
  EXPECT_EQ(post(Json{{"people", people}}.dump()).status, 413);
}

TEST_P(OrganisationApi, AChangeHoldsForTheNextAnswer) {
  const As lyon = signed_in(add_user("lyon", {{.role = guard::Role::manager, .unit = "Lyon", .employees = true}}));
  const As owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
  const auto reach = [&] { return json("GET", "/v1/session", lyon)["reach"]["units"]; };
  EXPECT_EQ(reach(), Json{"Lyon"});
  ASSERT_EQ(post(R"({"units": [{"id": "Lyon"}, {"id": "Bar", "parent": "Lyon"}]})").status, 200);
  EXPECT_EQ(reach(), (Json{"Bar", "Lyon"}));
  ASSERT_EQ(put("units/Bar", R"({"parent": null})").status, 200);
  EXPECT_EQ(reach(), Json{"Lyon"});

  // Three employees of each of four units: two of them may be told of together where the tree says that they belong together.
  const As sender = with_key({guard::Scope::send_signals});
  Json signals = Json::array();
  for (const char* unit : {"a", "b", "c", "d"}) {
    for (int i = 0; i < 3; ++i) {
      signals.push_back({{"unit", unit},
                         {"voice_of", "employee"},
                         {"customer", fmt::format("{}{}", unit, i)},
                         {"occurred_at", "2026-02-05T09:00:00Z"},
                         {"ratings", {{"nps", 3 * i}}}});
    }
  }
  ASSERT_EQ(ask("POST", "/v1/signals", sender, signals.dump()).status, 202);
  settle();
  const auto withheld = [&] {
    return json("GET", "/v1/measures/enps?where=unit%20in%20(%22c%22,%22d%22)", owner)["rows"][0]["withheld"];
  };
  ASSERT_EQ(post(R"({"units": [{"id": "x"}, {"id": "y"}, {"id": "a", "parent": "x"}, {"id": "c", "parent": "x"},
                               {"id": "b", "parent": "y"}, {"id": "d", "parent": "y"}]})")
                .status,
            200);
  EXPECT_NE(withheld(), nullptr) << "c and d do not belong together";
  ASSERT_EQ(post(R"({"units": [{"id": "c", "parent": "y"}, {"id": "b", "parent": "x"}]})").status, 200);
  EXPECT_EQ(withheld(), nullptr) << "now they do";
  EXPECT_EQ(server->house().guards()->rules().parents.at("c"), "y");
}

TEST_P(OrganisationApi, KeysDoWhatTheirScopesSay) {
  ASSERT_EQ(post(k_first).status, 200);
  const As reader = with_key({guard::Scope::read_organisation});
  EXPECT_EQ(ask("GET", "/v1/organisation/people/ana", reader).status, 200);
  EXPECT_EQ(json("GET", "/v1/organisation/people/ana", reader)["name"], "Ana Alt");
  EXPECT_EQ(ask("DELETE", "/v1/organisation/people/ana", reader).status, 403);
  const As writer = with_key({guard::Scope::change_organisation});
  EXPECT_EQ(ask("GET", "/v1/organisation/people/ana", writer).status, 403);
  EXPECT_EQ(ask("PUT", "/v1/organisation/people/ana", writer, R"({"role": "CEO"})").status, 200);
}

}  // namespace
}  // namespace bellwether::api
