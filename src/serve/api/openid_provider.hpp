// The provider by which people sign in: what it told of itself and its keys, kept for a while, and what a sign-in asks of it.
#pragma once

#include "base/result.hpp"
#include "guard/access/rights.hpp"
#include "guard/openid/key_set.hpp"
#include "guard/openid/person.hpp"
#include "guard/openid/request.hpp"
#include "guard/openid/seal.hpp"
#include "serve/api/workers.hpp"
#include "serve/fetch/fetch.hpp"
#include "store/directory/data_directory.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::api {

/// Why nobody came in, beside what guard::Refusal tells: the page has words for each. Their words stand in addresses.
enum class OpenIdProblem : std::uint8_t {
  busy,           ///< too much waits
  too_often,      ///< too many attempts failed
  provider_down,  ///< it does not answer, or answers with its own fault
  misconfigured,  ///< provider and server do not fit together
  cancelled,      ///< the provider says that nobody signed in
  expired,        ///< another browser, or too late
  not_trusted,    ///< what came back could not be trusted
  fault,          ///< of our own
};
[[nodiscard]] std::string_view word_of(OpenIdProblem problem);

struct OpenIdFault {
  OpenIdProblem problem = OpenIdProblem::fault;
  std::string why = {};   ///< for whoever runs the server; no secret, and nothing of a token
  bool is_known = false;  ///< told a moment ago, and not asked again
};
template <class T>
using OpenIdResult = std::expected<T, OpenIdFault>;

class OpenIdProvider {
 public:
  static constexpr std::chrono::seconds k_kept{3'600};          ///< document and keys
  static constexpr std::chrono::seconds k_between_failures{5};  ///< until a provider that failed is asked again
  static constexpr std::chrono::seconds k_between_new_keys{
      60};  ///< until the keys are asked for again, as a token named another

  /// Asks nobody yet. Null where no provider is set. Errors: `bad_input` where the settings do not fit together; `io` for a secret's file.
  [[nodiscard]] static Result<std::unique_ptr<OpenIdProvider>> open(const store::Settings& settings);
  OpenIdProvider(const OpenIdProvider&) = delete;
  OpenIdProvider& operator=(const OpenIdProvider&) = delete;
  ~OpenIdProvider();

  [[nodiscard]] const std::string& label() const { return settings_.label; }
  [[nodiscard]] const std::string& issuer() const { return settings_.issuer; }
  [[nodiscard]] const openid::Seal& seal() const { return seal_; }
  /// Its own, so that a slow provider keeps no question waiting.
  [[nodiscard]] Workers& workers() { return *workers_; }

  /// Where the browser is sent. Asks the provider where it has not told lately: for workers.
  [[nodiscard]] OpenIdResult<std::string> authorization_uri(const openid::Bond& bond);
  /// Who that is to whom the provider gave this code. For workers.
  [[nodiscard]] OpenIdResult<openid::Person> person_of(std::string_view code, const openid::Bond& bond);
  /// What these groups are granted.
  [[nodiscard]] std::vector<guard::Grant> grants_of(std::span<const std::string> groups) const;

 private:
  using Clock = std::chrono::steady_clock;
  using Keys = std::shared_ptr<const openid::KeySet>;  // shared with those who check a token while new ones come

  OpenIdProvider() = default;
  [[nodiscard]] OpenIdResult<openid::Provider> provider();
  [[nodiscard]] OpenIdResult<Keys> keys(bool again);
  [[nodiscard]] OpenIdResult<std::string> read_from(const std::string& uri, std::size_t most_bytes,
                                                    const std::string& bearer = {});
  [[nodiscard]] OpenIdResult<openid::Tokens> tokens_for(std::string_view code, const openid::Bond& bond);
  [[nodiscard]] OpenIdResult<nlohmann::json> claims_of(const openid::Tokens& tokens, const openid::Bond& bond);

  store::OpenIdPlace settings_;
  openid::Client client_;
  struct GrantOfGroup {
    std::string group;
    guard::Grant grant;
  };
  std::vector<GrantOfGroup> grants_;
  fetch::Rules rules_;
  openid::Seal seal_;

  std::mutex asking_;  ///< held while the provider is asked, so that it is asked once
  std::optional<openid::Provider> told_;
  Clock::time_point told_at_, failed_at_, keys_at_, new_keys_at_;
  std::optional<OpenIdFault> failed_;
  Keys keys_;

  std::stop_source stop_;
  std::unique_ptr<Workers> workers_;  ///< last: what they do uses all of the above
};

}  // namespace bellwether::api
