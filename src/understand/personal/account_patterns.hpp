// Forms of the organisation's own numbers (accounts, orders, contracts), as it writes them down.
#pragma once

#include "base/result.hpp"
#include "understand/personal/found.hpp"

#include <span>
#include <string>
#include <vector>

namespace bellwether::personal {

inline constexpr std::size_t k_most_account_patterns = 32;
inline constexpr std::size_t k_longest_account_pattern = 64;

/// A form such as "ORD-######": '#' is a digit, '?' a letter, '*' one or more letters and digits (40 at most), '-', '.',
/// '/', '_' and a blank stand for themselves, letters and digits too, in either case.
struct AccountPattern {
  std::string name;  ///< "order", for messages
  std::string form;
};

/// Errors: `bad_input` where the form is empty, too long, or has another sign; where nothing in it varies; where it
/// begins or ends with a separator; where behind '*' stands what '*' takes; `where` is "privacy.patterns.NAME".
[[nodiscard]] Result<AccountPattern> account_pattern(std::string_view name, std::string_view form);

/// Appends, in order and without overlaps, what fits a pattern from the beginning of a word to the end of one; where
/// several do, the first. Linear: from each beginning at most 32 forms are compared, each byte once.
void find_accounts(std::string_view text, std::span<const AccountPattern> patterns, std::vector<Found>& found);

}  // namespace bellwether::personal
