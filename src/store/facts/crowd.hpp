// Who stands in which cell: how many different people are behind the facts of a slice and month, and how many behind several
// cells together, which no count of different values per cell could tell.
#pragma once

#include "base/result.hpp"
#include "store/facts/query.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace bellwether::facts {

struct CrowdQuery {
  Table table = Table::signals;
  Expr where = {};
  std::vector<Field> by = {};     ///< as of a Query; not by theme
  std::vector<Expr> strata = {};  ///< conditions that tell cells apart, too; at most k_most_strata
  std::optional<std::uint64_t> snapshot = {};
};

/// One slice, month and combination of strata.
struct CrowdCell {
  std::vector<Label> slice;
  std::optional<Day> month;  ///< first day; nothing for facts without a date
  std::uint32_t strata = 0;  ///< bit i: the facts meet strata[i]
  std::int64_t facts = 0;
  std::int64_t strangers = 0;  ///< facts that name nobody
};

struct CrowdMember {
  std::uint32_t cell = 0;    ///< which of Crowd::cells
  std::uint64_t person = 0;  ///< equal where the pseudonym is
  friend auto operator<=>(const CrowdMember&, const CrowdMember&) = default;
};

struct Crowd {
  std::vector<CrowdCell> cells;      ///< by slice, month (undated first), strata
  std::vector<CrowdMember> members;  ///< each person once per cell, by cell, then person
  std::uint64_t snapshot = 0;
};

inline constexpr std::size_t k_most_strata = 8;
/// More than these are not held in memory: some 500 MB.
inline constexpr std::size_t k_most_members = 30'000'000;

}  // namespace bellwether::facts
