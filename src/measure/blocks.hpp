// Blocks: the smallest groups of answers of which anything is told. All figures about employees are sums over whole blocks.
//
// What it guarantees. The cells (a unit's answers of one month, in one stratum) are parted into blocks, once for all questions
// about the same answers, and each block holds answers of at least `k` different people. Whatever is told as a sum over whole
// blocks, and whatever can be worked out from it by adding and subtracting, speaks of whole blocks, hence of k people or more.
// What it does not: that k people did not all answer alike; that one of them did not give most of the answers; that k - 1 of them do
// not put together what they know. A fact that names nobody counts as one person, so somebody who answered three times without a
// pseudonym counts as three.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bellwether::measure {

inline constexpr std::uint32_t k_no_block = 0xFFFF'FFFF;

/// A cell: the least that is ever counted together.
struct BlockCell {
  std::uint32_t unit = 0;     ///< a node of the unit tree
  std::uint32_t stratum = 0;  ///< answers that a definition takes in and others that it leaves out never share a block
  std::optional<Day> month;   ///< first day; nothing: no date
  std::vector<std::uint32_t>
      attributes;  ///< one value each, in the order in which blocks are split by them; equally many in all cells
  std::vector<std::uint64_t> people;  ///< who answered, each once
};

/// The block of each cell; k_no_block where nobody is told of it. `parents` holds each unit's parent, or the unit itself for a
/// root; it may hold no cycle.
///
/// The answers of a unit in a month are a block if k people gave them. Those of fewer are joined with the unit's others of that kind in
/// the same quarter, else year, else ever; what is left is joined with what is left of the other units under the same parent, and of the
/// parent's own, again by month, quarter, year and ever; and so on up to all units. What is left there, of fewer than k people, joins a
/// block of its own stratum: the one that is widest, then the one of fewest people. Where its stratum has no block, what is left of all
/// strata is one block if k people gave it, and else is told to nobody.
///
/// Each block is then split by the first attribute into the parts that k people gave; the other parts are joined into one, which takes
/// the smallest of the former with it if it needs to; and each part so by the next attribute.
[[nodiscard]] std::vector<std::uint32_t> blocks_of(std::span<const BlockCell> cells,
                                                   std::span<const std::uint32_t> parents, std::int64_t k);

}  // namespace bellwether::measure
