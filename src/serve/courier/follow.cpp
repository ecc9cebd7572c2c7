#include "serve/courier/follow.hpp"

#include "serve/courier/events.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace bellwether::courier {

namespace {

/// What another try can't mend.
bool is_about_the_filter(Code code) {
  return code == Code::bad_input || code == Code::not_found || code == Code::too_large || code == Code::unsupported;
}

void add_range(outbox::Cursor& cursor, std::uint64_t after, std::uint64_t upto) {
  if (after >= upto) return;
  if (!cursor.ranges.empty() && cursor.ranges.back().second == after) {
    cursor.ranges.back().second = upto;
  } else {
    cursor.ranges.emplace_back(after, upto);
  }
}

}  // namespace

Result<void> Follower::begin() {
  const std::uint64_t snapshot = facts_.snapshot();
  const auto from_inbox = facts_.inbox_snapshot();
  if (!from_inbox) return std::unexpected(from_inbox.error());
  auto transaction = records_.begin();
  if (!transaction) return std::unexpected(transaction.error());
  if (auto locked = transaction->claim(); !locked) return locked;
  auto before = outbox::cursor(*transaction);
  if (!before) return std::unexpected(before.error());
  outbox::Cursor cursor{.store = facts_.store_name(), .seen = snapshot, .ranges = {}};
  Result<void> done;
  if (*before && (*before)->store == cursor.store && (*before)->seen <= snapshot) {
    cursor.ranges = std::move((*before)->ranges);
    add_range(cursor, (*before)->seen, *from_inbox);
  } else if (*before) {  // another store, or an older copy of it: its numbers mean something else
    done = outbox::hear_anew(*transaction, {.store = cursor.store, .snapshot = snapshot});
  }
  if (done) done = outbox::set_cursor(*transaction, cursor);
  if (done) done = transaction->commit();
  if (!done) return done;
  seen_ = snapshot;
  has_more_ = !cursor.ranges.empty();
  return {};
}

Result<bool> Follower::follow(Instant now) {
  const std::uint64_t snapshot = facts_.snapshot();
  if (snapshot <= seen_ && !has_more_) return false;
  auto heard = look();
  if (!heard) return std::unexpected(heard.error());
  if (heard->webhooks.empty()) {
    // Whoever is made later hears from then on: it is not written down that nobody heard this.
    seen_ = snapshot;
    has_more_ = false;
    return false;
  }
  outbox::Cursor& cursor = heard->cursor;
  add_range(cursor, cursor.seen, snapshot);
  cursor.seen = std::max(cursor.seen, snapshot);
  if (cursor.ranges.empty()) return false;
  const Range range = cursor.ranges.front();
  std::vector<News> all;
  for (const outbox::Webhook& webhook : heard->webhooks) {
    const auto backlog = std::ranges::find(heard->backlogs, webhook.id, &outbox::Backlog::webhook);
    const std::size_t waiting = backlog == heard->backlogs.end() ? 0 : backlog->waiting;
    auto news = news_for(webhook, range, most_waiting_ - std::min(waiting, most_waiting_), now);
    if (!news) return std::unexpected(news.error());
    if (!news->events.empty() || !news->trouble.empty()) all.push_back(*std::move(news));
  }
  cursor.ranges.erase(cursor.ranges.begin());
  if (auto written = write(all, cursor, now); !written) return std::unexpected(written.error());
  seen_ = std::max(seen_, cursor.seen);
  has_more_ = !cursor.ranges.empty();
  return true;
}

Result<Follower::Heard> Follower::look() {
  auto transaction = records_.begin();
  if (!transaction) return std::unexpected(transaction.error());
  auto webhooks = outbox::webhooks(*transaction);
  if (!webhooks) return std::unexpected(webhooks.error());
  std::erase_if(*webhooks, [](const outbox::Webhook& one) { return one.state != outbox::State::active; });
  auto backlogs = outbox::backlogs(*transaction);
  if (!backlogs) return std::unexpected(backlogs.error());
  auto cursor = outbox::cursor(*transaction);
  if (!cursor) return std::unexpected(cursor.error());
  if (!*cursor) return fail(Code::damaged, "it is not known up to where facts were told on");
  return Heard{.webhooks = *std::move(webhooks), .backlogs = *std::move(backlogs), .cursor = **std::move(cursor)};
}

Result<Follower::News> Follower::news_for(const outbox::Webhook& webhook, const Range& range, std::size_t room,
                                          Instant now) const {
  News news{.webhook = webhook.id, .events = {}, .trouble = {}};
  const Range own{std::max(range.first, webhook.since.snapshot), range.second};
  if (own.first >= own.second) return news;
  for (const outbox::Kind kind : webhook.kinds) {
    const auto where = meant_by(facts_, kind, webhook.filter, false);
    const auto added = where ? add_events(news, kind, *where, own, room, now) : std::unexpected(where.error());
    if (!added && !is_about_the_filter(added.error().code)) return std::unexpected(added.error());
    if (!added) news.trouble = fmt::format("its filter can't be asked: {}", added.error().message);
  }
  if (news.events.size() > room) {
    news.events.resize(room);
    news.trouble = fmt::format("more than {} events wait for it: the receiver is away, or too slow", most_waiting_);
  }
  return news;
}

Result<void> Follower::add_events(News& news, outbox::Kind kind, const facts::Expr& where, const Range& range,
                                  std::size_t room, Instant now) const {
  // One more than there is room for tells that there is more.
  const std::size_t most = room + 1 - std::min(room, news.events.size());
  if (kind == outbox::Kind::signal_received) {
    const auto voices = facts_.look({.where = where,
                                     .order = facts::Look::Order::oldest,
                                     .limit = most,
                                     .snapshot = range.second,
                                     .since_snapshot = range.first});
    if (!voices) return std::unexpected(voices.error());
    for (const facts::StoredSignal& voice : *voices)
      news.events.push_back({.kind = kind, .body = voice_event(voice, now)});
    return {};
  }
  const auto acts =
      facts_.acts({.where = where, .limit = most, .snapshot = range.second, .since_snapshot = range.first});
  if (!acts) return std::unexpected(acts.error());
  for (const facts::StoredAct& act : *acts) news.events.push_back({.kind = kind, .body = act_event(act, now)});
  return {};
}

Result<void> Follower::write(const std::vector<News>& all, const outbox::Cursor& cursor, Instant now) {
  auto transaction = records_.begin();
  if (!transaction) return std::unexpected(transaction.error());
  auto done = transaction->claim();
  for (const News& news : all) {
    if (done) done = outbox::put_events(*transaction, news.webhook, news.events, now);
    if (done && !news.trouble.empty()) {
      done = outbox::stop_webhook(*transaction, news.webhook, outbox::State::paused, news.trouble, now);
    }
  }
  if (done) done = outbox::set_cursor(*transaction, cursor);
  if (done) done = transaction->commit();
  return done;
}

}  // namespace bellwether::courier
