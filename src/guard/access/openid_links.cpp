#include "guard/access/openid_links.hpp"

#include "base/text.hpp"
#include "guard/access/audit.hpp"
#include "guard/access/sessions.hpp"
#include "guard/access/users.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::guard {

namespace {

constexpr std::string_view k_by = "provider";

Result<std::optional<User>> linked_user(records::Transaction& transaction, const Comer& comer) {
  std::optional<std::string> id;
  const auto read =
      transaction.ask("SELECT user_id FROM openid_links WHERE issuer = :issuer AND subject = :subject", 1,
                      {{"issuer", comer.issuer}, {"subject", comer.subject}}, [&](const records::Row& row) {
                        id = row.text(0);
                        return Result<void>{};
                      });
  if (!read) return std::unexpected(read.error());
  if (!id) return std::nullopt;
  auto user = user_of(transaction, *id);
  if (!user) return std::unexpected(user.error());
  return std::optional(*std::move(user));
}

Result<bool> has_link(records::Transaction& transaction, std::string_view user_id, std::string_view issuer) {
  bool has = false;
  const auto read = transaction.ask("SELECT subject FROM openid_links WHERE user_id = :id AND issuer = :issuer", 1,
                                    {{"id", user_id}, {"issuer", issuer}}, [&](const records::Row&) {
                                      has = true;
                                      return Result<void>{};
                                    });
  if (!read) return std::unexpected(read.error());
  return has;
}

Result<void> link(records::Transaction& transaction, const Comer& comer, std::string_view user_id, Instant now) {
  auto done = transaction.run(
      "INSERT INTO openid_links (issuer, subject, user_id, made_at) VALUES (:issuer, :subject, :id, :at)",
      {{"issuer", comer.issuer}, {"subject", comer.subject}, {"id", user_id}, {"at", now}});
  if (done)
    done = note_deed(transaction, {.who = k_by, .what = "openid.linked", .on = user_id, .how = comer.issuer}, now);
  return done;
}

/// A name that a user may have: what the provider calls them, or their address.
std::string name_of(const Comer& comer) {
  constexpr std::size_t k_most_bytes = 100;
  std::string name;
  for (const char c : trim(comer.name.empty() || !is_utf8(comer.name) ? comer.email : comer.name)) {
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) name += c;
  }
  if (name.size() > k_most_bytes) name.resize(k_most_bytes);
  while (!name.empty() && !is_utf8(name)) name.pop_back();  // half a letter at the end
  name = std::string(trim(name));
  return name.empty() ? comer.email.substr(0, k_most_bytes) : name;
}

/// For who comes the first time: the account that has their address, or a new one.
class FirstTime {
 public:
  FirstTime(records::Transaction& transaction, const Comer& comer, Instant now)
      : transaction_(transaction), comer_(comer), now_(now) {}

  Result<Entry> enter() {
    if (!is_address(comer_.email)) return Entry{.refused = Refusal::no_address, .user_id = {}};
    const auto other = user_by_email(transaction_, comer_.email);
    if (!other) return std::unexpected(other.error());
    return *other ? join(**other) : add();
  }

 private:
  Result<Entry> join(const User& user) {
    if (!comer_.email_verified) return Entry{.refused = Refusal::unverified_address, .user_id = user.id};
    if (user.state == UserState::closed) return Entry{.refused = Refusal::closed, .user_id = user.id};
    const auto linked = has_link(transaction_, user.id, comer_.issuer);
    if (!linked) return std::unexpected(linked.error());
    if (*linked) return Entry{.refused = Refusal::linked_otherwise, .user_id = user.id};
    auto done = make_active(transaction_, user.id);
    if (done) done = link(transaction_, comer_, user.id, now_);
    if (!done) return std::unexpected(done.error());
    return Entry{.refused = {}, .user_id = user.id};
  }
  Result<Entry> add() {
    if (comer_.grants.empty()) return Entry{.refused = Refusal::nothing_granted, .user_id = {}};
    const auto all = users(transaction_);
    if (!all) return std::unexpected(all.error());
    const bool owns = std::ranges::any_of(comer_.grants, [](const Grant& one) { return one.role == Role::owner; });
    if (all->empty() && !owns) return Entry{.refused = Refusal::not_set_up, .user_id = {}};
    const auto user = add_active_user(transaction_, {.name = name_of(comer_), .email = comer_.email}, k_by, now_);
    if (!user) return std::unexpected(user.error());
    if (auto done = link(transaction_, comer_, user->id, now_); !done) return std::unexpected(done.error());
    return Entry{.refused = {}, .user_id = user->id};
  }

  records::Transaction& transaction_;
  const Comer& comer_;
  Instant now_;
};

Result<Entry> find(records::Transaction& transaction, const Comer& comer, Instant now) {
  const auto known = linked_user(transaction, comer);
  if (!known) return std::unexpected(known.error());
  if (!*known) return FirstTime(transaction, comer, now).enter();
  if ((*known)->state == UserState::closed) return Entry{.refused = Refusal::closed, .user_id = (*known)->id};
  return Entry{.refused = {}, .user_id = (*known)->id};
}

}  // namespace

std::string_view word_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::closed:
      return "closed";
    case Refusal::no_address:
      return "no_address";
    case Refusal::unverified_address:
      return "unverified_address";
    case Refusal::linked_otherwise:
      return "linked_otherwise";
    case Refusal::nothing_granted:
      return "nothing_granted";
    case Refusal::not_set_up:
      return "not_set_up";
  }
  return "";
}

Result<Entry> enter_by_provider(records::Transaction& transaction, const Comer& comer, Instant now) {
  auto entry = find(transaction, comer, now);
  if (!entry) return entry;
  if (!entry->refused) {
    if (auto done = set_group_grants(transaction, entry->user_id, comer.grants, k_by, now); !done) {
      return std::unexpected(done.error());
    }
    const auto user = user_of(transaction, entry->user_id);
    if (!user) return std::unexpected(user.error());
    if (user->grants.empty()) entry->refused = Refusal::nothing_granted;
  }
  if (!entry->refused) return entry;
  const std::string why = std::string("provider: ") + std::string(word_of(*entry->refused));
  if (auto noted = note_failed_sign_in(transaction, entry->user_id, why, now); !noted) {
    return std::unexpected(noted.error());
  }
  return entry;
}

}  // namespace bellwether::guard
