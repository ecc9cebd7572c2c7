// What is listened for, over HTTP: shown, tried, changed, and read by.
#include "serve/api/people_for_test.hpp"

#include <chrono>
#include <set>
#include <string>
#include <thread>

namespace bellwether::api {
namespace {

constexpr std::string_view k_view =
    "label = \"A view\"\n[themes.view]\nlabel = \"The view\"\nen = \"view*, sea ~ see\"\n";

class Themes : public WithPeople {
 protected:
  void let_in() {
    start();
    owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
    analyst = signed_in(add_user("analyst", {{.role = guard::Role::analyst, .voices = true}}));
    elsewhere = signed_in(add_user("elsewhere", {{.role = guard::Role::analyst, .unit = "Lyon", .voices = true}}));
    frontline = signed_in(add_user("frontline", {{.role = guard::Role::frontline}}));
    key = with_key({guard::Scope::send_signals, guard::Scope::read_measures, guard::Scope::read_voices});
  }
  void say(const char* text) {
    ASSERT_EQ(ask("POST", "/v1/signals", key, Json{{"text", text}, {"unit", "Lyon"}}.dump()).status, 202);
    settle();
  }
  void read_anew() const {
    for (int i = 0; i < 600 && server->house().reading()->under_way; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    EXPECT_FALSE(server->house().reading()->under_way);
  }
  [[nodiscard]] Json voice() const { return json("GET", "/v1/voices", key)["voices"][0]; }

  As owner, analyst, elsewhere, frontline, key;
};

TEST_F(Themes, AreShownTriedChangedAndReadBy) {
  let_in();
  say("Grüße! The view of the sea 🌊 was great, but the staff were rude");
  const Json before = json("GET", "/v1/themes", analyst);
  EXPECT_EQ(before["number"], 0);
  EXPECT_GT(before["themes"].size(), 10U);
  const Json read = voice();
  std::set<std::string> spoken_of;
  for (const Json& one : read["mentions"]) spoken_of.insert(one["theme"].get<std::string>());
  EXPECT_TRUE(spoken_of.contains("service")) << read.dump();

  const Json tried = json("POST", "/v1/themes/preview", analyst, Json{{"toml", k_view}}.dump());
  EXPECT_EQ(tried["voices"], 1);
  ASSERT_EQ(tried["examples"].size(), 1U);
  const Json& mention = tried["examples"][0]["mentions"][0];
  EXPECT_EQ(mention["theme"], "view");
  EXPECT_EQ(mention["begin"], 11) << "characters, not bytes";
  EXPECT_EQ(mention["end"], 15);
  bool has_both = false;
  for (const Json& theme : tried["themes"]) {
    if (theme["theme"] == "view") {
      EXPECT_EQ(theme["voices"], 1);
    }
    if (theme["theme"] == "service") has_both = theme["in_use"] == 1 && theme["voices"] == 0;
  }
  EXPECT_TRUE(has_both) << tried.dump();
  EXPECT_EQ(json("GET", "/v1/themes", analyst)["version"], before["version"]) << "only tried";

  const Json after = json("PUT", "/v1/themes", analyst, Json{{"toml", k_view}, {"before", 0}}.dump());
  EXPECT_EQ(after["number"], 1);
  EXPECT_EQ(after["label"], "A view");
  read_anew();
  const Json anew = voice();
  ASSERT_EQ(anew["themes"].size(), 1U) << anew.dump();
  EXPECT_EQ(anew["themes"][0]["theme"], "view");
  EXPECT_GT(anew["themes"][0]["sentiment"], 0);
  EXPECT_EQ(anew["mentions"][0]["label"], "The view");
  EXPECT_EQ(json("GET", "/v1/themes", analyst)["reading"]["left"], 0);

  const Json books = json("GET", "/v1/themes/books", owner);
  ASSERT_EQ(books["books"].size(), 1U);
  EXPECT_EQ(json("GET", "/v1/themes/books/1", owner)["toml"], k_view);
  EXPECT_EQ(ask("GET", "/v1/themes/books/7", owner).status, 404);
  EXPECT_EQ(ask("GET", "/v1/themes/books/first", owner).status, 404);
}

TEST_F(Themes, ABookIsKeptOverARestart) {
  let_in();
  ASSERT_EQ(ask("PUT", "/v1/themes", owner, Json{{"toml", k_view}}.dump()).status, 200);
  start();
  EXPECT_EQ(json("GET", "/v1/themes", owner)["label"], "A view");
  say("A view of the sea");
  EXPECT_EQ(voice()["themes"][0]["theme"], "view");
}

TEST_F(Themes, WhatIsWrongIsSaidAndNothingChanged) {
  let_in();
  const auto refused = ask("PUT", "/v1/themes", owner, Json{{"toml", "[themes.room]\nen = \"*a b\""}}.dump());
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("theme room"), std::string::npos) << refused.body;
  for (const char* body : {"{}", R"({"toml": "x", "shipped": "hotels"})", R"({"shipped": "zoo"})", R"({"toml": 3})",
                           R"({"shipped": "hotels", "before": "1"})", R"({"tomls": ""})", "[]"}) {
    EXPECT_EQ(ask("PUT", "/v1/themes", owner, body).status, 400) << body;
    EXPECT_EQ(ask("POST", "/v1/themes/preview", owner, body).status, 400) << body;
  }
  EXPECT_EQ(ask("POST", "/v1/themes/preview", owner, R"({"shipped": "hotels", "where": "unti = 1"})").status, 404);
  EXPECT_EQ(json("GET", "/v1/themes", owner)["number"], 0);
  ASSERT_EQ(ask("PUT", "/v1/themes", owner, R"({"shipped": "hotels", "before": 0})").status, 200);
  EXPECT_EQ(ask("PUT", "/v1/themes", owner, R"({"shipped": "retail", "before": 0})").status, 409);
}

TEST_F(Themes, AreChangedByThoseWhoMayDoSoEverywhere) {
  let_in();
  const std::string body = R"({"shipped": "hotels"})";
  EXPECT_EQ(ask("PUT", "/v1/themes", elsewhere, body).status, 403);
  EXPECT_EQ(ask("POST", "/v1/themes/preview", elsewhere, body).status, 403);
  EXPECT_EQ(ask("PUT", "/v1/themes", frontline, body).status, 403);
  EXPECT_EQ(ask("PUT", "/v1/themes", key, body).status, 403);
  EXPECT_EQ(ask("GET", "/v1/themes", frontline).status, 200);
  EXPECT_EQ(ask("GET", "/v1/themes").status, 401);
}

TEST_F(Themes, MoveAScore) {
  let_in();
  Json signals = Json::array();
  for (int i = 0; i < 120; ++i) {
    const bool speaks = i % 3 == 0;
    signals.push_back({{"id", std::to_string(i)},
                       {"text", speaks ? "We waited for hours in the queue" : "We came with the train"},
                       {"unit", i % 2 == 0 ? "Lyon" : "Paris"},
                       {"channel", "survey"},
                       {"ratings", {{"nps", speaks ? i % 4 : 7 + i % 4}}},
                       {"occurred_at", "2026-10-05T12:00:00Z"}});
  }
  ASSERT_EQ(ask("POST", "/v1/signals", key, signals.dump()).status, 202);
  settle();
  const Json told = json("GET", "/v1/themes/effects?measure=nps&from=2026-10&to=2026-10", key);
  ASSERT_FALSE(told["themes"].empty());
  const Json& waiting = told["themes"][0];
  EXPECT_EQ(waiting["theme"], "waiting") << told.dump();
  EXPECT_EQ(waiting["n"], 40);
  EXPECT_EQ(waiting["others"], 80);
  EXPECT_LT(waiting["difference"]["high"], 0);
  EXPECT_LT(waiting["contribution"]["value"], 0);
  EXPECT_EQ(ask("GET", "/v1/themes/effects?measure=volume", key).status, 422);
  EXPECT_EQ(ask("GET", "/v1/themes/effects?measure=npx", key).status, 404);
  EXPECT_EQ(ask("GET", "/v1/themes/effects?level=2", key).status, 400);
}

}  // namespace
}  // namespace bellwether::api
