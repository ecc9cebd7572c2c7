// The whole server against a data directory of its own, asked as programs ask it.
#include "guard/access/api_keys.hpp"
#include "guard/access/hook_secrets.hpp"
#include "serve/api/api_server.hpp"
#include "serve/api/operation.hpp"
#include "serve/api/pages.hpp"
#include "serve/http/client_for_test.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace bellwether::api {
namespace {

namespace fs = std::filesystem;

class Api : public testing::Test {
 protected:
  Api() {
    std::string name = (fs::temp_directory_path() / "bellwether-api-XXXXXX").string();
    folder = mkdtemp(name.data());
    all = make_key({guard::k_scopes.begin(), guard::k_scopes.end()});
    sending = make_key({guard::Scope::send_signals});
    start();
  }
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;
  ~Api() override {
    server.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }

  void start(const inbox::Limits& limits = {}) {
    server.reset();
    ServerSettings settings;
    settings.house.folder = folder;
    settings.house.inbox = limits;
    settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
    auto started = ApiServer::start(std::move(settings));
    ASSERT_TRUE(started) << to_text(started.error());
    server = *std::move(started);
  }
  std::string make_key(std::vector<guard::Scope> scopes) const {
    const auto directory = store::DataDirectory::open_beside(folder);
    const auto records = records::Records::open(*directory, store::Access::write);
    auto transaction = (*records)->begin();
    auto made = guard::make_api_key(*transaction, {.name = "test", .scopes = std::move(scopes), .source = "shop"},
                                    "test", now());
    EXPECT_TRUE(made && transaction->commit());
    return made ? made->secret : "";
  }

  http::Answer ask(std::string_view method, std::string_view path, std::string_view key = {},
                   std::string_view body = {}, std::string_view type = k_json, std::string_view more = {},
                   bool head_only = false) const {
    http::Client client(server->endpoints().front());
    std::string request = fmt::format("{} {} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{}", method, path, more);
    if (!key.empty()) request += fmt::format("Authorization: Bearer {}\r\n", key);
    if (!body.empty()) request += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", type, body.size());
    EXPECT_TRUE(client.send(request + "\r\n" + std::string(body)));
    return client.read(head_only || method == "HEAD");
  }
  http::Answer post(std::string_view body, std::string_view more = {}) const {
    return ask("POST", "/v1/signals", all, body, k_json, more);
  }
  /// Waits until all that was taken in is in the facts.
  void settle() const {
    House& house = server->house();
    ASSERT_TRUE(house.mover().wait_until(house.inbox().fill().last, std::chrono::minutes(1)));
  }
  std::int64_t answers(std::string_view query = "") const {
    settle();
    const auto answer = ask("GET", fmt::format("/v1/measures/nps{}", query), all);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::int64_t n = 0;
    const Json body = Json::parse(answer.body);
    for (const Json& row : body["rows"]) n += row["n"].get<std::int64_t>();
    return n;
  }

  fs::path folder;
  std::string all, sending;
  std::unique_ptr<ApiServer> server;
};

TEST_F(Api, ASignalIsTakenAndMeasured) {
  const auto answer = post(R"({"ratings": {"nps": 9}, "unit": "Lyon"})");
  EXPECT_EQ(answer.status, 202);
  EXPECT_TRUE(id_from_text(Json::parse(answer.body)["id"].get<std::string>()));
  EXPECT_EQ(answers("?by=unit"), 1);
}

TEST_F(Api, AnActIsTaken) {
  EXPECT_EQ(ask("POST", "/v1/acts", all, R"({"kind": "floor.visited", "actor": "p-1"})").status, 202);
  settle();
  EXPECT_EQ(ask("POST", "/v1/acts", all, R"({"actor": "p-1"})").status, 422);
}

TEST_F(Api, WhatIsSentAgainIsKnownAlsoAfterARestart) {
  const std::string body = R"({"id": "r-1", "ratings": {"nps": 9}})";
  const auto first = post(body);
  EXPECT_EQ(first.status, 202);
  start();
  const auto again = post(body);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(Json::parse(again.body)["id"], Json::parse(first.body)["id"]);
  EXPECT_EQ(Json::parse(again.body)["repeated"], true);
  EXPECT_EQ(post(R"({"id": "r-1", "ratings": {"nps": 1}})").status, 409);
  EXPECT_EQ(answers(), 1);
}

TEST_F(Api, ARequestIsKnownByItsKey) {
  const std::string body = R"([{"ratings": {"nps": 9}}, {"ratings": {"nps": 9}}])";
  const auto first = post(body, "Idempotency-Key: k-1\r\n");
  const auto again = post(body, "Idempotency-Key: k-1\r\n");
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(Json::parse(again.body)["results"][1]["id"], Json::parse(first.body)["results"][1]["id"]);
  EXPECT_EQ(answers(), 2);
  EXPECT_EQ(post(R"({"ratings": {"nps": 1}})", "Idempotency-Key: k-1\r\n").status, 422);
  EXPECT_EQ(post(body, "Idempotency-Key: " + std::string(201, 'x') + "\r\n").status, 400);
}

TEST_F(Api, GoodOnesAreTakenAndBadOnesNamed) {
  const auto answer = post(R"([{"ratings": {"nps": 9}}, {"ratings": {"nps": 11}, "unitt": "x"}])");
  EXPECT_EQ(answer.status, 202);
  const Json body = Json::parse(answer.body);
  EXPECT_EQ(body["taken"], 1);
  EXPECT_EQ(body["rejected"], 1);
  EXPECT_EQ(body["results"][1]["faults"][0]["pointer"], "/1/unitt");
  EXPECT_EQ(body["results"][1]["faults"][1]["pointer"], "/1/ratings/nps");
  EXPECT_EQ(post(R"([{"ratings": {"nps": 11}}])").status, 422);
  EXPECT_EQ(post(R"({"ratings": {"nps": 11}})").status, 422);
  EXPECT_EQ(post("{").status, 400);
  EXPECT_EQ(post("[]").status, 202);
  EXPECT_EQ(answers(), 1);
}

TEST_F(Api, LinesAreAnsweredOneByOne) {
  std::string body;
  for (int i = 0; i < 3'000; ++i) body += fmt::format("{{\"ratings\": {{\"nps\": {}}}}}\n", i % 11);
  body += "\nnonsense\r\n{\"ratings\": {\"nps\": 5}}";
  const auto answer = ask("POST", "/v1/signals", sending, body, k_lines);
  ASSERT_EQ(answer.status, 200);
  std::vector<Json> lines;
  std::istringstream text(answer.body);
  for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
  ASSERT_EQ(lines.size(), 3'003U);
  EXPECT_EQ(lines[2'999]["line"], 2'999);
  EXPECT_TRUE(lines[3'000].contains("faults"));
  EXPECT_EQ(lines[3'000]["line"], 3'001) << "blank lines count, and have no answer";
  EXPECT_EQ(lines[3'002], (Json{{"taken", 3'001}, {"rejected", 1}, {"lines", 3'003}}));
  EXPECT_EQ(answers(), 3'001);

  const auto faults = ask("POST", "/v1/signals?results=faults", sending, body, k_lines);
  EXPECT_EQ(std::ranges::count(faults.body, '\n'), 2);
  EXPECT_EQ(ask("POST", "/v1/signals?results=some", sending, body, k_lines).status, 400);
}

TEST_F(Api, ShortLinesHaveLongerAnswersThatAllComeBack) {
  std::string body;
  for (int i = 0; i < 60'000; ++i) body += "{}\n";
  const auto answer = ask("POST", "/v1/signals", sending, body, k_lines);
  EXPECT_EQ(std::ranges::count(answer.body, '\n'), 60'001);
  EXPECT_TRUE(answer.body.ends_with("{\"taken\":60000,\"rejected\":0,\"lines\":60000}\n"));
}

TEST_F(Api, PersonalDataReachesNoFile) {
  post(R"({"text": "write to anna.secret@example.org", "customer": "anna.secret@example.org"})");
  settle();
  server.reset();
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    EXPECT_EQ(bytes.find("anna.secret"), std::string::npos) << entry.path();
  }
}

TEST_F(Api, AFullInboxSaysWhenToComeAgain) {
  start({.backlog_bytes = 0});
  const auto answer = post(R"({"ratings": {"nps": 9}})");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("Retry-After"), "2");
  const auto lines = ask("POST", "/v1/signals", sending, "{\"text\": \"a\"}\n{\"text\": \"b\"}\n", k_lines);
  EXPECT_EQ(Json::parse(lines.body)["stopped_at"], 0);
}

TEST_F(Api, KeysOpenWhatTheyAreFor) {
  EXPECT_EQ(ask("GET", "/v1/measures", all).status, 200);
  const auto none = ask("GET", "/v1/measures");
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(none.field("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(ask("GET", "/v1/measures", "bw_nobody_x").status, 401);
  EXPECT_EQ(ask("GET", "/v1/measures", sending).status, 403);
}

TEST_F(Api, ARevokedKeySoonOpensNothing) {
  const std::string key = make_key({guard::Scope::read_measures});
  const auto until = [&](int status) {
    for (int i = 0; i < 200; ++i) {
      if (ask("GET", "/v1/measures", key).status == status) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  };
  ASSERT_TRUE(until(200)) << "a new key soon opens";
  const auto directory = store::DataDirectory::open_beside(folder);
  const auto records = records::Records::open(*directory, store::Access::write);
  {
    auto transaction = (*records)->begin();
    ASSERT_TRUE(guard::revoke_api_key(*transaction, key.substr(3, 10), "test", now()));
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_TRUE(until(401));
}

TEST_F(Api, QuestionsAreAnsweredAsOnTheCommandLine) {
  post(R"([{"ratings": {"nps": 9}, "unit": "Lyon"}, {"ratings": {"nps": 2}, "unit": "Nice"}])");
  EXPECT_EQ(answers("?by=unit&where=unit%20%3D%20%22Lyon%22"), 1);
  const auto wrong = [&](std::string_view query) {
    const auto answer = ask("GET", fmt::format("/v1/measures/{}", query), all);
    return fmt::format("{} {}", answer.status, Json::parse(answer.body)["detail"].get<std::string>());
  };
  EXPECT_EQ(wrong("npss"), "404 there is no measure npss; did you mean nps?");
  EXPECT_TRUE(wrong("nps?where=unitt%20%3D%20%22Lyon%22").starts_with("404 there is no unitt here"));
  EXPECT_TRUE(wrong("nps?bye=unit").ends_with("did you mean by?"));
  EXPECT_TRUE(wrong("nps?by=unit&by=channel").starts_with("400 this parameter stands twice"));
  EXPECT_TRUE(wrong("nps?level=2").starts_with("400 \"2\" does not fit level"));
  EXPECT_TRUE(wrong("nps?every=fortnight").starts_with("400 "));
}

TEST_F(Api, WhatThereIsIsTold) {
  EXPECT_EQ(ask("GET", "/healthz").body, R"({"alive":true})");
  EXPECT_EQ(ask("HEAD", "/healthz").status, 200);
  EXPECT_EQ(Json::parse(ask("GET", "/readyz").body)["ready"], true);
  const std::string metrics = ask("GET", "/metrics").body;
  for (const char* name :
       {"bellwether_http_requests_total{status=\"200\"}", "bellwether_inbox_entries", "bellwether_snapshot"}) {
    EXPECT_NE(metrics.find(name), std::string::npos) << name;
  }
  const auto nothing = ask("GET", "/v1/signal", all);
  EXPECT_EQ(nothing.status, 404);
  EXPECT_NE(nothing.body.find("/v1/signals"), std::string::npos);
  const auto method = ask("DELETE", "/v1/signals", all);
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.field("Allow"), "POST");
  EXPECT_EQ(ask("POST", "/v1/signals", all, "a=b", "application/x-www-form-urlencoded").status, 415);
}

/// Every $ref below a value.
void collect_refs(const Json& value, std::set<std::string>& refs) {
  if (value.is_object() && value.contains("$ref")) refs.insert(value["$ref"].get<std::string>());
  if (value.is_structured()) {
    for (const Json& one : value) collect_refs(one, refs);
  }
}

/// The path with the example of its parameter.
std::string example_of(std::string path, const Json& operation) {
  const std::size_t begin = path.find('{');
  if (begin == std::string::npos) return path;
  for (const Json& parameter : operation["parameters"]) {
    if (parameter["in"] != "path") continue;
    const Json examples = parameter["schema"].value("examples", Json::array({"nps"}));
    path.replace(begin, path.find('}') + 1 - begin, examples[0].get<std::string>());
  }
  return path;
}

TEST_F(Api, TheDocumentSaysWhatIsServed) {
  const Json document = Json::parse(ask("GET", "/openapi.json").body);
  EXPECT_EQ(document["openapi"], "3.1.0");
  std::set<std::string> refs;
  collect_refs(document, refs);
  for (const std::string& ref : refs) EXPECT_TRUE(document.contains(Json::json_pointer(ref.substr(1)))) << ref;
  std::set<std::string> ids;
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      EXPECT_TRUE(ids.insert(operation["operationId"]).second) << path;
      std::string verb = method;
      std::ranges::transform(verb, verb.begin(), [](char c) { return static_cast<char>(std::toupper(c)); });
      const std::string place = example_of(path, operation);
      const std::string_view body = verb == "POST" ? "{}" : "";
      const bool guarded = !operation["security"].empty();
      const bool endless = operation["responses"].dump().find("text/event-stream") != std::string::npos;
      const auto answer = ask(verb, place, guarded ? all : "", body, k_json, {}, endless);
      EXPECT_TRUE(operation["responses"].contains(std::to_string(answer.status))) << verb << " " << place;
      EXPECT_TRUE(path != place || answer.status != 404) << place;
      EXPECT_EQ(ask(verb, place, "", body).status == 401, guarded) << place << ": without a key";
      if (guarded && operation.value("x-right", "") != "signals:send") {
        EXPECT_EQ(ask(verb, place, sending, body).status, 403) << place << ": without the scope";
      }
    }
  }
  EXPECT_EQ(ids.size(), operations().size() + 2);
}

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
  server.reset();
  ServerSettings settings;
  settings.house.folder = folder;
  settings.house.live.groups = 1;
  settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
  server = ApiServer::start(std::move(settings)).value();
  const http::Client first = listen(), same = listen();
  EXPECT_EQ(ask("GET", "/v1/live?where=text%20is%20known", all).status, 503);
}

TEST_F(Hearing, WhoseKeyIsRevokedHearsNoMore) {
  server.reset();
  ServerSettings settings;
  settings.house.folder = folder;
  settings.house.live.sweep = std::chrono::milliseconds(50);
  settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
  server = ApiServer::start(std::move(settings)).value();
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

TEST_F(Api, WebhooksAreTakenWhereTheyAreSignedRight) {
  const auto directory = store::DataDirectory::open_beside(folder).value();
  const std::string body =
      R"({"action": "opened", "issue": {"id": 7, "number": 1, "title": "Broken", "body": "It is slow",
    "html_url": "https://example.org", "created_at": "2026-11-16T09:00:00Z", "updated_at": "2026-11-16T09:00:00Z",
    "user": {"login": "ada", "id": 3}}, "repository": {"full_name": "a/b"}})";
  const auto send = [&](std::string_view key) {
    std::array<unsigned char, 32> mac{};
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(body.data()),
         body.size(), mac.data(), nullptr);
    std::string hex;
    for (const unsigned char byte : mac) hex += fmt::format("{:02x}", byte);
    return ask("POST", "/v1/hooks/github", {}, body, "application/json; charset=utf-8",
               "X-GitHub-Event: issues\r\nX-Hub-Signature-256: sha256=" + hex + "\r\n");
  };
  EXPECT_EQ(send("s3cret").status, 503);  // no secret is set
  ASSERT_TRUE(guard::set_hook_secret(directory, "github", "s3cret"));
  EXPECT_EQ(send("another").status, 401);
  const auto taken = send("s3cret");
  EXPECT_EQ(taken.status, 202) << taken.body;
  EXPECT_EQ(Json::parse(taken.body)["taken"], 1) << taken.body;
  EXPECT_EQ(Json::parse(send("s3cret").body)["results"][0]["repeated"], true);
  settle();
  const Json voices = Json::parse(ask("GET", "/v1/voices?where=source%20%3D%20%22github%22", all).body)["voices"];
  ASSERT_EQ(voices.size(), 1U);
  EXPECT_NE(voices[0]["text"].get<std::string>().find("It is slow"), std::string::npos);

  const auto unknown = ask("POST", "/v1/hooks/githup", {}, "{}");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_NE(unknown.body.find("github"), std::string::npos);
  EXPECT_EQ(ask("GET", "/v1/hooks/github").status, 405);
}

TEST_F(Api, PagesAreServedBesideTheRest) {
  const fs::path pages = folder / "pages";
  fs::create_directories(pages / "assets");
  std::ofstream(pages / "index.html") << "<!doctype html><title>Bellwether</title>";
  std::ofstream(pages / "assets/app-1a2b.js") << std::string(2'000, 'x');
  server.reset();
  ServerSettings settings;
  settings.house.folder = folder / "data";
  settings.pages = pages;
  settings.http.listen = {*http::endpoint_from("127.0.0.1:0")};
  server = ApiServer::start(std::move(settings)).value();

  const auto room = ask("GET", "/measures/nps?by=unit");
  EXPECT_EQ(room.status, 200);
  EXPECT_EQ(room.field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(room.field("Content-Security-Policy").find("default-src 'self'"), std::string::npos);
  EXPECT_EQ(room.body, "<!doctype html><title>Bellwether</title>");
  EXPECT_EQ(ask("GET", "/", {}, {}, k_json, "If-None-Match: " + room.field("ETag") + "\r\n").status, 304);

  const auto script = ask("GET", "/assets/app-1a2b.js", {}, {}, k_json, "Accept-Encoding: br, gzip\r\n");
  EXPECT_EQ(script.field("Content-Encoding"), "gzip");
  EXPECT_LT(script.body.size(), 200U);
  EXPECT_NE(script.field("Cache-Control").find("immutable"), std::string::npos);
  EXPECT_EQ(ask("GET", "/assets/app-1a2b.js").body.size(), 2'000U);

  EXPECT_EQ(ask("GET", "/assets/gone.js").status, 404);
  EXPECT_EQ(ask("GET", "/v1/nothing").status, 404);
  EXPECT_EQ(ask("POST", "/measures").status, 404);
  EXPECT_EQ(ask("GET", "/healthz").status, 200);
  EXPECT_EQ(Pages::read(folder).error().code, Code::not_found);
}

}  // namespace
}  // namespace bellwether::api
