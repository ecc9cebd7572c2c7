// Who did and looked at what: lines that are only ever added, each with a hash of itself and of the one before, so that none can be
// changed, left out or put in between without its being seen. Cutting off the end can't be seen from within: whoever has noted the last
// number and hash (`bellwether check --audit` tells them) sees that, too.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/records/records.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::guard {

struct Deed {
  std::string_view who;       ///< a user, "key:ID", or "command line"
  std::string_view what;      ///< "key.made", "signed.in", "voice.looked_at"
  std::string_view on = {};   ///< the id of what it was done to
  std::string_view how = {};  ///< more, in words or JSON; never a secret, never personal data of customers
};

/// Adds a line. In the transaction of the deed itself, both stand or neither.
[[nodiscard]] Result<void> note_deed(records::Transaction& transaction, const Deed& deed, Instant at);

struct AuditLine {
  std::int64_t number = 0;
  std::string at, who, what, on, how;
};
/// The newest first, at most `most`; only those before line `before`, where that is told.
[[nodiscard]] Result<std::vector<AuditLine>> audit_lines(records::Transaction& transaction,
                                                         std::optional<std::int64_t> before, std::int64_t most);

struct AuditReport {
  std::int64_t lines = 0;
  std::string last_hash;               ///< base 16; empty where there is no line
  std::optional<std::int64_t> broken;  ///< number of the first line that is not what was written
  std::string why;                     ///< of the broken one
};
/// Reads the whole log again.
[[nodiscard]] Result<AuditReport> check_audit(records::Transaction& transaction);

}  // namespace bellwether::guard
