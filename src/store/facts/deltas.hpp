// What a batch adds to the rollups, counted before anything is written.
//
// A rollup keeps, per day and a few dimensions, how often each exact value of a well-known rating came (so counts, sums,
// sums of squares and any condition on the value can be answered from it), or the sums of the sentiment of mentions.
#pragma once

#include "base/result.hpp"
#include "store/facts/duck.hpp"
#include "store/facts/ready.hpp"
#include "store/facts/signal.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace bellwether::facts {

/// A rollup's cell. What each number means differs by rollup; equal cells are added together.
struct CellKey {
  std::int32_t day = 0;  ///< k_no_day for facts without a date
  std::int32_t first = k_unknown, second = k_unknown;
  std::int32_t value = 0;
  std::int16_t rating = 0;
  std::int16_t voice_of = 0;
  friend bool operator==(const CellKey&, const CellKey&) = default;
};
inline constexpr std::int32_t k_no_day = std::numeric_limits<std::int32_t>::min();

/// Number of a rating in the rollups: 0 stands for the signal itself (its value: 1 with text, 0 without), then the
/// well-known ratings in their order.
inline constexpr std::int16_t k_every_signal = 0;

struct Count {
  std::int64_t n = 0;
};
/// Of the sentiment of mentions, in thousandths.
struct Feeling {
  std::int64_t n = 0;
  std::int64_t known = 0, negative = 0, positive = 0;
  std::int64_t total = 0, squares = 0;
  std::int16_t low = std::numeric_limits<std::int16_t>::max();
  std::int16_t high = std::numeric_limits<std::int16_t>::min();
};

/// Cells with what they hold: a hash table with open addressing, as a batch touches hundreds of thousands.
template <class Held>
class Cells {
 public:
  struct Cell {
    CellKey key;
    Held held;
    bool used = false;
  };

  Held& operator[](const CellKey& key) {
    if (2 * (count_ + 1) > cells_.size()) grow();
    Cell& cell = find(cells_, key);
    if (!cell.used) {
      cell.key = key;
      cell.used = true;
      ++count_;
    }
    return cell.held;
  }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] const std::vector<Cell>& all() const { return cells_; }  ///< also the unused ones

 private:
  static std::size_t hash(const CellKey& key) {
    const auto mix = [](std::uint64_t h, std::uint64_t more) {
      h = (h ^ more) * 0x9E3779B97F4A7C15ULL;
      return h ^ (h >> 32U);
    };
    const auto wide = [](std::int32_t high, std::int32_t low) {
      return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(high)) << 32U) | static_cast<std::uint32_t>(low);
    };
    const std::uint64_t h = mix(mix(0, wide(key.day, key.first)), wide(key.second, key.value));
    return mix(h, wide(key.rating, key.voice_of));
  }
  static Cell& find(std::vector<Cell>& cells, const CellKey& key) {
    const std::size_t mask = cells.size() - 1;
    std::size_t at = hash(key) & mask;
    while (cells[at].used && cells[at].key != key) at = (at + 1) & mask;
    return cells[at];
  }
  void grow() {
    std::vector<Cell> larger(cells_.empty() ? 1024 : cells_.size() * 2);
    for (const Cell& cell : cells_) {
      if (cell.used) find(larger, cell.key) = cell;
    }
    cells_ = std::move(larger);
  }

  std::vector<Cell> cells_;
  std::size_t count_ = 0;
};

/// What is added to all rollups by the batches of one transaction.
class Deltas {
 public:
  void count(const SignalBatch& batch, const ReadySignals& ready);
  /// Appends them, inside the transaction that writes the facts.
  [[nodiscard]] Result<void> write(const Connection& connection, std::int64_t snapshot) const;
  /// Rows that write() appends.
  [[nodiscard]] std::size_t size() const { return unit_.size() + place_.size() + theme_.size(); }

 private:
  void count_rating(const CellKey& unit, const CellKey& place, std::int16_t rating, std::int32_t value);

  Cells<Count> unit_;     ///< first: unit
  Cells<Count> place_;    ///< first: touchpoint, second: channel
  Cells<Feeling> theme_;  ///< first: unit, second: theme
};

}  // namespace bellwether::facts
