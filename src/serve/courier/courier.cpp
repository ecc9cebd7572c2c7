#include "serve/courier/courier.hpp"

#include "base/id.hpp"
#include "serve/courier/events.hpp"
#include "tell/outbox/signature.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

namespace bellwether::courier {

namespace {

using std::chrono::steady_clock;

/// Of one webhook in memory, beside what is on its way.
constexpr std::size_t k_most_packed = 16;
/// Between passes, so that many small commits and answers are one.
constexpr auto k_breath = std::chrono::milliseconds(20);
constexpr auto k_between_prunings = std::chrono::minutes(10);

double chance() { return static_cast<double>(randombytes_uniform(1'000'000)) / 1'000'000; }

/// Signed for this moment.
Result<fetch::Request> request_for(const std::string& url, const std::string& id, const std::string& body,
                                   const std::vector<std::string>& secrets, Instant at, const fetch::Limits& limits) {
  auto signatures = outbox::signatures_of(secrets, id, at, body);
  if (!signatures) return std::unexpected(signatures.error());
  return fetch::Request{.method = "POST",
                        .url = url,
                        .headers = {{"Content-Type", "application/json"},
                                    {"User-Agent", "Bellwether/" BELLWETHER_VERSION},
                                    {"webhook-id", id},
                                    {"webhook-timestamp", outbox::timestamp_of(at)},
                                    {"webhook-signature", *std::move(signatures)}},
                        .body = body,
                        .limits = limits,
                        .keep_start_of_long_answer = true};
}

}  // namespace

Courier::Courier(const facts::Facts& facts, const guard::Seal& seal, std::unique_ptr<records::Records> records,
                 CourierSettings settings)
    : seal_(seal),
      settings_(std::move(settings)),
      records_(std::move(records)),
      follower_(facts, *records_, settings_.most_waiting) {}

Result<std::unique_ptr<Courier>> Courier::start(const store::DataDirectory& directory, const facts::Facts& facts,
                                                const guard::Seal& seal, CourierSettings settings) {
  auto records = records::Records::open(directory, store::Access::write);
  if (!records) return std::unexpected(records.error());
  std::unique_ptr<Courier> courier(new Courier(facts, seal, *std::move(records), std::move(settings)));
  if (auto begun = courier->follower_.begin(); !begun) return std::unexpected(begun.error());
  Courier* const self = courier.get();
  for (std::size_t i = 0; i < self->settings_.senders; ++i) {
    self->senders_.emplace_back([self](const std::stop_token& stop) { self->send(stop); });
  }
  self->keeper_ = std::jthread([self](const std::stop_token& stop) { self->keep(stop); });
  return courier;
}

Courier::~Courier() {
  for (std::jthread& sender : senders_) sender.request_stop();
  senders_.clear();  // joined: what they were told is in done_
  keeper_.request_stop();
  if (keeper_.joinable()) keeper_.join();
}

void Courier::wake() {
  {
    const std::scoped_lock lock(mutex_);
    is_woken_ = true;
  }
  woken_.notify_one();
}

Result<void> Courier::check_url(std::string_view url) const {
  if (auto checked = fetch::check_url(url, settings_.rules); !checked) return checked;
  if (settings_.allow_http || !url.starts_with("http:")) return {};
  return fail(Code::bad_input, "events are told over TLS alone", "url",
              "give an https address, or let whoever runs the server set allow_http under [webhooks]");
}

Courier::Progress Courier::progress() const {
  const std::scoped_lock lock(mutex_);
  return progress_;
}

Result<Courier::Tested> Courier::test(const outbox::Webhook& webhook, const std::vector<std::string>& secrets) {
  const std::unique_lock<std::mutex> one_at_a_time(testing_, std::try_to_lock);
  if (!one_at_a_time.owns_lock()) {
    return fail(Code::full, "another webhook is being tested", {}, "try again in some seconds");
  }
  const Instant at = now();
  const auto request =
      request_for(webhook.url, to_text(new_id(at)), test_event(webhook.id, at), secrets, at, settings_.limits);
  if (!request) return std::unexpected(request.error());
  const auto answer = fetch::fetch(*request, settings_.rules);
  if (!answer) return Tested{.error = answer.error().message};
  return Tested{.status = answer->status, .took = answer->took, .error = {}};
}

// The keeper: the one thread that touches the records.

void Courier::keep(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto passed = pass();
    std::unique_lock lock(mutex_);
    progress_.trouble = passed ? std::nullopt : std::optional(passed.error());
    // After trouble it does not go on at once, whoever wakes it.
    const auto least = passed ? std::chrono::milliseconds(k_breath) : settings_.pause;
    std::condition_variable_any().wait_for(lock, stop, least, [] { return false; });
    woken_.wait_for(lock, stop, settings_.pause, [&] { return is_woken_ || !done_.empty(); });
    is_woken_ = false;
  }
  [[maybe_unused]] const auto noted = note_results();  // what is not noted is sent again
}

Result<void> Courier::pass() {
  if (auto noted = note_results(); !noted) return noted;
  const auto followed = follower_.follow(now());
  if (!followed) return std::unexpected(followed.error());
  if (*followed) wake();
  if (auto fetched = fetch_due(); !fetched) return fetched;
  return prune_sometimes();
}

Result<void> Courier::note_results() {
  std::vector<Done> done;
  {
    const std::scoped_lock lock(mutex_);
    done = done_;
  }
  if (done.empty()) return {};
  auto transaction = records_->begin();
  if (!transaction) return std::unexpected(transaction.error());
  if (auto right = transaction->claim(); !right) return right;
  for (const Done& one : done) {
    if (auto noted = outbox::note_attempt(*transaction, one.attempt, chance()); !noted) return noted;
  }
  if (auto committed = transaction->commit(); !committed) return committed;
  const std::scoped_lock lock(mutex_);
  done_.erase(done_.begin(), done_.begin() + static_cast<std::ptrdiff_t>(done.size()));
  for (const Done& one : done) {
    held_.erase(one.attempt.delivery);
    if (--packed_of_[one.webhook] == 0) packed_of_.erase(one.webhook);
    const bool taken = outbox::outcome_of(one.attempt.status) == outbox::Outcome::delivered;
    ++(taken ? progress_.delivered : progress_.failed);
  }
  return {};
}

Result<void> Courier::fetch_due() {
  auto transaction = records_->begin();
  if (!transaction) return std::unexpected(transaction.error());
  const auto backlogs = outbox::backlogs(*transaction);
  if (!backlogs) return std::unexpected(backlogs.error());
  std::size_t waiting = 0;
  for (const outbox::Backlog& backlog : *backlogs) waiting += backlog.waiting;
  {
    const std::scoped_lock lock(mutex_);
    progress_.waiting = waiting;
    if (waiting == 0 && parcels_.empty()) return {};
  }
  const auto webhooks = outbox::webhooks(*transaction);
  if (!webhooks) return std::unexpected(webhooks.error());
  const Instant at = now();
  std::set<std::string> active;
  for (const outbox::Webhook& webhook : *webhooks) {
    if (webhook.state != outbox::State::active) continue;
    active.insert(webhook.id);
    const auto backlog = std::ranges::find(*backlogs, webhook.id, &outbox::Backlog::webhook);
    if (backlog == backlogs->end() || backlog->soonest > at) continue;
    if (auto fetched = fetch_due_of(*transaction, webhook, at); !fetched) return fetched;
  }
  forget_parcels_of_others(active);
  packed_.notify_all();
  return {};
}

Result<void> Courier::fetch_due_of(records::Transaction& transaction, const outbox::Webhook& webhook, Instant now) {
  std::size_t packed = 0;
  {
    const std::scoped_lock lock(mutex_);
    if (const auto found = packed_of_.find(webhook.id); found != packed_of_.end()) packed = found->second;
  }
  if (packed >= k_most_packed) return {};
  // Those in memory wait in the records, too: they may be all that is found first.
  const auto due = outbox::due(transaction, webhook.id, now, k_most_packed + packed);
  if (!due) return std::unexpected(due.error());
  const auto secrets = outbox::secrets_of(transaction, seal_, webhook.id, now);
  if (!secrets) return std::unexpected(secrets.error());
  const std::scoped_lock lock(mutex_);
  for (const outbox::Delivery& delivery : *due) {
    if (packed >= k_most_packed || !held_.insert(delivery.id).second) continue;
    ++packed;
    ++packed_of_[webhook.id];
    parcels_.push_back({.delivery = delivery.id,
                        .webhook = webhook.id,
                        .url = webhook.url,
                        .body = delivery.body,
                        .secrets = *secrets});
  }
  return {};
}

/// What a webhook that was paused, ended or removed still has in memory.
void Courier::forget_parcels_of_others(const std::set<std::string>& active) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(parcels_, [&](const Parcel& parcel) {
    if (active.contains(parcel.webhook)) return false;
    held_.erase(parcel.delivery);
    if (--packed_of_[parcel.webhook] == 0) packed_of_.erase(parcel.webhook);
    return true;
  });
}

Result<void> Courier::prune_sometimes() {
  if (pruned_ && steady_clock::now() - *pruned_ < k_between_prunings) return {};
  pruned_ = steady_clock::now();
  auto transaction = records_->begin();
  if (!transaction) return std::unexpected(transaction.error());
  auto done = outbox::prune(*transaction, Instant{now().us - settings_.keep_days * k_us_per_day});
  if (done) done = transaction->commit();
  return done;
}

// The senders.

void Courier::send(const std::stop_token& stop) {
  while (auto parcel = take(stop)) {
    outbox::Attempt attempt = carry(*parcel, stop);
    if (stop.stop_requested() && attempt.status == 0) return;  // broken off: no attempt, but one to come
    {
      const std::scoped_lock lock(mutex_);
      if (--sending_[parcel->webhook] == 0) sending_.erase(parcel->webhook);
      done_.push_back({.attempt = std::move(attempt), .webhook = parcel->webhook});
    }
    woken_.notify_one();
    packed_.notify_one();  // another of this webhook may go now
  }
}

/// The first whose webhook has senders left; nothing when it is over.
std::optional<Courier::Parcel> Courier::take(const std::stop_token& stop) {
  const auto may_go = [&](const Parcel& parcel) {
    const auto sending = sending_.find(parcel.webhook);
    return sending == sending_.end() || sending->second < settings_.senders_of_one;
  };
  std::unique_lock lock(mutex_);
  auto found = parcels_.end();
  const bool is_there = packed_.wait(lock, stop, [&] {
    found = std::ranges::find_if(parcels_, may_go);
    return found != parcels_.end();
  });
  if (!is_there || stop.stop_requested()) return {};
  Parcel parcel = std::move(*found);
  parcels_.erase(found);
  ++sending_[parcel.webhook];
  return parcel;
}

outbox::Attempt Courier::carry(const Parcel& parcel, const std::stop_token& stop) const {
  const Instant at = now();
  outbox::Attempt attempt{.delivery = parcel.delivery, .at = at, .error = {}, .retry_after_s = {}};
  const auto request = request_for(parcel.url, parcel.delivery, parcel.body, parcel.secrets, at, settings_.limits);
  const auto answer = request ? fetch::fetch(*request, settings_.rules, stop) : std::unexpected(request.error());
  attempt.took = std::chrono::milliseconds((now().us - at.us) / 1'000);
  if (!answer) {
    attempt.error = answer.error().message;
    return attempt;
  }
  attempt.status = answer->status;
  if (const auto header = answer->headers.find("Retry-After"))
    attempt.retry_after_s = outbox::retry_after_from(*header);
  return attempt;
}

}  // namespace bellwether::courier
