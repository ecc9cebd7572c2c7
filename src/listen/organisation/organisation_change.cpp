#include "listen/organisation/organisation_change.hpp"

#include "base/invariant.hpp"
#include "guard/access/audit.hpp"
#include "org/organisation.hpp"
#include "org/organisation_records.hpp"

#include <utility>

#include <fmt/format.h>

namespace bellwether::listen {

LaidOver lay_over(std::span<const org::Thing> known, std::span<const org::Told> told,
                  const org::MergeOptions& options) {
  LaidOver laid;
  auto merged = org::merge(known, told, options);
  if (!merged) {
    laid.stopped = std::move(merged.error());
    return laid;
  }
  laid.merged = *std::move(merged);
  const auto organisation = org::Organisation::make(laid.merged.things);
  if (!organisation) {
    laid.stopped = organisation.error();
    return laid;
  }
  laid.doubts = org::doubts(*organisation, options.as_of);
  return laid;
}

std::string counted(std::span<const org::Change> changes) {
  std::string words;
  // They are sorted by kind and how, so that those of one kind are neighbours.
  for (std::size_t begin = 0; begin < changes.size();) {
    const org::Change& first = changes[begin];
    std::size_t end = begin;
    while (end < changes.size() && changes[end].kind == first.kind && changes[end].how == first.how) ++end;
    const org::KindRules& rules = org::rules_of(first.kind);
    words += fmt::format("{}{} {} {}", words.empty() ? "" : ", ", end - begin,
                         end - begin == 1 ? rules.word : rules.many, org::word_of(first.how));
    begin = end;
  }
  return words;
}

Result<void> write_change(records::Transaction& transaction, const LaidOver& laid, std::string_view who, Instant at) {
  invariant(!laid.stopped);
  if (laid.merged.changes.empty()) return {};
  if (auto written = org::write_merged(transaction, laid.merged, who, at); !written) return written;
  const std::string how = counted(laid.merged.changes);
  return guard::note_deed(transaction, {.who = who, .what = "organisation.changed", .on = "organisation", .how = how},
                          at);
}

}  // namespace bellwether::listen
