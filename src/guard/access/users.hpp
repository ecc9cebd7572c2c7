// People who sign in: who they are, what each was granted, and the links by which they come in the first time.
//
// The first owner is made by a link that the server prints while there is nobody (make_setup_link, set_up_owner). Everybody else is
// invited: an owner makes them and passes on a link (invite_user, make_welcome_link), and they choose a password (accept_link). A link
// is told once, works once and for a while, and the store keeps its hash. Everything here writes a line into the audit log.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "guard/access/rights.hpp"
#include "store/records/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::guard {

enum class UserState : std::uint8_t {
  invited,  ///< has no password yet
  active,
  closed,  ///< signs in no more; what they did stays told in the audit log
};
[[nodiscard]] std::string_view word_of(UserState state);

struct User {
  std::string id;     ///< a UUID
  std::string name;   ///< 1 to 100 bytes
  std::string email;  ///< as given; compared without regard to case
  UserState state = UserState::invited;
  bool second_factor = false;
  std::vector<Grant> grants = {};
  Instant made_at = {};
  std::optional<Instant> last_signed_in = {};

  [[nodiscard]] bool is_owner() const;
};

/// Whether it could be one: something, an @, something; at most 254 bytes.
[[nodiscard]] bool is_address(std::string_view email);

struct UserWish {
  std::string name;
  std::string email;
  std::vector<Grant> grants = {};
};

/// How the audit log names a user: "user:ID".
[[nodiscard]] std::string as_actor(std::string_view user_id);

[[nodiscard]] Result<std::vector<User>> users(records::Transaction& transaction);  ///< by name
/// Error: `not_found`.
[[nodiscard]] Result<User> user_of(records::Transaction& transaction, std::string_view id);
/// Nothing where nobody has the address.
[[nodiscard]] Result<std::optional<User>> user_by_email(records::Transaction& transaction, std::string_view email);

/// Makes somebody who has no password yet. Errors: `bad_input` for a name or address that is none, or a grant (check_grant);
/// `conflict` where somebody has the address.
[[nodiscard]] Result<User> invite_user(records::Transaction& transaction, UserWish wish, std::string_view by,
                                       Instant now);
/// Makes somebody who is active at once and has no password, since another's word is taken for who they are. Errors: as invite_user.
[[nodiscard]] Result<User> add_active_user(records::Transaction& transaction, UserWish wish, std::string_view by,
                                           Instant now);
/// From now on the user has these grants and no others; one that a group gave stays the group's. Errors: `not_found`, `bad_input`; `conflict` where nobody would be left who is
/// active and an owner.
[[nodiscard]] Result<void> set_grants(records::Transaction& transaction, std::string_view id,
                                      const std::vector<Grant>& grants, std::string_view by, Instant now);
/// From now on the groups at the provider give the user these grants and no others; what an owner gave stays. The last active owner stays
/// one, whatever the groups say. Writes a line where something changed. Errors: `not_found`, `bad_input`.
[[nodiscard]] Result<void> set_group_grants(records::Transaction& transaction, std::string_view id,
                                            const std::vector<Grant>& grants, std::string_view by, Instant now);
/// An invited user is active from now on without having chosen a password; their link ends. Nothing for one who is active.
[[nodiscard]] Result<void> make_active(records::Transaction& transaction, std::string_view id);
/// The user signs in no more, and every session and link ends. Errors: `not_found`; `conflict` where closed already, or the last owner.
[[nodiscard]] Result<void> close_user(records::Transaction& transaction, std::string_view id, std::string_view by,
                                      Instant now);

inline constexpr std::int64_t k_setup_hours = 24;
inline constexpr std::int64_t k_welcome_hours = 72;

/// A token for `/setup#TOKEN`. Earlier ones open nothing any more. Error: `conflict` where there is somebody already.
[[nodiscard]] Result<std::string> make_setup_link(records::Transaction& transaction, Instant now);
/// A token for `/welcome#TOKEN`: for who was invited, or lost password or second factor. The user's earlier ones open nothing any more.
/// Errors: `not_found`; `conflict` for a closed user.
[[nodiscard]] Result<std::string> make_welcome_link(records::Transaction& transaction, std::string_view id,
                                                    std::string_view by, Instant now);

enum class LinkKind : std::uint8_t { setup, welcome };
/// Whose link it is; of a set-up link nobody's. Error: `not_found` where it is used, ended or never was: nobody is told which.
[[nodiscard]] Result<std::optional<User>> user_of_link(records::Transaction& transaction, LinkKind kind,
                                                       std::string_view token, Instant now);

/// Makes the first owner, active, and uses up the link. `password_hash` of passwords.hpp. Errors: as user_of_link and invite_user;
/// `conflict` where there is somebody already.
[[nodiscard]] Result<User> set_up_owner(records::Transaction& transaction, std::string_view token, UserWish wish,
                                        const std::string& password_hash, Instant now);
/// Gives the link's user that password, ends their sessions, second factor and links to a provider, makes them active and uses up the link: they begin anew.
/// Errors: as user_of_link.
[[nodiscard]] Result<User> accept_link(records::Transaction& transaction, std::string_view token,
                                       const std::string& password_hash, Instant now);

/// Empty where there is none.
[[nodiscard]] Result<std::string> password_hash_of(records::Transaction& transaction, std::string_view id);
/// `noted` says why in the audit log; nothing: the same password in a new hash, which is no deed. Sessions are the caller's to end.
[[nodiscard]] Result<void> set_password_hash(records::Transaction& transaction, std::string_view id,
                                             const std::string& password_hash, bool noted, Instant now);

}  // namespace bellwether::guard
