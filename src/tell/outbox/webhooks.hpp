// Webhooks: other systems that are told of what happens, as it happens.
//
//   auto made = make_webhook(transaction, seal, {.name = "CRM", .url = "https://crm.example.org/hooks", .kinds = {Kind::signal_received}},
//                            since, "user:…", now());
//   made->secret                                    // "whsec_…": told this once; the records hold it sealed
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "guard/access/seal.hpp"
#include "store/records/records.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::outbox {

inline constexpr std::size_t k_most_webhooks = 100;
inline constexpr std::size_t k_most_name_bytes = 100;
inline constexpr std::size_t k_most_filter_bytes = 4'096;
/// So long the secret of before signs along.
inline constexpr std::int64_t k_overlap_s = 86'400;

/// What is told. A webhook has at least one.
enum class Kind : std::uint8_t {
  signal_received,  ///< "signal.received": a voice, as /v1/voices tells it; no employee's
  act_recorded,     ///< "act.recorded": what was done, without who did it
};
inline constexpr std::array k_kinds{Kind::signal_received, Kind::act_recorded};
[[nodiscard]] std::string_view word_of(Kind kind);
[[nodiscard]] std::optional<Kind> kind_from(std::string_view word);

enum class State : std::uint8_t {
  active,
  paused,  ///< hears of nothing new; what waits is kept
  ended,   ///< hears of nothing new; what waited was dropped
};
[[nodiscard]] std::string_view word_of(State state);
[[nodiscard]] std::optional<State> state_from(std::string_view word);

/// From where on it hears: facts that were committed after a snapshot of a store.
struct Since {
  std::string store;
  std::uint64_t snapshot = 0;
};

struct Webhook {
  std::string id;
  std::string name;  ///< 1 to k_most_name_bytes
  std::string url;   ///< checked by who makes it: here it is text
  std::vector<Kind> kinds;
  std::string filter;  ///< filter language; empty: everything
  State state = State::active;
  std::string why;  ///< in words, where it was paused or ended by itself
  Since since;
  std::optional<Instant> old_secret_until;  ///< so long two secrets sign
  std::string made_by;
  Instant made_at;

  [[nodiscard]] bool hears(Kind kind) const;
};

struct WebhookWish {
  std::string name, url;
  std::vector<Kind> kinds;
  std::string filter;
};
struct MadeWebhook {
  Webhook webhook;
  std::string secret;
};
/// Errors: `bad_input` for a name, kinds or filter that can't be; `conflict` over k_most_webhooks.
[[nodiscard]] Result<MadeWebhook> make_webhook(records::Transaction& transaction, const guard::Seal& seal,
                                               WebhookWish wish, const Since& since, std::string_view by, Instant now);

/// The newest first.
[[nodiscard]] Result<std::vector<Webhook>> webhooks(records::Transaction& transaction);
/// Error: `not_found`.
[[nodiscard]] Result<Webhook> webhook_of(records::Transaction& transaction, std::string_view id);

/// What is told is changed. Made active again, it hears from `since` on.
struct WebhookChange {
  std::optional<std::string> name = {}, url = {}, filter = {};
  std::optional<std::vector<Kind>> kinds = {};
  std::optional<State> state = {};
};
/// Errors: as make_webhook(); `not_found`.
[[nodiscard]] Result<Webhook> change_webhook(records::Transaction& transaction, std::string_view id,
                                             const WebhookChange& change, const Since& since, std::string_view by,
                                             Instant now);
/// It goes with its deliveries. Error: `not_found`.
[[nodiscard]] Result<void> remove_webhook(records::Transaction& transaction, std::string_view id, std::string_view by,
                                          Instant now);

/// Another secret, told this once; the one before signs along for k_overlap_s, any before that no more. Error: `not_found`.
[[nodiscard]] Result<std::string> renew_secret(records::Transaction& transaction, const guard::Seal& seal,
                                               std::string_view id, std::string_view by, Instant now);
/// What signs just now, the newest first. Errors: `not_found`, `damaged`.
[[nodiscard]] Result<std::vector<std::string>> secrets_of(records::Transaction& transaction, const guard::Seal& seal,
                                                          std::string_view id, Instant now);

/// Paused or ended by the server itself, with the reason in words.
[[nodiscard]] Result<void> stop_webhook(records::Transaction& transaction, std::string_view id, State state,
                                        std::string_view why, Instant now);
/// The store of facts is another one: all hear from `since` on.
[[nodiscard]] Result<void> hear_anew(records::Transaction& transaction, const Since& since);

}  // namespace bellwether::outbox
