#include "serve/http/served_for_test.hpp"

#include <atomic>
#include <optional>

namespace bellwether::http {
namespace {

TEST_F(Served, AnswersAndKeepsTheConnection) {
  answers("/hello", [](const Request& request) {
    return text("hello " + std::string(parameter(request, "name").value_or("you")));
  });
  start();
  Client one = client();
  EXPECT_EQ(one.ask(get("/hello")).body, "hello you");
  const Answer second = one.ask(get("/hello?name=L%C3%A9a+B"));
  EXPECT_EQ(second.body, "hello Léa B");
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.field("Content-Type"), "text/plain");
  EXPECT_EQ(second.field("Date").size(), 29U);
  ASSERT_TRUE(finished_once.waited_for(2));
  EXPECT_EQ(server->counters().connections, 1U);
  EXPECT_EQ(server->counters().requests_by_status.at(200), 2U);
}

TEST_F(Served, ClosesWhereTheClientSaysSo) {
  answers("/", [](const Request&) { return text("once"); });
  start();
  Client modern = client();
  const Answer answer = modern.ask(get("/", "Connection: close\r\n"));
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_TRUE(modern.is_closed());
  Client old = client();
  EXPECT_EQ(old.ask("GET / HTTP/1.0\r\n\r\n").body, "once");
  EXPECT_TRUE(old.is_closed());
  Client old_that_stays = client();
  EXPECT_EQ(old_that_stays.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").field("Connection"), "keep-alive");
  EXPECT_EQ(old_that_stays.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").body, "once");
}

TEST_F(Served, AnswersRequestsThatAreSentAheadOneByOneInOrder) {
  std::atomic<int> at_work = 0;
  std::atomic<int> most_at_work = 0;
  routes["/slow"] = {.answer = Whole([&](Request&& request, const Reply& reply) {
                       threads.run([&, reply, body = request.body] {
                         most_at_work = std::max(most_at_work.load(), ++at_work);
                         std::this_thread::sleep_for(std::chrono::milliseconds(1));
                         --at_work;
                         reply(text(body));
                       });
                     })};
  start();
  Client one = client();
  std::string all;
  for (int i = 0; i < 100; ++i) all += post("/slow", std::to_string(i));
  one.send(all);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(one.read().body, std::to_string(i));
  EXPECT_EQ(most_at_work, 1);
}

TEST_F(Served, AnswersThousandsOfRequestsInOnePacketTrain) {
  answers("/", [](const Request&) { return Response{.status = 204}; });
  start();
  Client one = client();
  std::string all;
  for (int i = 0; i < 5000; ++i) all += get("/");
  std::jthread sender([&] { one.send(all); });
  for (int i = 0; i < 5000; ++i) ASSERT_EQ(one.read().status, 204) << i;
}

TEST_F(Served, TakesARequestInAnyPieces) {
  answers("/echo", [](const Request& request) { return text(request.body); });
  start();
  Client one = client();
  const std::string whole =
      "POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;ext=1\r\n "
      "world\r\n0\r\nTrailer: x\r\n\r\n";
  for (const char letter : whole) {
    one.send(std::string(1, letter));
    std::this_thread::yield();
  }
  EXPECT_EQ(one.read().body, "hello world");
  for (std::size_t cut = 1; cut < whole.size(); cut += 7) {
    one.send(whole.substr(0, cut));
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    one.send(whole.substr(cut));
    ASSERT_EQ(one.read().body, "hello world") << cut;
  }
}

TEST_F(Served, SendsBodiesThatFillEveryBuffer) {
  const auto large = std::make_shared<const std::string>(8 << 20, 'x');
  answers("/large", [&](const Request&) { return Response{.shared_body = large}; });
  start();
  Client one = client();
  one.send(get("/large"));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(one.read().body, *large);
  EXPECT_EQ(one.ask(get("/large")).body.size(), large->size());
}

TEST_F(Served, LeavesTheBodyOutWhereTheProtocolHasNone) {
  answers("/text", [](const Request&) { return text("four"); });
  answers("/none", [](const Request&) { return Response{.status = 204, .body = "never sent"}; });
  answers("/same", [](const Request&) { return Response{.status = 304, .body = "never sent"}; });
  start();
  Client one = client();
  one.send("HEAD /text HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_EQ(one.read(true).field("Content-Length"), "4");
  one.send(get("/none"));
  const Answer none = one.read();
  EXPECT_EQ(none.status, 204);
  EXPECT_EQ(none.field("Content-Length"), "");
  EXPECT_EQ(one.ask(get("/same")).status, 304);
  EXPECT_EQ(one.ask(get("/text")).body, "four");
}

TEST_F(Served, WaitsForOtherThreads) {
  routes["/later"] = {.answer = Whole([&](Request&& request, const Reply& reply) {
                        threads.run([reply, id = request.id] { reply(text(id)); });
                      })};
  settings.threads = 2;
  start();
  std::vector<Client> clients;
  for (int i = 0; i < 8; ++i) clients.push_back(client());
  for (int round = 0; round < 50; ++round) {
    for (Client& one : clients) one.send(get("/later"));
    for (Client& one : clients) {
      const Answer answer = one.read();
      ASSERT_EQ(answer.body, answer.field("X-Request-Id"));
    }
  }
}

TEST_F(Served, TellsAMistakeOfItsOwn) {
  routes["/dropped"] = {.answer = Whole([](Request&&, const Reply&) {})};
  routes["/dropped/later"] = {.answer = Whole([&](Request&&, const Reply& reply) {
                                threads.run([held = std::optional(reply)]() mutable { held.reset(); });
                              })};
  routes["/thrown"] = {.answer = Whole([](Request&&, const Reply&) { throw std::runtime_error("a secret"); })};
  answers("/broken-out", [](const Request&) { return Response{.headers = {{"Location", "/\r\nSet-Cookie: a=b"}}}; });
  answers("/own-length", [](const Request&) { return Response{.headers = {{"Content-Length", "7"}}}; });
  answers("/no-status", [](const Request&) { return Response{.status = 99}; });
  start();
  Client one = client();
  for (const std::string path : {"/dropped", "/dropped/later", "/thrown", "/broken-out", "/own-length", "/no-status"}) {
    const Answer answer = one.ask(get(path));
    expect_problem(answer, 500);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos);
  }
  ASSERT_TRUE(finished_once.waited_for(6));
  const std::scoped_lock lock(held);
  EXPECT_EQ(mistakes, std::vector<std::string>{"a secret"}) << "the log knows what the client is not told";
}

TEST_F(Served, LetsAnAnswerGoNowhereWhereTheClientLeft) {
  Happening asked;
  Happening gone;
  routes["/slow"] = {.answer = Whole([&](Request&&, const Reply& reply) {
                       asked.happens();
                       threads.run([&, reply] {
                         EXPECT_TRUE(gone.waited_for());
                         reply(text(std::string(1 << 20, 'x')));
                       });
                     })};
  answers("/", [](const Request&) { return text("still here"); });
  start();
  {
    Client one = client();
    one.send(get("/slow"));
    ASSERT_TRUE(asked.waited_for());
    one.abort();
  }
  gone.happens();
  threads.join();
  ASSERT_TRUE(finished_once.waited_for());
  EXPECT_EQ(client().ask(get("/")).body, "still here");
}

TEST_F(Served, AnswersAClientThatSendsNothingMore) {
  routes["/later"] = {.answer =
                          Whole([&](Request&&, const Reply& reply) { threads.run([reply] { reply(text("done")); }); })};
  start();
  Client one = client();
  one.send(get("/later"));
  one.end_sending();
  EXPECT_EQ(one.read().body, "done");
}

TEST_F(Served, AsksForABodyThatTheClientHoldsBack) {
  answers("/echo", [](const Request& request) { return text(request.body); });
  routes["/closed"] = {.answer = problem(401, "say who you are", "0123456789abcdef")};
  start();
  Client one = client();
  one.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(one.read().status, 100);
  EXPECT_EQ(one.ask("ab").body, "ab");
  one.send("POST /closed HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(one.read().status, 401) << "a body that nobody wants is not asked for";
  EXPECT_TRUE(one.is_closed());
  Client other = client();
  expect_problem(other.ask("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\nExpect: miracles\r\n\r\n"), 417);
}

TEST_F(Served, LogsWithoutPersonalData) {
  answers("/hello", [](const Request&) { return text("hi"); });
  start();
  Client one = client();
  const std::string id = one.ask(get("/hello?mail=a@b.c")).field("X-Request-Id");
  one.ask("BREW /hello HTTP/1.1\r\nHost: here\r\n\r\n");
  one.ask(get("/nowhere"));
  ASSERT_TRUE(finished_once.waited_for(3));
  const std::scoped_lock lock(held);
  EXPECT_EQ(finished, (std::vector<std::string>{"GET /a/route 200", "other /a/route 200", "GET  404"}));
  EXPECT_EQ(finished_ids.front(), id);
}

TEST_F(Served, KnowsWhomATrustedProxyStandsFor) {
  settings.proxies.trusted = {*network_from("127.0.0.0/8")};
  answers("/who", [](const Request& request) { return text(request.scheme + " " + request.client); });
  start();
  EXPECT_EQ(client().ask(get("/who", "X-Forwarded-For: 203.0.113.9, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n")).body,
            "https 192.0.2.7");
}

TEST_F(Served, BelievesNobodyElse) {
  answers("/who", [](const Request& request) { return text(request.scheme + " " + request.client); });
  start();
  EXPECT_EQ(
      client()
          .ask(get("/who", "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nForwarded: for=1.2.3.4\r\n"))
          .body,
      "http 127.0.0.1");
}

TEST_F(Served, ListensAtSeveralPlaces) {
  answers("/", [](const Request& request) { return text(request.client); });
  settings.listen = {*endpoint_from("127.0.0.1:0"), *endpoint_from("[::1]:0")};
  auto started = Server::start(settings, [this](const Request& request) { return route_of(request); });
  ASSERT_TRUE(started) << to_text(started.error());
  ASSERT_EQ((*started)->endpoints().size(), 2U);
  EXPECT_EQ(Client((*started)->endpoints()[0]).ask(get("/")).body, "127.0.0.1");
  EXPECT_EQ(Client((*started)->endpoints()[1]).ask(get("/")).body, "::1");
}

TEST_F(Served, SaysWhyItCannotListen) {
  start();
  settings.listen = server->endpoints();
  const auto taken = Server::start(settings, {});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Code::conflict);
  EXPECT_EQ(taken.error().where, to_text(server->endpoints().front()));
  settings.listen = {*endpoint_from("192.0.2.1:0")};
  const auto elsewhere = Server::start(settings, {});
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code, Code::io);
  settings.listen = {};
  EXPECT_EQ(Server::start(settings, {}).error().code, Code::bad_input);
  settings.threads = 0;
  EXPECT_EQ(Server::start(settings, {}).error().code, Code::bad_input);
}

}  // namespace
}  // namespace bellwether::http
