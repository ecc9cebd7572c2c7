// Whose account it is that a provider's word opens. A person is known by issuer and subject, which never change; an address counts once,
// to find the account that was there before, and only where the provider has verified it.
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

/// Who comes, as a provider that is trusted tells it.
struct Comer {
  std::string issuer, subject;
  std::string email;               ///< empty: not told
  bool email_verified = false;     ///< by the provider
  std::string name;                ///< empty: not told
  std::vector<Grant> grants = {};  ///< what their groups there give; each holds (check_grant)
};

enum class Refusal : std::uint8_t {
  closed,              ///< the account was closed
  no_address,          ///< not known yet, and the provider tells no address
  unverified_address,  ///< there is an account with this address, and nobody knows whether it is theirs
  linked_otherwise,    ///< that account is another's at the same provider: addresses are given away again
  nothing_granted,     ///< neither an owner nor a group has granted anything
  not_set_up,          ///< there is nobody yet, and this one would be no owner: the house would have none
};
[[nodiscard]] std::string_view word_of(Refusal refusal);

struct Entry {
  std::optional<Refusal> refused;
  std::string user_id;  ///< of a refusal, too, where it is known
};

/// Finds the account, links it the first time, or makes one where groups grant something; then grants what the groups give and no longer
/// what they gave (set_group_grants). Who was invited is active from then on. A refusal is no error: what was done and noted stays, and
/// nobody is let in. Errors: as of the records; `bad_input` where more is granted than one person may have.
[[nodiscard]] Result<Entry> enter_by_provider(records::Transaction& transaction, const Comer& comer, Instant now);

}  // namespace bellwether::guard
