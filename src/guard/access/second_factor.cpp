#include "guard/access/second_factor.hpp"

#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "guard/access/one_time_codes.hpp"
#include "guard/access/secrets.hpp"
#include "guard/access/users.hpp"

#include <cstdint>

#include <fmt/format.h>

namespace bellwether::guard {

namespace {

struct Held {
  std::string secret, offered;
  std::int64_t step = 0;
};

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

Result<std::string> offer_second_factor(records::Transaction& transaction, std::string_view user_id) {
  const auto held = held_by(transaction, user_id);
  if (!held) return std::unexpected(held.error());
  if (!held->secret.empty()) {
    return fail(Code::conflict, "there is a second factor already", {}, "give it up first, with your password");
  }
  std::string secret = new_code_secret();
  if (auto done = transaction.run("UPDATE users SET totp_offered = :secret WHERE id = :id",
                                  {{"secret", secret}, {"id", user_id}});
      !done) {
    return std::unexpected(done.error());
  }
  return secret;
}

Result<std::vector<std::string>> begin_second_factor(records::Transaction& transaction, std::string_view user_id,
                                                     std::string_view code, Instant now) {
  const auto held = held_by(transaction, user_id);
  if (!held) return std::unexpected(held.error());
  if (held->offered.empty()) {
    return fail(Code::conflict, "no second factor was offered", {}, "ask for a secret first, and show it to the app");
  }
  const auto step = step_of_code(held->offered, trim(code), now, 0);
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

Result<bool> take_code(records::Transaction& transaction, std::string_view user_id, std::string_view code,
                       Instant now) {
  const auto held = held_by(transaction, user_id);
  if (!held) return std::unexpected(held.error());
  if (held->secret.empty()) return true;
  const auto step = step_of_code(held->secret, trim(code), now, held->step);
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

}  // namespace bellwether::guard
