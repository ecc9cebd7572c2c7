// One question's view of the facts: its names, and one snapshot for all that is asked.
#pragma once

#include "base/result.hpp"
#include "measure/names.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::measure {

class StoreReader {
 public:
  /// Errors: `conflict` where the snapshot is another store's; `not_found` where it is yet to come.
  [[nodiscard]] static Result<StoreReader> open(const facts::Facts& facts, facts::Table table,
                                                std::optional<std::uint64_t> snapshot, const std::string& store);

  [[nodiscard]] const Names& names() const { return names_; }

  /// The first answer sets the snapshot for those that follow.
  [[nodiscard]] Result<facts::Slices> ask(facts::Query query);

  [[nodiscard]] std::uint64_t snapshot() const { return snapshot_.value_or(facts_->snapshot()); }
  [[nodiscard]] std::string snapshot_name() const;  ///< "1f0c9a2e-42"

 private:
  StoreReader(const facts::Facts& facts, Names names, std::optional<std::uint64_t> snapshot);

  const facts::Facts* facts_;
  Names names_;
  std::optional<std::uint64_t> snapshot_;
};

}  // namespace bellwether::measure
