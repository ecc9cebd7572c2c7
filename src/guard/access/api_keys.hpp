// Keys by which programs are let in: what each may do, what its facts are of, and how far it reaches. The whole key is told once, when
// it is made; the store keeps a hash.
//
//   auto made = make_api_key(transaction, {.name = "web shop", .scopes = {Scope::send_signals}, .source = "shop"}, "owner", now());
//   made->secret                                   // "bw_k7f3m2q9xd_…": for the program, and for nobody else
//   KeyRing ring = …;  const ApiKey* key = ring.find(told);
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/records/records.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bellwether::guard {

/// What a key lets a program do. A key has at least one.
enum class Scope : std::uint8_t {
  send_signals,         ///< "signals:send"
  send_acts,            ///< "acts:send"
  read_measures,        ///< "measures:read": figures with their intervals, withheld as for everybody
  read_voices,          ///< "voices:read": what was said, personal data taken out
  read_organisation,    ///< "organisation:read": units, people with their names, touchpoints …, and what was changed
  change_organisation,  ///< "organisation:change"
  change_webhooks,      ///< "webhooks:change": whom to tell; only of what the key may read itself
};
inline constexpr std::array k_scopes{Scope::send_signals,   Scope::send_acts,         Scope::read_measures,
                                     Scope::read_voices,    Scope::read_organisation, Scope::change_organisation,
                                     Scope::change_webhooks};
[[nodiscard]] std::string_view word_of(Scope scope);
[[nodiscard]] std::optional<Scope> scope_from(std::string_view word);

struct ApiKey {
  std::string id;             ///< ten letters and digits; part of the key, and no secret
  std::string name;           ///< who has it: "web shop"; 1 to 100 bytes
  std::vector<Scope> scopes;  ///< in the order of k_scopes, each once
  std::string source;         ///< of the facts that it sends; empty: each fact tells its own
  std::string made_by;
  Instant made_at;
  std::optional<Instant> revoked_at;

  [[nodiscard]] bool may(Scope scope) const;
};

/// What is wished for a new key.
struct KeyWish {
  std::string name;
  std::vector<Scope> scopes;
  std::string source;
};

struct MadeKey {
  ApiKey key;
  std::string secret;  ///< the whole key: "bw_", the id, "_", 256 random bits in base 64 (URL)
};

/// Makes a key and writes it into the audit log. Errors: `bad_input` for a name or source that is empty, too long or has control
/// characters, or no scope; as of Transaction::run.
[[nodiscard]] Result<MadeKey> make_api_key(records::Transaction& transaction, KeyWish wish, std::string_view by,
                                           Instant now);
/// Revoked ones, too; the newest first.
[[nodiscard]] Result<std::vector<ApiKey>> api_keys(records::Transaction& transaction);
/// From now on the key opens nothing. Errors: `not_found`; `conflict` where it is revoked already.
[[nodiscard]] Result<void> revoke_api_key(records::Transaction& transaction, std::string_view id, std::string_view by,
                                          Instant now);

/// The keys that open something, in memory, for every request.
class KeyRing {
 public:
  [[nodiscard]] static Result<KeyRing> read(records::Transaction& transaction);
  /// Nothing for a key that is not known, was revoked, or is no key. Takes as long for a wrong secret as for the right one.
  [[nodiscard]] const ApiKey* find(std::string_view secret) const;
  /// Whether the key of this id opens something still.
  [[nodiscard]] bool has(const std::string& id) const { return keys_.contains(id); }
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  struct Held {
    ApiKey key;
    std::array<std::byte, 32> hash{};
  };
  std::unordered_map<std::string, Held> keys_;
};

}  // namespace bellwether::guard
