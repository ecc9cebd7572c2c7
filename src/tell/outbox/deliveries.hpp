// What is to be told to a webhook, and what became of it: each event is a row until it was taken, or nobody took it for days.
//
// A delivery's id is the event's `webhook-id`: the same at each try, so that a receiver knows it again.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/records/records.hpp"
#include "tell/outbox/retry.hpp"
#include "tell/outbox/webhooks.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::outbox {

inline constexpr std::size_t k_most_attempts_kept = 50;        ///< of one delivery; the oldest go first
inline constexpr std::size_t k_most_delivered_kept = 100'000;  ///< of one webhook; the oldest go first
inline constexpr std::size_t k_most_page = 200;

enum class Became : std::uint8_t {
  waiting,    ///< it is to be sent, or sent again
  delivered,  ///< the receiver took it
  dead,       ///< nobody took it, and it is not tried any more
};
[[nodiscard]] std::string_view word_of(Became became);
[[nodiscard]] std::optional<Became> became_from(std::string_view word);

struct Delivery {
  std::string id, webhook;
  std::string kind;  ///< "signal.received"
  std::string body;
  Instant made_at;
  Became became = Became::waiting;
  Instant next_at;                 ///< of one that waits
  std::size_t tries = 0;           ///< since it was made, or last asked to be sent again
  std::size_t attempts = 0;        ///< in all
  std::optional<Instant> last_at;  ///< of the last attempt
  int last_status = 0;             ///< 0: there was no answer, or no attempt
  std::string last_error;
};

/// An event for one webhook.
struct Event {
  Kind kind = Kind::signal_received;
  std::string body;
};
/// To be sent at once.
[[nodiscard]] Result<void> put_events(records::Transaction& transaction, std::string_view webhook,
                                      std::span<const Event> events, Instant now);

/// How much waits for a webhook.
struct Backlog {
  std::string webhook;
  std::size_t waiting = 0;
  Instant soonest;
};
[[nodiscard]] Result<std::vector<Backlog>> backlogs(records::Transaction& transaction);
/// What is due, the longest due first.
[[nodiscard]] Result<std::vector<Delivery>> due(records::Transaction& transaction, std::string_view webhook,
                                                Instant now, std::size_t most);

/// One try, and how it ended.
struct Attempt {
  std::string delivery;
  Instant at;
  int status = 0;  ///< 0: there was no answer
  std::chrono::milliseconds took{0};
  std::string error;  ///< why there was none
  std::optional<std::int64_t> retry_after_s;
};
/// Writes it down with what follows from it: delivered, a next try, dead; gone (410) ends the webhook. One whose delivery is no more is
/// nothing.
[[nodiscard]] Result<void> note_attempt(records::Transaction& transaction, const Attempt& attempt, double chance);

struct DeliveriesWish {
  std::optional<Became> became = {};
  std::string after = {};  ///< the last id of the page before
  std::size_t limit = 50;
};
/// The newest first, without their bodies.
[[nodiscard]] Result<std::vector<Delivery>> deliveries(records::Transaction& transaction, std::string_view webhook,
                                                       const DeliveriesWish& wish);

struct NotedAttempt {
  std::size_t number = 0;
  Instant at;
  int status = 0;
  std::chrono::milliseconds took{0};
  std::string error;
};
struct DeliveryWithAttempts {
  Delivery delivery;
  std::vector<NotedAttempt> attempts;  ///< the oldest first
};
/// Error: `not_found`.
[[nodiscard]] Result<DeliveryWithAttempts> delivery_of(records::Transaction& transaction, std::string_view webhook,
                                                       std::string_view id);

/// It is sent again at once, with the same id, and tried as long as at first. Errors: `not_found`; `conflict` where the webhook has ended.
[[nodiscard]] Result<void> replay(records::Transaction& transaction, std::string_view webhook, std::string_view id,
                                  std::string_view by, Instant now);
/// The same of all dead ones made since then; how many. Errors: `not_found`; `conflict` where the webhook has ended, or more than `most`
/// would wait.
[[nodiscard]] Result<std::size_t> replay_dead(records::Transaction& transaction, std::string_view webhook,
                                              Instant since, std::size_t most, std::string_view by, Instant now);

/// Forgets what is over and was made before then, and of each webhook the oldest delivered ones over k_most_delivered_kept.
[[nodiscard]] Result<void> prune(records::Transaction& transaction, Instant before);

/// Up to where the facts were told on. While the server was away, files may have brought facts that are not told: ranges are what is.
struct Cursor {
  std::string store;
  std::uint64_t seen = 0;  ///< all up to this snapshot is told, in `ranges`, or not to be told
  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;  ///< still to be told: after the first, up to the second
};
/// Nothing before the first.
[[nodiscard]] Result<std::optional<Cursor>> cursor(records::Transaction& transaction);
[[nodiscard]] Result<void> set_cursor(records::Transaction& transaction, const Cursor& cursor);

}  // namespace bellwether::outbox
