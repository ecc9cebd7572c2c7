// Voices over HTTP: found, read, and heard as they come in.
#include "serve/api/api_for_test.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::api {
namespace {

TEST_F(Api, VoicesAreFoundReadAndPaged) {
  EXPECT_EQ(
      post(
          R"([{"id": "1", "text": "The shower was cold", "unit": "Lyon", "customer": "c1", "occurred_at": "2026-11-01T00:00:00Z"},
                     {"id": "2", "text": "Call me on +33 6 12 34 56 78", "unit": "Lyon", "customer": "c1", "occurred_at": "2026-11-02T00:00:00Z"},
                     {"id": "3", "text": "My boss", "voice_of": "employee", "occurred_at": "2026-11-03T00:00:00Z"}])")
          .status,
      202);
  settle();
  const Json page = Json::parse(ask("GET", "/v1/voices?limit=1", all).body);
  ASSERT_EQ(page["voices"].size(), 1U);
  EXPECT_EQ(page["voices"][0]["text"], "Call me on ⟨phone⟩");
  const Json next = Json::parse(ask("GET", "/v1/voices?limit=1&after=" + page["next"].get<std::string>(), all).body);
  EXPECT_EQ(next["voices"][0]["text"], "The shower was cold");
  EXPECT_TRUE(next["next"].is_null());
  const std::string id = next["voices"][0]["id"];
  const Json one = Json::parse(ask("GET", "/v1/voices/" + id, all).body);
  EXPECT_EQ(one["others"][0]["id"], page["voices"][0]["id"]);
  EXPECT_EQ(ask("GET", "/v1/voices/" + id, sending).status, 403);
  EXPECT_EQ(ask("GET", "/v1/voices/nonsense", all).status, 404);
  EXPECT_EQ(ask("GET", "/v1/voices?wher=x", all).status, 400);
  EXPECT_EQ(ask("GET", "/v1/voices?where=unit%20%3D%20%22Lyom%22", all).status, 404);
}

TEST_F(Api, WhatATextMeansIsReadWhereItIsNotTold) {
  ASSERT_EQ(post(R"([{"text": "The staff were very kind", "occurred_at": "2026-11-01T00:00:00Z"},
                     {"text": "The staff were very kind", "language": "fr", "sentiment": -0.5, "occurred_at": "2026-11-02T00:00:00Z"},
                     {"text": "Mein Chef ist unfair", "voice_of": "employee", "occurred_at": "2026-11-03T00:00:00Z"}])")
                .status,
            202);
  settle();
  const Json voices = Json::parse(ask("GET", "/v1/voices", all).body)["voices"];
  ASSERT_EQ(voices.size(), 2U);
  EXPECT_EQ(voices[0]["language"], "fr");
  EXPECT_EQ(voices[0]["sentiment"], -0.5);
  EXPECT_EQ(voices[1]["language"], "en");
  EXPECT_GT(voices[1]["sentiment"], 0.3);
  const Json glad = Json::parse(ask("GET", "/v1/voices?where=sentiment%20%3E%200", all).body)["voices"];
  ASSERT_EQ(glad.size(), 1U);
  EXPECT_EQ(glad[0]["id"], voices[1]["id"]);

  facts::Look look;
  look.order = facts::Look::Order::newest;
  const auto found = server->house().opened().facts->look(look);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 3U);
  EXPECT_EQ(found->front().language, "de") << "employees' texts are read, too";
}

TEST_F(Api, TextsAreNotReadWhereTheSettingsSaySo) {
  std::ofstream(folder / "bellwether.toml") << "[understanding]\non = false\n";
  start();
  ASSERT_EQ(post(R"({"text": "The staff were very kind"})").status, 202);
  settle();
  const Json voices = Json::parse(ask("GET", "/v1/voices", all).body)["voices"];
  ASSERT_EQ(voices.size(), 1U);
  EXPECT_TRUE(voices[0]["language"].is_null());
  EXPECT_TRUE(voices[0]["sentiment"].is_null());
}

TEST_F(Api, WhatCanBeAskedAbout) {
  post(
      R"({"unit": "Lyon", "channel": "chat", "ratings": {"nps": 9}, "attributes": {"plan": "gold"}, "occurred_at": "2026-11-02T00:00:00Z"})");
  settle();
  const Json dimensions = Json::parse(ask("GET", "/v1/dimensions", all).body)["dimensions"];
  const auto named = [&](std::string_view name) {
    return *std::ranges::find_if(dimensions, [&](const Json& one) { return one["name"] == name; });
  };
  EXPECT_EQ(named("unit")["values"], Json::array({"Lyon"}));
  EXPECT_EQ(named("rating.nps")["kind"], "rating");
  EXPECT_TRUE(named("attribute.plan")["values"].is_null());
  EXPECT_EQ(Json::parse(ask("GET", "/v1/dimensions/attribute.plan", all).body)["values"], Json::array({"gold"}));
  EXPECT_EQ(ask("GET", "/v1/dimensions/attribute.plam", all).status, 404);
  EXPECT_EQ(Json::parse(ask("GET", "/v1/units", all).body)["units"][0]["name"], "Lyon");
  EXPECT_EQ(Json::parse(ask("GET", "/v1/days", all).body)["from"], "2026-11-02");
}

class Hearing : public Api {
 protected:
  /// A page that listens.
  http::Client listen(std::string_view path = "/v1/live", std::string_view more = {}) const {
    http::Client client(server->endpoints().front());
    EXPECT_TRUE(client.send(
        fmt::format("GET {} HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer {}\r\n{}\r\n", path, all, more)));
    EXPECT_TRUE(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    return client;
  }
  void say(std::string_view text, std::string_view unit = "Lyon") const {
    ASSERT_EQ(post(Json{{"text", text}, {"unit", unit}}.dump()).status, 202);
  }
};

TEST_F(Hearing, WhatComesInIsToldToWhoListens) {
  say("before", "Nice");
  settle();
  http::Client everything = listen();
  http::Client nice = listen("/v1/live?where=unit%20%3D%20%22Nice%22");
  say("one", "Lyon");
  say("two", "Nice");
  const std::string all_of_it = everything.read_until("\"two\"");
  EXPECT_NE(all_of_it.find("event: voice\ndata: {"), std::string::npos);
  EXPECT_NE(all_of_it.find("\"one\""), std::string::npos);
  EXPECT_EQ(all_of_it.find("\"before\""), std::string::npos);
  const std::string of_nice = nice.read_until("\"two\"");
  EXPECT_NE(of_nice.find("\"two\""), std::string::npos);
  EXPECT_EQ(of_nice.find("\"one\""), std::string::npos);
}

TEST_F(Hearing, WhoComesBackHasMissedNothing) {
  say("one");
  settle();
  const auto snapshot = server->house().opened().facts->snapshot();
  say("two");
  settle();
  http::Client client = listen("/v1/live", fmt::format("Last-Event-ID: {}\r\n", snapshot));
  const std::string missed = client.read_until("\"two\"");
  EXPECT_NE(missed.find("\"two\""), std::string::npos);
  EXPECT_EQ(missed.find("\"one\""), std::string::npos);
}

TEST_F(Hearing, EmployeesAndOtherKeysHearNothing) {
  http::Client client = listen();
  ASSERT_EQ(post(R"({"text": "secret", "voice_of": "employee"})").status, 202);
  say("open");
  const std::string heard = client.read_until("\"open\"");
  EXPECT_EQ(heard.find("secret"), std::string::npos);
  EXPECT_EQ(ask("GET", "/v1/live", sending).status, 403);
  EXPECT_EQ(ask("GET", "/v1/live?where=unit", all).status, 400);
}

TEST_F(Hearing, MoreFiltersThanThereIsRoomForAreTurnedAway) {
  ServerSettings settings;
  settings.house.live.groups = 1;
  start(std::move(settings));
  const http::Client first = listen(), same = listen();
  EXPECT_EQ(ask("GET", "/v1/live?where=text%20is%20known", all).status, 503);
}

TEST_F(Hearing, WhoseKeyIsRevokedHearsNoMore) {
  ServerSettings settings;
  settings.house.live.sweep = std::chrono::milliseconds(50);
  start(std::move(settings));
  http::Client client = listen();
  {
    const auto directory = store::DataDirectory::open_beside(folder);
    const auto records = records::Records::open(*directory, store::Access::write);
    auto transaction = (*records)->begin();
    const std::string id = all.substr(3, 10);
    ASSERT_TRUE(guard::revoke_api_key(*transaction, id, "test", now()) && transaction->commit());
  }
  client.read_until("0\r\n\r\n");  // the stream's end
  // It is counted off just after.
  for (int i = 0; i < 500 && server->house().live().listeners() > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(server->house().live().listeners(), 0U);
}

}  // namespace
}  // namespace bellwether::api
