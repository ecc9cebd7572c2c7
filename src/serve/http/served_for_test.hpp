// A server with a handful of routes, for the tests of what a client sees.
#pragma once

#include "serve/http/client_for_test.hpp"
#include "serve/http/problem.hpp"
#include "serve/http/server.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace bellwether::http {

/// Threads that are joined before the test ends; handlers start them.
class Threads {
 public:
  void run(std::function<void()> work) {
    const std::scoped_lock lock(held_);
    all_.emplace_back(std::move(work));
  }
  void join() {
    const std::scoped_lock lock(held_);
    all_.clear();
  }

 private:
  std::mutex held_;
  std::vector<std::jthread> all_;
};

/// Something that happens in one thread and is waited for in another.
class Happening {
 public:
  void happens() {
    const std::scoped_lock lock(held_);
    ++times_;
    told_.notify_all();
  }
  /// False where it does not, for as long as a test is patient.
  [[nodiscard]] bool waited_for(int times = 1) {
    std::unique_lock lock(held_);
    return told_.wait_for(lock, std::chrono::milliseconds(k_patience_ms), [&] { return times_ >= times; });
  }

 private:
  std::mutex held_;
  std::condition_variable told_;
  int times_ = 0;
};

inline Response text(std::string body, int status = 200) {
  Response response{.status = status, .body = std::move(body)};
  response.headers.add("Content-Type", "text/plain");
  return response;
}

struct Served : testing::Test {
  ~Served() override {
    server.reset();
    threads.join();
  }
  Served() = default;
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  void start() {
    settings.listen = {*endpoint_from("127.0.0.1:0")};
    settings.on_finished = [this](const Finished& one) {
      const std::scoped_lock lock(held);
      finished.emplace_back(std::string(one.method) + " " + std::string(one.pattern) + " " +
                            std::to_string(one.status));
      finished_ids.emplace_back(one.request_id);
      if (!one.mistake.empty()) mistakes.emplace_back(one.mistake);
      finished_once.happens();
    };
    auto started = Server::start(settings, [this](const Request& request) { return route_of(request); });
    ASSERT_TRUE(started) << to_text(started.error());
    server = *std::move(started);
  }

  virtual Route route_of(const Request& request) {
    const auto found = routes.find(request.path);
    if (found == routes.end()) return {.answer = problem(404, "nothing is here", request.id)};
    return found->second;
  }
  /// What a route answers at once, for a request with its whole body.
  void answers(const std::string& path, std::function<Response(const Request&)> answer) {
    routes[path] = {.pattern = "/a/route",
                    .answer = Whole([answer = std::move(answer)](const Request& request, const Reply& reply) {
                      reply(answer(request));
                    })};
  }

  [[nodiscard]] Client client() const { return Client(server->endpoints().front()); }
  static std::string get(const std::string& path, const std::string& fields = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: here\r\n" + fields + "\r\n";
  }
  static std::string post(const std::string& path, const std::string& body, const std::string& fields = {}) {
    return "POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           fields + "\r\n" + body;
  }
  /// A refusal that the engine makes itself: a problem with all that belongs to it.
  static void expect_problem(const Answer& answer, int status) {
    EXPECT_EQ(answer.status, status) << answer.head << answer.body;
    EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
    const auto body = nlohmann::json::parse(answer.body, nullptr, false);
    ASSERT_TRUE(body.is_object()) << answer.body;
    EXPECT_EQ(body.value("status", 0), status);
    EXPECT_EQ(body.value("title", ""), reason_of(status));
    EXPECT_FALSE(body.value("detail", "").empty());
    EXPECT_EQ(body.value("request_id", ""), answer.field("X-Request-Id"));
    EXPECT_EQ(answer.field("X-Request-Id").size(), 16U);
  }

  Settings settings;
  std::map<std::string, Route> routes;
  std::mutex held;
  std::vector<std::string> finished;
  std::vector<std::string> finished_ids;
  std::vector<std::string> mistakes;
  Happening finished_once;
  Threads threads;
  std::unique_ptr<Server> server;
};

}  // namespace bellwether::http
