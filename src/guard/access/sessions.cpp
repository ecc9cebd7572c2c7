#include "guard/access/sessions.hpp"

#include "guard/access/audit.hpp"
#include "guard/access/secrets.hpp"
#include "guard/access/users.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::guard {

namespace {

constexpr std::int64_t k_us_per_hour = 3'600 * k_us_per_second;
constexpr std::size_t k_most_sessions = 50;

Result<void> forget(records::Transaction& transaction, std::string_view hash) {
  return transaction.run("DELETE FROM sessions WHERE hash = :hash", {{"hash", hash}});
}

/// Room for one more of this user.
Result<void> tidy(records::Transaction& transaction, std::string_view user_id, Instant now) {
  auto all = sessions(transaction);
  if (!all) return std::unexpected(all.error());
  std::erase_if(*all, [&](const Session& one) { return one.user_id != user_id; });
  std::ranges::sort(*all, std::greater<>(), &Session::seen_at);
  std::size_t kept = 0;
  for (const Session& one : *all) {
    const bool stays = is_live(one, now) && ++kept < k_most_sessions;
    if (stays) continue;
    if (auto done = forget(transaction, one.hash); !done) return done;
  }
  return {};
}

}  // namespace

bool is_live(const Session& session, Instant now) {
  return now.us - session.seen_at.us < k_idle_hours * k_us_per_hour &&
         now.us - session.began_at.us < k_session_days * k_us_per_day;
}

Result<MadeSession> begin_session(records::Transaction& transaction, std::string_view user_id, Instant now,
                                  std::string_view how) {
  if (auto tidied = tidy(transaction, user_id, now); !tidied) return std::unexpected(tidied.error());
  MadeSession made;
  made.token = new_secret();
  made.session = {
      .hash = hash_of_session(made.token), .user_id = std::string(user_id), .began_at = now, .seen_at = now};
  auto done = transaction.run(
      "INSERT INTO sessions (hash, user_id, began_at, seen_at) VALUES (:hash, :user_id, :began_at, :seen_at)",
      {{"hash", made.session.hash}, {"user_id", user_id}, {"began_at", now}, {"seen_at", now}});
  if (done) {
    done = transaction.run("UPDATE users SET last_signed_in = :at WHERE id = :id", {{"at", now}, {"id", user_id}});
  }
  if (done) {
    done = note_deed(transaction, {.who = as_actor(user_id), .what = "signed.in", .on = user_id, .how = how}, now);
  }
  if (!done) return std::unexpected(done.error());
  return made;
}

Result<void> note_failed_sign_in(records::Transaction& transaction, std::string_view user_id, std::string_view why,
                                 Instant now) {
  return note_deed(transaction, {.who = "nobody", .what = "sign_in.failed", .on = user_id, .how = why}, now);
}

Result<void> end_session(records::Transaction& transaction, const Session& session, Instant now) {
  if (auto done = forget(transaction, session.hash); !done) return done;
  return note_deed(transaction, {.who = as_actor(session.user_id), .what = "signed.out", .on = session.user_id}, now);
}

Result<void> end_sessions_of(records::Transaction& transaction, std::string_view user_id, std::string_view but) {
  return transaction.run("DELETE FROM sessions WHERE user_id = :user_id AND hash <> :but",
                         {{"user_id", user_id}, {"but", but}});
}

Result<void> note_seen(records::Transaction& transaction, std::string_view hash, Instant at) {
  return transaction.run("UPDATE sessions SET seen_at = :at WHERE hash = :hash", {{"at", at}, {"hash", hash}});
}

Result<std::vector<Session>> sessions(records::Transaction& transaction) {
  std::vector<Session> all;
  const auto read = transaction.ask(
      "SELECT hash, user_id, began_at, seen_at FROM sessions ORDER BY hash", 4, {},
      [&](const records::Row& row) -> Result<void> {
        const auto began = instant_from_text(row.text(2));
        const auto seen = instant_from_text(row.text(3));
        if (!began || !seen) return fail(Code::damaged, "a session has no time");
        all.push_back({.hash = row.text(0), .user_id = row.text(1), .began_at = *began, .seen_at = *seen});
        return {};
      });
  if (!read) return std::unexpected(read.error());
  return all;
}

std::string hash_of_session(std::string_view token) { return hash_of_secret("session", token); }
std::string csrf_token_of(std::string_view token) { return hash_of_secret("csrf", token); }

}  // namespace bellwether::guard
