#include "serve/api/api_for_test.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace bellwether::api {
namespace {

constexpr std::string_view k_shop = "https://shop.example.org";

class PageEvents : public Api {
 protected:
  PageEvents() {
    std::filesystem::create_directories(folder / "sites");
    std::ofstream(folder / "sites/shop.toml") << "name = \"shop\"\nsource = \"web shop\"\norigins = [\"" << k_shop
                                              << "\"]\nunits = [\"Online\"]\ntouchpoints = [\"checkout\"]\n";
    std::ofstream(folder / "sites/slow.toml")
        << "name = \"slow\"\nsource = \"slow\"\norigins = [\"" << k_shop << "\"]\nrequests_per_second = 0.1\n";
    start();
  }
  http::Answer tell(std::string_view body, std::string_view origin = k_shop, std::string_view more = {},
                    std::string_view type = "text/plain;charset=UTF-8") const {
    return ask("POST", "/v1/events", {}, body, type,
               (origin.empty() ? "" : fmt::format("Origin: {}\r\n", origin)) + std::string(more));
  }
};

constexpr std::string_view k_told = R"({"site": "shop", "consent": true, "events": [
  {"id": "e-1", "type": "page.viewed", "touchpoint": "checkout", "customer": "c-1"},
  {"id": "e-2", "type": "answer.given", "ratings": {"nps": 9}, "text": "Quick", "customer": "c-1"}]})";

TEST_F(PageEvents, AreSignalsOfTheirSite) {
  const auto told = tell(k_told);
  ASSERT_EQ(told.status, 202) << told.body;
  EXPECT_EQ(Json::parse(told.body)["taken"], 2) << told.body;
  EXPECT_EQ(told.field("Access-Control-Allow-Origin"), k_shop);
  EXPECT_EQ(Json::parse(tell(k_told).body)["results"][0]["repeated"], true) << "sent again it adds nothing";
  EXPECT_EQ(answers("?where=source%20%3D%20%22web%20shop%22"), 1);
  const Json voices = Json::parse(ask("GET", "/v1/voices?where=unit%20%3D%20%22Online%22", all).body)["voices"];
  ASSERT_EQ(voices.size(), 2U);
  EXPECT_EQ(voices[0]["customer"], voices[1]["customer"]);
  EXPECT_EQ(voices[0]["customer"].get<std::string>().size(), 16U) << "a pseudonym";
}

TEST_F(PageEvents, AreLeftOutWhereTheBrowserRefuses) {
  const auto told = tell(k_told, k_shop, "Sec-GPC: 1\r\n");
  const Json body = Json::parse(told.body);
  EXPECT_EQ(body["taken"], 1) << told.body;
  EXPECT_EQ(body["left_out"], 1);
  EXPECT_TRUE(body["results"][0].contains("left_out"));
  settle();
  const Json voices = Json::parse(ask("GET", "/v1/voices", all).body)["voices"];
  ASSERT_EQ(voices.size(), 1U);
  EXPECT_TRUE(voices[0]["customer"].is_null());
}

TEST_F(PageEvents, ComeFromTheSitesOwnPagesAlone) {
  for (const char* origin : {"", "https://evil.example.org", "null", "https://shop.example.org.evil.org"}) {
    const auto refused = tell(k_told, origin);
    EXPECT_EQ(refused.status, 403) << origin;
    EXPECT_EQ(refused.field("Access-Control-Allow-Origin"), "") << origin;
  }
  EXPECT_EQ(tell(k_told, "https://Shop.Example.org").status, 202) << "hosts have no case";
  EXPECT_EQ(answers(), 1);
}

TEST_F(PageEvents, NameWhatIsWrong) {
  const auto unknown = tell(R"({"site": "shopp", "events": [{"type": "page.viewed"}]})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_NE(unknown.body.find("did you mean shop?"), std::string::npos) << unknown.body;
  EXPECT_EQ(unknown.field("Access-Control-Allow-Origin"), k_shop) << "a page's author can read it";
  const auto wrong = tell(R"({"site": "shop", "events": [{"type": "page.viewed", "touchpoint": "spam"}]})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(Json::parse(wrong.body)["results"][0]["faults"][0]["pointer"], "/events/0/touchpoint");
  EXPECT_EQ(tell("{").status, 400);
  EXPECT_EQ(tell(std::string(200 << 10, ' ')).status, 413);
}

TEST_F(PageEvents, OfOneSiteAreNotWithoutEnd) {
  constexpr std::string_view k_one = R"({"site": "slow", "events": [{"type": "answer.given", "text": "a"}]})";
  EXPECT_EQ(tell(k_one).status, 202);
  const auto late = tell(k_one);
  EXPECT_EQ(late.status, 429);
  EXPECT_NE(late.field("Retry-After"), "");
  EXPECT_EQ(tell(k_told).status, 202) << "each site has its own";
}

TEST_F(PageEvents, ABrowserMayAskBefore) {
  const auto ask_before = [&](std::string_view origin) {
    return ask("OPTIONS", "/v1/events", {}, {}, {},
               fmt::format("Origin: {}\r\nAccess-Control-Request-Method: POST\r\n", origin));
  };
  const auto may = ask_before(k_shop);
  EXPECT_EQ(may.status, 204);
  EXPECT_EQ(may.field("Access-Control-Allow-Origin"), k_shop);
  EXPECT_EQ(may.field("Access-Control-Allow-Headers"), "Content-Type");
  EXPECT_EQ(ask_before("https://evil.example.org").status, 403);
}

}  // namespace
}  // namespace bellwether::api
