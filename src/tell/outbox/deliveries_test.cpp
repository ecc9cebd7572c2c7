#include "tell/outbox/deliveries.hpp"

#include "tell/outbox/outbox_for_test.hpp"

namespace bellwether::outbox {
namespace {

class Deliveries : public WithOutbox {
 protected:
  std::string one(records::Transaction& transaction, std::size_t events = 1) {
    if (webhook.empty()) webhook = made(transaction).webhook.id;
    std::vector<Event> all;
    for (std::size_t i = 0; i < events; ++i) {
      all.push_back({.kind = Kind::signal_received, .body = "{\"n\":" + std::to_string(i) + "}"});
    }
    EXPECT_TRUE(put_events(transaction, webhook, all, k_now));
    return deliveries(transaction, webhook, {.limit = 1})->at(0).id;
  }
  Delivery now_is(records::Transaction& transaction, const std::string& id) {
    return delivery_of(transaction, webhook, id).value().delivery;
  }
  std::string webhook;
};

TEST_P(Deliveries, AreDueAtOnceAndDeliveredOnce) {
  auto transaction = begin();
  const std::string id = one(transaction, 3);
  EXPECT_EQ(due(transaction, webhook, k_now, 10)->size(), 3U);
  EXPECT_EQ(due(transaction, webhook, k_now, 2)->size(), 2U);
  EXPECT_EQ(due(transaction, "another", k_now, 10)->size(), 0U);
  const Backlog backlog = backlogs(transaction)->at(0);
  EXPECT_EQ(backlog.webhook, webhook);
  EXPECT_EQ(backlog.waiting, 3U);
  EXPECT_EQ(backlog.soonest, k_now);
  ASSERT_TRUE(note_attempt(transaction,
                           {.delivery = id,
                            .at = after(1),
                            .status = 204,
                            .took = std::chrono::milliseconds(12),
                            .error = {},
                            .retry_after_s = {}},
                           0));
  EXPECT_EQ(due(transaction, webhook, after(1), 10)->size(), 2U);
  const auto with = delivery_of(transaction, webhook, id).value();
  EXPECT_EQ(with.delivery.became, Became::delivered);
  EXPECT_EQ(with.delivery.last_status, 204);
  EXPECT_EQ(with.delivery.last_at, after(1));
  EXPECT_EQ(with.delivery.kind, "signal.received");
  EXPECT_TRUE(with.delivery.body.starts_with("{\"n\":"));
  ASSERT_EQ(with.attempts.size(), 1U);
  EXPECT_EQ(with.attempts[0].took, std::chrono::milliseconds(12));
}

TEST_P(Deliveries, AreTriedForDaysAndThenDead) {
  auto transaction = begin();
  const std::string id = one(transaction);
  Instant at = k_now;
  for (std::size_t tries = 1; tries <= k_waits_s.size(); ++tries) {
    ASSERT_EQ(due(transaction, webhook, at, 10)->size(), 1U) << tries;
    ASSERT_TRUE(note_attempt(
        transaction, {.delivery = id, .at = at, .status = 0, .error = "nobody is there", .retry_after_s = {}}, 0));
    if (tries == k_waits_s.size()) break;
    EXPECT_EQ(due(transaction, webhook, at, 10)->size(), 0U);
    at = now_is(transaction, id).next_at;
  }
  EXPECT_EQ(now_is(transaction, id).became, Became::dead);
  EXPECT_EQ((at.us - k_now.us) / k_us_per_second / 3600, 75) << "hours";
  EXPECT_EQ(delivery_of(transaction, webhook, id)->attempts.size(), k_waits_s.size());
  EXPECT_EQ(now_is(transaction, id).last_error, "nobody is there");
  ASSERT_TRUE(replay(transaction, webhook, id, "user:1", after(400'000)));
  EXPECT_EQ(due(transaction, webhook, after(400'000), 10)->at(0).id, id) << "the same id, so that it is known again";
  EXPECT_EQ(now_is(transaction, id).tries, 0U);
}

TEST_P(Deliveries, WaitAsLongAsTheReceiverAsks) {
  auto transaction = begin();
  const std::string id = one(transaction);
  ASSERT_TRUE(
      note_attempt(transaction, {.delivery = id, .at = k_now, .status = 503, .error = {}, .retry_after_s = 100}, 0));
  EXPECT_EQ(now_is(transaction, id).next_at, after(100));
}

TEST_P(Deliveries, EndWhereTheReceiverIsGone) {
  auto transaction = begin();
  const std::string id = one(transaction, 3);
  ASSERT_TRUE(
      note_attempt(transaction, {.delivery = id, .at = k_now, .status = 410, .error = {}, .retry_after_s = {}}, 0));
  EXPECT_EQ(webhook_of(transaction, webhook)->state, State::ended);
  EXPECT_EQ(now_is(transaction, id).became, Became::dead);
  EXPECT_EQ(backlogs(transaction)->size(), 0U);
  EXPECT_EQ(replay(transaction, webhook, id, "user:1", k_now).error().code, Code::conflict);
  EXPECT_EQ(replay_dead(transaction, webhook, k_now, 10, "user:1", k_now).error().code, Code::conflict);
}

TEST_P(Deliveries, OfAWebhookThatIsGoneAreNothing) {
  auto transaction = begin();
  const std::string id = one(transaction);
  ASSERT_TRUE(
      note_attempt(transaction, {.delivery = id, .at = k_now, .status = 500, .error = {}, .retry_after_s = {}}, 0));
  ASSERT_TRUE(remove_webhook(transaction, webhook, "user:1", k_now));
  EXPECT_TRUE(
      note_attempt(transaction, {.delivery = id, .at = k_now, .status = 500, .error = {}, .retry_after_s = {}}, 0));
  EXPECT_EQ(delivery_of(transaction, webhook, id).error().code, Code::not_found);
}

TEST_P(Deliveries, KeepTheLastAttemptsAlone) {
  auto transaction = begin();
  const std::string id = one(transaction);
  for (std::size_t i = 0; i < k_most_attempts_kept + 5; ++i) {
    ASSERT_TRUE(replay(transaction, webhook, id, "user:1", k_now));
    ASSERT_TRUE(
        note_attempt(transaction, {.delivery = id, .at = k_now, .status = 500, .error = {}, .retry_after_s = {}}, 0));
  }
  const auto with = delivery_of(transaction, webhook, id).value();
  EXPECT_EQ(with.attempts.size(), k_most_attempts_kept);
  EXPECT_EQ(with.attempts.front().number, 6U);
  EXPECT_EQ(with.delivery.attempts, k_most_attempts_kept + 5);
}

TEST_P(Deliveries, AreListedByPageAndState) {
  auto transaction = begin();
  const std::string newest = one(transaction, 5);
  const auto first = deliveries(transaction, webhook, {.limit = 3}).value();
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[0].id, newest);
  EXPECT_EQ(first[0].body, "") << "a list shows no voices";
  EXPECT_EQ(deliveries(transaction, webhook, {.after = first[2].id, .limit = 3})->size(), 2U);
  EXPECT_EQ(deliveries(transaction, webhook, {.became = Became::dead})->size(), 0U);
  EXPECT_EQ(deliveries(transaction, webhook, {.became = Became::waiting})->size(), 5U);
  EXPECT_EQ(deliveries(transaction, webhook, {.limit = 0}).error().code, Code::bad_input);
  EXPECT_EQ(deliveries(transaction, webhook, {.limit = k_most_page + 1}).error().code, Code::bad_input);
}

TEST_P(Deliveries, DeadOnesAreSentAgainTogether) {
  auto transaction = begin();
  one(transaction, 4);
  ASSERT_TRUE(transaction.run("UPDATE webhook_deliveries SET state = 'dead'"));
  EXPECT_EQ(replay_dead(transaction, webhook, after(1), 10, "user:1", after(2)).value(), 0U);
  EXPECT_EQ(replay_dead(transaction, webhook, k_now, 3, "user:1", after(2)).error().code, Code::conflict);
  EXPECT_EQ(replay_dead(transaction, webhook, k_now, 4, "user:1", after(2)).value(), 4U);
  EXPECT_EQ(due(transaction, webhook, after(2), 10)->size(), 4U);
  EXPECT_EQ(audit(transaction).back(), "user:1 webhook.replayed 4 dead ones since " + to_text(k_now));
}

TEST_P(Deliveries, WhatIsOverIsForgottenAndWhatWaitsIsNot) {
  auto transaction = begin();
  const std::string id = one(transaction, 2);
  ASSERT_TRUE(
      note_attempt(transaction, {.delivery = id, .at = k_now, .status = 200, .error = {}, .retry_after_s = {}}, 0));
  ASSERT_TRUE(prune(transaction, k_now));
  EXPECT_EQ(deliveries(transaction, webhook, {})->size(), 2U);
  ASSERT_TRUE(prune(transaction, after(1)));
  ASSERT_EQ(deliveries(transaction, webhook, {})->size(), 1U);
  EXPECT_EQ(deliveries(transaction, webhook, {})->at(0).became, Became::waiting);
}

TEST_P(Deliveries, TheCursorIsKept) {
  auto transaction = begin();
  EXPECT_FALSE(cursor(transaction).value());
  ASSERT_TRUE(set_cursor(transaction, {.store = "s", .seen = 9, .ranges = {{3, 4}, {7, 9}}}));
  ASSERT_TRUE(set_cursor(transaction, {.store = "s", .seen = 12, .ranges = {{3, 4}, {7, 12}}}));
  const Cursor read = cursor(transaction).value().value();
  EXPECT_EQ(read.store, "s");
  EXPECT_EQ(read.seen, 12U);
  EXPECT_EQ(read.ranges, (std::vector<std::pair<std::uint64_t, std::uint64_t>>{{3, 4}, {7, 12}}));
  ASSERT_TRUE(set_cursor(transaction, {.store = "s", .seen = 12, .ranges = {}}));
  EXPECT_TRUE(cursor(transaction).value()->ranges.empty());
}

ON_EACH_ENGINE(Deliveries);

}  // namespace
}  // namespace bellwether::outbox
