// One question's view of the facts: its names, and one snapshot for all that is asked.
#pragma once

#include "base/result.hpp"
#include "measure/names.hpp"
#include "measure/reach.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace bellwether::measure {

class StoreReader {
 public:
  /// Errors: `conflict` where the snapshot is another store's; `not_found` where it is yet to come.
  [[nodiscard]] static Result<StoreReader> open(const facts::Facts& facts, facts::Table table,
                                                std::optional<std::uint64_t> snapshot, const std::string& store,
                                                Reach reach = {});

  /// How far whoever asks sees. What is bound to this reader (bind_measure, Margins) keeps within it; what is asked of it directly, as
  /// the blocks of employees' answers are, which are the same for everybody, does not.
  [[nodiscard]] const Reach& reach() const { return reach_; }

  /// Of the table that is asked. Within a reach of some units, no word is named that facts carry: it might be one of others.
  [[nodiscard]] const Names& names() const { return names(table_); }
  [[nodiscard]] const Names& names(facts::Table table) const {
    return table == facts::Table::signals ? signals_ : acts_;
  }

  /// The first answer sets the snapshot for those that follow.
  [[nodiscard]] Result<facts::Slices> ask(facts::Query query);
  [[nodiscard]] Result<facts::Trail> trail(facts::TrailQuery query);
  [[nodiscard]] Result<facts::Crowd> crowd(facts::CrowdQuery query);
  [[nodiscard]] Result<facts::Numbers> numbers(facts::NumbersQuery query);
  /// Whether signals of this kind came in after the snapshot.
  [[nodiscard]] Result<bool> has_later(const facts::Expr& where) const;
  /// Until when it is known what happened.
  [[nodiscard]] Result<std::optional<Instant>> newest();
  /// Whether employees said anything at all.
  [[nodiscard]] Result<bool> has_employees();
  /// First and last day with facts of a table.
  [[nodiscard]] Result<std::optional<std::pair<Day, Day>>> days(facts::Table table) const {
    return facts_->days(table);
  }

  [[nodiscard]] std::uint64_t snapshot() const { return snapshot_.value_or(facts_->snapshot()); }
  [[nodiscard]] std::string snapshot_name() const;  ///< "1f0c9a2e-42"

 private:
  StoreReader(const facts::Facts& facts, facts::Table table, Names signals, Names acts,
              std::optional<std::uint64_t> snapshot, Reach reach);

  const facts::Facts* facts_;
  facts::Table table_;
  Names signals_, acts_;
  std::optional<std::uint64_t> snapshot_;
  Reach reach_;
  std::optional<std::optional<Instant>> newest_;  ///< once asked for
  std::optional<bool> has_employees_;             ///< once asked for
};

}  // namespace bellwether::measure
