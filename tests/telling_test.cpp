// Webhooks out as another system gets them: while the server is killed again and again, and the receiver fails now and then.
#include "program.hpp"
#include "serve/http/server.hpp"
#include "served.hpp"
#include "tell/outbox/signature.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::story {
namespace {

using Json = nlohmann::json;

/// Takes events, but each third one only when it comes again; writes down what it took.
class Receiver {
 public:
  Receiver() {
    http::Settings settings;
    settings.listen = {*http::endpoint_from("127.0.0.1:0")};
    server_ =
        http::Server::start(settings, [this](const http::Request&) {
          return http::Route{.pattern = "/",
                             .answer = http::Whole([this](const http::Request& request, const http::Reply& reply) {
                               reply(http::Response{.status = take(request)});
                             })};
        }).value();
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + port() + "/hook"; }
  [[nodiscard]] std::string port() const { return std::to_string(server_->endpoints().front().port); }
  [[nodiscard]] std::uint64_t connections() const { return server_->counters().connections; }
  void expect_signatures_by(const std::string& secret) {
    const std::scoped_lock lock(held_);
    secret_ = secret;
  }
  [[nodiscard]] std::set<std::string> voices_taken() {
    const std::scoped_lock lock(held_);
    return taken_;
  }
  /// By voice: under which ids it came.
  [[nodiscard]] std::map<std::string, std::set<std::string>> ids() {
    const std::scoped_lock lock(held_);
    return ids_;
  }
  [[nodiscard]] int wrong_signatures() const { return wrong_; }
  [[nodiscard]] int refused() const { return refused_; }

 private:
  int take(const http::Request& request) {
    const auto field = [&](const char* name) { return std::string(request.headers.find(name).value_or("")); };
    const std::scoped_lock lock(held_);
    const std::string id = field("webhook-id");
    const Instant at{std::stoll(field("webhook-timestamp")) * k_us_per_second};
    const auto right = outbox::signature_of(secret_, id, at, request.body);
    if (!right || *right != field("webhook-signature")) ++wrong_;
    const std::string voice = Json::parse(request.body)["data"]["id"];
    ids_[voice].insert(id);
    if (++seen_[id] == 1 && std::hash<std::string>()(id) % 3 == 0) {
      ++refused_;
      return 500;
    }
    taken_.insert(voice);
    return 204;
  }

  std::mutex held_;
  std::string secret_;
  std::map<std::string, int> seen_;
  std::map<std::string, std::set<std::string>> ids_;
  std::set<std::string> taken_;
  std::atomic<int> wrong_ = 0, refused_ = 0;
  std::unique_ptr<http::Server> server_;
};

std::string request(const std::string& method, const std::string& path, const std::string& key,
                    const std::string& body) {
  return method + " " + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + key +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string voice(std::size_t number) {
  return R"({"id": "s)" + std::to_string(number) + R"(", "text": "voice", "unit": "Lyon"})";
}
std::string webhook(const std::string& url) {
  return R"({"name": "CRM", "url": ")" + url + R"(", "events": ["signal.received"], "where": ""})";
}

/// Posts until the server is gone; the ids of what was acknowledged.
std::vector<std::string> tell_until_gone(const Served& served, const std::string& key, std::size_t& next) {
  http::Client client = served.connect();
  std::vector<std::string> ids;
  while (client.send(request("POST", "/v1/signals", key, voice(next++)))) {
    const http::Answer answer = client.read();
    if (answer.status != 202) break;
    ids.push_back(Json::parse(answer.body)["id"]);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return ids;
}

TEST(Telling, EveryEventArrivesUnderOneIdWhereverTheServerIsKilled) {
  const Folder folder;
  const std::string key = key_in(folder, {"signals:send", "voices:read", "webhooks:change"});
  folder.write("bellwether-data/bellwether.toml",
               "[webhooks]\nallow_networks = [\"127.0.0.0/8\"]\nallow_http = true\n");
  Receiver receiver;
  {
    Served served(folder.path());
    http::Client client = served.connect();
    const http::Answer made = client.ask(request("POST", "/v1/webhooks", key, webhook(receiver.url())));
    ASSERT_EQ(made.status, 201) << made.body;
    receiver.expect_signatures_by(Json::parse(made.body)["secret"]);
    served.end(SIGKILL);
  }
  std::mt19937_64 random(7);
  std::size_t next = 0;
  std::set<std::string> acknowledged;
  for (int cycle = 0; cycle < 4; ++cycle) {
    Served served(folder.path());
    std::vector<std::string> ids;
    {
      const std::jthread poster([&] { ids = tell_until_gone(served, key, next); });
      std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 900));
      served.end(SIGKILL);
    }
    acknowledged.insert(ids.begin(), ids.end());
  }
  ASSERT_GT(acknowledged.size(), 40U);
  const Served served(folder.path());
  std::set<std::string> taken;
  const auto is_missing = [&](const std::string& id) { return !taken.contains(id); };
  for (int i = 0; i < 900; ++i) {
    taken = receiver.voices_taken();
    if (std::ranges::none_of(acknowledged, is_missing)) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(std::ranges::count_if(acknowledged, is_missing), 0) << "of " << acknowledged.size();
  for (const auto& [id, under] : receiver.ids()) EXPECT_EQ(under.size(), 1U) << id << " came under several ids";
  EXPECT_EQ(receiver.wrong_signatures(), 0);
  EXPECT_GT(receiver.refused(), 0) << "the receiver should have failed now and then";
}

TEST(Telling, NothingGoesToTheOwnMachineUnlessItIsAllowed) {
  const Folder folder;
  const std::string key = key_in(folder, {"signals:send", "voices:read", "webhooks:change"});
  const Receiver receiver;
  const Served served(folder.path());
  const auto ask = [&](const std::string& method, const std::string& path, const std::string& body) {
    http::Client client = served.connect();
    return client.ask(request(method, path, key, body));
  };
  for (const std::string& url :
       {receiver.url(), "https://127.0.0.1:" + receiver.port(), std::string("https://169.254.169.254/"),
        std::string("https://[::1]/"), std::string("https://2130706433/")}) {
    EXPECT_EQ(ask("POST", "/v1/webhooks", webhook(url)).status, 400) << url;
  }
  // Of a name it is seen only when it is asked.
  const http::Answer made = ask("POST", "/v1/webhooks", webhook("https://localhost:" + receiver.port() + "/"));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string path = "/v1/webhooks/" + Json::parse(made.body)["webhook"]["id"].get<std::string>();
  const Json tested = Json::parse(ask("POST", path + "/test", "").body);
  EXPECT_EQ(tested["delivered"], false);
  EXPECT_NE(tested["error"].get<std::string>().find("public internet"), std::string::npos) << tested;
  EXPECT_EQ(receiver.connections(), 0U);
}

}  // namespace
}  // namespace bellwether::story
