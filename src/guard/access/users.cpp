#include "guard/access/users.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "guard/access/secrets.hpp"
#include "guard/access/sessions.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace bellwether::guard {

namespace {

constexpr std::size_t k_most_name_bytes = 100;
constexpr std::size_t k_most_email_bytes = 254;
constexpr std::size_t k_most_grants = 100;
constexpr std::int64_t k_us_per_hour = 3'600 * k_us_per_second;
constexpr std::string_view k_by_link = "link";

bool is_plain(std::string_view text) {
  return is_utf8(text) && std::ranges::none_of(text, [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte < 0x20 || byte == 0x7F;
         });
}

Result<void> check_grants(const std::vector<Grant>& grants) {
  if (grants.size() > k_most_grants) {
    return fail(Code::bad_input, fmt::format("one person has at most {} grants", k_most_grants), "grants",
                "grant a unit above, which reaches all beneath it");
  }
  for (const Grant& grant : grants) {
    if (auto checked = check_grant(grant); !checked) return checked;
  }
  return {};
}

Result<void> check_wish(const UserWish& wish) {
  if (wish.name.empty() || wish.name.size() > k_most_name_bytes || !is_plain(wish.name)) {
    return fail(Code::bad_input, fmt::format("a name has 1 to {} bytes and no control characters", k_most_name_bytes),
                "name");
  }
  if (!is_address(wish.email)) {
    return fail(Code::bad_input, "this is no e-mail address", "email", "write it like ada@example.org");
  }
  return check_grants(wish.grants);
}

std::optional<UserState> state_from(std::string_view word) {
  for (const UserState state : {UserState::invited, UserState::active, UserState::closed}) {
    if (word_of(state) == word) return state;
  }
  return std::nullopt;
}

Result<std::map<std::string, std::vector<Grant>>> grants_by_user(records::Transaction& transaction) {
  std::map<std::string, std::vector<Grant>> all;
  const auto read = transaction.ask(
      "SELECT user_id, role, unit, voices, names, employees, of_group FROM user_grants ORDER BY "
      "user_id, number",
      7, {}, [&](const records::Row& row) -> Result<void> {
        const auto role = role_from(row.text(1));
        if (!role) return {};  // a role that a newer version knows gives nothing here
        all[row.text(0)].push_back({.role = *role,
                                    .unit = row.known(2) ? std::optional(row.text(2)) : std::nullopt,
                                    .voices = row.text(3) == "1",
                                    .names = row.text(4) == "1",
                                    .employees = row.text(5) == "1",
                                    .of_group = row.text(6) == "1"});
        return {};
      });
  if (!read) return std::unexpected(read.error());
  return all;
}

Result<User> user_from(const records::Row& row) {
  const auto state = state_from(row.text(3));
  const auto made = instant_from_text(row.text(4));
  if (!state || !made) return fail(Code::damaged, "the user " + row.text(0) + " has no state or time");
  User user{.id = row.text(0), .name = row.text(1), .email = row.text(2), .state = *state, .made_at = *made};
  user.second_factor = row.text(6) == "1";
  if (!row.known(5)) return user;
  const auto seen = instant_from_text(row.text(5));
  if (!seen) return fail(Code::damaged, "the user " + row.text(0) + " does not say when they signed in");
  user.last_signed_in = *seen;
  return user;
}

Result<std::vector<User>> read_users(records::Transaction& transaction, std::string_view where,
                                     const std::vector<records::Bind>& binds) {
  std::vector<User> all;
  const auto read =
      transaction.ask(fmt::format("SELECT id, name, email, state, made_at, last_signed_in, CASE WHEN totp <> '' THEN 1 "
                                  "ELSE 0 END FROM users {} ORDER BY name, id",
                                  where),
                      7, binds, [&](const records::Row& row) -> Result<void> {
                        auto user = user_from(row);
                        if (!user) return std::unexpected(user.error());
                        all.push_back(*std::move(user));
                        return {};
                      });
  if (!read) return std::unexpected(read.error());
  auto grants = grants_by_user(transaction);
  if (!grants) return std::unexpected(grants.error());
  for (User& user : all) user.grants = std::move((*grants)[user.id]);
  return all;
}

Result<void> write_grants(records::Transaction& transaction, std::string_view id, const std::vector<Grant>& grants) {
  auto done = transaction.run("DELETE FROM user_grants WHERE user_id = :id", {{"id", id}});
  const auto flag = [](bool is) { return std::int64_t{is ? 1 : 0}; };
  for (std::size_t i = 0; i < grants.size() && done; ++i) {
    const Grant& grant = grants[i];
    done = transaction.run(
        "INSERT INTO user_grants (user_id, number, role, unit, voices, names, employees, of_group) VALUES (:id, "
        ":number, :role, :unit, :voices, :names, :employees, :of_group)",
        {{"id", id},
         {"number", static_cast<std::int64_t>(i + 1)},
         {"role", word_of(grant.role)},
         {"unit", grant.unit ? records::Value(*grant.unit) : records::Value(std::nullopt)},
         {"voices", flag(grant.voices)},
         {"names", flag(grant.names)},
         {"employees", flag(grant.employees)},
         {"of_group", flag(grant.of_group)}});
  }
  return done;
}

/// Whether one of them says the same, whoever gave it.
bool says(const std::vector<Grant>& grants, Grant grant) {
  return std::ranges::any_of(grants, [&](const Grant& one) {
    grant.of_group = one.of_group;
    return one == grant;
  });
}

std::string words_of(const std::vector<Grant>& grants) {
  std::vector<std::string> words;
  for (const Grant& grant : grants) words.push_back(to_text(grant));
  return words.empty() ? "nothing" : join(words, ", ");
}

Result<User> add_user(records::Transaction& transaction, UserWish wish, UserState state, Instant now) {
  wish.name = std::string(trim(wish.name));
  wish.email = std::string(trim(wish.email));
  if (auto checked = check_wish(wish); !checked) return std::unexpected(checked.error());
  const auto other = user_by_email(transaction, wish.email);
  if (!other) return std::unexpected(other.error());
  if (*other) {
    return fail(Code::conflict, "somebody has this address already", "email",
                "make a new link for them, or use another address");
  }
  User user{.id = to_text(new_id(now)),
            .name = std::move(wish.name),
            .email = std::move(wish.email),
            .state = state,
            .grants = std::move(wish.grants),
            .made_at = now};
  auto done = transaction.run(
      "INSERT INTO users (id, name, email, email_folded, state, password, totp, totp_offered, totp_step, made_at, "
      "last_signed_in) VALUES (:id, :name, :email, :email_folded, :state, '', '', '', 0, :made_at, NULL)",
      {{"id", user.id},
       {"name", user.name},
       {"email", user.email},
       {"email_folded", fold(user.email)},
       {"state", word_of(user.state)},
       {"made_at", now}});
  if (done) done = write_grants(transaction, user.id, user.grants);
  if (!done) return std::unexpected(done.error());
  return user;
}

/// Where this user would no longer be an active owner: whether another one is.
Result<void> check_owner_left(records::Transaction& transaction, std::string_view without) {
  const auto all = users(transaction);
  if (!all) return std::unexpected(all.error());
  const bool was_one = std::ranges::any_of(
      *all, [&](const User& user) { return user.id == without && user.state == UserState::active && user.is_owner(); });
  const bool another = std::ranges::any_of(
      *all, [&](const User& user) { return user.id != without && user.state == UserState::active && user.is_owner(); });
  if (!was_one || another) return {};
  return fail(Code::conflict, "this is the last owner, and nobody else could change who may what", "grants",
              "make somebody else an owner first, and let them sign in once");
}

Result<std::string> make_link(records::Transaction& transaction, LinkKind kind, std::string_view user_id,
                              std::int64_t hours, Instant now) {
  const std::string_view word = kind == LinkKind::setup ? "setup" : "welcome";
  auto done = transaction.run("DELETE FROM links WHERE kind = :kind AND user_id = :user_id",
                              {{"kind", word}, {"user_id", user_id}});
  std::string token = new_secret();
  if (done) {
    done = transaction.run("INSERT INTO links (hash, kind, user_id, ends_at) VALUES (:hash, :kind, :user_id, :ends_at)",
                           {{"hash", hash_of_secret("link", token)},
                            {"kind", word},
                            {"user_id", user_id},
                            {"ends_at", Instant{.us = now.us + hours * k_us_per_hour}}});
  }
  if (!done) return std::unexpected(done.error());
  return token;
}

Result<void> use_up(records::Transaction& transaction, std::string_view token) {
  return transaction.run("DELETE FROM links WHERE hash = :hash", {{"hash", hash_of_secret("link", token)}});
}

std::unexpected<Error> no_link() {
  return fail(Code::not_found, "this link was used already, or has ended", {}, "ask for a new one");
}

Result<void> note(records::Transaction& transaction, std::string_view who, std::string_view what, const User& user,
                  std::string_view more, Instant now) {
  const std::string how = more.empty() ? user.name : fmt::format("{}: {}", user.name, more);
  return note_deed(transaction, {.who = who, .what = what, .on = user.id, .how = how}, now);
}

}  // namespace

std::string_view word_of(UserState state) {
  switch (state) {
    case UserState::invited:
      return "invited";
    case UserState::active:
      return "active";
    case UserState::closed:
      return "closed";
  }
  return "";
}

bool is_address(std::string_view email) {
  const std::size_t at = email.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < email.size() && email.rfind('@') == at &&
         email.find(' ') == std::string_view::npos && email.size() <= k_most_email_bytes && is_plain(email);
}

bool User::is_owner() const {
  return std::ranges::any_of(grants, [](const Grant& grant) { return grant.role == Role::owner; });
}

std::string as_actor(std::string_view user_id) { return fmt::format("user:{}", user_id); }

Result<std::vector<User>> users(records::Transaction& transaction) { return read_users(transaction, "", {}); }

Result<User> user_of(records::Transaction& transaction, std::string_view id) {
  auto found = read_users(transaction, "WHERE id = :id", {{"id", id}});
  if (!found) return std::unexpected(found.error());
  if (found->empty()) return fail(Code::not_found, "there is no such user", {}, "bellwether user list");
  return std::move(found->front());
}

Result<std::optional<User>> user_by_email(records::Transaction& transaction, std::string_view email) {
  auto found = read_users(transaction, "WHERE email_folded = :email", {{"email", fold(trim(email))}});
  if (!found) return std::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<User> invite_user(records::Transaction& transaction, UserWish wish, std::string_view by, Instant now) {
  auto user = add_user(transaction, std::move(wish), UserState::invited, now);
  if (!user) return user;
  if (auto noted = note(transaction, by, "user.invited", *user, words_of(user->grants), now); !noted) {
    return std::unexpected(noted.error());
  }
  return user;
}

Result<User> add_active_user(records::Transaction& transaction, UserWish wish, std::string_view by, Instant now) {
  auto user = add_user(transaction, std::move(wish), UserState::active, now);
  if (!user) return user;
  if (auto noted = note(transaction, by, "user.added", *user, words_of(user->grants), now); !noted) {
    return std::unexpected(noted.error());
  }
  return user;
}

Result<void> make_active(records::Transaction& transaction, std::string_view id) {
  auto done = transaction.run(
      "DELETE FROM links WHERE user_id = (SELECT id FROM users WHERE id = :id AND state = "
      "'invited')",
      {{"id", id}});
  if (done) {
    done = transaction.run("UPDATE users SET state = 'active' WHERE id = :id AND state = 'invited'", {{"id", id}});
  }
  return done;
}

Result<void> set_grants(records::Transaction& transaction, std::string_view id, const std::vector<Grant>& grants,
                        std::string_view by, Instant now) {
  if (auto checked = check_grants(grants); !checked) return checked;
  const auto user = user_of(transaction, id);
  if (!user) return std::unexpected(user.error());
  const bool stays_owner = std::ranges::any_of(grants, [](const Grant& grant) { return grant.role == Role::owner; });
  if (!stays_owner) {
    if (auto checked = check_owner_left(transaction, id); !checked) return checked;
  }
  std::vector<Grant> of_groups = user->grants, marked = grants;
  std::erase_if(of_groups, [](const Grant& grant) { return !grant.of_group; });
  for (Grant& grant : marked) grant.of_group = says(of_groups, grant);
  if (auto done = write_grants(transaction, id, marked); !done) return done;
  return note(transaction, by, "user.granted", *user, words_of(grants), now);
}

Result<void> set_group_grants(records::Transaction& transaction, std::string_view id, const std::vector<Grant>& grants,
                              std::string_view by, Instant now) {
  const auto user = user_of(transaction, id);
  if (!user) return std::unexpected(user.error());
  std::vector<Grant> next = user->grants;
  std::erase_if(next, [](const Grant& grant) { return grant.of_group; });
  for (Grant grant : grants) {
    if (says(next, grant)) continue;
    grant.of_group = true;
    next.push_back(std::move(grant));
  }
  const bool stays_owner = std::ranges::any_of(next, [](const Grant& grant) { return grant.role == Role::owner; });
  if (!stays_owner) {
    const auto another = check_owner_left(transaction, id);
    if (!another && another.error().code != Code::conflict) return another;
    if (!another)
      std::ranges::copy_if(user->grants, std::back_inserter(next),
                           [](const Grant& grant) { return grant.role == Role::owner; });
  }
  if (next == user->grants) return {};
  if (auto checked = check_grants(next); !checked) return checked;
  if (auto done = write_grants(transaction, id, next); !done) return done;
  return note(transaction, by, "user.granted", *user, words_of(next), now);
}

Result<void> close_user(records::Transaction& transaction, std::string_view id, std::string_view by, Instant now) {
  const auto user = user_of(transaction, id);
  if (!user) return std::unexpected(user.error());
  if (user->state == UserState::closed) return fail(Code::conflict, user->name + " is closed already");
  if (auto checked = check_owner_left(transaction, id); !checked) return checked;
  auto done = transaction.run(
      "UPDATE users SET state = 'closed', password = '', totp = '', totp_offered = '' WHERE id "
      "= :id",
      {{"id", id}});
  if (done) done = transaction.run("DELETE FROM links WHERE user_id = :id", {{"id", id}});
  if (done) done = transaction.run("DELETE FROM recovery_codes WHERE user_id = :id", {{"id", id}});
  if (done) done = end_sessions_of(transaction, id);
  if (done) done = note(transaction, by, "user.closed", *user, {}, now);
  return done;
}

Result<std::string> make_setup_link(records::Transaction& transaction, Instant now) {
  const auto all = users(transaction);
  if (!all) return std::unexpected(all.error());
  if (!all->empty()) return fail(Code::conflict, "there is an owner already", {}, "sign in, or ask them for a link");
  auto token = make_link(transaction, LinkKind::setup, "", k_setup_hours, now);
  if (!token) return token;
  if (auto noted = note_deed(transaction, {.who = "server", .what = "setup.link_made"}, now); !noted) {
    return std::unexpected(noted.error());
  }
  return token;
}

Result<std::string> make_welcome_link(records::Transaction& transaction, std::string_view id, std::string_view by,
                                      Instant now) {
  const auto user = user_of(transaction, id);
  if (!user) return std::unexpected(user.error());
  if (user->state == UserState::closed) {
    return fail(Code::conflict, user->name + " is closed", {}, "invite them anew under another address");
  }
  auto token = make_link(transaction, LinkKind::welcome, id, k_welcome_hours, now);
  if (!token) return token;
  if (auto noted = note(transaction, by, "user.link_made", *user, {}, now); !noted) {
    return std::unexpected(noted.error());
  }
  return token;
}

Result<std::optional<User>> user_of_link(records::Transaction& transaction, LinkKind kind, std::string_view token,
                                         Instant now) {
  std::optional<std::string> id;
  const auto read = transaction.ask(
      "SELECT user_id, ends_at FROM links WHERE hash = :hash AND kind = :kind", 2,
      {{"hash", hash_of_secret("link", token)}, {"kind", kind == LinkKind::setup ? "setup" : "welcome"}},
      [&](const records::Row& row) -> Result<void> {
        const auto ends = instant_from_text(row.text(1));
        if (ends && now < *ends) id = row.text(0);
        return {};
      });
  if (!read) return std::unexpected(read.error());
  if (!id) return no_link();
  if (id->empty()) return std::nullopt;
  auto user = user_of(transaction, *id);
  if (!user) return std::unexpected(user.error());
  return std::optional(*std::move(user));
}

Result<User> set_up_owner(records::Transaction& transaction, std::string_view token, UserWish wish,
                          const std::string& password_hash, Instant now) {
  const auto link = user_of_link(transaction, LinkKind::setup, token, now);
  if (!link) return std::unexpected(link.error());
  const auto all = users(transaction);
  if (!all) return std::unexpected(all.error());
  if (!all->empty()) return fail(Code::conflict, "there is an owner already", {}, "sign in");
  wish.grants = {{.role = Role::owner, .unit = {}, .voices = true, .names = true, .employees = true}};
  auto user = add_user(transaction, std::move(wish), UserState::active, now);
  if (!user) return user;
  auto done = set_password_hash(transaction, user->id, password_hash, false, now);
  if (done) done = use_up(transaction, token);
  if (done) done = note(transaction, k_by_link, "user.set_up", *user, words_of(user->grants), now);
  if (!done) return std::unexpected(done.error());
  return user;
}

Result<User> accept_link(records::Transaction& transaction, std::string_view token, const std::string& password_hash,
                         Instant now) {
  auto user = user_of_link(transaction, LinkKind::welcome, token, now);
  if (!user) return std::unexpected(user.error());
  if (!*user) return no_link();
  const std::string& id = (*user)->id;
  auto done =
      transaction.run("UPDATE users SET state = 'active', totp = '', totp_offered = '' WHERE id = :id", {{"id", id}});
  if (done) done = transaction.run("DELETE FROM recovery_codes WHERE user_id = :id", {{"id", id}});
  if (done) done = transaction.run("DELETE FROM openid_links WHERE user_id = :id", {{"id", id}});
  if (done) done = set_password_hash(transaction, id, password_hash, false, now);
  if (done) done = end_sessions_of(transaction, id);
  if (done) done = use_up(transaction, token);
  if (done) done = note(transaction, k_by_link, "user.began", **user, {}, now);
  if (!done) return std::unexpected(done.error());
  return user_of(transaction, id);
}

Result<std::string> password_hash_of(records::Transaction& transaction, std::string_view id) {
  std::string hash;
  const auto read = transaction.ask("SELECT password FROM users WHERE id = :id", 1, {{"id", id}},
                                    [&](const records::Row& row) -> Result<void> {
                                      hash = row.text(0);
                                      return {};
                                    });
  if (!read) return std::unexpected(read.error());
  return hash;
}

Result<void> set_password_hash(records::Transaction& transaction, std::string_view id, const std::string& password_hash,
                               bool noted, Instant now) {
  auto done =
      transaction.run("UPDATE users SET password = :hash WHERE id = :id", {{"hash", password_hash}, {"id", id}});
  if (!done || !noted) return done;
  return note_deed(transaction, {.who = as_actor(id), .what = "user.password_changed", .on = id}, now);
}

}  // namespace bellwether::guard
