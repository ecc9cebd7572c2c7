#include "tell/outbox/webhooks.hpp"

#include "tell/outbox/outbox_for_test.hpp"
#include "tell/outbox/signature.hpp"

namespace bellwether::outbox {
namespace {

using Webhooks = WithOutbox;
using Texts = std::vector<std::string>;

TEST_P(Webhooks, AreMadeWithASecretThatIsKeptSealed) {
  auto transaction = begin();
  const MadeWebhook one = made(transaction);
  EXPECT_TRUE(signature_of(one.secret, "id", k_now, "{}"));
  EXPECT_EQ(secrets_of(transaction, k_seal, one.webhook.id, k_now).value(), Texts{one.secret});
  EXPECT_TRUE(transaction.ask("SELECT secret FROM webhooks", 1, {}, [&](const records::Row& row) -> Result<void> {
    EXPECT_TRUE(guard::is_sealed(row.text(0)));
    return {};
  }));
  const Webhook read = webhook_of(transaction, one.webhook.id).value();
  EXPECT_EQ(read.name, "CRM");
  EXPECT_EQ(read.url, "https://crm.example.org/h");
  EXPECT_TRUE(read.hears(Kind::signal_received));
  EXPECT_FALSE(read.hears(Kind::act_recorded));
  EXPECT_EQ(read.since.store, "s");
  EXPECT_EQ(read.since.snapshot, 4U);
  EXPECT_EQ(read.made_at, k_now);
  EXPECT_EQ(audit(transaction), Texts{"user:1 webhook.made CRM: signal.received"});
}

TEST_P(Webhooks, SayWhatIsWrongWithAWish) {
  auto transaction = begin();
  const auto code = [&](WebhookWish wish) {
    const auto made = make_webhook(transaction, k_seal, std::move(wish), {}, "u", k_now);
    return made ? std::string("none") : made.error().where;
  };
  EXPECT_EQ(code({.name = "", .url = "u", .kinds = {Kind::act_recorded}, .filter = {}}), "name");
  EXPECT_EQ(code({.name = "a\nb", .url = "u", .kinds = {Kind::act_recorded}, .filter = {}}), "name");
  EXPECT_EQ(code({.name = "a", .url = "u", .kinds = {}, .filter = {}}), "events");
  EXPECT_EQ(code({.name = "a", .url = "u", .kinds = {Kind::act_recorded}, .filter = std::string(5'000, 'x')}), "where");
  for (std::size_t i = 0; i < k_most_webhooks; ++i) made(transaction);
  EXPECT_EQ(make_webhook(transaction, k_seal, {.name = "a", .url = "u", .kinds = {Kind::act_recorded}, .filter = {}},
                         {}, "u", k_now)
                .error()
                .code,
            Code::conflict);
}

TEST_P(Webhooks, ChangeAndGo) {
  auto transaction = begin();
  const std::string id = made(transaction).webhook.id;
  const Since later{.store = "s", .snapshot = 9};
  auto changed =
      change_webhook(transaction, id, {.name = "Desk", .kinds = {{Kind::act_recorded}}}, later, "user:2", k_now);
  ASSERT_TRUE(changed) << to_text(changed.error());
  EXPECT_EQ(changed->since.snapshot, 4U) << "it goes on where it was";
  EXPECT_EQ(webhook_of(transaction, id)->name, "Desk");
  EXPECT_TRUE(change_webhook(transaction, id, {.state = State::paused}, later, "user:2", k_now));
  EXPECT_EQ(change_webhook(transaction, id, {.state = State::active}, later, "user:2", k_now)->since.snapshot, 9U)
      << "what was said in between is not told";
  EXPECT_EQ(change_webhook(transaction, id, {.name = ""}, later, "user:2", k_now).error().code, Code::bad_input);
  const std::size_t lines = audit(transaction).size();
  EXPECT_TRUE(change_webhook(transaction, id, {.name = "Desk"}, later, "user:2", k_now));
  EXPECT_EQ(audit(transaction).size(), lines) << "nothing was changed";
  ASSERT_TRUE(remove_webhook(transaction, id, "user:2", k_now));
  EXPECT_EQ(webhook_of(transaction, id).error().code, Code::not_found);
  EXPECT_EQ(remove_webhook(transaction, id, "user:2", k_now).error().code, Code::not_found);
}

TEST_P(Webhooks, TheSecretOfBeforeSignsAlongForADay) {
  auto transaction = begin();
  const MadeWebhook one = made(transaction);
  const std::string second = renew_secret(transaction, k_seal, one.webhook.id, "user:1", k_now).value();
  EXPECT_NE(second, one.secret);
  EXPECT_EQ(secrets_of(transaction, k_seal, one.webhook.id, after(k_overlap_s - 1)).value(),
            (Texts{second, one.secret}));
  EXPECT_EQ(secrets_of(transaction, k_seal, one.webhook.id, after(k_overlap_s)).value(), Texts{second});
  const std::string third = renew_secret(transaction, k_seal, one.webhook.id, "user:1", after(60)).value();
  EXPECT_EQ(secrets_of(transaction, k_seal, one.webhook.id, after(60)).value(), (Texts{third, second}));
  for (const std::string& line : audit(transaction)) EXPECT_EQ(line.find("whsec"), std::string::npos);
}

TEST_P(Webhooks, StopWithAReason) {
  auto transaction = begin();
  const std::string id = made(transaction).webhook.id;
  const std::vector<Event> events = {{.kind = Kind::signal_received, .body = "{}"}};
  ASSERT_TRUE(put_events(transaction, id, events, k_now));
  ASSERT_TRUE(stop_webhook(transaction, id, State::paused, "too much waits", k_now));
  EXPECT_EQ(webhook_of(transaction, id)->why, "too much waits");
  EXPECT_EQ(backlogs(transaction)->size(), 1U) << "what waits is kept";
  ASSERT_TRUE(change_webhook(transaction, id, {.state = State::active}, {}, "user:1", k_now));
  EXPECT_EQ(webhook_of(transaction, id)->why, "");
  ASSERT_TRUE(stop_webhook(transaction, id, State::ended, "gone", k_now));
  EXPECT_EQ(backlogs(transaction)->size(), 0U);
}

ON_EACH_ENGINE(Webhooks);

}  // namespace
}  // namespace bellwether::outbox
