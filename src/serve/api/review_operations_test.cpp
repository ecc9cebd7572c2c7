// People look at readings, and the program learns from scores: over HTTP.
#include "serve/api/people_for_test.hpp"

#include <chrono>
#include <fstream>
#include <string>

namespace bellwether::api {
namespace {

using namespace std::chrono_literals;

class Reviews : public WithPeople {
 protected:
  void let_in() {
    start();
    owner = signed_in(add_user("owner", {{.role = guard::Role::owner}}));
    analyst = signed_in(add_user("analyst", {{.role = guard::Role::analyst, .voices = true}}));
    manager = signed_in(add_user("manager", {{.role = guard::Role::manager, .unit = "Lyon", .voices = true}}));
    key = with_key({guard::Scope::send_signals, guard::Scope::read_measures, guard::Scope::read_voices});
  }
  /// Before start().
  void set(const char* settings) const { std::ofstream(folder / "bellwether.toml") << settings; }
  void send(const Json& signals) {
    ASSERT_EQ(ask("POST", "/v1/signals", key, signals.dump()).status, 202);
    settle();
  }
  static Json texts(int n) {
    Json all = Json::array();
    for (int i = 0; i < n; ++i) {
      all.push_back({{"id", fmt::format("t{}", i)},
                     {"text", fmt::format("{} number {}", i % 2 == 0 ? "Good room but bad food," : "I love it,", i)},
                     {"unit", "Lyon"}});
    }
    return all;
  }
  [[nodiscard]] auto judge(const As& as, const Json& body) const { return ask("POST", "/v1/reviews", as, body.dump()); }

  As owner, analyst, manager, key;
};

TEST_F(Reviews, AreDrawnOrUnsureAndGoOnceTheyAreJudged) {
  let_in();
  send(texts(200));
  Json queue = json("GET", "/v1/reviews?limit=50", analyst);
  EXPECT_EQ(queue["looked_through"], 200) << queue;
  EXPECT_EQ(queue["judged"], 0);
  ASSERT_EQ(queue["readings"].size(), 50U);
  EXPECT_EQ(queue["readings"][0]["why"], "drawn");
  EXPECT_EQ(queue["readings"][1]["why"], "unsure");
  const Json first = queue["readings"][0];
  const std::string id = first["voice"]["id"];
  const auto answer = judge(analyst, {{"signal", id}, {"part", "sentiment"}, {"told", "neutral"}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Json judged = Json::parse(answer.body);
  EXPECT_EQ(judged["told"], "neutral");
  EXPECT_EQ(judged["machine"], first["reading"]["side"]);
  const Json after = json("GET", "/v1/reviews?limit=50", analyst);
  EXPECT_EQ(after["judged"], 1);
  for (const Json& one : after["readings"]) EXPECT_NE(one["voice"]["id"], id);
  EXPECT_EQ(json("GET", "/v1/reviews?limit=1", owner)["readings"][0]["voice"]["id"], id)
      << "another person sees the same";
  EXPECT_EQ(judge(owner, {{"signal", id}, {"part", "intent"}, {"told", "none"}}).status, 200);
  const Json theme =
      Json::parse(judge(owner, {{"signal", id}, {"part", "theme"}, {"theme", "service"}, {"told", "no"}}).body);
  EXPECT_TRUE(theme["machine"] == "yes" || theme["machine"] == "no") << theme;
}

TEST_F(Reviews, MakeAgreementAMeasure) {
  let_in();
  send(texts(400));
  int drawn = 0;
  const Json queue = json("GET", "/v1/reviews?limit=50", analyst);
  for (const Json& one : queue["readings"]) {
    const std::string id = one["voice"]["id"];
    if (one["why"] == "drawn") ++drawn;
    ASSERT_EQ(judge(analyst, {{"signal", id}, {"part", "sentiment"}, {"told", one["reading"]["side"]}}).status, 200);
    // Coming back to it is no further fact.
    ASSERT_EQ(judge(analyst, {{"signal", id}, {"part", "sentiment"}, {"told", "neutral"}}).status, 200);
  }
  settle();
  const Json answer = json("GET", "/v1/measures/reading_agreement", analyst);
  ASSERT_EQ(answer["rows"].size(), 1U) << answer;
  ASSERT_TRUE(answer["rows"][0]["value"].is_number()) << answer;
  const Json agreement = answer["rows"][0];
  EXPECT_EQ(agreement["n"], drawn) << agreement;
  EXPECT_NEAR(agreement["value"].get<double>(), 1, 1e-9) << agreement;
  EXPECT_LT(agreement["low"], 1);
}

TEST_F(Reviews, NameWhatIsWrong) {
  let_in();
  send(Json::array({{{"id", "1"}, {"text", "The room was good"}, {"unit", "Paris"}, {"sentiment", 0.5}}}));
  const std::string id = json("GET", "/v1/voices", key)["voices"][0]["id"];
  EXPECT_EQ(judge(analyst, {{"signal", id}, {"part", "sentiment"}, {"told", "neutral"}}).status, 409) << "it was told";
  EXPECT_EQ(judge(analyst, {{"signal", id}, {"part", "theme"}, {"theme", "no_such"}, {"told", "no"}}).status, 400);
  EXPECT_EQ(judge(analyst, {{"signal", id}, {"part", "theme"}, {"told", "no"}}).status, 400);
  EXPECT_EQ(judge(analyst, {{"signal", id}, {"part", "intent"}, {"told", "shopping"}}).status, 400);
  EXPECT_EQ(judge(analyst, {{"signal", id}, {"part", "mood"}, {"told", "no"}}).status, 400);
  EXPECT_EQ(judge(analyst, {{"signal", "1"}, {"part", "intent"}, {"told", "none"}}).status, 400);
  EXPECT_EQ(judge(analyst, {{"signal", id}, {"part", "intent"}}).status, 400);
  EXPECT_EQ(
      judge(analyst, {{"signal", "018f0000-0000-7000-8000-000000000000"}, {"part", "intent"}, {"told", "none"}}).status,
      404);
  EXPECT_EQ(ask("GET", "/v1/reviews?limit=0", analyst).status, 400);
  EXPECT_EQ(ask("GET", "/v1/reviews?limit=51", analyst).status, 400);
  EXPECT_EQ(ask("GET", "/v1/reviews?where=unti%20%3D%201", analyst).status, 404);
  EXPECT_EQ(ask("GET", "/v1/reviews", manager).status, 403);
  EXPECT_EQ(judge(manager, {{"signal", id}, {"part", "intent"}, {"told", "none"}}).status, 403);
}

TEST_F(Reviews, NothingIsReadWhereTheSettingsSaySo) {
  set("[understanding]\non = false\n");
  let_in();
  EXPECT_EQ(ask("GET", "/v1/reviews", analyst).status, 409);
  EXPECT_EQ(
      judge(analyst, {{"signal", "018f0000-0000-7000-8000-000000000000"}, {"part", "intent"}, {"told", "none"}}).status,
      409);
  EXPECT_EQ(ask("POST", "/v1/models/sentiment/learning", analyst).status, 409);
  EXPECT_EQ(ask("POST", "/v1/themes/preview", analyst, R"({"shipped": "hotels"})").status, 409);
  EXPECT_TRUE(json("GET", "/v1/models", analyst)["own"].is_null());
}

class Models : public Reviews {
 protected:
  void wait_for_try(std::uint64_t tries) const { ASSERT_TRUE(server->house().learner()->wait_for_tries(tries, 120s)); }
};

TEST_F(Models, HaveCards) {
  let_in();
  const Json told = json("GET", "/v1/models", key);
  bool has_sentiment = false;
  for (const Json& model : told["models"]) {
    EXPECT_FALSE(model["label"].get<std::string>().empty());
    EXPECT_GT(model["about"].get<std::string>().size(), 40U) << model;
    has_sentiment = has_sentiment || model["id"] == "sentiment";
    const Json card = json("GET", "/v1/models/" + model["id"].get<std::string>(), key);
    EXPECT_EQ(card["text"].get<std::string>().find('#'), 0U);
  }
  EXPECT_TRUE(has_sentiment);
  EXPECT_EQ(ask("GET", "/v1/models/astrology", key).status, 404);
  EXPECT_EQ(told["own"]["in_use"], nullptr);
  EXPECT_TRUE(told["own"]["tries"].empty());
  EXPECT_EQ(ask("POST", "/v1/models/sentiment/learning", key).status, 403);
}

TEST_F(Models, AreLearnedFromScoresAndReadWithAndThereAfterARestart) {
  let_in();
  ASSERT_EQ(ask("POST", "/v1/models/sentiment/learning", analyst).status, 202);
  wait_for_try(1);
  EXPECT_TRUE(json("GET", "/v1/models", analyst)["own"]["tries"][0]["card"].contains("not_enough"));

  constexpr std::array<const char*, 3> k_said = {"the blue lane on visit", "the green lane on visit",
                                                 "the golden lane on visit"};
  Json signals = Json::array();
  for (int i = 0; i < 900; ++i) {
    std::string visit;
    for (int rest = i; rest > 0 || visit.empty(); rest /= 26) visit += static_cast<char>('a' + rest % 26);
    signals.push_back({{"id", fmt::format("v{}", i)},
                       {"text", fmt::format("{} {}", k_said.at(static_cast<std::size_t>(i % 3)), visit)},
                       {"ratings", {{"stars", i % 3 * 2 + 1}}},
                       {"occurred_at", fmt::format("2026-0{}-{:02}T12:00:00Z", 1 + i / 150, 1 + i % 28)}});
  }
  send(signals);
  ASSERT_EQ(ask("POST", "/v1/models/sentiment/learning", owner).status, 202);
  wait_for_try(2);
  const Json own = json("GET", "/v1/models", analyst)["own"];
  ASSERT_EQ(own["tries"].size(), 2U) << own.dump();
  EXPECT_EQ(own["tries"][0]["verdict"], "take") << own.dump();
  EXPECT_EQ(own["tries"][0]["version"], own["in_use"]);
  EXPECT_GT(own["tries"][0]["card"]["better_by"]["low"], 0);

  for (int i = 0; i < 600 && server->house().reading()->under_way; ++i) std::this_thread::sleep_for(100ms);
  const auto sentiment_of_golden = [&] {
    const Json told = json("GET", "/v1/voices?limit=50", key);
    for (const Json& voice : told["voices"]) {
      if (voice["text"].get<std::string>().find("golden") != std::string::npos) return voice["sentiment"].get<double>();
    }
    return -2.0;
  };
  EXPECT_GT(sentiment_of_golden(), 0.2) << "what was there is read anew";
  start();
  analyst = signed_in(add_user("later", {{.role = guard::Role::analyst, .voices = true}}));
  EXPECT_EQ(json("GET", "/v1/models", analyst)["own"]["in_use"], own["in_use"]);
}

}  // namespace
}  // namespace bellwether::api
