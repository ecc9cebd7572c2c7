#include "guard/access/api_keys.hpp"

#include "base/text.hpp"
#include "guard/access/audit.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

namespace bellwether::guard {

namespace {

constexpr std::string_view k_prefix = "bw_";
constexpr std::size_t k_id_letters = 10;
constexpr std::size_t k_secret_bytes = 32;
constexpr std::size_t k_most_name_bytes = 100;

using Hash = std::array<std::byte, 32>;

/// 256 random bits need no slow hash: nobody tries them all.
Hash hash_of(std::string_view secret) {
  const std::basic_string<unsigned char> bytes(secret.begin(), secret.end());
  std::array<unsigned char, 32> made{};
  crypto_generichash(made.data(), made.size(), bytes.data(), bytes.size(), nullptr, 0);
  Hash hash{};
  std::memcpy(hash.data(), made.data(), made.size());
  return hash;
}

std::string in_base_16(const Hash& hash) {
  std::string text;
  for (const std::byte byte : hash) text += fmt::format("{:02x}", static_cast<unsigned>(byte));
  return text;
}

std::optional<Hash> from_base_16(std::string_view text) {
  std::array<unsigned char, 32> bytes{};
  std::size_t read = 0;
  const bool whole = sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &read, nullptr) == 0;
  if (!whole || read != bytes.size() || text.size() != 2 * bytes.size()) return std::nullopt;
  Hash hash{};
  std::memcpy(hash.data(), bytes.data(), bytes.size());
  return hash;
}

/// Letters and digits that nobody takes for one another.
std::string new_key_id() {
  constexpr std::string_view k_letters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string id;
  for (std::size_t i = 0; i < k_id_letters; ++i) {
    id += k_letters[randombytes_uniform(static_cast<std::uint32_t>(k_letters.size()))];
  }
  return id;
}

std::string new_secret() {
  std::array<unsigned char, k_secret_bytes> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  constexpr int k_variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(k_secret_bytes, k_variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), k_variant);
  sodium_memzero(bytes.data(), bytes.size());
  text.resize(std::strlen(text.c_str()));
  return text;
}

bool is_plain(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

Result<void> check_wish(const KeyWish& wish) {
  const std::string_view name = wish.name;
  if (name.empty() || name.size() > k_most_name_bytes || !is_plain(name) || !is_utf8(name)) {
    return fail(Code::bad_input,
                fmt::format("a key's name has 1 to {} bytes and no control characters", k_most_name_bytes), "name",
                "name who will have it: \"web shop\"");
  }
  if (wish.source.size() > k_most_name_bytes || !is_plain(wish.source) || !is_utf8(wish.source)) {
    return fail(Code::bad_input,
                fmt::format("a source has up to {} bytes and no control characters", k_most_name_bytes), "source");
  }
  if (wish.scopes.empty()) {
    return fail(Code::bad_input, "this key could do nothing", "scopes", "give it at least one scope: signals:send …");
  }
  return {};
}

std::string words_of(const std::vector<Scope>& scopes) {
  std::string words;
  for (const Scope scope : scopes) {
    if (!words.empty()) words += ' ';
    words += word_of(scope);
  }
  return words;
}

/// Scopes that a newer version knows open nothing here.
std::vector<Scope> scopes_from(std::string_view words) {
  std::vector<Scope> scopes;
  for (const std::string_view word : split(words, ' ')) {
    if (const auto scope = scope_from(word)) scopes.push_back(*scope);
  }
  return scopes;
}

constexpr std::string_view k_columns = "id, name, scopes, source, made_by, made_at, revoked_at, hash";
constexpr std::size_t k_column_count = 8;

Result<ApiKey> key_from(const records::Row& row) {
  ApiKey key{.id = row.text(0),
             .name = row.text(1),
             .scopes = scopes_from(row.text(2)),
             .source = row.text(3),
             .made_by = row.text(4),
             .made_at = {},
             .revoked_at = {}};
  const auto made = instant_from_text(row.text(5));
  if (!made) return fail(Code::damaged, "the key " + key.id + " does not say when it was made");
  key.made_at = *made;
  if (!row.known(6)) return key;
  const auto revoked = instant_from_text(row.text(6));
  if (!revoked) return fail(Code::damaged, "the key " + key.id + " does not say when it was revoked");
  key.revoked_at = *revoked;
  return key;
}

}  // namespace

std::string_view word_of(Scope scope) {
  switch (scope) {
    case Scope::send_signals:
      return "signals:send";
    case Scope::send_acts:
      return "acts:send";
    case Scope::read_measures:
      return "measures:read";
    case Scope::read_voices:
      return "voices:read";
    case Scope::read_organisation:
      return "organisation:read";
    case Scope::change_organisation:
      return "organisation:change";
    case Scope::change_webhooks:
      return "webhooks:change";
  }
  return "";
}

std::optional<Scope> scope_from(std::string_view word) {
  const auto* const found = std::ranges::find(k_scopes, word, [](Scope scope) { return word_of(scope); });
  return found == k_scopes.end() ? std::nullopt : std::optional(*found);
}

bool ApiKey::may(Scope scope) const { return std::ranges::find(scopes, scope) != scopes.end(); }

Result<MadeKey> make_api_key(records::Transaction& transaction, KeyWish wish, std::string_view by, Instant now) {
  wish.name = std::string(trim(wish.name));
  wish.source = std::string(trim(wish.source));
  if (auto checked = check_wish(wish); !checked) return std::unexpected(checked.error());
  ApiKey key{.id = new_key_id(),
             .name = std::move(wish.name),
             .scopes = {},
             .source = std::move(wish.source),
             .made_by = std::string(by),
             .made_at = now,
             .revoked_at = {}};
  std::ranges::copy_if(k_scopes, std::back_inserter(key.scopes),
                       [&](Scope scope) { return std::ranges::find(wish.scopes, scope) != wish.scopes.end(); });
  std::string secret = fmt::format("{}{}_{}", k_prefix, key.id, new_secret());
  const std::string scopes = words_of(key.scopes);
  if (auto added = transaction.run(
          "INSERT INTO api_keys (id, name, scopes, source, made_by, made_at, revoked_at, hash) VALUES (:id, :name, "
          ":scopes, :source, :made_by, :made_at, NULL, :hash)",
          {{"id", key.id},
           {"name", key.name},
           {"scopes", scopes},
           {"source", key.source},
           {"made_by", key.made_by},
           {"made_at", key.made_at},
           {"hash", in_base_16(hash_of(secret))}});
      !added) {
    return std::unexpected(added.error());
  }
  const std::string how = fmt::format("{}: {}", key.name, scopes);
  if (auto noted = note_deed(transaction, {.who = by, .what = "key.made", .on = key.id, .how = how}, now); !noted) {
    return std::unexpected(noted.error());
  }
  return MadeKey{.key = std::move(key), .secret = std::move(secret)};
}

Result<std::vector<ApiKey>> api_keys(records::Transaction& transaction) {
  std::vector<ApiKey> keys;
  const auto read = transaction.ask(fmt::format("SELECT {} FROM api_keys ORDER BY made_at DESC, id", k_columns),
                                    k_column_count, {}, [&](const records::Row& row) -> Result<void> {
                                      auto key = key_from(row);
                                      if (!key) return std::unexpected(key.error());
                                      keys.push_back(*std::move(key));
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  return keys;
}

Result<void> revoke_api_key(records::Transaction& transaction, std::string_view id, std::string_view by, Instant now) {
  const auto keys = api_keys(transaction);
  if (!keys) return std::unexpected(keys.error());
  const auto found = std::ranges::find(*keys, id, &ApiKey::id);
  if (found == keys->end()) {
    return fail(Code::not_found, fmt::format("there is no key \"{}\"", cut(id, 40)), {}, "bellwether key list");
  }
  if (found->revoked_at) {
    return fail(Code::conflict, fmt::format("the key {} was revoked on {}", id, to_text(*found->revoked_at)));
  }
  if (auto done = transaction.run("UPDATE api_keys SET revoked_at = :at WHERE id = :id", {{"at", now}, {"id", id}});
      !done) {
    return done;
  }
  return note_deed(transaction, {.who = by, .what = "key.revoked", .on = id, .how = found->name}, now);
}

Result<KeyRing> KeyRing::read(records::Transaction& transaction) {
  KeyRing ring;
  const auto read = transaction.ask(fmt::format("SELECT {} FROM api_keys WHERE revoked_at IS NULL", k_columns),
                                    k_column_count, {}, [&](const records::Row& row) -> Result<void> {
                                      auto key = key_from(row);
                                      if (!key) return std::unexpected(key.error());
                                      const auto hash = from_base_16(row.text(7));
                                      if (!hash) return fail(Code::damaged, "the key " + key->id + " has no hash");
                                      std::string id = key->id;
                                      ring.keys_.emplace(std::move(id), Held{.key = *std::move(key), .hash = *hash});
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  return ring;
}

const ApiKey* KeyRing::find(std::string_view secret) const {
  constexpr std::size_t k_most_bytes = 100;
  if (!secret.starts_with(k_prefix) || secret.size() > k_most_bytes) return nullptr;
  const std::string_view rest = secret.substr(k_prefix.size());
  const auto found = keys_.find(std::string(rest.substr(0, rest.find('_'))));
  if (found == keys_.end()) return nullptr;
  const Hash hash = hash_of(secret);
  const bool right = sodium_memcmp(hash.data(), found->second.hash.data(), hash.size()) == 0;
  return right ? &found->second.key : nullptr;
}

}  // namespace bellwether::guard
