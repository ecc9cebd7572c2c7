#include "tell/outbox/webhooks.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "tell/outbox/signature.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bellwether::outbox {

namespace {

constexpr std::string_view k_columns =
    "id, name, url, kinds, filter, state, why, store, since, old_until, made_by, made_at";
constexpr std::size_t k_column_count = 12;

std::string sealed_as(std::string_view id) { return fmt::format("webhook:{}", id); }

std::string words_of(const std::vector<Kind>& kinds) {
  std::vector<std::string> words;
  for (const Kind kind : k_kinds) {
    if (std::ranges::find(kinds, kind) != kinds.end()) words.emplace_back(word_of(kind));
  }
  return join(words, " ");
}

/// Kinds that a newer version knows are nothing here.
std::vector<Kind> kinds_in(std::string_view words) {
  std::vector<Kind> kinds;
  for (const std::string_view word : split(words, ' ')) {
    if (const auto kind = kind_from(word)) kinds.push_back(*kind);
  }
  return kinds;
}

Result<Webhook> webhook_from(const records::Row& row) {
  const auto state = state_from(row.text(5));
  const auto since = row.whole(8);
  const auto made = instant_from_text(row.text(11));
  if (!state || !since || !made) return fail(Code::damaged, "the webhook " + row.text(0) + " has no state or time");
  Webhook webhook{.id = row.text(0),
                  .name = row.text(1),
                  .url = row.text(2),
                  .kinds = kinds_in(row.text(3)),
                  .filter = row.text(4),
                  .state = *state,
                  .why = row.text(6),
                  .since = {.store = row.text(7), .snapshot = static_cast<std::uint64_t>(*since)},
                  .old_secret_until = {},
                  .made_by = row.text(10),
                  .made_at = *made};
  if (!row.known(9)) return webhook;
  const auto until = instant_from_text(row.text(9));
  if (!until) return fail(Code::damaged, "the webhook " + row.text(0) + " does not say until when two secrets sign");
  webhook.old_secret_until = *until;
  return webhook;
}

Result<void> check_name(std::string_view name) {
  const bool has_control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!name.empty() && name.size() <= k_most_name_bytes && !has_control && is_utf8(name)) return {};
  return fail(Code::bad_input, "this can't be a webhook's name", "name",
              fmt::format("1 to {} bytes, on one line", k_most_name_bytes));
}
Result<void> check_kinds(const std::vector<Kind>& kinds) {
  if (!kinds.empty()) return {};
  return fail(Code::bad_input, "a webhook hears of something", "events",
              fmt::format("name at least one of {}", words_of({k_kinds.begin(), k_kinds.end()})));
}
Result<void> check_filter(std::string_view filter) {
  if (filter.size() <= k_most_filter_bytes) return {};
  return fail(Code::bad_input, fmt::format("a webhook's filter has at most {} bytes", k_most_filter_bytes), "where");
}

Result<void> check_webhook(const Webhook& webhook) {
  if (auto checked = check_name(webhook.name); !checked) return checked;
  if (auto checked = check_kinds(webhook.kinds); !checked) return checked;
  return check_filter(webhook.filter);
}

Result<void> drop_what_waits(records::Transaction& transaction, std::string_view id) {
  auto done = transaction.run(
      "DELETE FROM webhook_attempts WHERE delivery IN (SELECT id FROM webhook_deliveries WHERE webhook = :id AND state "
      "= "
      "'waiting')",
      {{"id", id}});
  if (done)
    done = transaction.run("DELETE FROM webhook_deliveries WHERE webhook = :id AND state = 'waiting'", {{"id", id}});
  return done;
}

}  // namespace

std::string_view word_of(Kind kind) { return kind == Kind::signal_received ? "signal.received" : "act.recorded"; }

std::optional<Kind> kind_from(std::string_view word) {
  const auto* const found = std::ranges::find(k_kinds, word, [](Kind kind) { return word_of(kind); });
  return found == k_kinds.end() ? std::nullopt : std::optional(*found);
}

std::string_view word_of(State state) {
  switch (state) {
    case State::active:
      return "active";
    case State::paused:
      return "paused";
    case State::ended:
      return "ended";
  }
  return "";
}

std::optional<State> state_from(std::string_view word) {
  for (const State state : {State::active, State::paused, State::ended}) {
    if (word_of(state) == word) return state;
  }
  return std::nullopt;
}

bool Webhook::hears(Kind kind) const { return std::ranges::find(kinds, kind) != kinds.end(); }

Result<MadeWebhook> make_webhook(records::Transaction& transaction, const guard::Seal& seal, WebhookWish wish,
                                 const Since& since, std::string_view by, Instant now) {
  Webhook webhook{.id = to_text(new_id(now)),
                  .name = std::string(trim(wish.name)),
                  .url = std::move(wish.url),
                  .kinds = kinds_in(words_of(wish.kinds)),  // in their order, each once
                  .filter = std::string(trim(wish.filter)),
                  .state = State::active,
                  .why = {},
                  .since = since,
                  .old_secret_until = {},
                  .made_by = std::string(by),
                  .made_at = now};
  if (auto checked = check_webhook(webhook); !checked) return std::unexpected(checked.error());
  const auto there = webhooks(transaction);
  if (!there) return std::unexpected(there.error());
  if (there->size() >= k_most_webhooks) {
    return fail(Code::conflict, fmt::format("there are {} webhooks already", there->size()), {},
                "remove one that is not needed");
  }
  std::string secret = new_signing_secret();
  auto done = transaction.run(
      "INSERT INTO webhooks (id, name, url, kinds, filter, state, why, secret, old_secret, old_until, store, since, "
      "made_by, made_at) VALUES (:id, :name, :url, :kinds, :filter, 'active', '', :secret, '', NULL, :store, :since, "
      ":made_by, :made_at)",
      {{"id", webhook.id},
       {"name", webhook.name},
       {"url", webhook.url},
       {"kinds", words_of(webhook.kinds)},
       {"filter", webhook.filter},
       {"secret", seal.close(secret, sealed_as(webhook.id))},
       {"store", since.store},
       {"since", static_cast<std::int64_t>(since.snapshot)},
       {"made_by", by},
       {"made_at", now}});
  const std::string how = fmt::format("{}: {}", webhook.name, words_of(webhook.kinds));
  if (done)
    done = guard::note_deed(transaction, {.who = by, .what = "webhook.made", .on = webhook.id, .how = how}, now);
  if (!done) return std::unexpected(done.error());
  return MadeWebhook{.webhook = std::move(webhook), .secret = std::move(secret)};
}

Result<std::vector<Webhook>> webhooks(records::Transaction& transaction) {
  std::vector<Webhook> all;
  const auto read = transaction.ask(fmt::format("SELECT {} FROM webhooks ORDER BY id DESC", k_columns), k_column_count,
                                    {}, [&](const records::Row& row) -> Result<void> {
                                      auto webhook = webhook_from(row);
                                      if (!webhook) return std::unexpected(webhook.error());
                                      all.push_back(*std::move(webhook));
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  return all;
}

Result<Webhook> webhook_of(records::Transaction& transaction, std::string_view id) {
  std::optional<Webhook> found;
  const auto read = transaction.ask(fmt::format("SELECT {} FROM webhooks WHERE id = :id", k_columns), k_column_count,
                                    {{"id", id}}, [&](const records::Row& row) -> Result<void> {
                                      auto webhook = webhook_from(row);
                                      if (!webhook) return std::unexpected(webhook.error());
                                      found = *std::move(webhook);
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  if (!found) return fail(Code::not_found, "there is no such webhook", "id");
  return *std::move(found);
}

Result<Webhook> change_webhook(records::Transaction& transaction, std::string_view id, const WebhookChange& change,
                               const Since& since, std::string_view by, Instant now) {
  auto webhook = webhook_of(transaction, id);
  if (!webhook) return webhook;
  std::vector<std::string> changed;
  const auto take = [&](const char* what, const auto& told, auto& held) {
    if (!told || *told == held) return;
    held = *told;
    changed.emplace_back(what);
  };
  const bool was_active = webhook->state == State::active;
  take("name", change.name, webhook->name);
  take("url", change.url, webhook->url);
  const auto kinds = change.kinds ? std::optional(kinds_in(words_of(*change.kinds))) : std::nullopt;
  take("events", kinds, webhook->kinds);
  take("where", change.filter, webhook->filter);
  take("state", change.state, webhook->state);
  if (auto checked = check_webhook(*webhook); !checked) return std::unexpected(checked.error());
  if (changed.empty()) return webhook;
  if (!was_active && webhook->state == State::active) webhook->since = since;
  if (change.state) webhook->why.clear();
  auto done = transaction.run(
      "UPDATE webhooks SET name = :name, url = :url, kinds = :kinds, filter = :filter, state = :state, why = :why, "
      "store = :store, since = :since WHERE id = :id",
      {{"name", webhook->name},
       {"url", webhook->url},
       {"kinds", words_of(webhook->kinds)},
       {"filter", webhook->filter},
       {"state", word_of(webhook->state)},
       {"why", webhook->why},
       {"store", webhook->since.store},
       {"since", static_cast<std::int64_t>(webhook->since.snapshot)},
       {"id", id}});
  if (done && webhook->state == State::ended) done = drop_what_waits(transaction, id);
  const std::string how = fmt::format("{}: {}", webhook->name, join(changed, ", "));
  if (done) done = guard::note_deed(transaction, {.who = by, .what = "webhook.changed", .on = id, .how = how}, now);
  if (!done) return std::unexpected(done.error());
  return webhook;
}

Result<void> remove_webhook(records::Transaction& transaction, std::string_view id, std::string_view by, Instant now) {
  const auto webhook = webhook_of(transaction, id);
  if (!webhook) return std::unexpected(webhook.error());
  auto done = transaction.run(
      "DELETE FROM webhook_attempts WHERE delivery IN (SELECT id FROM webhook_deliveries WHERE webhook = :id)",
      {{"id", id}});
  if (done) done = transaction.run("DELETE FROM webhook_deliveries WHERE webhook = :id", {{"id", id}});
  if (done) done = transaction.run("DELETE FROM webhooks WHERE id = :id", {{"id", id}});
  if (done) {
    done = guard::note_deed(transaction, {.who = by, .what = "webhook.removed", .on = id, .how = webhook->name}, now);
  }
  return done;
}

Result<std::string> renew_secret(records::Transaction& transaction, const guard::Seal& seal, std::string_view id,
                                 std::string_view by, Instant now) {
  const auto webhook = webhook_of(transaction, id);
  if (!webhook) return std::unexpected(webhook.error());
  std::string secret = new_signing_secret();
  auto done =
      transaction.run("UPDATE webhooks SET old_secret = secret, old_until = :until, secret = :secret WHERE id = :id",
                      {{"until", Instant{now.us + k_overlap_s * k_us_per_second}},
                       {"secret", seal.close(secret, sealed_as(id))},
                       {"id", id}});
  if (done) {
    done = guard::note_deed(transaction, {.who = by, .what = "webhook.secret_renewed", .on = id, .how = webhook->name},
                            now);
  }
  if (!done) return std::unexpected(done.error());
  return secret;
}

Result<std::vector<std::string>> secrets_of(records::Transaction& transaction, const guard::Seal& seal,
                                            std::string_view id, Instant now) {
  const auto webhook = webhook_of(transaction, id);
  if (!webhook) return std::unexpected(webhook.error());
  std::vector<std::string> kept;
  const auto read = transaction.ask("SELECT secret, old_secret FROM webhooks WHERE id = :id", 2, {{"id", id}},
                                    [&](const records::Row& row) -> Result<void> {
                                      kept = {row.text(0), row.text(1)};
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  if (!webhook->old_secret_until || *webhook->old_secret_until <= now) kept.pop_back();
  std::vector<std::string> secrets;
  for (const std::string& one : kept) {
    auto secret = seal.open_text(one, sealed_as(id));
    if (!secret) return std::unexpected(secret.error());
    secrets.push_back(*std::move(secret));
  }
  return secrets;
}

Result<void> stop_webhook(records::Transaction& transaction, std::string_view id, State state, std::string_view why,
                          Instant now) {
  auto done = transaction.run("UPDATE webhooks SET state = :state, why = :why WHERE id = :id",
                              {{"state", word_of(state)}, {"why", why}, {"id", id}});
  if (done && state == State::ended) done = drop_what_waits(transaction, id);
  const std::string what = fmt::format("webhook.{}", word_of(state));
  if (done) done = guard::note_deed(transaction, {.who = "server", .what = what, .on = id, .how = why}, now);
  return done;
}

Result<void> hear_anew(records::Transaction& transaction, const Since& since) {
  return transaction.run("UPDATE webhooks SET store = :store, since = :since",
                         {{"store", since.store}, {"since", static_cast<std::int64_t>(since.snapshot)}});
}

}  // namespace bellwether::outbox
