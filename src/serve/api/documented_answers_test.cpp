// What the document promises of every operation, and what few tests come by otherwise.
#include "guard/access/hook_secrets.hpp"
#include "serve/api/people_for_test.hpp"

#include <fstream>
#include <optional>

namespace bellwether::api {
namespace {

class Documented : public WithPeople {
 protected:
  /// Owner and key: what one may not, the other may.
  void let_in() {
    owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
    key = with_key({guard::k_scopes.begin(), guard::k_scopes.end()});
  }
  [[nodiscard]] const As& one_of(const Operation& operation) const {
    static const As k_nobody;
    if (!operation.is_guarded()) return k_nobody;
    const bool sends = operation.right == guard::Right::send_signals || operation.right == guard::Right::send_acts;
    return sends ? key : owner;
  }
  static std::string path_of(const Operation& operation) {
    std::string path = operation.path;
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      path.replace(open, path.find('}') + 1 - open, "nps");
    }
    return path;
  }
  /// The head of a request as it should be, but for what stands in `more`.
  [[nodiscard]] std::string head(const Operation& operation, std::string_view more,
                                 std::string_view host = "test") const {
    const As& as = one_of(operation);
    std::string text = fmt::format("{} {} HTTP/1.1\r\nConnection: close\r\nX-Forwarded-For: 192.0.2.7\r\n{}",
                                   operation.method, path_of(operation), more);
    if (!host.empty()) text += fmt::format("Host: {}\r\n", host);
    if (!as.key.empty()) text += fmt::format("Authorization: Bearer {}\r\n", as.key);
    if (!as.cookie.empty()) text += fmt::format("Cookie: bellwether_session={}\r\n", as.cookie);
    if (!as.csrf.empty()) text += fmt::format("X-CSRF-Token: {}\r\n", as.csrf);
    return text + "\r\n";
  }
  void expect(const Operation& operation, const std::string& request, int status) const {
    SCOPED_TRACE(operation.method + " " + operation.path);
    http::Client client(server->endpoints().front());
    EXPECT_TRUE(client.send(request));
    const auto answer = client.read(operation.method == "HEAD");
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_EQ(undocumented(operation.method, path_of(operation), answer), "");
  }

  As owner, key;
};

TEST_F(Documented, ARequestThatIsNoneIsToldSo) {
  start();
  let_in();
  for (const Operation& operation : operations()) {
    expect(operation, head(operation, "", ""), 400);
    expect(operation, head(operation, "X-Long: " + std::string(20'000, 'x') + "\r\n"), 431);
    if (!operation.body) continue;
    expect(operation, head(operation, "Content-Type: application/json\r\nContent-Length: 999999999999\r\n"), 413);
    if (!operation.body->any_type) {
      expect(operation, head(operation, "Content-Type: image/png\r\nContent-Length: 2\r\n") + "{}", 415);
    }
  }
}

TEST_F(Documented, ABodyThatDoesNotComeIsNotWaitedForForever) {
  ServerSettings settings;
  settings.http.limits.body_time = std::chrono::milliseconds(20);
  start(std::move(settings));
  let_in();
  for (const Operation& operation : operations()) {
    if (operation.body)
      expect(operation, head(operation, "Content-Type: application/json\r\nContent-Length: 9\r\n"), 408);
  }
}

TEST_F(Documented, WhoAsksTooOftenIsToldWhenAgain) {
  ServerSettings settings;
  settings.http.limits.requests_per_second = 0.001;
  settings.http.limits.requests_at_once = 1;
  start(std::move(settings));
  let_in();
  EXPECT_EQ(ask("GET", "/healthz", {}, {}, "X-Forwarded-For: 192.0.2.7\r\n").status, 200);
  for (const Operation& operation : operations()) expect(operation, head(operation, ""), 429);
}

TEST_F(Documented, WhoComesWhenAllIsTakenIsToldSo) {
  ServerSettings settings;
  settings.http.limits.connections = 1;
  start(std::move(settings));
  let_in();
  const http::Client first(server->endpoints().front());
  for (const Operation& operation : operations()) expect(operation, head(operation, ""), 503);
}

TEST_F(Documented, NobodyIsLetInFromAnotherSitesPage) {
  start();
  const std::string_view from = "Sec-Fetch-Site: cross-site\r\n";
  EXPECT_EQ(
      ask("POST", "/v1/setup", {}, R"({"token":"t","name":"n","email":"e@example.org","password":"p"})", from).status,
      403);
  EXPECT_EQ(ask("POST", "/v1/invitations/accept", {}, R"({"token":"t","password":"p"})", from).status, 403);
}

TEST_F(Documented, AnActIsKnownAgainAndNeverChanged) {
  start();
  let_in();
  const std::string_view act = R"({"id":"7","kind":"case.opened"})";
  EXPECT_EQ(ask("POST", "/v1/acts", key, act).status, 202);
  EXPECT_EQ(ask("POST", "/v1/acts", key, act).status, 200);
  EXPECT_EQ(ask("POST", "/v1/acts", key, R"({"id":"7","kind":"case.closed"})").status, 409);
}

TEST_F(Documented, AHookAnswersWithTheWordThatWasAskedForAndNamesFaults) {
  std::filesystem::create_directories(folder / "hooks");
  std::ofstream(folder / "hooks" / "till.toml") << R"(name = "till"
source = "till"
[signature]
method = "none"
[challenge]
when = { type = "hello" }
answer = "word"
[[take]]
[take.signal]
id = "number"
channel = { constant = "order" }
ratings = { nps = "nps" }
)";
  start();
  const auto said = ask("POST", "/v1/hooks/till", {}, R"({"type":"hello","word":"seven"})");
  EXPECT_EQ(said.status, 200);
  EXPECT_EQ(said.body, "seven");
  EXPECT_EQ(ask("POST", "/v1/hooks/till", {}, R"({"number":7,"nps":11})").status, 422);
  EXPECT_EQ(ask("POST", "/v1/hooks/till", {}, "{").status, 400);
}

TEST_F(Documented, PeopleWhoAreNotThereOrNotAnyMore) {
  start();
  let_in();
  for (const char* path : {"/v1/users/nobody/link", "/v1/users/nobody/closure"}) {
    EXPECT_EQ(ask("POST", path, owner).status, 404);
  }
  EXPECT_EQ(ask("PUT", "/v1/users/nobody/grants", owner, R"({"grants":[]})").status, 404);
  EXPECT_EQ(ask("DELETE", "/v1/keys/nobody", owner).status, 404);
  const Json users = json("GET", "/v1/users", owner)["users"];
  const std::string last_owner = fmt::format("/v1/users/{}/grants", users[0]["id"].get<std::string>());
  EXPECT_EQ(ask("PUT", last_owner, owner, R"({"grants":[{"role":"listener"}]})").status, 409);
  const Json invited =
      json("POST", "/v1/users", owner, R"({"name":"Bo","email":"bo@example.org","grants":[{"role":"listener"}]})");
  const std::string bo = fmt::format("/v1/users/{}", invited["user"]["id"].get<std::string>());
  EXPECT_EQ(ask("POST", bo + "/link", owner).status, 201);
}

TEST_F(Documented, ThereIsOneFirstOwnerAndOneSecondFactor) {
  start();
  const std::string token = setup_token();
  let_in();
  const Json set_up{{"token", token}, {"name", "n"}, {"email", "e@example.org"}, {"password", k_password}};
  EXPECT_EQ(ask("POST", "/v1/setup", {}, set_up.dump()).status, 409);
  const std::string_view path = "/v1/session/second-factor";
  EXPECT_EQ(ask("PUT", path, owner, R"({"code":"123456"})").status, 409);
}

TEST_F(Documented, OfTheOrganisationOnlyWhatThereIs) {
  start();
  let_in();
  EXPECT_EQ(ask("PUT", "/v1/organisation/folk/1", key, "{}").status, 404);
  EXPECT_EQ(ask("PUT", "/v1/organisation/units/North", key, R"({"label":"N"})").status, 201);
  EXPECT_EQ(ask("PUT", "/v1/organisation/units/Lyon", key, R"({"parent":"Nowhere"})").status, 422);
}

TEST_F(Documented, OfWebhooksOnlyThoseThatThereAre) {
  start();
  let_in();
  EXPECT_EQ(ask("POST", "/v1/webhooks/nobody/replay", owner, R"({"since":"2026-01-01T00:00:00Z"})").status, 404);
}

TEST_F(Documented, WhatAMeasureCannotBeAskedFor) {
  start();
  let_in();
  EXPECT_EQ(ask("POST", "/v1/acts", key, R"({"kind":"complaint.received"})").status, 202);
  settle();
  EXPECT_EQ(ask("GET", "/v1/measures/complaint_rate?weight=unit", owner).status, 422);
  EXPECT_EQ(ask("GET", "/v1/voices?measure=act_duration", owner).status, 422);
}

TEST_F(Documented, LiveVoicesOfANameThatNoFactCarries) {
  start();
  let_in();
  EXPECT_EQ(ask("GET", "/v1/live?where=unitt%20%3D%20%22a%22", owner).status, 404);
}

}  // namespace
}  // namespace bellwether::api
