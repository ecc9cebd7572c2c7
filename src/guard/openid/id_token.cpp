#include "guard/openid/id_token.hpp"

#include "guard/access/secrets.hpp"
#include "guard/openid/signed_text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace bellwether::openid {

namespace {

using Json = nlohmann::json;

constexpr std::size_t k_most_subject_bytes = 255;  // as the standard has it

std::unexpected<Error> refused(std::string what) { return fail(Code::bad_input, std::move(what), "ID token"); }

bool is_text(const Json& claims, const char* name, std::string_view text) {
  const auto found = claims.find(name);
  return found != claims.end() && found->is_string() && found->get_ref<const std::string&>() == text;
}

Result<void> check_audience(const Json& claims, std::string_view client_id) {
  const auto found = claims.find("aud");
  const bool one = is_text(claims, "aud", client_id);
  const bool among = found != claims.end() && found->is_array() &&
                     std::ranges::any_of(*found, [&](const Json& of) { return of.is_string() && of == client_id; });
  if (!one && !among) return refused("the token is for another program");
  const bool several = among && found->size() > 1;
  if (claims.contains("azp") ? !is_text(claims, "azp", client_id) : several) {
    return refused("the token was asked for by another program");
  }
  return {};
}

/// Seconds since 1970; nothing where the claim is none.
std::optional<double> seconds_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  return std::isfinite(seconds) ? std::optional(seconds) : std::nullopt;
}

Result<void> check_times(const Json& claims, const Expected& expected) {
  const auto ends = seconds_in(claims, "exp"), made = seconds_in(claims, "iat");
  if (!ends || !made) return refused("the token does not say when it was made and when it ends");
  const double at = static_cast<double>(expected.now.us) / static_cast<double>(k_us_per_second);
  const auto leeway = static_cast<double>(expected.leeway.count());
  if (at >= *ends + leeway) return refused("the token has ended");
  if (*made > at + leeway) return refused("the token is of a time to come: the clocks differ");
  if (*made < at - leeway - static_cast<double>(k_oldest_token.count())) return refused("the token is too old");
  if (!claims.contains("nbf")) return {};
  const auto begins = seconds_in(claims, "nbf");
  if (!begins || *begins > at + leeway) return refused("the token does not hold yet: the clocks differ");
  return {};
}

}  // namespace

Result<Json> id_token_claims(std::string_view token, const KeySet& keys, const Expected& expected) {
  const auto payload = signed_payload(token, keys);
  if (!payload) return std::unexpected(payload.error());
  Json claims = Json::parse(*payload, nullptr, false);
  if (!claims.is_object()) return refused("the token holds no claims");
  if (!is_text(claims, "iss", expected.issuer)) return refused("the token is of another issuer");
  if (auto checked = check_audience(claims, expected.client_id); !checked) return std::unexpected(checked.error());
  if (auto checked = check_times(claims, expected); !checked) return std::unexpected(checked.error());
  const auto nonce = claims.find("nonce");
  if (nonce == claims.end() || !nonce->is_string() ||
      !guard::is_same_secret(nonce->get_ref<const std::string&>(), expected.nonce)) {
    return refused("the token belongs to another sign-in");
  }
  const auto subject = claims.find("sub");
  if (subject == claims.end() || !subject->is_string() || subject->get_ref<const std::string&>().empty() ||
      subject->get_ref<const std::string&>().size() > k_most_subject_bytes) {
    return refused("the token does not say whose it is");
  }
  return claims;
}

}  // namespace bellwether::openid
