// Any bytes as what the organisation's API and a sign-in provider tell: rows or faults with a place; claims only where a signature is right.
#include "guard/openid/id_token.hpp"
#include "guard/openid/key_set.hpp"
#include "guard/openid/person.hpp"
#include "guard/openid/provider.hpp"
#include "listen/organisation/told_json.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace listen = bellwether::listen;
namespace openid = bellwether::openid;

namespace {

void demand(bool holds) {
  if (!holds) std::abort();
}

void check(const bellwether::Result<listen::ToldJson>& read) {
  if (!read) return demand(!read.error().message.empty());
  demand(read->faults.size() <= listen::k_most_faults);
  for (const listen::MemberFault& fault : read->faults) {
    demand(!fault.what.empty());
    demand(fault.pointer.empty() || fault.pointer.front() == '/');
  }
  for (const auto& row : read->told) demand(!row.id.empty() && !row.where.empty());
}

/// A key of RFC 7517's example: what an input is signed with, nobody can be.
constexpr std::string_view k_keys =
    R"({"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
    R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"sig","kid":"1"}]})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  static const auto k_set = openid::read_key_set(k_keys);
  demand(k_set.has_value());
  switch (data[0] % 6) {
    case 0:
      return check(listen::read_told_json(text)), 0;
    case 1:
      return check(listen::read_told_json_row(text, bellwether::org::Kind::person, "ada")), 0;
    case 2: {
      const openid::Expected expected{.issuer = "https://id.example.org",
                                      .client_id = "bellwether",
                                      .nonce = "n",
                                      .now = {.us = 1'795'000'000'000'000}};
      demand(!openid::id_token_claims(text, *k_set, expected).has_value());
      return 0;
    }
    case 3:
      return (void)openid::read_key_set(text), 0;
    case 4:
      return (void)openid::read_provider(text, "https://id.example.org"), 0;
    default:
      const auto claims = nlohmann::json::parse(text, nullptr, false);
      // As claims of a token are, when it comes to that.
      if (!claims.is_object() || !claims.contains("sub") || !claims["sub"].is_string()) return 0;
      (void)openid::person_of(claims, "realm_access.roles");
      (void)openid::lacks_claims(claims, "groups");
      (void)openid::with_userinfo(claims, text);
      return 0;
  }
}
