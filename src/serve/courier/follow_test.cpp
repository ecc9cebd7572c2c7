#include "serve/courier/follow.hpp"

#include "serve/courier/courier_for_test.hpp"
#include "serve/courier/events.hpp"

namespace bellwether::courier {
namespace {

using outbox::Kind;

struct Following : WithReceiver {
  /// As after a start of the program.
  [[nodiscard]] Follower started() {
    Follower follower(*facts, *records, 1'000);
    EXPECT_TRUE(follower.begin());
    return follower;
  }
  static void run(Follower& follower) {
    for (int i = 0; i < 100; ++i) {
      const auto more = follower.follow(now());
      ASSERT_TRUE(more) << to_text(more.error());
      if (!*more) return;
    }
    FAIL() << "it never ends";
  }
};

TEST_F(Following, TellsEachFactOnceAlsoOverAStop) {
  {
    Follower follower = started();
    say(2);  // nobody listens yet
    run(follower);
  }
  const std::string id = make("/ok").webhook.id;
  {
    Follower follower = started();
    run(follower);
    EXPECT_EQ(deliveries(id).size(), 0U) << "it hears from when it was made";
    say(3);
    run(follower);
    EXPECT_EQ(deliveries(id).size(), 3U);
    run(follower);
    say(1);  // in the facts, and the program ends before it is told
  }
  Follower follower = started();
  EXPECT_EQ(deliveries(id).size(), 3U);
  run(follower);
  EXPECT_EQ(deliveries(id).size(), 4U);
  run(follower);
  Follower again = started();
  run(again);
  EXPECT_EQ(deliveries(id).size(), 4U);
}

TEST_F(Following, FilesThatCameWhileTheServerWasAwayAreNotTold) {
  std::string id;
  {
    Follower follower = started();
    id = make("/ok").webhook.id;
    say(1);
    run(follower);
    say(2);  // not told before the end
  }
  say(50, "Lyon", false);
  [[maybe_unused]] const Follower ended = started();  // before it told anything
  say(70, "Paris", false);
  Follower follower = started();
  run(follower);
  EXPECT_EQ(deliveries(id).size(), 3U);
  say(1);
  run(follower);
  EXPECT_EQ(deliveries(id).size(), 4U);
}

TEST_F(Following, OfAnotherStoreNothingOldIsTold) {
  const std::string id = make("/ok").webhook.id;
  change([](records::Transaction& transaction) {
    return outbox::set_cursor(transaction, {.store = "another", .seen = 900, .ranges = {{1, 900}}});
  });
  say(5);
  Follower follower = started();
  run(follower);
  EXPECT_EQ(deliveries(id).size(), 0U);
  say(1);
  run(follower);
  EXPECT_EQ(deliveries(id).size(), 1U);
}

TEST_F(Following, AFilterMayNameWhatNoFactCarriesYet) {
  Follower follower = started();
  const std::string id =
      make("/ok", {Kind::signal_received}, "unit = \"Metz\" and attribute.tier = \"gold\"").webhook.id;
  say(1);
  run(follower);
  EXPECT_EQ(webhook(id).state, outbox::State::active);
  EXPECT_FALSE(meant_by(*facts, Kind::signal_received, "attribute.tier = \"gold\"", true))
      << "whoever writes it now is told";
}

TEST_F(Following, AFilterThatCantBeReadPausesItsWebhookAlone) {
  Follower follower = started();
  const std::string broken = make("/a", {Kind::signal_received}, "unit = = 3").webhook.id;
  const std::string nosy = make("/b", {Kind::act_recorded}, "actor = \"p-1\"").webhook.id;
  const std::string good = make("/c").webhook.id;
  do_something("case.resolved");
  say(1);
  run(follower);
  for (const std::string& id : {broken, nosy}) {
    EXPECT_EQ(webhook(id).state, outbox::State::paused);
    EXPECT_NE(webhook(id).why.find("filter"), std::string::npos) << webhook(id).why;
  }
  EXPECT_EQ(deliveries(good).size(), 1U);
}

}  // namespace
}  // namespace bellwether::courier
