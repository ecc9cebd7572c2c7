#include "guard/access/audit.hpp"

#include <array>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

namespace bellwether::guard {

namespace {

using Hash = std::array<unsigned char, crypto_generichash_BYTES>;
static_assert(crypto_generichash_BYTES == 32);

std::string in_base_16(const Hash& hash) {
  std::string text;
  for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

/// BLAKE2b over all parts, each with its length in front, so that no two lines read alike.
std::string hash_of(std::string_view before, std::int64_t number, std::string_view at, const Deed& deed) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, Hash().size());
  const std::string place = std::to_string(number);
  for (const std::string_view part : {before, std::string_view(place), at, deed.who, deed.what, deed.on, deed.how}) {
    const std::string length = std::to_string(part.size()) + ":";
    for (const std::string_view piece : {std::string_view(length), part}) {
      const std::basic_string<unsigned char> bytes(piece.begin(), piece.end());
      crypto_generichash_update(&state, bytes.data(), bytes.size());
    }
  }
  Hash hash{};
  crypto_generichash_final(&state, hash.data(), hash.size());
  return in_base_16(hash);
}

}  // namespace

Result<void> note_deed(records::Transaction& transaction, const Deed& deed, Instant at) {
  std::int64_t number = 0;
  std::string before;
  const auto last = transaction.ask("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", 2, {},
                                    [&](const records::Row& row) -> Result<void> {
                                      const auto read = row.whole(0);
                                      if (!read) return std::unexpected(read.error());
                                      number = *read;
                                      before = row.text(1);
                                      return {};
                                    });
  if (!last) return last;
  ++number;
  const std::string when = to_text(at);
  return transaction.run(
      "INSERT INTO audit (number, at, who, what, on_what, how, hash) VALUES (:number, :at, :who, :what, :on_what, "
      ":how, :hash)",
      {{"number", number},
       {"at", when},
       {"who", deed.who},
       {"what", deed.what},
       {"on_what", deed.on},
       {"how", deed.how},
       {"hash", hash_of(before, number, when, deed)}});
}

Result<std::vector<AuditLine>> audit_lines(records::Transaction& transaction, std::optional<std::int64_t> before,
                                           std::int64_t most) {
  std::vector<AuditLine> lines;
  const auto read = transaction.ask(
      fmt::format("SELECT number, at, who, what, on_what, how FROM audit WHERE number < :before ORDER BY number DESC "
                  "LIMIT {}",
                  most),
      6, {{"before", before.value_or(std::numeric_limits<std::int64_t>::max())}},
      [&](const records::Row& row) -> Result<void> {
        const auto number = row.whole(0);
        if (!number) return std::unexpected(number.error());
        lines.push_back({.number = *number,
                         .at = row.text(1),
                         .who = row.text(2),
                         .what = row.text(3),
                         .on = row.text(4),
                         .how = row.text(5)});
        return {};
      });
  if (!read) return std::unexpected(read.error());
  return lines;
}

Result<AuditReport> check_audit(records::Transaction& transaction) {
  AuditReport report;
  const auto read =
      transaction.ask("SELECT number, at, who, what, on_what, how, hash FROM audit ORDER BY number", 7, {},
                      [&](const records::Row& row) -> Result<void> {
                        if (report.broken) return {};
                        const auto number = row.whole(0);
                        if (!number) return std::unexpected(number.error());
                        const std::int64_t expected = report.lines + 1;
                        if (*number != expected) {
                          report.broken = expected;
                          report.why = fmt::format("line {} follows line {}", *number, report.lines);
                          return {};
                        }
                        const Deed deed{.who = row.text(2), .what = row.text(3), .on = row.text(4), .how = row.text(5)};
                        if (hash_of(report.last_hash, *number, row.text(1), deed) != row.text(6)) {
                          report.broken = *number;
                          report.why = "its hash does not fit what it says and the line before";
                          return {};
                        }
                        report.lines = *number;
                        report.last_hash = row.text(6);
                        return {};
                      });
  if (!read) return std::unexpected(read.error());
  return report;
}

}  // namespace bellwether::guard
