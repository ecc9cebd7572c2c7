#include "serve/fetch/fetch.hpp"

#include "serve/http/certificate_for_test.hpp"
#include "serve/http/served_for_test.hpp"

#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include <fmt/format.h>

namespace bellwether::fetch {
namespace {

using http::text;
using std::chrono::milliseconds;

const Rules k_loopback_allowed{.allowed = {*http::network_from("127.0.0.0/8"), *http::network_from("::1")}};

struct Fetch : http::Served {
  [[nodiscard]] std::string url(const std::string& path, const std::string& host = "127.0.0.1",
                                const std::string& scheme = "http") const {
    return fmt::format("{}://{}:{}{}", scheme, host, server->endpoints().front().port, path);
  }
};

TEST_F(Fetch, AsksAndTellsTheAnswerAsItIs) {
  http::Request seen;
  answers("/hook", [&](const http::Request& request) {
    seen = request;
    http::Response response{.status = 207, .body = "well"};
    response.headers.add("X-One", "1");
    return response;
  });
  start();
  const auto answer = fetch({.method = "POST",
                             .url = url("/hook?a=b"),
                             .headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}},
                             .body = R"({"a":"ä"})"},
                            k_loopback_allowed);
  ASSERT_TRUE(answer) << to_text(answer.error());
  EXPECT_EQ(answer->status, 207);
  EXPECT_EQ(answer->headers.find("x-one"), "1");
  EXPECT_EQ(answer->body, "well");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.body, R"({"a":"ä"})");
  EXPECT_EQ(seen.headers.find("Content-Type"), "application/json");
  EXPECT_EQ(seen.headers.find("X-Empty"), "");
  EXPECT_EQ(http::parameter(seen, "a"), "b");
  EXPECT_FALSE(seen.headers.find("Accept-Encoding")) << "an answer that unpacks to gigabytes is not asked for";
}

TEST_F(Fetch, KnowsTheUsualMethods) {
  answers("/it", [](const http::Request& request) { return text(request.method + " " + request.body); });
  start();
  for (const std::string method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    const auto answer = fetch({.method = method, .url = url("/it"), .body = "x"}, k_loopback_allowed);
    ASSERT_TRUE(answer) << method << to_text(answer.error());
    EXPECT_EQ(answer->body, method + " x");
  }
  EXPECT_EQ(fetch({.url = url("/it")}, k_loopback_allowed)->body, "GET ");
  EXPECT_EQ(fetch({.method = "HEAD", .url = url("/it")}, k_loopback_allowed)->status, 200);
  EXPECT_EQ(fetch({.method = "BREW", .url = url("/it")}, k_loopback_allowed).error().code, Code::bad_input);
}

TEST_F(Fetch, SpeaksToNothingBesideThePublicInternetHoweverItIsWritten) {
  answers("/secrets", [](const http::Request&) { return text("secret"); });
  start();
  for (const char* host : {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "0.0.0.0",
                           "[::ffff:127.0.0.1]", "[::1]", "[64:ff9b::7f00:1]"}) {
    const auto answer = fetch({.url = url("/secrets", host)}, {});
    ASSERT_FALSE(answer) << host;
    EXPECT_EQ(answer.error().code, Code::unsupported) << host << to_text(answer.error());
  }
  const auto other = fetch({.url = url("/secrets")}, {.allowed = {*http::network_from("10.0.0.0/8")}});
  EXPECT_EQ(other.error().code, Code::unsupported);
  EXPECT_EQ(server->counters().connections, 0U) << "not even a connection was opened";
  const auto allowed = fetch({.url = url("/secrets", "localhost")}, k_loopback_allowed);
  ASSERT_TRUE(allowed) << to_text(allowed.error());
  EXPECT_EQ(allowed->body, "secret");
}

TEST_F(Fetch, FollowsNoRedirect) {
  answers("/from", [](const http::Request&) {
    http::Response response{.status = 302};
    response.headers.add("Location", "/to");
    return response;
  });
  answers("/to", [](const http::Request&) { return text("there"); });
  start();
  const auto answer = fetch({.url = url("/from")}, k_loopback_allowed);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  EXPECT_EQ(answer->headers.find("Location"), "/to");
}

TEST_F(Fetch, TakesNoProxyOutOfTheEnvironment) {
  answers("/it", [](const http::Request&) { return text("it"); });
  start();
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::setenv(name, "http://127.0.0.1:9", 1);
  const auto answer = fetch({.url = url("/it")}, k_loopback_allowed);
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) ::unsetenv(name);
  ASSERT_TRUE(answer) << to_text(answer.error());
  EXPECT_EQ(answer->body, "it");
}

TEST_F(Fetch, TakesNoMoreThanItsLimit) {
  answers("/much", [](const http::Request&) { return text(std::string(100'001, 'x')); });
  start();
  Request request{.url = url("/much"), .limits = {.answer_bytes = 100'000}};
  EXPECT_EQ(fetch(request, k_loopback_allowed).error().code, Code::too_large);
  request.keep_start_of_long_answer = true;
  const auto start_of_it = fetch(request, k_loopback_allowed);
  ASSERT_TRUE(start_of_it) << to_text(start_of_it.error());
  EXPECT_EQ(start_of_it->status, 200);
  EXPECT_EQ(start_of_it->body, std::string(100'000, 'x'));
  request.limits.answer_bytes = 100'001;
  EXPECT_EQ(fetch(request, k_loopback_allowed)->body.size(), 100'001U);
}

TEST_F(Fetch, WaitsNoLongerThanItsLimitAndStopsWhenTold) {
  const auto may_end = std::make_shared<http::Happening>();  // shared with answers that outlast the test
  routes["/slow"] = {.pattern = "/slow", .answer = http::Whole([&, may_end](http::Request&&, const http::Reply& reply) {
                                           threads.run([may_end, reply] {
                                             EXPECT_TRUE(may_end->waited_for(1));
                                             reply(text("late"));
                                           });
                                         })};
  start();
  const auto late = fetch({.url = url("/slow"), .limits = {.whole_time = milliseconds(200)}}, k_loopback_allowed);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Code::io);
  EXPECT_NE(late.error().message.find("in time"), std::string::npos) << late.error().message;

  std::stop_source stop;
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(milliseconds(100));
    stop.request_stop();
  });
  const auto began = std::chrono::steady_clock::now();
  const auto stopped = fetch({.url = url("/slow")}, k_loopback_allowed, stop.get_token());
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(5'000));
  ASSERT_FALSE(stopped);
  EXPECT_NE(stopped.error().message.find("stops"), std::string::npos) << stopped.error().message;
  may_end->happens();
}

TEST_F(Fetch, SaysWhyNobodyAnswered) {
  start();
  const std::string gone = url("/secret-path?token=secret-word");
  server.reset();
  const auto closed = fetch({.url = gone}, k_loopback_allowed);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().code, Code::io);
  EXPECT_EQ(closed.error().where, "127.0.0.1");
  EXPECT_EQ(to_text(closed.error()).find("secret"), std::string::npos) << "a URL may hold what is not for a log";
}

TEST_F(Fetch, WritesNoFieldThatBreaksOutOfItsLine) {
  start();
  for (const http::Headers& headers : {http::Headers{{"X-A", "1\r\nX-B: 2"}}, http::Headers{{"X-A: 1\nX-B", "2"}},
                                       http::Headers{{"", "1"}}, http::Headers{{"X A", "1"}}}) {
    EXPECT_EQ(fetch({.url = url("/it"), .headers = headers}, k_loopback_allowed).error().code, Code::bad_input);
  }
  EXPECT_EQ(server->counters().connections, 0U);
}

TEST_F(Fetch, BelievesOverTlsWhomItIsToldToBelieve) {
  const http::Authority authority;
  settings.certificate = {.chain_file = authority.chain_file(), .key_file = authority.key_file()};
  answers("/it", [](const http::Request& request) { return text(request.scheme); });
  start();
  const std::string it = url("/it", "localhost", "https");
  const auto stranger = fetch({.url = it}, k_loopback_allowed);
  ASSERT_FALSE(stranger);
  EXPECT_NE(stranger.error().message.find("secure"), std::string::npos) << stranger.error().message;
  Rules rules = k_loopback_allowed;
  rules.authorities = authority.chain_file();
  const auto known = fetch({.url = it}, rules);
  ASSERT_TRUE(known) << to_text(known.error());
  EXPECT_EQ(known->body, "https");
  EXPECT_FALSE(fetch({.url = url("/it", "127.0.0.1", "https")}, rules)) << "the certificate is of another name";
  rules.authorities = authority.file("none.pem");
  EXPECT_FALSE(fetch({.url = it}, rules));
}

TEST(CheckUrl, TakesHttpAloneAndNothingHidden) {
  EXPECT_TRUE(check_url("https://example.org/hooks?x=1", {}));
  EXPECT_TRUE(check_url("http://example.org:8080", {}));
  EXPECT_TRUE(check_url("https://[2606:2800:220:1::1]/", {}));
  for (const char* url : {"", "example.org", "//example.org", "ftp://example.org", "file:///etc/passwd",
                          "gopher://example.org", "https://", "https://user@example.org", "https://u:p@example.org",
                          "https://example.org/#x", "https://exa mple.org", "https://example.org/\r\nX: y",
                          "https://ex\xC3\xA4mple.org", "https:///etc", "javascript:alert(1)"}) {
    const auto checked = check_url(url, {});
    ASSERT_FALSE(checked) << url;
    EXPECT_EQ(checked.error().code, Code::bad_input) << url;
  }
  EXPECT_EQ(check_url("https://example.org/" + std::string(k_most_url_bytes, 'x'), {}).error().code, Code::bad_input);
  EXPECT_EQ(check_url("https://169.254.169.254/latest", {}).error().code, Code::unsupported);
  EXPECT_EQ(check_url("https://0x7f.1/", {}).error().code, Code::unsupported);
  EXPECT_TRUE(check_url("https://10.0.0.1/", {.allowed = {*http::network_from("10.0.0.0/8")}}));
  EXPECT_EQ(host_of("https://example.org:8443/hooks"), "example.org");
}

}  // namespace
}  // namespace bellwether::fetch
