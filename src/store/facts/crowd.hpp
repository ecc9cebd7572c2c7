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
  std::vector<Field> by = {};  ///< as of a Query; not by theme
  std::vector<Expr> marks =
      {};  ///< conditions that tell facts apart, so that one reading serves many questions; at most k_most_marks
  std::optional<std::uint64_t> snapshot = {};
};

/// One slice and month.
struct CrowdCell {
  std::vector<Label> slice;
  std::optional<Day> month;  ///< first day; nothing for facts without a date
};

/// Facts of one person.
struct CrowdMember {
  std::uint32_t cell = 0;    ///< which of Crowd::cells
  std::uint64_t person = 0;  ///< equal where the pseudonym is
  std::uint64_t marks = 0;   ///< bit i: the facts meet marks[i]
  friend auto operator<=>(const CrowdMember&, const CrowdMember&) = default;
};

/// Facts of one cell that meet the same conditions.
struct CrowdCount {
  std::uint32_t cell = 0;
  std::uint64_t marks = 0;
  std::int64_t facts = 0;
  std::int64_t strangers = 0;  ///< of them, those that name nobody
};

struct Crowd {
  std::vector<CrowdCell> cells;      ///< by slice, then month, the undated first
  std::vector<CrowdMember> members;  ///< in order, each once
  std::vector<CrowdCount> counts;    ///< by cell, then marks
  std::uint64_t snapshot = 0;
};

inline constexpr std::size_t k_most_marks = 62;
/// More facts than these are not held in memory: some 500 MB.
inline constexpr std::size_t k_most_members = 20'000'000;

}  // namespace bellwether::facts
