// Who is signed in: sessions of users, known by a random token that the browser holds and of which the store keeps a hash.
//
// A session ends by itself when it was idle for k_idle_hours and, whatever happens, k_session_days after it began.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/records/records.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::guard {

inline constexpr std::int64_t k_idle_hours = 12;
inline constexpr std::int64_t k_session_days = 14;

struct Session {
  std::string hash;  ///< of its token; names the session, and opens nothing
  std::string user_id;
  Instant began_at, seen_at;
};

/// Whether it still holds, as far as time goes.
[[nodiscard]] bool is_live(const Session& session, Instant now);

struct MadeSession {
  Session session;
  std::string token;  ///< for the user's browser, and nobody else
};

/// Begins a session and notes the sign-in, and `how` where it was not by a password. Sessions of the same user that have ended are forgotten, and the oldest where there would be
/// more than 50.
[[nodiscard]] Result<MadeSession> begin_session(records::Transaction& transaction, std::string_view user_id,
                                                Instant now, std::string_view how = {});
/// Notes a sign-in that failed; `user_id` empty where nobody has the address, which itself is not noted.
[[nodiscard]] Result<void> note_failed_sign_in(records::Transaction& transaction, std::string_view user_id,
                                               std::string_view why, Instant now);
/// Signs out. No error where it is gone already.
[[nodiscard]] Result<void> end_session(records::Transaction& transaction, const Session& session, Instant now);
/// Ends all of a user but one (by hash; empty: all). Writes no line: what ends them does.
[[nodiscard]] Result<void> end_sessions_of(records::Transaction& transaction, std::string_view user_id,
                                           std::string_view but = {});
/// That it was in use; not to be told for every request.
[[nodiscard]] Result<void> note_seen(records::Transaction& transaction, std::string_view hash, Instant at);
/// All that are stored, ended ones, too.
[[nodiscard]] Result<std::vector<Session>> sessions(records::Transaction& transaction);

/// By which a session is found.
[[nodiscard]] std::string hash_of_session(std::string_view token);
/// What requests that change something must carry beside the cookie: made of the token, which other sites can't read.
[[nodiscard]] std::string csrf_token_of(std::string_view token);

}  // namespace bellwether::guard
