#include "serve/courier/courier.hpp"

#include "serve/courier/courier_for_test.hpp"

#include <set>

namespace bellwether::courier {
namespace {

using outbox::Became;
using outbox::Kind;
using Json = nlohmann::json;

struct Telling : WithReceiver {
  [[nodiscard]] bool all_are(const std::string& id, Became became, std::size_t count) const {
    const auto all = deliveries(id);
    return all.size() == count &&
           std::ranges::all_of(all, [&](const outbox::Delivery& one) { return one.became == became; });
  }
};

TEST_F(Telling, TellsWhatComesInSignedOnceEach) {
  start_courier();
  const auto made = make("/ok", {Kind::signal_received, Kind::act_recorded});
  say(3);
  do_something("case.resolved");
  ASSERT_TRUE(soon([&] { return all_are(made.webhook.id, Became::delivered, 4); }));
  std::set<std::string> ids, types;
  for (const Told& one : told_so_far()) {
    ids.insert(one.id);
    const Instant at{std::stoll(one.timestamp) * k_us_per_second};
    EXPECT_EQ(one.signature, outbox::signature_of(made.secret, one.id, at, one.body).value());
    const Json event = Json::parse(one.body);
    types.insert(event["type"].get<std::string>());
    EXPECT_FALSE(event["timestamp"].get<std::string>().empty());
    if (event["type"] == "signal.received") {
      EXPECT_EQ(event["data"]["unit"], "Lyon");
    }
    if (event["type"] == "act.recorded") {
      EXPECT_EQ(event["data"]["kind"], "case.resolved");
      EXPECT_EQ(event["data"]["about"], "case-9");
      EXPECT_EQ(one.body.find("p-1"), std::string::npos) << "not by whom";
    }
  }
  EXPECT_EQ(ids.size(), 4U);
  EXPECT_EQ(types, (std::set<std::string>{"act.recorded", "signal.received"}));
  EXPECT_EQ(told_so_far().size(), 4U);
  EXPECT_EQ(courier->progress().delivered, 4U);
}

TEST_F(Telling, NoEmployeesVoiceGoesOutAndOnlyWhatTheFilterMeans) {
  start_courier();
  const auto all = make("/all");
  const auto paris = make("/paris", {Kind::signal_received}, "unit = \"Paris\"");
  say(2, "Lyon");
  say(2, "Lyon", true, facts::VoiceOf::employee);
  say(1, "Paris");
  ASSERT_TRUE(soon([&] { return all_are(all.webhook.id, Became::delivered, 3); }));
  ASSERT_TRUE(soon([&] { return all_are(paris.webhook.id, Became::delivered, 1); }));
}

TEST_F(Telling, WhatWasNotTakenIsSentAgainWithTheSameId) {
  start_courier();
  const auto made = make("/bad");
  say(1);
  ASSERT_TRUE(soon(
      [&] { return deliveries(made.webhook.id).size() == 1 && deliveries(made.webhook.id)[0].last_status == 500; }));
  const outbox::Delivery failed = deliveries(made.webhook.id)[0];
  EXPECT_EQ(failed.became, Became::waiting);
  EXPECT_GE(failed.next_at.us - failed.last_at->us, 5 * k_us_per_second);
  change([&](records::Transaction& transaction) {
    const std::string url = fmt::format("http://127.0.0.1:{}/ok", server->endpoints().front().port);
    return transaction.run("UPDATE webhooks SET url = :url", {{"url", url}});
  });
  change([&](records::Transaction& transaction) {
    return outbox::replay(transaction, made.webhook.id, failed.id, "test", now());
  });
  courier->wake();
  ASSERT_TRUE(soon([&] { return all_are(made.webhook.id, Became::delivered, 1); }));
  const auto both = told_so_far();
  ASSERT_EQ(both.size(), 2U);
  EXPECT_EQ(both[0].id, both[1].id);
  EXPECT_EQ(both[0].body, both[1].body);
}

TEST_F(Telling, AReceiverThatHangsHoldsUpNobodyElse) {
  start_courier();
  const auto slow = make("/slow");
  const auto quick = make("/quick");
  say(20);
  EXPECT_TRUE(soon([&] { return all_are(quick.webhook.id, Became::delivered, 20); }));
  std::size_t hanging = 0;
  for (const Told& one : told_so_far()) hanging += one.path == "/slow" ? 1U : 0U;
  EXPECT_EQ(hanging, settings_of_test().senders_of_one);
  may_end.happens();
}

TEST_F(Telling, AWebhookForWhichTooMuchWaitsIsPausedAndSaysWhy) {
  CourierSettings narrow = settings_of_test();
  narrow.most_waiting = 10;
  start_courier(narrow);
  const auto made = make("/bad");
  const auto other = make("/ok");
  say(8);
  ASSERT_TRUE(soon([&] { return all_are(other.webhook.id, Became::delivered, 8); }))
      << "there is room for what is taken";
  say(8);
  ASSERT_TRUE(soon([&] { return webhook(made.webhook.id).state == outbox::State::paused; }));
  EXPECT_NE(webhook(made.webhook.id).why.find("more than 10"), std::string::npos) << webhook(made.webhook.id).why;
  EXPECT_EQ(deliveries(made.webhook.id).size(), 10U) << "what there was room for waits";
  ASSERT_TRUE(soon([&] { return all_are(other.webhook.id, Became::delivered, 16); }));
  EXPECT_EQ(webhook(other.webhook.id).state, outbox::State::active);
}

TEST_F(Telling, AReceiverThatIsGoneIsToldNoMore) {
  start_courier();
  const auto made = make("/gone");
  say(1);
  ASSERT_TRUE(soon([&] { return webhook(made.webhook.id).state == outbox::State::ended; }));
  say(5);
  const auto other = make("/ok");
  say(1);
  ASSERT_TRUE(soon([&] { return all_are(other.webhook.id, Became::delivered, 1); }));
  EXPECT_EQ(deliveries(made.webhook.id).size(), 1U);
}

TEST_F(Telling, NothingGoesToAPrivateAddressThatIsNotAllowed) {
  start_courier({.allow_http = true, .pause = std::chrono::milliseconds(50)});
  const auto made = make("/ok");
  say(1);
  ASSERT_TRUE(
      soon([&] { return deliveries(made.webhook.id).size() == 1 && deliveries(made.webhook.id)[0].attempts == 1; }));
  EXPECT_NE(deliveries(made.webhook.id)[0].last_error.find("public internet"), std::string::npos);
  EXPECT_EQ(server->counters().connections, 0U);
  EXPECT_EQ(courier->check_url("https://127.0.0.1/x").error().code, Code::unsupported);
  const auto tested = courier->test(made.webhook, {made.secret});
  ASSERT_TRUE(tested);
  EXPECT_EQ(tested->status, 0);
  EXPECT_NE(tested->error.find("public internet"), std::string::npos);
}

TEST_F(Telling, TlsIsAskedForUnlessItIsSetOtherwise) {
  start_courier({});
  EXPECT_EQ(courier->check_url("http://example.org/x").error().code, Code::bad_input);
  EXPECT_TRUE(courier->check_url("https://example.org/x"));
}

TEST_F(Telling, ATestTellsWhatCameBackAndIsInNoList) {
  start_courier();
  const auto made = make("/bad");
  const auto tested = courier->test(made.webhook, {made.secret});
  ASSERT_TRUE(tested);
  EXPECT_EQ(tested->status, 500);
  EXPECT_EQ(Json::parse(told_so_far().at(0).body)["type"], "webhook.test");
  EXPECT_TRUE(deliveries(made.webhook.id).empty());
}

TEST_F(Telling, WhatWasOnItsWayIsSentAgainAfterAStop) {
  start_courier();
  const auto made = make("/slow");
  say(1);
  ASSERT_TRUE(came.waited_for());
  const auto began = std::chrono::steady_clock::now();
  courier.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  EXPECT_EQ(deliveries(made.webhook.id).at(0).attempts, 0U) << "broken off is no attempt";
  start_courier();
  ASSERT_TRUE(came.waited_for(2));
  EXPECT_EQ(told_so_far().at(0).id, told_so_far().at(1).id);
  courier.reset();
  may_end.happens();
}

}  // namespace
}  // namespace bellwether::courier
