// Webhooks out over HTTP: made, changed, tested, and what became of their events.
#include "serve/api/api_for_test.hpp"
#include "serve/http/server.hpp"

#include <atomic>
#include <mutex>
#include <thread>

namespace bellwether::api {
namespace {

class Webhooks : public Api {
 protected:
  Webhooks() {
    http::Settings settings;
    settings.listen = {*http::endpoint_from("127.0.0.1:0")};
    receiver =
        http::Server::start(settings, [this](const http::Request&) {
          return http::Route{.pattern = "/",
                             .answer = http::Whole([this](const http::Request& request, const http::Reply& reply) {
                               const std::scoped_lock lock(held);
                               bodies.push_back(request.body);
                               ids.emplace_back(request.headers.find("webhook-id").value_or(""));
                               reply(http::Response{.status = status});
                             })};
        }).value();
    ServerSettings with;
    with.house.courier.rules.allowed = {*http::network_from("127.0.0.0/8")};
    with.house.courier.allow_http = true;
    with.house.courier.pause = std::chrono::milliseconds(50);
    start(std::move(with));
  }
  ~Webhooks() override { server.reset(); }

  [[nodiscard]] std::string receiver_url() const {
    return fmt::format("http://127.0.0.1:{}/hook", receiver->endpoints().front().port);
  }
  [[nodiscard]] std::string wish(const std::string& url, const std::string& events = R"(["signal.received"])",
                                 const std::string& where = {}) const {
    return fmt::format(R"({{"name":"CRM","url":"{}","events":{},"where":{}}})", url, events, Json(where).dump());
  }
  Json json(std::string_view method, const std::string& path, int expected, const std::string& body = {}) const {
    const auto answer = ask(method, path, all, body);
    EXPECT_EQ(answer.status, expected) << method << " " << path << ": " << answer.body;
    return answer.body.empty() ? Json() : Json::parse(answer.body);
  }
  [[nodiscard]] std::string make() const {
    return "/v1/webhooks/" +
           json("POST", "/v1/webhooks", 201, wish(receiver_url()))["webhook"]["id"].get<std::string>();
  }
  template <class Is>
  [[nodiscard]] static bool soon(Is is) {
    for (int i = 0; i < http::k_patience_ms / 20; ++i) {
      if (is()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return false;
  }
  [[nodiscard]] std::size_t in_state(const std::string& path, const std::string& state) const {
    return json("GET", path + "/deliveries?state=" + state, 200)["deliveries"].size();
  }

  std::atomic<int> status = 204;
  std::mutex held;
  std::vector<std::string> bodies, ids;
  std::unique_ptr<http::Server> receiver;
};

TEST_F(Webhooks, AreMadeShownChangedAndRemoved) {
  const Json made = json("POST", "/v1/webhooks", 201, wish(receiver_url(), R"(["act.recorded","signal.received"])"));
  const std::string secret = made["secret"];
  EXPECT_TRUE(secret.starts_with("whsec_"));
  const std::string path = "/v1/webhooks/" + made["webhook"]["id"].get<std::string>();
  const Json listed = json("GET", "/v1/webhooks", 200);
  EXPECT_EQ(listed["webhooks"][0], made["webhook"]);
  EXPECT_EQ(listed.dump().find("whsec_"), std::string::npos) << "a secret is told once";
  EXPECT_EQ(json("GET", path, 200)["webhook"]["events"], (Json{"signal.received", "act.recorded"}));

  const Json paused = json("PATCH", path, 200, R"({"state":"paused","name":"Desk"})")["webhook"];
  EXPECT_EQ(paused["state"], "paused");
  EXPECT_EQ(paused["name"], "Desk");
  EXPECT_EQ(paused["url"], receiver_url()) << "what is not told stays";
  const Json renewed = json("POST", path + "/secret", 200);
  EXPECT_NE(renewed["secret"], secret);
  EXPECT_FALSE(json("GET", path, 200)["webhook"]["old_secret_until"].is_null());
  EXPECT_EQ(ask("DELETE", path, all).status, 204);
  EXPECT_EQ(ask("GET", path, all).status, 404);
  EXPECT_EQ(ask("DELETE", path, all).status, 404);
}

TEST_F(Webhooks, SayWhatIsWrongWithThem) {
  const auto refused = [&](const std::string& body) {
    const auto answer = ask("POST", "/v1/webhooks", all, body);
    return std::to_string(answer.status) + " " + Json::parse(answer.body).value("detail", "");
  };
  EXPECT_TRUE(refused("{}").starts_with("400"));
  EXPECT_TRUE(refused(wish("ftp://example.org")).starts_with("400"));
  EXPECT_TRUE(refused(wish("https://169.254.169.254/latest")).starts_with("400")) << "the cloud's list of secrets";
  EXPECT_TRUE(refused(wish("https://10.0.0.1/hook")).starts_with("400"));
  EXPECT_TRUE(refused(wish("https://user:word@example.org/")).starts_with("400"));
  EXPECT_TRUE(refused(wish("https://example.org/", R"(["everything"])")).starts_with("400"));
  EXPECT_TRUE(refused(wish("https://example.org/", "[]")).starts_with("400"));
  EXPECT_TRUE(refused(wish("https://example.org/", R"(["signal.received"])", "unit = =")).starts_with("400"));
  EXPECT_TRUE(refused(wish("https://example.org/", R"(["act.recorded"])", "actor = \\\"x\\\"")).starts_with("400"));
  EXPECT_TRUE(refused(R"({"name":"a","url":"https://example.org","events":["act.recorded"],"secret":"mine"})")
                  .starts_with("400"));
  EXPECT_TRUE(json("GET", "/v1/webhooks", 200)["webhooks"].empty());
}

TEST_F(Webhooks, AKeyTellsOnNothingThatItMayNotRead) {
  const std::string changing = make_key({guard::Scope::change_webhooks});
  ASSERT_TRUE(server->house().door().refresh(now()));
  EXPECT_EQ(ask("POST", "/v1/webhooks", changing, wish(receiver_url())).status, 403);
  const std::string hearing = make_key({guard::Scope::change_webhooks, guard::Scope::read_voices});
  ASSERT_TRUE(server->house().door().refresh(now()));
  EXPECT_EQ(ask("POST", "/v1/webhooks", hearing, wish(receiver_url(), R"(["act.recorded"])")).status, 403);
  EXPECT_EQ(ask("POST", "/v1/webhooks", hearing, wish(receiver_url())).status, 201);
  const std::string path = "/v1/webhooks/" + json("GET", "/v1/webhooks", 200)["webhooks"][0]["id"].get<std::string>();
  EXPECT_EQ(ask("PATCH", path, changing, R"({"url":"https://elsewhere.example.org/"})").status, 403);
}

TEST_F(Webhooks, TellWhatComesInAndWhatBecameOfIt) {
  const std::string path = make();
  ASSERT_EQ(
      post(
          R"([{"id":"1","text":"Cold shower, call me at +33 6 12 34 56 78"},{"id":"2","text":"x","voice_of":"employee"}])")
          .status,
      202);
  ASSERT_TRUE(soon([&] { return in_state(path, "delivered") == 1; }));
  {
    const std::scoped_lock lock(held);
    ASSERT_EQ(bodies.size(), 1U) << "no employee's words go out";
    EXPECT_NE(bodies[0].find("Cold shower"), std::string::npos);
    EXPECT_EQ(bodies[0].find("34 56 78"), std::string::npos) << "personal data was taken out";
  }
  const Json page = json("GET", path + "/deliveries", 200);
  const std::string delivery = path + "/deliveries/" + page["deliveries"][0]["id"].get<std::string>();
  EXPECT_FALSE(page["deliveries"][0].contains("body"));
  EXPECT_TRUE(page["next"].is_null());
  const Json whole = json("GET", delivery, 200)["delivery"];
  EXPECT_EQ(whole["last_status"], 204);
  EXPECT_EQ(whole["tried"][0]["number"], 1);
  EXPECT_EQ(Json::parse(whole["body"].get<std::string>())["type"], "signal.received");
  EXPECT_EQ(ask("POST", delivery + "/replay", all).status, 204);
  ASSERT_TRUE(soon([&] { return json("GET", delivery, 200)["delivery"]["attempts"] == 2; }));
  {
    const std::scoped_lock lock(held);
    EXPECT_EQ(ids.at(0), ids.at(1)) << "it is known again";
  }
  EXPECT_EQ(json("PATCH", path, 200, R"({"state":"ended"})")["webhook"]["state"], "ended");
  EXPECT_EQ(ask("POST", delivery + "/replay", all).status, 409);
  EXPECT_EQ(ask("POST", path + "/replay", all, R"({"since":"2020-01-01T00:00:00Z"})").status, 409);
}

TEST_F(Webhooks, SendDeadOnesAgainSinceATime) {
  const std::string path = make();
  status = 500;
  ASSERT_EQ(post(R"([{"id":"1","text":"one"},{"id":"2","text":"two"}])").status, 202);
  // What became of both is written down: nobody is about to say that they wait.
  ASSERT_TRUE(soon([&] {
    const Json told = json("GET", path + "/deliveries", 200)["deliveries"];
    return told.size() == 2 && told[0]["tries"] == 1 && told[1]["tries"] == 1;
  }));
  ASSERT_TRUE(server->house().door().change([](records::Transaction& transaction) {
    return transaction.run("UPDATE webhook_deliveries SET state = 'dead'");
  }));
  EXPECT_EQ(in_state(path, "dead"), 2U);
  status = 200;
  EXPECT_EQ(json("POST", path + "/replay", 200, R"({"since":"2099-01-01T00:00:00Z"})")["sent_again"], 0);
  EXPECT_EQ(json("POST", path + "/replay", 200, R"({"since":"2020-01-01T00:00:00Z"})")["sent_again"], 2);
  ASSERT_TRUE(soon([&] { return in_state(path, "delivered") == 2; }));
  EXPECT_EQ(ask("POST", path + "/replay", all, R"({"since":"yesterday"})").status, 400);
  EXPECT_EQ(ask("GET", path + "/deliveries?state=lost", all).status, 400);
}

TEST_F(Webhooks, AreTested) {
  const std::string path = make();
  status = 202;
  Json tested = json("POST", path + "/test", 200);
  EXPECT_EQ(tested["delivered"], true);
  EXPECT_EQ(tested["status"], 202);
  status = 404;
  tested = json("POST", path + "/test", 200);
  EXPECT_EQ(tested["delivered"], false);
  EXPECT_EQ(tested["status"], 404);
  receiver.reset();
  tested = json("POST", path + "/test", 200);
  EXPECT_TRUE(tested["status"].is_null());
  EXPECT_FALSE(tested["error"].is_null());
  EXPECT_TRUE(json("GET", path + "/deliveries", 200)["deliveries"].empty());
}

TEST_F(Webhooks, StandInTheMetricsAndNoSecretOrAddressInTheAuditLog) {
  const std::string path = make();
  ASSERT_EQ(post(R"({"id":"1","text":"one"})").status, 202);
  ASSERT_TRUE(soon([&] { return in_state(path, "delivered") == 1; }));
  EXPECT_TRUE(soon([&] {
    return ask("GET", "/metrics", all).body.find("bellwether_webhook_delivered_total 1\n") != std::string::npos;
  }));
  ASSERT_TRUE(server->house().door().look([&](records::Transaction& transaction) -> Result<void> {
    return transaction.ask("SELECT how FROM audit", 1, {}, [&](const records::Row& row) -> Result<void> {
      EXPECT_EQ(row.text(0).find("whsec_"), std::string::npos);
      EXPECT_EQ(row.text(0).find("127.0.0.1"), std::string::npos);
      return {};
    });
  }));
}

}  // namespace
}  // namespace bellwether::api
