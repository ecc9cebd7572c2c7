#include "tell/outbox/deliveries.hpp"

#include "base/id.hpp"
#include "guard/access/audit.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace bellwether::outbox {

namespace {

constexpr std::string_view k_columns =
    "id, webhook, kind, made_at, state, next_at, tries, attempts, last_at, last_status, last_error";
constexpr std::size_t k_column_count = 11;

Result<Delivery> delivery_from(const records::Row& row, std::size_t body_at) {
  const auto damaged = [&] { return fail(Code::damaged, "the delivery " + row.text(0) + " can't be read"); };
  const auto made = instant_from_text(row.text(3));
  const auto became = became_from(row.text(4));
  const auto next = row.whole(5), tries = row.whole(6), attempts = row.whole(7), status = row.whole(9);
  if (!made || !became || !next || !tries || !attempts || !status) return damaged();
  Delivery delivery{.id = row.text(0),
                    .webhook = row.text(1),
                    .kind = row.text(2),
                    .body = body_at > 0 ? row.text(body_at) : std::string(),
                    .made_at = *made,
                    .became = *became,
                    .next_at = {*next},
                    .tries = static_cast<std::size_t>(*tries),
                    .attempts = static_cast<std::size_t>(*attempts),
                    .last_at = {},
                    .last_status = static_cast<int>(*status),
                    .last_error = row.text(10)};
  if (!row.known(8)) return delivery;
  const auto last = instant_from_text(row.text(8));
  if (!last) return damaged();
  delivery.last_at = *last;
  return delivery;
}

Result<std::vector<Delivery>> read(records::Transaction& transaction, std::string_view rest,
                                   const std::vector<records::Bind>& binds, bool with_body) {
  std::vector<Delivery> all;
  const auto done =
      transaction.ask(fmt::format("SELECT {}{} FROM webhook_deliveries {}", k_columns, with_body ? ", body" : "", rest),
                      k_column_count + (with_body ? 1 : 0), binds, [&](const records::Row& row) -> Result<void> {
                        auto delivery = delivery_from(row, with_body ? k_column_count : 0);
                        if (!delivery) return std::unexpected(delivery.error());
                        all.push_back(*std::move(delivery));
                        return {};
                      });
  if (!done) return std::unexpected(done.error());
  return all;
}

/// The webhook, where something can still be sent to it.
Result<Webhook> living(records::Transaction& transaction, std::string_view id) {
  auto webhook = webhook_of(transaction, id);
  if (webhook && webhook->state == State::ended) {
    return fail(Code::conflict, "this webhook has ended", "id", "make it active again first");
  }
  return webhook;
}

Result<std::int64_t> count(records::Transaction& transaction, std::string_view sql,
                           const std::vector<records::Bind>& binds) {
  std::int64_t counted = 0;
  const auto done = transaction.ask(sql, 1, binds, [&](const records::Row& row) -> Result<void> {
    const auto whole = row.whole(0);
    if (!whole) return std::unexpected(whole.error());
    counted = *whole;
    return {};
  });
  if (!done) return std::unexpected(done.error());
  return counted;
}

}  // namespace

std::string_view word_of(Became became) {
  switch (became) {
    case Became::waiting:
      return "waiting";
    case Became::delivered:
      return "delivered";
    case Became::dead:
      return "dead";
  }
  return "";
}

std::optional<Became> became_from(std::string_view word) {
  for (const Became became : {Became::waiting, Became::delivered, Became::dead}) {
    if (word_of(became) == word) return became;
  }
  return std::nullopt;
}

Result<void> put_events(records::Transaction& transaction, std::string_view webhook, std::span<const Event> events,
                        Instant now) {
  auto insert = transaction.prepare(
      "INSERT INTO webhook_deliveries (id, webhook, kind, body, made_at, state, next_at, tries, attempts, last_at, "
      "last_status, last_error) VALUES (:id, :webhook, :kind, :body, :made_at, 'waiting', :next_at, 0, 0, NULL, 0, '')",
      {"id", "webhook", "kind", "body", "made_at", "next_at"});
  if (!insert) return std::unexpected(insert.error());
  for (const Event& event : events) {
    const std::array<records::Value, 6> values{to_text(new_id(now)), webhook, word_of(event.kind),
                                               event.body,           now,     now.us};
    if (auto done = insert->run(values); !done) return done;
  }
  return {};
}

Result<std::vector<Backlog>> backlogs(records::Transaction& transaction) {
  std::vector<Backlog> all;
  const auto done = transaction.ask(
      "SELECT webhook, COUNT(*), MIN(next_at) FROM webhook_deliveries WHERE state = 'waiting' GROUP BY webhook", 3, {},
      [&](const records::Row& row) -> Result<void> {
        const auto waiting = row.whole(1), soonest = row.whole(2);
        if (!waiting || !soonest) return fail(Code::damaged, "deliveries that wait can't be counted");
        all.push_back({.webhook = row.text(0), .waiting = static_cast<std::size_t>(*waiting), .soonest = {*soonest}});
        return {};
      });
  if (!done) return std::unexpected(done.error());
  return all;
}

Result<std::vector<Delivery>> due(records::Transaction& transaction, std::string_view webhook, Instant now,
                                  std::size_t most) {
  return read(
      transaction,
      fmt::format("WHERE state = 'waiting' AND webhook = :webhook AND next_at <= :now ORDER BY next_at, id LIMIT {}",
                  most),
      {{"webhook", webhook}, {"now", now.us}}, true);
}

namespace {

Result<void> write_attempt(records::Transaction& transaction, const Attempt& attempt, std::int64_t number) {
  auto done = transaction.run(
      "INSERT INTO webhook_attempts (delivery, number, at, status, took_ms, error) VALUES (:delivery, :number, :at, "
      ":status, :took, :error)",
      {{"delivery", attempt.delivery},
       {"number", number},
       {"at", attempt.at},
       {"status", std::int64_t{attempt.status}},
       {"took", std::int64_t{attempt.took.count()}},
       {"error", attempt.error}});
  const std::int64_t oldest = number - static_cast<std::int64_t>(k_most_attempts_kept);
  if (done && oldest > 0) {
    done = transaction.run("DELETE FROM webhook_attempts WHERE delivery = :delivery AND number <= :oldest",
                           {{"delivery", attempt.delivery}, {"oldest", oldest}});
  }
  return done;
}

}  // namespace

Result<void> note_attempt(records::Transaction& transaction, const Attempt& attempt, double chance) {
  const auto found = read(transaction, "WHERE id = :id", {{"id", attempt.delivery}}, false);
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return {};
  const Delivery& delivery = found->front();
  const std::size_t tries = delivery.tries + 1;
  const Outcome outcome = outcome_of(attempt.status);
  const auto next =
      outcome == Outcome::again ? next_try(tries, attempt.at, chance, attempt.retry_after_s) : std::nullopt;
  const Became became = outcome == Outcome::delivered ? Became::delivered : next ? Became::waiting : Became::dead;
  auto done = write_attempt(transaction, attempt, static_cast<std::int64_t>(delivery.attempts) + 1);
  if (done) {
    done = transaction.run(
        "UPDATE webhook_deliveries SET state = :state, next_at = :next, tries = :tries, attempts = :attempts, last_at "
        "= "
        ":at, last_status = :status, last_error = :error WHERE id = :id",
        {{"state", word_of(became)},
         {"next", next ? next->us : attempt.at.us},
         {"tries", static_cast<std::int64_t>(tries)},
         {"attempts", static_cast<std::int64_t>(delivery.attempts) + 1},
         {"at", attempt.at},
         {"status", std::int64_t{attempt.status}},
         {"error", attempt.error},
         {"id", attempt.delivery}});
  }
  if (done && outcome == Outcome::gone) {
    done = stop_webhook(transaction, delivery.webhook, State::ended, "the receiver answered 410: it wants nothing more",
                        attempt.at);
  }
  return done;
}

Result<std::vector<Delivery>> deliveries(records::Transaction& transaction, std::string_view webhook,
                                         const DeliveriesWish& wish) {
  if (wish.limit == 0 || wish.limit > k_most_page) {
    return fail(Code::bad_input, "a page can't be so long", "limit", fmt::format("ask for 1 to {}", k_most_page));
  }
  std::string where = "WHERE webhook = :webhook";
  std::vector<records::Bind> binds = {{"webhook", webhook}};
  if (wish.became) {
    where += " AND state = :state";
    binds.push_back({"state", word_of(*wish.became)});
  }
  if (!wish.after.empty()) {
    where += " AND id < :after";
    binds.push_back({"after", wish.after});
  }
  return read(transaction, fmt::format("{} ORDER BY id DESC LIMIT {}", where, wish.limit), binds, false);
}

Result<DeliveryWithAttempts> delivery_of(records::Transaction& transaction, std::string_view webhook,
                                         std::string_view id) {
  auto found = read(transaction, "WHERE id = :id AND webhook = :webhook", {{"id", id}, {"webhook", webhook}}, true);
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return fail(Code::not_found, "there is no such delivery, or it was forgotten", "delivery");
  DeliveryWithAttempts with{.delivery = std::move(found->front()), .attempts = {}};
  const auto done = transaction.ask(
      "SELECT number, at, status, took_ms, error FROM webhook_attempts WHERE delivery = :id ORDER BY number", 5,
      {{"id", id}}, [&](const records::Row& row) -> Result<void> {
        const auto number = row.whole(0), status = row.whole(2), took = row.whole(3);
        const auto at = instant_from_text(row.text(1));
        if (!number || !status || !took || !at) return fail(Code::damaged, "an attempt can't be read");
        with.attempts.push_back({.number = static_cast<std::size_t>(*number),
                                 .at = *at,
                                 .status = static_cast<int>(*status),
                                 .took = std::chrono::milliseconds(*took),
                                 .error = row.text(4)});
        return {};
      });
  if (!done) return std::unexpected(done.error());
  return with;
}

Result<void> replay(records::Transaction& transaction, std::string_view webhook, std::string_view id,
                    std::string_view by, Instant now) {
  if (const auto to = living(transaction, webhook); !to) return std::unexpected(to.error());
  if (const auto what = delivery_of(transaction, webhook, id); !what) return std::unexpected(what.error());
  auto done = transaction.run(
      "UPDATE webhook_deliveries SET state = 'waiting', next_at = :now, tries = 0 WHERE id = :id AND webhook = "
      ":webhook",
      {{"now", now.us}, {"id", id}, {"webhook", webhook}});
  const std::string how = fmt::format("delivery {}", id);
  if (done)
    done = guard::note_deed(transaction, {.who = by, .what = "webhook.replayed", .on = webhook, .how = how}, now);
  return done;
}

Result<std::size_t> replay_dead(records::Transaction& transaction, std::string_view webhook, Instant since,
                                std::size_t most, std::string_view by, Instant now) {
  if (const auto to = living(transaction, webhook); !to) return std::unexpected(to.error());
  const auto waiting =
      count(transaction, "SELECT COUNT(*) FROM webhook_deliveries WHERE state = 'waiting' AND webhook = :webhook",
            {{"webhook", webhook}});
  if (!waiting) return std::unexpected(waiting.error());
  const auto dead =
      count(transaction,
            "SELECT COUNT(*) FROM webhook_deliveries WHERE state = 'dead' AND webhook = :webhook AND made_at >= :since",
            {{"webhook", webhook}, {"since", since}});
  if (!dead) return std::unexpected(dead.error());
  if (static_cast<std::size_t>(*waiting + *dead) > most) {
    return fail(Code::conflict,
                fmt::format("{} are dead and {} wait: more than {} may not wait", *dead, *waiting, most), "since",
                "begin with a later time");
  }
  auto done = transaction.run(
      "UPDATE webhook_deliveries SET state = 'waiting', next_at = :now, tries = 0 WHERE state = 'dead' AND webhook = "
      ":webhook AND made_at >= :since",
      {{"now", now.us}, {"webhook", webhook}, {"since", since}});
  const std::string how = fmt::format("{} dead ones since {}", *dead, to_text(since));
  if (done)
    done = guard::note_deed(transaction, {.who = by, .what = "webhook.replayed", .on = webhook, .how = how}, now);
  if (!done) return std::unexpected(done.error());
  return static_cast<std::size_t>(*dead);
}

namespace {

Result<void> prune_where(records::Transaction& transaction, std::string_view where,
                         const std::vector<records::Bind>& binds) {
  auto done = transaction.run(
      fmt::format("DELETE FROM webhook_attempts WHERE delivery IN (SELECT id FROM webhook_deliveries WHERE {})", where),
      binds);
  if (done) done = transaction.run(fmt::format("DELETE FROM webhook_deliveries WHERE {}", where), binds);
  return done;
}

}  // namespace

Result<void> prune(records::Transaction& transaction, Instant before) {
  if (auto done = prune_where(transaction, "state <> 'waiting' AND made_at < :until", {{"until", before}}); !done)
    return done;
  const auto all = webhooks(transaction);
  if (!all) return std::unexpected(all.error());
  for (const Webhook& webhook : *all) {
    const std::string delivered = "webhook = :webhook AND state = 'delivered'";
    const std::string over = fmt::format(
        "{0} AND id <= (SELECT MAX(id) FROM (SELECT id FROM webhook_deliveries WHERE {0} ORDER BY id DESC LIMIT 1 "
        "OFFSET "
        "{1}) AS over_it)",
        delivered, k_most_delivered_kept);
    if (auto done = prune_where(transaction, over, {{"webhook", webhook.id}}); !done) return done;
  }
  return {};
}

}  // namespace bellwether::outbox
