// Which period a brief tells, where nobody asked for one.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/facts/facts.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace bellwether::tell {

/// The period that is told and the one that it is held against; neither: all facts, also those without a date.
struct ToldPeriod {
  // NOLINTBEGIN(readability-redundant-member-init): g++ warns of members left out, unless they have one
  std::optional<Period> period = {}, before = {};
  std::string why = {};  ///< a sentence; empty where it was asked for
  // NOLINTEND(readability-redundant-member-init)
};

/// A period with fewer signals is too thin to fill a page; the one before needs half as many.
inline constexpr std::int64_t k_signals_for_a_period = 100;

/// The last full week with enough signals in it and before it, else month, quarter, year, else all time. A period is full
/// when the facts reach its last day and it lies before `today`.
[[nodiscard]] Result<ToldPeriod> choose_period(const facts::Facts& facts, Day today,
                                               std::optional<std::uint64_t> snapshot);

/// Signals dated in a period.
[[nodiscard]] Result<std::int64_t> signals_in(const facts::Facts& facts, const Period& period,
                                              std::optional<std::uint64_t> snapshot);

}  // namespace bellwether::tell
