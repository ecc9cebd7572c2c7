// A user's second factor in the records: offered, taken into use by a first code, asked for at each sign-in, given up.
// What its codes are made of stands there sealed.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "guard/access/seal.hpp"
#include "store/records/records.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::guard {

/// A new secret for the user's app, in base 32. It asks for nothing yet; offered again, the one before is forgotten.
/// Error: `conflict` where there is a second factor already.
[[nodiscard]] Result<std::string> offer_second_factor(records::Transaction& transaction, const Seal& seal,
                                                      std::string_view user_id);

/// Takes it into use where the app shows the right code. Returns the recovery codes, told this once: the store keeps hashes.
/// Errors: `conflict` where nothing was offered; `bad_input` for a wrong code.
[[nodiscard]] Result<std::vector<std::string>> begin_second_factor(records::Transaction& transaction, const Seal& seal,
                                                                   std::string_view user_id, std::string_view code,
                                                                   Instant now);

/// Whether it is a code of the app that was not used yet, or a recovery code, which is used up. Always true without a second factor.
/// Error: `damaged` where the secret can't be opened.
[[nodiscard]] Result<bool> take_code(records::Transaction& transaction, const Seal& seal, std::string_view user_id,
                                     std::string_view code, Instant now);

/// From now on the password alone opens. No error where there is none.
[[nodiscard]] Result<void> end_second_factor(records::Transaction& transaction, std::string_view user_id,
                                             std::string_view by, Instant now);

/// Seals what versions before kept as it was. How many there were.
[[nodiscard]] Result<std::size_t> seal_second_factors(records::Transaction& transaction, const Seal& seal);

}  // namespace bellwether::guard
