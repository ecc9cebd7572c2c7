// A walk over everything that the server can be asked, as everybody: nobody gets more than they were granted.
#include "serve/api/people_for_test.hpp"
#include "store/records/schema.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <thread>

namespace bellwether::api {
namespace {

/// Lyon holds a bar, the bar of Paris has ended, and Metz was of France before it moved.
constexpr auto k_units = std::to_array<std::array<const char*, 4>>({{"France", "", "0001-01-01", "9999-12-31"},
                                                                    {"Lyon", "France", "0001-01-01", "9999-12-31"},
                                                                    {"Lyon Bar", "Lyon", "0001-01-01", "9999-12-31"},
                                                                    {"Paris", "France", "0001-01-01", "2026-02-01"},
                                                                    {"Metz", "France", "0001-01-01", "2026-03-01"},
                                                                    {"Metz", "East", "2026-03-01", "9999-12-31"},
                                                                    {"East", "", "0001-01-01", "9999-12-31"}});

class Walk : public WithPeople {
 protected:
  Walk() {
    write_units();
    start();
  }

  void write_units() const {
    const auto directory = store::DataDirectory::open_beside(folder);
    const auto records = records::Records::open(*directory, store::Access::write);
    auto transaction = (*records)->begin();
    for (const auto& [id, parent, from, to] : k_units) {
      ASSERT_TRUE(
          transaction->run("INSERT INTO units (id, valid_from, valid_to, label, kind, parent) VALUES (:id, :since, "
                           ":until, '', '', :parent)",
                           {{"id", id}, {"since", from}, {"until", to}, {"parent", parent}}));
    }
    ASSERT_TRUE(transaction->commit());
  }

  /// In each unit other answers: of customers, of employees, and some of nobody's unit.
  void send_facts() const {
    const As sender = with_key({guard::Scope::send_signals, guard::Scope::send_acts});
    Json signals = Json::array(), acts = Json::array();
    int rating = 0;
    for (const char* unit : {"France", "Lyon", "Lyon Bar", "Paris", "Metz", "East", ""}) {
      for (int i = 0; i < 40; ++i) {
        Json signal{{"ratings", {{"nps", (rating + i * i) % 11}}},
                    {"voice_of", i % 2 == 0 ? "customer" : "employee"},
                    {"customer", fmt::format("{}-{}", unit, i)},
                    {"channel", "survey"},
                    {"occurred_at", fmt::format("2026-{:02}-10T09:00:00Z", 9 + i % 2)}};
        if (*unit != 0) signal["unit"] = unit;
        signals.push_back(std::move(signal));
        Json act{{"kind", i % 4 == 0 ? "complaint.received" : "recognition.given"},
                 {"actor", fmt::format("p-{}", i % 3)},
                 {"occurred_at", "2026-10-10T09:00:00Z"}};
        if (*unit != 0) act["unit"] = unit;
        acts.push_back(std::move(act));
      }
      for (const char* of : {"customers", "employees"}) {
        Json count{{"kind", "population.counted"},
                   {"amount", 100 + 50 * rating},
                   {"attributes", {{"of", of}}},
                   {"occurred_at", "2026-09-01T09:00:00Z"}};
        if (*unit != 0) count["unit"] = unit;
        acts.push_back(std::move(count));
      }
      rating += 3;
    }
    ASSERT_EQ(ask("POST", "/v1/signals", sender, signals.dump()).status, 202);
    ASSERT_EQ(ask("POST", "/v1/acts", sender, acts.dump()).status, 202);
    settle();
  }

  /// The status alone: some answers never end.
  int status(const Operation& operation, const As& as) const {
    std::string path = operation.path;
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      path.replace(open, path.find('}') + 1 - open, "nps");
    }
    const std::string_view body = operation.body ? "{}" : "";
    if (operation.id != "hearVoices") return ask(operation.method, path, as, body).status;
    http::Client client(server->endpoints().front());
    EXPECT_TRUE(client.send(request(operation.method, path, as, body, "")));
    const std::string line = client.read_until("\r\n");
    return line.size() > 12 ? std::stoi(line.substr(9, 3)) : 0;
  }

  static std::string encoded(std::string_view text) {
    std::string coded;
    for (const char c : text) {
      const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
      coded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return coded;
  }
  Json rows(const As& as, const std::string& measure, const std::string& query, const std::string& where = {}) const {
    const std::string filter = where.empty() ? "" : "&where=" + encoded(where);
    const Json answer = json("GET", "/v1/measures/" + measure + "?level=0.95" + query + filter, as);
    EXPECT_TRUE(answer.contains("rows")) << measure << query << filter << ": " << answer.dump();
    return answer.value("rows", Json());
  }
};

/// A role in Lyon with every sensitivity that it can have; an owner has everything.
std::vector<guard::Grant> widest(const guard::RoleRights& role) {
  if (role.role == guard::Role::owner) return {{.role = role.role}};
  return {{.role = role.role,
           .unit = "Lyon",
           .voices = role.if_granted.has(guard::Right::read_voices),
           .names = role.if_granted.has(guard::Right::read_names),
           .employees = role.if_granted.has(guard::Right::read_employees)}};
}

TEST_F(Walk, WhatIsOpenToEverybodyIsMeantToBe) {
  std::set<std::string> open;
  for (const Operation& operation : operations()) {
    if (!operation.is_guarded()) open.insert(operation.method + " " + operation.path);
  }
  EXPECT_EQ(open, (std::set<std::string>{"GET /healthz", "GET /readyz", "GET /v1/session", "POST /v1/session",
                                         "POST /v1/setup", "POST /v1/invitations/accept", "POST /v1/hooks/{name}",
                                         "POST /v1/events", "OPTIONS /v1/events", "GET /v1/session/openid",
                                         "GET /v1/session/openid/return"}))
      << "a webhook is let in by its signature, a page's events by what their site lists";
}

TEST_F(Walk, NobodyIsLetInAndNoKeyFurtherThanItsScope) {
  std::vector<std::pair<As, guard::Rights>> keys;
  for (const guard::Scope scope : guard::k_scopes) {
    keys.emplace_back(
        with_key({scope}),
        guard::rights_of(guard::ApiKey{
            .id = {}, .name = {}, .scopes = {scope}, .source = {}, .made_by = {}, .made_at = {}, .revoked_at = {}}));
  }
  for (const Operation& operation : operations()) {
    if (!operation.is_guarded()) continue;
    SCOPED_TRACE(operation.method + " " + operation.path);
    EXPECT_EQ(status(operation, {}), 401);
    EXPECT_EQ(status(operation, {.key = "bw_nobody_x"}), 401);
    EXPECT_EQ(status(operation, {.cookie = "nobody", .csrf = "x"}), 401);
    for (const auto& [key, rights] : keys) {
      const bool let = operation.right && rights.has(*operation.right);
      EXPECT_EQ(status(operation, key) != 403, let);
    }
  }
}

TEST_F(Walk, EveryRoleIsLetInAsFarAsItsRights) {
  for (const guard::RoleRights& role : guard::k_roles) {
    const guard::User plain = add_user(std::string(role.word), {{.role = role.role}});
    const guard::User wide = add_user(std::string(role.word) + "-wide", widest(role));
    for (const Operation& operation : operations()) {
      if (!operation.is_guarded()) continue;
      for (const guard::User& user : {plain, wide}) {
        SCOPED_TRACE(fmt::format("{} {} as {}", operation.method, operation.path, user.name));
        // Each asks in a session of its own: some operations end it.
        const As as = signed_in(user);
        const bool let = operation.for_signed_in || guard::rights_of(user.grants).has(*operation.right);
        const int told = status(operation, as);
        EXPECT_NE(told, 401);
        EXPECT_EQ(told != 403, let) << told;
        const bool changes = operation.method != "GET";
        EXPECT_TRUE(!changes || status(operation, {.cookie = signed_in(user).cookie}) == 403) << "no CSRF token";
      }
    }
  }
}

TEST_F(Walk, AManagerGetsTheFiguresOfTheirUnitAlone) {
  send_facts();
  const As owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
  const As lyon = signed_in(add_user("lyon", {{.role = guard::Role::manager, .unit = "Lyon", .employees = true}}));
  const std::string mine = "unit in (\"Lyon\", \"Lyon Bar\")";
  for (const std::string measure :
       {"nps", "volume", "enps", "complaint_rate", "recognition_rate", "employee_voices", "mean(rating.nps)"}) {
    for (const std::string query : {"", "&by=unit", "&every=month", "&by=voice_of", "&by=unit&every=quarter"}) {
      if (query == "&by=voice_of" && measure.ends_with("_rate")) continue;  // acts have none
      const Json seen = rows(lyon, measure, query);
      EXPECT_EQ(seen, rows(owner, measure, query, mine)) << measure << query;
      EXPECT_NE(seen, rows(owner, measure, query)) << measure << query;
    }
    for (const std::string where :
         {"unit = \"Metz\"", "unit != \"Lyon\"", "unit is unknown", "voice_of = \"customer\""}) {
      if (where.starts_with("voice_of") && measure.ends_with("_rate")) continue;
      EXPECT_EQ(rows(lyon, measure, "&by=unit", where), rows(owner, measure, "&by=unit", mine + " and " + where))
          << measure << " " << where;
    }
  }
  EXPECT_EQ(rows(lyon, "nps", "&weight=unit"), rows(owner, "nps", "&weight=unit", mine));
  EXPECT_EQ(rows(lyon, "nps", "&by=unit&every=month&compare=previous"),
            rows(owner, "nps", "&by=unit&every=month&compare=previous", mine));
  const std::string other = "unit = \"Metz\"";
  EXPECT_EQ(rows(lyon, "nps", "&compare=" + encoded(other)),
            rows(owner, "nps", "&compare=" + encoded(mine + " and " + other), mine));
  EXPECT_EQ(json("GET", "/v1/measures/nps", lyon)["notes"][0],
            "These figures are of what you may see: Lyon, Lyon Bar.");
}

TEST_F(Walk, FiguresAboutEmployeesAreForThoseWhoWereGrantedThem) {
  send_facts();
  const As without = signed_in(add_user("without", {{.role = guard::Role::analyst}}));
  const Json enps = rows(without, "enps", "&by=unit");
  ASSERT_EQ(enps.size(), 1U);
  EXPECT_EQ(enps[0]["withheld"], "figures about employees are for those who were granted them");
  const As owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
  EXPECT_EQ(rows(without, "mean(rating.nps)", ""), rows(owner, "mean(rating.nps)", "", "voice_of != \"employee\""));
  EXPECT_EQ(ask("GET", "/v1/measures/recognition_rate?by=actor", without).status, 403);
  EXPECT_EQ(ask("GET", "/v1/measures/recognition_rate?by=actor", owner).status, 200);
}

TEST_F(Walk, VoicesAndNamesAreThoseOfTheUnitsThatAreReached) {
  send_facts();
  const As owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
  const As lyon = signed_in(add_user("lyon", {{.role = guard::Role::frontline, .unit = "Lyon", .voices = true}}));
  const auto units_heard = [&](const As& as, const std::string& query) {
    std::set<std::string> units;
    const Json voices = json("GET", "/v1/voices?limit=500" + query, as);
    for (const Json& voice : voices["voices"]) {
      units.insert(voice["unit"].is_null() ? "?" : voice["unit"].get<std::string>());
    }
    return units;
  };
  const std::set<std::string> mine{"Lyon", "Lyon Bar"};
  EXPECT_GT(units_heard(owner, "").size(), mine.size());
  for (const std::string query : {"", "&measure=nps", "&order=lowest&by=rating.nps"}) {
    EXPECT_EQ(units_heard(lyon, query), mine) << query;
  }
  EXPECT_EQ(units_heard(lyon, "&where=" + encoded("unit = \"Metz\" or unit is unknown")), (std::set<std::string>{}));

  const Json metz = json("GET", "/v1/voices?where=" + encoded("unit = \"Metz\""), owner)["voices"];
  ASSERT_FALSE(metz.empty());
  const std::string one = metz[0]["id"];
  EXPECT_EQ(ask("GET", "/v1/voices/" + one, owner).status, 200);
  EXPECT_EQ(ask("GET", "/v1/voices/" + one, lyon).status, 404);
  const Json looked = json("GET", "/v1/audit", owner)["lines"][0];
  EXPECT_EQ(looked["what"], "voice.looked_at");
  EXPECT_EQ(looked["on"], one);

  std::set<std::string> named;
  const Json units = json("GET", "/v1/units", lyon)["units"];
  for (const Json& unit : units) named.insert(unit["name"]);
  EXPECT_EQ(named, mine);
  const Json values = json("GET", "/v1/dimensions/unit", lyon)["values"];
  EXPECT_EQ(values.size(), 2U);
  for (const Json& value : values) EXPECT_TRUE(mine.contains(value)) << value;
  EXPECT_EQ(ask("GET", "/v1/dimensions", lyon).body.find("Metz"), std::string::npos);
}

TEST_F(Walk, WhoseGrantIsTakenHearsNoMore) {
  server.reset();
  ServerSettings settings;
  settings.house.folder = folder;
  settings.house.live.sweep = std::chrono::milliseconds(50);
  settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
  server = ApiServer::start(std::move(settings)).value();
  const guard::User user = add_user("lyon", {{.role = guard::Role::frontline, .unit = "Lyon", .voices = true}});
  http::Client page(server->endpoints().front());
  ASSERT_TRUE(page.send(request("GET", "/v1/live", signed_in(user), "", "")));
  ASSERT_TRUE(page.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  change([&](records::Transaction& transaction) {
    return guard::set_grants(transaction, user.id, {{.role = guard::Role::frontline, .unit = "Lyon"}}, "test", now());
  });
  EXPECT_TRUE(page.read_until("0\r\n\r\n").ends_with("0\r\n\r\n"));
  // It is counted off just after.
  for (int i = 0; i < 500 && server->house().live().listeners() > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(server->house().live().listeners(), 0U);
}

TEST_F(Walk, AGrantReachesUnitsAsTheyStandToday) {
  const auto units = [&](std::vector<guard::Grant> grants) {
    static int count = 0;
    return json("GET", "/v1/session", signed_in(add_user("u" + std::to_string(++count), std::move(grants))))["reach"];
  };
  const auto manager = [](const char* unit) { return guard::Grant{.role = guard::Role::manager, .unit = unit}; };
  EXPECT_EQ(units({manager("France")})["units"], (Json{"France", "Lyon", "Lyon Bar", "Paris"}))
      << "with what has ended there, without what moved away";
  EXPECT_EQ(units({manager("East")})["units"], (Json{"East", "Metz"}));
  EXPECT_EQ(units({manager("Lyon"), manager("Metz")})["units"], (Json{"Lyon", "Lyon Bar", "Metz"}));
  EXPECT_EQ(units({manager("Atlantis")})["units"], (Json{"Atlantis"})) << "facts may carry it one day";
  EXPECT_EQ(units({manager("Lyon"), {.role = guard::Role::listener}})["everything"], true);
}

TEST_F(Walk, UnitsThatMoveAreSoonReachedFromWhereTheyAre) {
  const As france = signed_in(add_user("france", {{.role = guard::Role::manager, .unit = "France"}}));
  change([&](records::Transaction& transaction) -> Result<void> {
    auto done = transaction.run("UPDATE units SET parent = 'East' WHERE id = 'Lyon'");
    if (done) {
      done = transaction.run(
          "INSERT INTO changes (number, at, who, what, id, how, words, told_at) VALUES (1, '2026-11-23T00:00:00Z', "
          "'t', "
          "'unit', 'Lyon', 'moved', '', NULL)");
    }
    return done;
  });
  EXPECT_EQ(json("GET", "/v1/session", france)["reach"]["units"], (Json{"France", "Paris"}));
}

TEST_F(Walk, AManagerIsToldOfTheirPartOfTheOrganisation) {
  const As keeper = with_key({guard::Scope::change_organisation});
  const auto done = ask("POST", "/v1/organisation/changes?as_of=2026-01-01", keeper, R"({
    "people": [{"id": "boss", "name": "Bo Boss", "unit": "France"},
               {"id": "lea", "name": "Lea Lyon", "unit": "Lyon", "manager": "boss", "leads": ["Lyon", "Paris"]},
               {"id": "bar", "name": "Bar Tender", "unit": "Lyon Bar", "manager": "lea"},
               {"id": "max", "name": "Max Metz", "unit": "Metz"}, {"id": "free", "name": "Fred Free"}],
    "goals": [{"id": "all", "target": 40}, {"id": "lyon", "unit": "Lyon", "owner": "boss"}, {"id": "metz", "unit": "Metz"}],
    "values": [{"id": "near", "promise": "we are near"}]})");
  ASSERT_EQ(done.status, 200) << done.body;
  ASSERT_EQ(ask("PUT", "/v1/organisation/people/bar?as_of=2026-05-01", keeper, R"({"unit": "Metz"})").status, 200);

  const guard::Grant grant{.role = guard::Role::manager, .unit = "Lyon"};
  const As plain = signed_in(add_user("plain", {grant}));
  guard::Grant wide = grant;
  wide.voices = wide.names = true;
  const As named = signed_in(add_user("named", {wide}));
  const As owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
  const auto ids = [&](const As& as, const std::string& path) {
    std::vector<std::string> all;
    const Json list = json("GET", "/v1/organisation/" + path, as);
    for (const Json& thing : list["things"]) all.push_back(thing["id"]);
    return all;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids(plain, "units"), (Ids{"Lyon", "Lyon Bar"}));
  EXPECT_EQ(ids(owner, "units"), (Ids{"East", "France", "Lyon", "Lyon Bar", "Metz"}));
  EXPECT_EQ(ids(plain, "units?parent=France"), Ids{});
  EXPECT_EQ(ids(plain, "people?as_of=2026-04-30"), (Ids{"bar", "lea"}));
  EXPECT_EQ(ids(plain, "people?as_of=2026-05-01"), (Ids{"lea"}));
  EXPECT_EQ(ids(plain, "people?unit=Metz"), Ids{});
  EXPECT_EQ(ids(owner, "people"), (Ids{"bar", "boss", "free", "lea", "max"}));
  EXPECT_EQ(ids(plain, "goals"), (Ids{"lyon"}));
  EXPECT_EQ(ids(plain, "values"), (Ids{"near"}));

  EXPECT_EQ(json("GET", "/v1/organisation/units/Lyon", plain)["parent"], nullptr);
  EXPECT_EQ(json("GET", "/v1/organisation/units/Lyon%20Bar", plain)["parent"], "Lyon");
  EXPECT_EQ(json("GET", "/v1/organisation/goals/lyon", plain)["owner"], nullptr);
  const Json lea = json("GET", "/v1/organisation/people/lea", plain);
  EXPECT_EQ(lea["manager"], nullptr);
  EXPECT_EQ(lea["leads"], Json{"Lyon"});
  EXPECT_EQ(lea["name"], nullptr) << "names are granted by themselves";
  EXPECT_EQ(json("GET", "/v1/organisation/people/lea", named)["name"], "Lea Lyon");
  EXPECT_EQ(json("GET", "/v1/organisation/people/bar/history", named)["spans"].size(), 1U) << "of the days in Lyon";
  EXPECT_EQ(ask("GET", "/v1/organisation/people/max", named).status, 404);
  EXPECT_EQ(ask("GET", "/v1/organisation/people/max/history", named).status, 404);
  EXPECT_EQ(ask("GET", "/v1/organisation/units/Metz/history", named).status, 404);
  EXPECT_EQ(ask("PUT", "/v1/organisation/people/lea", named, "{}").status, 403);

  const Json log = json("GET", "/v1/organisation/changes", named)["changes"];
  std::set<std::string> changed;
  for (const Json& line : log) {
    changed.insert(line["id"]);
    EXPECT_EQ(line["words"], nullptr) << "they tell of other parts, too";
  }
  EXPECT_EQ(changed, (std::set<std::string>{"bar", "lea", "lyon", "near"}));
  EXPECT_EQ(json("GET", "/v1/organisation/changes?id=bar", owner)["changes"][0]["words"],
            "unit Lyon Bar → Metz from 2026-05-01");
  for (const std::string path : {"units", "people", "goals", "changes", "people/lea", "people/bar/history"}) {
    const std::string body = ask("GET", "/v1/organisation/" + path, plain).body;
    for (const char* secret : {"Metz", "France", "Paris", "boss", "max", "Lea Lyon", "Bar Tender"}) {
      EXPECT_EQ(body.find(secret), std::string::npos) << path << " tells " << secret << ": " << body;
    }
  }
}

}  // namespace
}  // namespace bellwether::api
