#include "guard/openid/person.hpp"

#include "base/text.hpp"

namespace bellwether::openid {

namespace {

using Json = nlohmann::json;

std::string text_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  return found != claims.end() && found->is_string() ? std::string(trim(found->get_ref<const std::string&>()))
                                                     : std::string();
}

/// Some providers write it as a text.
bool is_verified(const Json& claims) {
  const auto found = claims.find("email_verified");
  return found != claims.end() && (*found == true || *found == "true");
}

const Json* claim_at(const Json& claims, std::string_view name) {
  if (name.empty()) return nullptr;
  if (const auto whole = claims.find(std::string(name)); whole != claims.end()) return &*whole;
  const Json* at = &claims;
  for (const std::string_view part : split(name, '.')) {
    const auto next = at->is_object() ? at->find(std::string(part)) : at->end();
    if (!at->is_object() || next == at->end()) return nullptr;
    at = &*next;
  }
  return at;
}

std::string name_of(const Json& claims) {
  std::string name = text_in(claims, "name");
  if (name.empty()) {
    const std::string given = text_in(claims, "given_name"), family = text_in(claims, "family_name");
    name = given + (given.empty() || family.empty() ? "" : " ") + family;
  }
  return name.empty() ? text_in(claims, "preferred_username") : name;
}

}  // namespace

Person person_of(const Json& claims, std::string_view groups_claim) {
  Person person{.subject = claims.value("sub", std::string()),
                .email = text_in(claims, "email"),
                .email_verified = is_verified(claims),
                .name = name_of(claims)};
  const Json* const groups = claim_at(claims, groups_claim);
  if (groups == nullptr) return person;
  if (groups->is_string()) person.groups.push_back(groups->get<std::string>());
  if (!groups->is_array()) return person;
  for (const Json& one : *groups) {
    if (one.is_string() && person.groups.size() < k_most_groups) person.groups.push_back(one.get<std::string>());
  }
  return person;
}

bool lacks_claims(const Json& claims, std::string_view groups_claim) {
  const bool groups = groups_claim.empty() || claim_at(claims, groups_claim) != nullptr;
  return !groups || !claims.contains("email") || !claims.contains("email_verified") || name_of(claims).empty();
}

Result<Json> with_userinfo(Json claims, std::string_view json) {
  constexpr const char* k_where = "userinfo";
  if (json.size() > k_most_userinfo_bytes)
    return fail(Code::too_large, "the provider's userinfo is too large", k_where);
  const Json told = Json::parse(json, nullptr, false);
  if (!told.is_object()) return fail(Code::bad_input, "the provider's userinfo is no JSON object", k_where);
  // Else another's userinfo could be slipped in (section 5.3.2).
  if (const auto of = told.find("sub"); of == told.end() || *of != claims["sub"]) {
    return fail(Code::bad_input, "the provider's userinfo is of somebody else", k_where);
  }
  // An address and whether it was verified come from one place: a token's "verified" says nothing of userinfo's address.
  const bool own_address = claims.contains("email");
  for (const auto& [name, value] : told.items()) {
    const bool of_address = name == "email" || name == "email_verified";
    if (of_address && own_address && claims["email"] != told.value("email", Json())) continue;
    if (of_address && !own_address) {
      claims[name] = value;
    } else if (!claims.contains(name)) {
      claims[name] = value;
    }
  }
  if (!own_address && claims.contains("email_verified") && !told.contains("email_verified")) {
    claims.erase("email_verified");
  }
  return claims;
}

}  // namespace bellwether::openid
