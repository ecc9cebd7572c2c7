// What is told beside a framework's score and takes no part in it: how its wheel turns, how its dimensions agree, and what looks fed.
#pragma once

#include "base/result.hpp"
#include "lead/analysis/alignment.hpp"
#include "lead/analysis/flywheel.hpp"
#include "lead/analysis/linkage.hpp"
#include "lead/field.hpp"
#include "lead/framework.hpp"
#include "lead/gaming_flags.hpp"
#include "lead/item_gaps.hpp"
#include "lead/open_leaders.hpp"
#include "lead/score.hpp"
#include "lead/specials.hpp"
#include "store/facts/query.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::lead {

/// Each part is there where the framework asks for it (Framework::beside).
struct BesideScore {
  std::int64_t improvements = 0;               ///< that the flywheel turns on
  std::optional<Flywheel> flywheel;            ///< nothing without improvements, too
  std::optional<Result<Alignment>> alignment;  ///< of the dimensions, in the framework's order
  std::optional<Linkage>
      linkage;              ///< of answers to `engagement` and to `linked_with`, by unit; nothing where none are there
  std::string linked_with;  ///< customers' item: csat, nps …
  std::vector<ItemGap> item_gaps;
  std::vector<ValueGap> value_gaps;
  std::vector<GamingFlag> flags;  ///< on what the framework's indicators rest on, whether it asks for them or not
};

/// Reads it for one subject, each part once however many frameworks ask.
class BesideReader {
 public:
  /// `source.only` is the subject; its window is the year before `source.end`.
  BesideReader(const SpecialSource& source, const Subject& subject, const OpenLeaders& open)
      : source_(source), subject_(subject), open_(open) {}

  /// Errors: those of the store.
  [[nodiscard]] Result<BesideScore> read(const Framework& framework, const Score& score);

 private:
  [[nodiscard]] Result<void> add_flywheel(BesideScore& beside) const;
  [[nodiscard]] Result<void> add_linkage(BesideScore& beside) const;
  [[nodiscard]] Result<void> link(BesideScore& beside, const Field& field, const facts::Expr& teams,
                                  const facts::Field& item) const;
  [[nodiscard]] Result<void> add_gaps(BesideScore& beside) const;
  [[nodiscard]] Result<void> add_flags(const Framework& framework, BesideScore& beside);

  SpecialSource source_;
  const Subject& subject_;
  const OpenLeaders& open_;
  std::optional<std::vector<GamingFlag>> flags_;
};

}  // namespace bellwether::lead
