#include "guard/access/second_factor.hpp"

#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "guard/access/one_time_codes.hpp"
#include "guard/access/secrets.hpp"
#include "guard/access/users.hpp"

#include <cstdint>
#include <utility>

#include <fmt/format.h>

namespace bellwether::guard {

namespace {

struct Held {
  std::string secret, offered;
  std::int64_t step = 0;
};

std::string place_of(std::string_view user_id) { return fmt::format("second_factor:{}", user_id); }

/// As it is, where a version before kept it so.
Result<std::string> opened(const Seal& seal, std::string_view user_id, const std::string& kept) {
  if (!is_sealed(kept)) return kept;
  return seal.open_text(kept, place_of(user_id));
}

/// `secret` and `offered` as they are kept.
Result<Held> held_by(records::Transaction& transaction, std::string_view user_id) {
  Held held;
  const auto read = transaction.ask("SELECT totp, totp_offered, totp_step FROM users WHERE id = :id", 3,
                                    {{"id", user_id}}, [&](const records::Row& row) -> Result<void> {
                                      const auto step = row.whole(2);
                                      if (!step) return std::unexpected(step.error());
                                      held = {.secret = row.text(0), .offered = row.text(1), .step = *step};
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  return held;
}

/// Bound to the user: the same code of two users has two hashes.
std::string hash_of_recovery(std::string_view user_id, std::string_view code) {
  return hash_of_secret("recovery", fmt::format("{} {}", user_id, plain_recovery_code(code)));
}

Result<void> write_recovery_codes(records::Transaction& transaction, std::string_view user_id,
                                  const std::vector<std::string>& codes) {
  auto done = transaction.run("DELETE FROM recovery_codes WHERE user_id = :id", {{"id", user_id}});
  for (const std::string& code : codes) {
    if (!done) return done;
    done = transaction.run("INSERT INTO recovery_codes (user_id, hash) VALUES (:id, :hash)",
                           {{"id", user_id}, {"hash", hash_of_recovery(user_id, code)}});
  }
  return done;
}

Result<bool> take_recovery_code(records::Transaction& transaction, std::string_view user_id, std::string_view code,
                                Instant now) {
  const std::string hash = hash_of_recovery(user_id, code);
  bool found = false;
  std::int64_t left = 0;
  const auto read = transaction.ask("SELECT hash FROM recovery_codes WHERE user_id = :id", 1, {{"id", user_id}},
                                    [&](const records::Row& row) -> Result<void> {
                                      ++left;
                                      found = is_same_secret(row.text(0), hash) || found;
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  if (!found) return false;
  auto done = transaction.run("DELETE FROM recovery_codes WHERE user_id = :id AND hash = :hash",
                              {{"id", user_id}, {"hash", hash}});
  const std::string how = fmt::format("{} left", left - 1);
  if (done) {
    done = note_deed(transaction,
                     {.who = as_actor(user_id), .what = "second_factor.recovered", .on = user_id, .how = how}, now);
  }
  if (!done) return std::unexpected(done.error());
  return true;
}

}  // namespace

Result<std::string> offer_second_factor(records::Transaction& transaction, const Seal& seal, std::string_view user_id) {
  const auto held = held_by(transaction, user_id);
  if (!held) return std::unexpected(held.error());
  if (!held->secret.empty()) {
    return fail(Code::conflict, "there is a second factor already", {}, "give it up first, with your password");
  }
  std::string secret = new_code_secret();
  if (auto done = transaction.run("UPDATE users SET totp_offered = :secret WHERE id = :id",
                                  {{"secret", seal.close(secret, place_of(user_id))}, {"id", user_id}});
      !done) {
    return std::unexpected(done.error());
  }
  return secret;
}

Result<std::vector<std::string>> begin_second_factor(records::Transaction& transaction, const Seal& seal,
                                                     std::string_view user_id, std::string_view code, Instant now) {
  const auto held = held_by(transaction, user_id);
  if (!held) return std::unexpected(held.error());
  if (held->offered.empty()) {
    return fail(Code::conflict, "no second factor was offered", {}, "ask for a secret first, and show it to the app");
  }
  const auto secret = opened(seal, user_id, held->offered);
  if (!secret) return std::unexpected(secret.error());
  const auto step = step_of_code(*secret, trim(code), now, 0);
  if (!step) {
    return fail(Code::bad_input, "this is not the code that the app shows now", "code",
                "look again; the clocks of server and app may be half a minute apart");
  }
  auto codes = new_recovery_codes();
  auto done =
      transaction.run("UPDATE users SET totp = totp_offered, totp_offered = '', totp_step = :step WHERE id = :id",
                      {{"step", *step}, {"id", user_id}});
  if (done) done = write_recovery_codes(transaction, user_id, codes);
  if (done) {
    done = note_deed(transaction, {.who = as_actor(user_id), .what = "second_factor.began", .on = user_id}, now);
  }
  if (!done) return std::unexpected(done.error());
  return codes;
}

Result<bool> take_code(records::Transaction& transaction, const Seal& seal, std::string_view user_id,
                       std::string_view code, Instant now) {
  const auto held = held_by(transaction, user_id);
  if (!held) return std::unexpected(held.error());
  if (held->secret.empty()) return true;
  const auto secret = opened(seal, user_id, held->secret);
  if (!secret) return std::unexpected(secret.error());
  const auto step = step_of_code(*secret, trim(code), now, held->step);
  if (!step) return take_recovery_code(transaction, user_id, code, now);
  if (auto done =
          transaction.run("UPDATE users SET totp_step = :step WHERE id = :id", {{"step", *step}, {"id", user_id}});
      !done) {
    return std::unexpected(done.error());
  }
  return true;
}

Result<void> end_second_factor(records::Transaction& transaction, std::string_view user_id, std::string_view by,
                               Instant now) {
  const auto held = held_by(transaction, user_id);
  if (!held) return std::unexpected(held.error());
  if (held->secret.empty()) return {};
  auto done = transaction.run("UPDATE users SET totp = '', totp_offered = '' WHERE id = :id", {{"id", user_id}});
  if (done) done = write_recovery_codes(transaction, user_id, {});
  if (done) done = note_deed(transaction, {.who = by, .what = "second_factor.ended", .on = user_id}, now);
  return done;
}

Result<std::size_t> seal_second_factors(records::Transaction& transaction, const Seal& seal) {
  std::vector<std::pair<std::string, Held>> clear;
  const auto read = transaction.ask(
      "SELECT id, totp, totp_offered FROM users WHERE totp <> '' OR totp_offered <> ''", 3, {},
      [&](const records::Row& row) -> Result<void> {
        const auto is_clear = [&](std::size_t at) { return !row.text(at).empty() && !is_sealed(row.text(at)); };
        if (is_clear(1) || is_clear(2)) {
          clear.emplace_back(row.text(0), Held{.secret = row.text(1), .offered = row.text(2)});
        }
        return {};
      });
  if (!read) return std::unexpected(read.error());
  for (const auto& [id, held] : clear) {
    const auto sealed = [&, user = id](const std::string& kept) {
      return kept.empty() || is_sealed(kept) ? kept : seal.close(kept, place_of(user));
    };
    const auto done = transaction.run("UPDATE users SET totp = :secret, totp_offered = :offered WHERE id = :id",
                                      {{"secret", sealed(held.secret)}, {"offered", sealed(held.offered)}, {"id", id}});
    if (!done) return std::unexpected(done.error());
  }
  return clear.size();
}

}  // namespace bellwether::guard
