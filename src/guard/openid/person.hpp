// Who signed in, as the provider tells it: of the claims in the ID token and, where it lacks some, of userinfo.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace bellwether::openid {

struct Person {
  std::string subject;          ///< "sub": who that is at this provider, for ever
  std::string email;            ///< empty: not told
  bool email_verified = false;  ///< false, too, where the provider does not say
  std::string name;             ///< empty: not told
  std::vector<std::string> groups = {};
};

inline constexpr std::size_t k_most_groups = 1'000;

/// `groups_claim`: the claim with a list of groups (or one); where there is none of that name, a way down by dots, as in
/// "realm_access.roles". Empty: no groups are looked for.
[[nodiscard]] Person person_of(const nlohmann::json& claims, std::string_view groups_claim);

/// Whether userinfo could tell what the token did not: the address with its standing, or the groups.
[[nodiscard]] bool lacks_claims(const nlohmann::json& claims, std::string_view groups_claim);

inline constexpr std::size_t k_most_userinfo_bytes = 256 << 10;
/// The token's claims, and what userinfo tells beside them. Errors: `bad_input` where userinfo is no object, or of somebody else;
/// `too_large`.
[[nodiscard]] Result<nlohmann::json> with_userinfo(nlohmann::json claims, std::string_view json);

}  // namespace bellwether::openid
