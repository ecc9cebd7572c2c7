// The whole server against a data directory of its own, asked as programs ask it.
#include "guard/access/api_keys.hpp"
#include "serve/api/api_for_test.hpp"

#include <algorithm>
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

namespace bellwether::api {
namespace {

namespace fs = std::filesystem;

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

TEST_F(Api, EventsAreTakenInEveryMode) {
  const std::string event = R"({"specversion": "1.0", "id": "e-1", "source": "/reviews", "type": "review",
                                "data": {"ratings": {"nps": 9}}})";
  const auto first = ask("POST", "/v1/signals", all, event, "application/cloudevents+json");
  EXPECT_EQ(first.status, 202) << first.body;
  EXPECT_EQ(answers(), 1);
  // The same event in another form is the same signal.
  const auto batch =
      ask("POST", "/v1/signals", all, "[" + event + "]", "application/cloudevents-batch+json; charset=UTF-8");
  EXPECT_EQ(batch.status, 202) << batch.body;
  EXPECT_EQ(Json::parse(batch.body)["results"][0]["id"], Json::parse(first.body)["id"]);
  const auto binary = ask("POST", "/v1/signals", all, R"({"ratings": {"nps": 9}})", k_json,
                          "ce-specversion: 1.0\r\nce-id: e-1\r\nce-source: %2Freviews\r\nce-type: review\r\n");
  EXPECT_EQ(binary.status, 200) << binary.body;
  EXPECT_EQ(Json::parse(binary.body)["id"], Json::parse(first.body)["id"]);
  const auto text = ask("POST", "/v1/signals", all, "[Room] is great", "text/plain",
                        "ce-specversion: 1.0\r\nce-id: e-2\r\nce-source: /reviews\r\nce-type: review\r\n");
  EXPECT_EQ(text.status, 202) << text.body;
  EXPECT_EQ(answers(), 1);
}

TEST_F(Api, ATextAloneIsNoSignal) {
  EXPECT_EQ(ask("POST", "/v1/signals", all, "Great room", "text/plain").status, 415);
  const auto none = ask("POST", "/v1/signals", all, R"({"specversion": "1.0"})", "application/cloudevents+json");
  EXPECT_EQ(none.status, 422);
  EXPECT_EQ(Json::parse(none.body)["faults"].size(), 3U);
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

/// The path with the examples of its parameters.
std::string example_of(std::string path, const Json& operation) {
  for (const Json& parameter : operation.value("parameters", Json::array())) {
    if (parameter["in"] != "path") continue;
    const std::string name = "{" + parameter["name"].get<std::string>() + "}";
    const Json& schema = parameter["schema"];
    const Json examples = schema.value("examples", schema.value("enum", Json::array({"nps"})));
    path.replace(path.find(name), name.size(), examples[0].get<std::string>());
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
      const std::string_view body = operation.contains("requestBody") ? "{}" : "";
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

}  // namespace
}  // namespace bellwether::api
