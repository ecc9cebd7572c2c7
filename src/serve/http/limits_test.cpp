// Every refusal that the server makes by itself, and that it goes on afterwards.
#include "serve/http/served_for_test.hpp"

#include <random>

namespace bellwether::http {
namespace {

using std::chrono::milliseconds;

struct Limited : Served {
  Limited() {
    answers("/echo", [](const Request& request) { return text(request.body); });
    routes["/small"] = {.pattern = "/small",
                        .most_body_bytes = 10,
                        .answer = Whole([](Request&& request, const Reply& reply) { reply(text(request.body)); })};
  }
};

TEST_F(Limited, RefuseWhatTwoServersMightReadInTwoWays) {
  start();
  const std::vector<std::string> heads = {
      "Content-Length: 3\r\nContent-Length: 4\r\n",
      "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
      "Content-Length: -1\r\n",
      "Content-Length: 3x\r\n",
      "Content-Length:\r\n",
      "Content-Length: 99999999999999999999999\r\n",
      "Host: there\r\n",
      "Two words: x\r\n",
      "Space-before-colon : x\r\n",
      "No colon\r\n",
      "Control: a\x01z\r\n",
  };
  for (const std::string& head : heads) {
    SCOPED_TRACE(head);
    Client one = client();
    expect_problem(one.ask("POST /echo HTTP/1.1\r\nHost: here\r\n" + head + "\r\nabc"), 400);
    EXPECT_TRUE(one.is_closed()) << "nobody knows where the next request begins";
  }
  expect_problem(client().ask("POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
  expect_problem(client().ask("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST_F(Limited, RefuseRequestLinesThatAreNone) {
  start();
  const std::vector<std::string> lines = {
      "GET /echo HTTP/1.1\r\n\r\n",  // no host
      "GET /echo HTTP/1.1\r\nHost: \ta b\r\n\r\n",
      "GET echo HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET /%2e%2e/etc/passwd HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET /a/../b HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET /a%2Fb HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET /a%00b HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET /a#b HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET * HTTP/1.1\r\nHost: here\r\n\r\n",
      "CONNECT here:443 HTTP/1.1\r\nHost: here\r\n\r\n",
      "G@T / HTTP/1.1\r\nHost: here\r\n\r\n",
      "GET / HTTP/1.1\nHost: here\n\n\r\n\r\n",
  };
  for (const std::string& line : lines) {
    SCOPED_TRACE(line);
    const int status = client().ask(line).status;
    EXPECT_TRUE(status == 400 || (status == 505 && line.find('\n') < line.find('\r'))) << status;
  }
  expect_problem(client().ask("GET / HTTP/2.0\r\nHost: here\r\n\r\n"), 505);
  EXPECT_EQ(client().ask("GET http://there/echo HTTP/1.1\r\nHost: here\r\n\r\n").status, 200);
  EXPECT_EQ(client().ask("\r\n\r\nGET /echo HTTP/1.1\r\nHost: here\r\n\r\n").status, 200);
}

TEST_F(Limited, RefuseHeadsThatAreTooLarge) {
  settings.limits.header_bytes = 1000;
  start();
  expect_problem(client().ask("GET /echo HTTP/1.1\r\nHost: here\r\nLong: " + std::string(2000, 'x') + "\r\n\r\n"), 431);
  expect_problem(client().ask("GET /" + std::string(2000, 'x') + " HTTP/1.1\r\nHost: here\r\n\r\n"), 431);
  Client endless = client();
  while (endless.send("X: yyyyyyyy\r\n") && endless.send("Z: yyyyyyyy\r\n")) {
    pollfd told{.fd = endless.socket(), .events = POLLIN, .revents = 0};
    if (poll(&told, 1, 0) > 0) break;
  }
  EXPECT_NE(endless.read().status, 200);
  std::string many = "GET /echo HTTP/1.1\r\nHost: here\r\n";
  for (int i = 0; i < 101; ++i) many += "A:b\r\n";
  expect_problem(client().ask(many + "\r\n"), 431);
}

TEST_F(Limited, RefuseBodiesThatAreTooLarge) {
  start();
  Client exact = client();
  EXPECT_EQ(exact.ask(post("/small", "0123456789")).body, "0123456789");
  expect_problem(exact.ask(post("/small", "0123456789x")), 413);
  Client declared = client();
  declared.send("POST /small HTTP/1.1\r\nHost: here\r\nContent-Length: 999999999999\r\n\r\n");
  expect_problem(declared.read(), 413);
  Client chunked = client();
  chunked.send("POST /small HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 3; ++i) chunked.send("5\r\nabcde\r\n");
  expect_problem(chunked.read(), 413);
  Client flood = client();
  flood.send("POST /small HTTP/1.1\r\nHost: here\r\nContent-Length: 300000\r\n\r\n");
  flood.send(std::string(300'000, 'x'));
  expect_problem(flood.read(), 413);
  Client defaulted = client();
  expect_problem(defaulted.ask("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 1048577\r\n\r\n"), 413);
}

TEST_F(Limited, RefuseChunksThatAreNone) {
  start();
  for (const std::string chunk :
       {"x\r\n", "5\r\nabcdeXX5\r\n", "fffffffffffffffff\r\n", "-1\r\n", "5 ;\r\n", ";a\r\n"}) {
    SCOPED_TRACE(chunk);
    Client one = client();
    expect_problem(one.ask("POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk), 400);
  }
  Client endless = client();
  endless.send("POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(70'000, 'x'));
  expect_problem(endless.read(), 400);
}

TEST_F(Limited, CutOffWhoeverSendsAHeadDropByDrop) {
  settings.limits.head_time = milliseconds(300);
  start();
  Client one = client();
  one.send("GET /echo HTTP/1.1\r\nHost: here\r\n");
  Happening answered;
  std::jthread dripping([&](const std::stop_token& stop) {
    while (!stop.stop_requested() && one.send("A: b\r\n")) std::this_thread::sleep_for(milliseconds(20));
  });
  expect_problem(one.read(), 408);
}

TEST_F(Limited, CutOffWhoeverSendsABodyDropByDrop) {
  settings.limits.body_time = milliseconds(300);
  start();
  Client one = client();
  one.send("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\n");
  std::jthread dripping([&](const std::stop_token& stop) {
    while (!stop.stop_requested() && one.send("x")) std::this_thread::sleep_for(milliseconds(20));
  });
  expect_problem(one.read(), 408);
}

TEST_F(Limited, CloseConnectionsThatRestTooLong) {
  settings.limits.idle_time = milliseconds(200);
  start();
  Client silent = client();
  Client used = client();
  EXPECT_EQ(used.ask(get("/echo")).status, 200);
  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(used.is_closed());
  for (int i = 0; i < k_patience_ms / 10 && server->counters().connections_open > 0; ++i)
    std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(server->counters().connections_open, 0U);
}

TEST_F(Limited, CloseConnectionsThatNeverAsk) {
  settings.limits.head_time = milliseconds(200);
  start();
  EXPECT_TRUE(client().is_closed());
}

TEST_F(Limited, CutOffWhoeverNeverReads) {
  settings.limits.write_time = milliseconds(300);
  settings.limits.least_bytes_per_second = 100 << 20;
  answers("/large", [](const Request&) { return text(std::string(32 << 20, 'x')); });
  start();
  Client one(server->endpoints().front(), 4096);
  one.send(get("/large"));
  EXPECT_TRUE(finished_once.waited_for());
  EXPECT_FALSE(one.read().is_complete);
}

TEST_F(Limited, GiveUpOnAHandlerThatTakesTooLong) {
  settings.limits.answer_time = milliseconds(200);
  Happening over;
  routes["/never"] = {.answer = Whole([&](Request&&, const Reply& reply) {
                        threads.run([&, reply] {
                          EXPECT_TRUE(over.waited_for());
                          reply(text("too late"));
                        });
                      })};
  start();
  Client one = client();
  const Answer answer = one.ask(get("/never"));
  expect_problem(answer, 503);
  EXPECT_FALSE(answer.field("Retry-After").empty());
  over.happens();
  threads.join();
  EXPECT_EQ(one.ask(get("/echo")).status, 200) << "a late answer belongs to no other request";
}

TEST_F(Limited, HoldNoMoreConnectionsThanTheyMay) {
  settings.limits.connections = 2;
  start();
  Client one = client();
  Client two = client();
  EXPECT_EQ(one.ask(get("/echo")).status, 200);
  EXPECT_EQ(two.ask(get("/echo")).status, 200);
  Client three = client();
  const Answer refused = three.read();
  expect_problem(refused, 503);
  EXPECT_FALSE(refused.field("Retry-After").empty());
  EXPECT_EQ(server->counters().connections_refused, 1U);
  one.close();
  int status = 503;
  for (int i = 0; i < k_patience_ms / 10 && status != 200; ++i) {
    std::this_thread::sleep_for(milliseconds(10));
    status = client().ask(get("/echo")).status;
  }
  EXPECT_EQ(status, 200);
}

TEST_F(Limited, HoldNoMoreConnectionsOfOneAddressThanTheyMay) {
  settings.limits.connections_per_address = 1;
  start();
  Client one = client();
  EXPECT_EQ(one.ask(get("/echo")).status, 200);
  const Answer refused = client().read();
  expect_problem(refused, 429);
  EXPECT_FALSE(refused.field("Retry-After").empty());
}

TEST_F(Limited, LetATrustedProxyHoldAsManyAsItLikes) {
  settings.limits.connections_per_address = 1;
  settings.proxies.trusted = {*network_from("127.0.0.1")};
  start();
  Client one = client();
  Client two = client();
  EXPECT_EQ(one.ask(get("/echo")).status, 200);
  EXPECT_EQ(two.ask(get("/echo")).status, 200);
}

TEST_F(Limited, HoldEachAddressToItsRate) {
  settings.limits.requests_per_second = 0.001;
  settings.limits.requests_at_once = 3;
  settings.proxies.trusted = {*network_from("127.0.0.1")};
  start();
  Client one = client();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(one.ask(get("/echo", "X-Forwarded-For: 192.0.2.1\r\n")).status, 200);
  const Answer refused = one.ask(get("/echo", "X-Forwarded-For: 192.0.2.1\r\n"));
  expect_problem(refused, 429);
  EXPECT_GT(std::atoi(refused.field("Retry-After").c_str()), 900);
  EXPECT_EQ(one.ask(get("/echo", "X-Forwarded-For: 192.0.2.2\r\n")).status, 200) << "another address has its own";
}

// Whatever comes, the server answers or closes, and serves the next one.
TEST_F(Limited, OutliveNoise) {
  settings.limits.header_bytes = 2000;
  start();
  std::mt19937 random(20260101);
  const std::vector<std::string> seeds = {
      get("/echo"), post("/echo", "some body"), post("/small", "longer than it may be"),
      "POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
      "GET http://a.b/c?d=e&f HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nabcd"};
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = seeds[random() % seeds.size()] + (random() % 2 == 0 ? seeds[random() % seeds.size()] : "");
    const auto changes = random() % 8;
    for (unsigned change = 0; change < changes && !bytes.empty(); ++change) {
      const std::size_t at = random() % bytes.size();
      switch (random() % 4) {
        case 0:
          bytes[at] = static_cast<char>(random() & 0xFFU);
          break;
        case 1:
          bytes.erase(at, random() % 9);
          break;
        case 2:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 20));
          break;
        default:
          bytes.insert(at, 1, "\r\n:; \t%0\x7f"[random() % 9]);
          break;
      }
    }
    Client one = client();
    ASSERT_TRUE(one.is_connected());
    const std::size_t cut = random() % (bytes.size() + 1);
    one.send(bytes.substr(0, cut));
    one.send(bytes.substr(cut));
    one.end_sending();
    const std::string answered = one.read_all();
    ASSERT_TRUE(answered.empty() || answered.starts_with("HTTP/1.1 ")) << answered;
  }
  EXPECT_EQ(client().ask(get("/echo")).status, 200);
}

}  // namespace
}  // namespace bellwether::http
