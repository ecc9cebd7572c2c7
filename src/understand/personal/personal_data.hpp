// Where personal data stands in a text: all kinds together.
#pragma once

#include "understand/personal/account_patterns.hpp"
#include "understand/personal/found.hpp"
#include "understand/personal/words.hpp"

#include <vector>

namespace bellwether::personal {

/// Finds, with memory that is used again for every text.
class PersonalData {
 public:
  /// At most `k_most_account_patterns` forms of the organisation's own numbers; more are not looked at.
  explicit PersonalData(std::vector<AccountPattern> accounts = {});

  /// Everything found, in order, without overlaps; what each kind promises stands with its finder. Linear in the text's
  /// length; of texts beyond 64 KiB each such piece is read alone, cut between words where there are blanks.
  void find(std::string_view text, std::vector<Found>& found);

 private:
  void find_in_piece(std::string_view piece, std::size_t from, std::vector<Found>& found);

  std::vector<AccountPattern> accounts_;
  Words words_;
  std::vector<Found> all_, kept_;
};

/// Everything found in one text, without account patterns.
void find_personal_data(std::string_view text, std::vector<Found>& found);

}  // namespace bellwether::personal
